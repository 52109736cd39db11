"""The points of a sale: the second base H, and the form a point has on the wire."""

from typing import Final

from hashtagspace.chain.curve import FIELD, Point, lift
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput
from hashtagspace.market.errors import InvalidDelivery

H: Final = Point(
    0x6C503108EB51B3C3F86D6982BE522C1AEFC638F4A0C3F255A9B192DCF311F60B,
    0xB4A155201E89DDA614E64964CAFEA29156C0081F09B73AC7464FBA4ADC826A12,
)


def build_second_base() -> Point:
    """H computed anew: nobody chose it, so nobody knows its logarithm.

    The first number from 0 whose Keccak-256 behind a label is the x of a point; the even y.
    """
    for number in range(256):
        x = int.from_bytes(keccak256(b"hashtagspace/dm/H/v1" + number.to_bytes(4, "big")), "big")
        try:
            return lift(x, 0)
        except InvalidInput:
            continue
    raise AssertionError("half of all numbers are the x of a point")


def wire_point(x: int, parity: int) -> Point:
    """The point sent as x and parity of y; raises `market.point`.

    0 < x < n and not only < p: `ecrecover` takes x for a scalar.
    """
    try:
        point = lift(x, parity)
    except InvalidInput as refusal:
        raise _malformed() from refusal
    return verify_form(point)


def verify_form(point: Point) -> Point:
    """The point itself; raises `market.point` unless it can travel as x and parity."""
    if not 0 < point.x < CURVE_ORDER or not 0 < point.y < FIELD:
        raise _malformed()
    return point


def _malformed() -> InvalidDelivery:
    return InvalidDelivery(
        "A point is sent as the x of a point of the curve, under the group's order, and the parity of y.",
        code="market.point",
    )
