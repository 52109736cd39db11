"""Proof that a delivered key opens a chunk to something else than was promised.

The buyer opens this one record to the contract (S = z·X, so Z = D − S) and keeps z, hence every other
record, to itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hashtagspace.chain.curve import FIELD, Point, add, multiply_base, multiply_secret, negate, point_of
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import record_key
from hashtagspace.market.delivery import delivery_domain, opening_domain
from hashtagspace.market.derivation import wipe
from hashtagspace.market.dleq import Proof, Statement, prove, verify_proof
from hashtagspace.market.errors import InvalidDelivery, InvalidRecord, InvalidSecret
from hashtagspace.market.keystream import mask
from hashtagspace.market.points import H
from hashtagspace.market.record import CHUNK, CHUNK_WORDS
from hashtagspace.market.roots import build_path, cipher_leaf, list_cipher_leaves, plain_leaf, root_of_path


@dataclass(frozen=True, slots=True)
class Deal:
    """What the contract knows of a delivered deal: digest of the consent, deal id, points and roots."""

    consent: bytes
    record: bytes
    q: Point
    commitment: Point
    delivered: Point
    ct_root: bytes
    pt_root: bytes


@dataclass(frozen=True, slots=True)
class Opening:
    """S = z·X with its proof, the other halves of Q and D, and the inverses the contract checks."""

    qy: int
    b_inverse: int
    sx: int
    sy: int
    dy: int
    z_inverse: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class BadChunk:
    """One chunk of ciphertext under ctRoot and the leaf that ptRoot has in its place."""

    index: int
    words: bytes
    ct_path: tuple[bytes, ...]
    pt_leaf: bytes
    pt_path: tuple[bytes, ...]


def build_opening(deal: Deal, delivery: Proof, z: int, hedge: bytes | None = None) -> Opening:
    """The record opened to the contract; raises `market.secret` when z is not the buyer's.

    Raises `market.proof` unless `delivery` proves the deal's points for the consent's digest, which the
    buyer computes from the consent: else a lying node could show another seller's X as this deal's, and
    the answer S = z·X would open that seller's record. Ask `verify_garbage` before anyone sees the answer.
    """
    verify_proof(Statement(delivery_domain(deal.consent), deal.commitment, deal.q, deal.delivered), delivery)
    public = multiply_base(z)
    if add(H, public) != deal.q:
        raise InvalidSecret("This key did not make the offer's point; nothing was opened.")
    opened = multiply_secret(deal.commitment, z)
    statement = Statement(opening_domain(deal.consent), public, deal.commitment, opened)
    return Opening(
        deal.q.y,
        pow(deal.q.x - H.x, -1, FIELD),
        opened.x,
        opened.y,
        deal.delivered.y,
        pow(deal.delivered.x - opened.x, -1, FIELD),
        prove(statement, z, hedge),
    )


def find_bad_chunk(
    ciphertext: bytes | bytearray, key: bytes | bytearray, pt_leaves: Sequence[bytes]
) -> BadChunk | None:
    """The first chunk that opens to another leaf than promised, None when all is well.

    Raises `market.words` when ciphertext and leaves differ in count.
    """
    ct_leaves = list_cipher_leaves(ciphertext)
    if len(pt_leaves) != len(ct_leaves):
        raise InvalidRecord("There is one leaf for each chunk.", code="market.words")
    for index, promised in enumerate(pt_leaves):
        chunk = bytes(ciphertext[CHUNK * index : CHUNK * (index + 1)])
        if _opened_leaf(index, chunk, key) != promised:
            ct_path, pt_path = build_path(ct_leaves, index), build_path(pt_leaves, index)
            return BadChunk(index, chunk, ct_path, promised, pt_path)
    return None


def verify_garbage(deal: Deal, opening: Opening, chunk: BadChunk) -> None:
    """Raises unless the contract would refund.

    Codes: `market.` opening, point, proof, words, path or not_garbage.
    """
    shared = _verify_opening(deal, opening)
    if len(chunk.ct_path) != len(chunk.pt_path):
        raise InvalidRecord("Both paths have one length.", code="market.path")
    promised = root_of_path(chunk.pt_leaf, chunk.index, chunk.pt_path)
    committed = root_of_path(cipher_leaf(chunk.index, chunk.words), chunk.index, chunk.ct_path)
    if (committed, promised) != (deal.ct_root, deal.pt_root):
        raise InvalidRecord("The chunk or its leaf is not under the deal's roots.", code="market.path")
    key = record_key(shared, deal.record)
    opened = _opened_leaf(chunk.index, chunk.words, key)
    wipe(key)
    if opened == chunk.pt_leaf:
        raise InvalidDelivery("The chunk opens to what was promised.", code="market.not_garbage")


def _opened_leaf(index: int, chunk: bytes, key: bytes | bytearray) -> bytes:
    plain = mask(chunk, key, CHUNK_WORDS * index)
    leaf = plain_leaf(index, plain)
    wipe(plain)
    return leaf


def _verify_opening(deal: Deal, opening: Opening) -> Point:
    """Z of the deal, once every part of the opening holds."""
    q, commitment, delivered = deal.q, deal.commitment, deal.delivered
    spelled = (opening.qy, opening.dy) == (q.y, delivered.y)
    if not (spelled and 0 < opening.b_inverse < FIELD and 0 < opening.z_inverse < FIELD):
        raise _not_opened()
    if opening.b_inverse * (q.x - H.x) % FIELD != 1:
        raise _not_opened()
    if opening.z_inverse * (delivered.x - opening.sx) % FIELD != 1:
        raise _not_opened()
    try:
        opened = point_of(opening.sx, opening.sy)
        public = add(q, negate(H))
    except InvalidInput as refusal:
        raise _not_opened() from refusal
    verify_proof(Statement(opening_domain(deal.consent), public, commitment, opened), opening.proof)
    return add(delivered, negate(opened))


def _not_opened() -> InvalidDelivery:
    return InvalidDelivery("The opening does not belong to this deal's points.", code="market.opening")
