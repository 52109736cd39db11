"""Proof that two points have one logarithm: log_G(P) = log_T(Y), checked by the contract.

Chaum and Pedersen, made non-interactive with the whole statement in the challenge, always in one order.
The nonce is derived from secret, domain, statement and fresh bytes: repeated for two statements it would
give the secret away, so no random source is trusted with it alone.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha512
from typing import Final

from hashtagspace.chain.curve import (
    FIELD,
    Point,
    add,
    address_of_point,
    multiply,
    multiply_base,
    multiply_secret,
)
from hashtagspace.domain.abi_words import hash_words
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput
from hashtagspace.market.errors import InvalidDelivery, InvalidSecret
from hashtagspace.market.points import verify_form

_NONCE: Final = b"hashtagspace/market/nonce/v1"


@dataclass(frozen=True, slots=True)
class Statement:
    """`public` = w·G and `product` = w·`base` for one w; `domain` says what the proof is for."""

    domain: bytes
    public: Point
    base: Point
    product: Point


@dataclass(frozen=True, slots=True)
class Proof:
    """Challenge c, answer s, and what spares the contract point arithmetic: U = s·T, V = c·Y, 1/(Vx − Ux)."""

    c: int
    s: int
    ux: int
    uy: int
    vx: int
    vy: int
    inverse: int


def build_statement(domain: bytes, base: Point, secret: int) -> Statement:
    """The true statement about a secret; raises `curve.scalar` or `market.point`."""
    public, product = multiply_base(secret), multiply_secret(base, secret)
    return Statement(domain, verify_form(public), verify_form(base), verify_form(product))


def prove(statement: Statement, secret: int, hedge: bytes | None = None) -> Proof:
    """A proof that `verify_proof` accepts; raises `market.secret` when the statement is not about the secret.

    `hedge` is 32 fresh bytes unless given, which only vectors do.
    """
    if build_statement(statement.domain, statement.base, secret) != statement:
        raise InvalidSecret("The points were not made with this key; nothing was proved.")
    fresh = secrets.token_bytes(32) if hedge is None else hedge
    for attempt in range(256):
        proof = _try(statement, secret, _derive_nonce(statement, secret, attempt, fresh))
        if proof is not None:
            return proof
    raise AssertionError("one attempt in 2^127 fails")


def verify_proof(statement: Statement, proof: Proof) -> None:
    """Raises `market.point` or `market.proof` unless the contract would accept the proof."""
    for point in (statement.public, statement.base, statement.product):
        verify_form(point)
    if not _holds(statement, proof):
        raise InvalidDelivery(
            "The proof does not show that the delivered point opens the record; do not pay for it.",
            code="market.proof",
        )


def _holds(statement: Statement, proof: Proof) -> bool:
    if not (0 < proof.c < CURVE_ORDER and 0 < proof.s < CURVE_ORDER):
        return False
    u, v = multiply(statement.base, proof.s), multiply(statement.product, proof.c)
    if (u.x, u.y, v.x, v.y) != (proof.ux, proof.uy, proof.vx, proof.vy):
        return False
    if not 0 < proof.inverse < FIELD or proof.inverse * (v.x - u.x) % FIELD != 1:
        return False
    try:
        first = add(multiply_base(proof.s), multiply(statement.public, proof.c))
    except InvalidInput:
        return False
    return proof.c == _challenge(statement, first, add(u, v))


def _try(statement: Statement, secret: int, nonce: int) -> Proof | None:
    if nonce == 0:
        return None
    c = _challenge(statement, multiply_base(nonce), multiply_secret(statement.base, nonce))
    s = (nonce - c * secret) % CURVE_ORDER
    if c == 0 or s == 0:
        return None
    u, v = multiply(statement.base, s), multiply(statement.product, c)
    if u.x == v.x:
        return None
    return Proof(c, s, u.x, u.y, v.x, v.y, pow(v.x - u.x, -1, FIELD))


def _challenge(statement: Statement, first: Point, second: Point) -> int:
    public, base, product = statement.public, statement.base, statement.product
    points = (public.x, public.parity, base.x, base.parity, product.x, product.parity)
    digest = hash_words(statement.domain, *points, address_of_point(first), second.x, second.y)
    return int.from_bytes(digest, "big") % CURVE_ORDER


def _derive_nonce(statement: Statement, secret: int, attempt: int, hedge: bytes) -> int:
    points = (statement.public, statement.base, statement.product)
    spelled = b"".join(point.x.to_bytes(32, "big") + bytes((point.parity,)) for point in points)
    message = _NONCE + statement.domain + spelled + bytes((attempt,)) + hedge
    return int.from_bytes(hmac.digest(secret.to_bytes(32, "big"), message, sha512), "big") % CURVE_ORDER
