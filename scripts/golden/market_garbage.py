"""market_garbage.json: records that open to something else than promised, and false accusations."""

from dataclasses import replace
from random import Random
from typing import NamedTuple

from golden.market_samples import HEDGE, number, place, scalar, spelled_point, spelled_proof
from golden.samples import Vectors, hexed, source
from hashtagspace.chain.curve import FIELD
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import (
    build_blinding,
    build_commitment,
    build_delivered,
    build_shared,
    record_key,
    unblind,
)
from hashtagspace.market.delivery import delivery_domain
from hashtagspace.market.dleq import Proof, Statement, prove
from hashtagspace.market.garbage import (
    BadChunk,
    Deal,
    Opening,
    build_opening,
    find_bad_chunk,
    verify_garbage,
)
from hashtagspace.market.keystream import mask
from hashtagspace.market.record import CHUNK, chunk_count, encode_record
from hashtagspace.market.roots import (
    build_path,
    build_root,
    list_cipher_leaves,
    list_plain_leaves,
    root_of_path,
)


class Case(NamedTuple):
    """An accusation, with the delivery's proof and the buyer's key that it came from."""

    deal: Deal
    opening: Opening
    chunk: BadChunk
    delivery: Proof
    z: int


Sold = tuple[Deal, int, Proof, bytearray, list[bytes]]


def sold(random: Random, length: int, bad: int | None) -> Sold:
    """A delivered deal, the key of its buyer, ciphertext, promised leaves; chunk `bad` breaks the promise."""
    x, z = scalar(random), scalar(random)
    q, record = build_blinding(z), random.randbytes(32)
    key = record_key(build_shared(x), record)
    promised = encode_record(random.randbytes(length), random.randbytes(32 * chunk_count(length)))
    sent = bytearray(promised)
    if bad is not None:
        sent[CHUNK * bad + 100] ^= 1
    cipher, leaves = mask(sent, key), list_plain_leaves(promised)
    digest = random.randbytes(32)
    deal = Deal(
        digest,
        record,
        q,
        build_commitment(x),
        build_delivered(x, q),
        build_root(list_cipher_leaves(cipher)),
        build_root(leaves),
    )
    statement = Statement(delivery_domain(digest), deal.commitment, q, deal.delivered)
    return deal, z, prove(statement, x, HEDGE), cipher, leaves


def accuse(random: Random, length: int, bad: int) -> Case:
    """A garbage proof that holds."""
    deal, z, delivery, cipher, leaves = sold(random, length, bad)
    key = record_key(unblind(deal.delivered, deal.commitment, z), deal.record)
    chunk = find_bad_chunk(cipher, key, leaves)
    if chunk is None or chunk.index != bad:
        raise AssertionError("the bad chunk was not found")
    return Case(deal, build_opening(deal, delivery, z, HEDGE), chunk, delivery, z)


def slander(random: Random) -> Case:
    """A well-formed accusation of an honest seller."""
    deal, z, delivery, cipher, leaves = sold(random, 300, None)
    chunk = BadChunk(
        2,
        bytes(cipher[2 * CHUNK : 3 * CHUNK]),
        build_path(list_cipher_leaves(cipher), 2),
        leaves[2],
        build_path(leaves, 2),
    )
    return Case(deal, build_opening(deal, delivery, z, HEDGE), chunk, delivery, z)


def spelled(name: str, case: Case) -> Vectors:
    """One accusation as the contract gets it."""
    deal, opening, chunk = case.deal, case.opening, case.chunk
    return {
        "name": name,
        "digest": hexed(deal.consent),
        "record": hexed(deal.record),
        **spelled_point("q", deal.q),
        **spelled_point("x", deal.commitment),
        **spelled_point("d", deal.delivered),
        "ctRoot": hexed(deal.ct_root),
        "ptRoot": hexed(deal.pt_root),
        "qy": number(opening.qy),
        "bInverse": number(opening.b_inverse),
        "sx": number(opening.sx),
        "sy": number(opening.sy),
        "dy": number(opening.dy),
        "zInverse": number(opening.z_inverse),
        "proof": spelled_proof(opening.proof),
        "index": chunk.index,
        "words": [hexed(chunk.words[at : at + 32]) for at in range(0, len(chunk.words), 32)],
        "ctPath": [hexed(node) for node in chunk.ct_path],
        "ptLeaf": hexed(chunk.pt_leaf),
        "ptPath": [hexed(node) for node in chunk.pt_path],
    }


