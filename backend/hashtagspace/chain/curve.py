"""Point arithmetic on secp256k1: what a signature library does not offer but the market needs.

Points are affine and never infinity: whatever would lead there raises `curve.infinity`. A Python number
cannot be wiped from memory, and coincurve keeps copies of its own: a scalar lives until the interpreter
reuses its memory.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from coincurve import PrivateKey, PublicKey

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput

FIELD: Final = 2**256 - 2**32 - 977


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the curve by its coordinates; `point_of` and `lift` make it of numbers from outside."""

    x: int
    y: int

    @property
    def parity(self) -> int:
        """0 when y is even, 1 when it is odd."""
        return self.y & 1

    def __bytes__(self) -> bytes:
        """The 64 bytes x ‖ y."""
        return self.x.to_bytes(32, "big") + self.y.to_bytes(32, "big")


BASE: Final = Point(
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def point_of(x: int, y: int) -> Point:
    """The point with these coordinates; raises `curve.point` unless it is one."""
    if not (0 <= x < FIELD and 0 <= y < FIELD) or (y * y - x * x * x - 7) % FIELD:
        raise _no_point()
    return Point(x, y)


def lift(x: int, parity: int) -> Point:
    """The point with this x whose y has this parity; raises `curve.point` unless there is one."""
    if not 0 <= x < FIELD or parity not in (0, 1):
        raise _no_point()
    y = pow(x * x * x + 7, (FIELD + 1) // 4, FIELD)
    return point_of(x, y if y & 1 == parity else FIELD - y)


def multiply_base(scalar: int) -> Point:
    """scalar·G, by libsecp256k1's constant-time path; raises `curve.scalar` unless 0 < scalar < n."""
    return Point(*PrivateKey(_scalar_bytes(scalar)).public_key.point())


def multiply(point: Point, scalar: int) -> Point:
    """scalar·point for a scalar that anyone may know: the time depends on it. Raises `curve.scalar`."""
    return Point(*_key(point).multiply(_scalar_bytes(scalar)).point())


def multiply_secret(point: Point, scalar: int) -> Point:
    """scalar·point for a secret scalar; raises `curve.scalar`.

    The binding has no constant-time product with any point, so the scalar is split at random and the time
    of either part says nothing of the whole.
    """
    _scalar_bytes(scalar)
    while True:
        part = 1 + secrets.randbelow(CURVE_ORDER - 1)
        if part != scalar:
            return add(multiply(point, part), multiply(point, (scalar - part) % CURVE_ORDER))


def add(one: Point, other: Point) -> Point:
    """The sum; raises `curve.infinity` when one is the other's negative."""
    if one.x == other.x and one.y != other.y:
        raise InvalidInput(
            "Two points add up to nothing; ask the other side for new values.", code="curve.infinity"
        )
    return Point(*PublicKey.combine_keys([_key(one), _key(other)]).point())


def negate(point: Point) -> Point:
    """The point with the other y."""
    return Point(point.x, FIELD - point.y)


def address_of_point(point: Point) -> bytes:
    """What `ecrecover` answers for this point: the last 20 bytes of Keccak-256 of x ‖ y."""
    return keccak256(bytes(point))[12:]


def _key(point: Point) -> PublicKey:
    return PublicKey(b"\x04" + bytes(point))


def _scalar_bytes(scalar: int) -> bytes:
    if not 0 < scalar < CURVE_ORDER:
        raise InvalidInput("A scalar lies between 0 and the order of the curve.", code="curve.scalar")
    return scalar.to_bytes(32, "big")


def _no_point() -> InvalidInput:
    return InvalidInput("The numbers are no point of secp256k1; ask the sender for them.", code="curve.point")
