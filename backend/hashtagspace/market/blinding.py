"""The key of a record on its way from seller to buyer.

The buyer publishes Q = H + z·G, the seller posts D = x·Q, and the buyer alone finds Z = D − z·X = x·H.
"""

from typing import Final

from hashtagspace.chain.curve import Point, add, multiply_base, multiply_secret, negate
from hashtagspace.domain.abi_words import hash_words, label
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput
from hashtagspace.market.errors import InvalidDelivery
from hashtagspace.market.points import H, verify_form

KEY: Final = label("key/v1")


def build_commitment(x: int) -> Point:
    """The seller's X = x·G; raises `curve.scalar` or, once in 2^128, `market.point`."""
    return verify_form(multiply_base(x))


def build_blinding(z: int) -> Point:
    """The buyer's Q = H + z·G; raises `market.blinding` where another offer salt is due."""
    try:
        return verify_blinding(add(H, multiply_base(z)))
    except InvalidInput as refusal:
        if refusal.exact_code == "curve.scalar":
            raise
        raise _unusable() from refusal


def verify_blinding(q: Point) -> Point:
    """Q itself; raises `market.blinding` when it hides nothing (Q = ±H) or cannot travel."""
    if q.x == H.x or not 0 < q.x < CURVE_ORDER:
        raise _unusable()
    return q


def build_delivered(x: int, q: Point) -> Point:
    """The seller's D = x·Q."""
    return verify_form(multiply_secret(verify_blinding(q), x))


def build_shared(x: int) -> Point:
    """The seller's own way to Z = x·H, before anything is delivered."""
    return multiply_secret(H, x)


def unblind(delivered: Point, commitment: Point, z: int) -> Point:
    """The buyer's Z = D − z·X; raises `curve.infinity` when the seller made D of X and B alone."""
    return add(delivered, negate(multiply_secret(commitment, z)))


def record_key(shared: Point, record: bytes) -> bytearray:
    """The 32 bytes that open one record, named by its deal or by its epoch; `wipe` them after use."""
    return bytearray(hash_words(KEY, shared.x, shared.y, record))


def epoch_record(deal: bytes, epoch: int, pt_root: bytes) -> bytes:
    """The name of the record of one epoch with this plaintext.

    An epoch's x is fixed by the consent, so another plaintext must be another name: no two share a mask.
    """
    return hash_words(deal, epoch, pt_root)


def _unusable() -> InvalidDelivery:
    return InvalidDelivery(
        "The buyer's point hides nothing or cannot travel; draw another offer salt.", code="market.blinding"
    )