def refused(name: str, case: Case) -> Vectors:
    """An accusation that fails, and its code."""
    try:
        verify_garbage(case.deal, case.opening, case.chunk)
    except InvalidInput as error:
        return {**spelled(name, case), "code": error.exact_code}
    raise AssertionError(name)


def false_accusations(random: Random) -> list[Vectors]:
    """A true one, changed in each part."""
    true = accuse(random, 300, 1)
    deal, opening, chunk = true.deal, true.opening, true.chunk
    openings = {
        "the other y of Q": replace(opening, qy=FIELD - opening.qy),
        "the other y of D": replace(opening, dy=FIELD - opening.dy),
        "the other y of S": replace(opening, sy=FIELD - opening.sy),
        "S off the curve": replace(opening, sy=(opening.sy + 1) % FIELD),
        "S is X": replace(
            opening,
            sx=deal.commitment.x,
            sy=deal.commitment.y,
            z_inverse=pow(deal.delivered.x - deal.commitment.x, -1, FIELD),
        ),
        "S is D": replace(opening, sx=deal.delivered.x, sy=deal.delivered.y, z_inverse=1),
        "no inverse for B": replace(opening, b_inverse=0),
        "another inverse for B": replace(opening, b_inverse=opening.b_inverse - 1),
        "no inverse for Z": replace(opening, z_inverse=0),
        "another inverse for Z": replace(opening, z_inverse=opening.z_inverse - 1),
        "another answer": replace(opening, proof=replace(opening.proof, s=opening.proof.s - 1)),
        "another challenge": replace(opening, proof=replace(opening.proof, c=opening.proof.c - 1)),
    }
    flipped = bytes((chunk.words[0] ^ 1,)) + chunk.words[1:]
    chunks = {
        "a chunk of one's own": replace(chunk, words=flipped),
        "another index": replace(chunk, index=0),
        "an index beyond the path": replace(chunk, index=5),
        "a leaf of one's own": replace(chunk, pt_leaf=bytes(32)),
        "a short path": replace(chunk, ct_path=chunk.ct_path[:-1]),
        "both paths short": replace(chunk, ct_path=chunk.ct_path[:-1], pt_path=chunk.pt_path[:-1]),
        "paths exchanged": replace(chunk, ct_path=chunk.pt_path, pt_path=chunk.ct_path),
    }
    cases = {name: true._replace(opening=other) for name, other in openings.items()}
    cases |= {name: true._replace(chunk=other) for name, other in chunks.items()}
    cases["another consent"] = true._replace(deal=replace(deal, consent=bytes(32)))
    cases["another deal's opening"] = true._replace(opening=accuse(random, 10, 0).opening)
    low = (bytes(32),)
    cases["trees of unequal height"] = true._replace(
        deal=replace(deal, pt_root=root_of_path(chunk.pt_leaf, chunk.index, low)),
        chunk=replace(chunk, pt_path=low),
    )
    cases["an honest seller"] = slander(random)
    return [refused(name, case) for name, case in cases.items()]


def build() -> Vectors:
    """`accepted` are refunded in full; `refused` change nothing."""
    random = source("market_garbage")
    shapes = ((5, 0), (300, 3), (3000, 7), (3000, 15), (7000, 31))
    accepted = []
    for length, bad in shapes:
        case = accuse(random, length, bad)
        verify_garbage(case.deal, case.opening, case.chunk)
        row = spelled(f"chunk {bad} of {chunk_count(length)}", case)
        source_ = {"scalarZ": number(case.z), "hedge": hexed(HEDGE), "delivery": spelled_proof(case.delivery)}
        accepted.append({**row, **source_})
    return {**place(), "accepted": accepted, "refused": false_accusations(random)}
