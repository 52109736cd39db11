"""Stamps: hashcash that a browser pays before a relay or faucet pays for it.

Source: hashcash (Back, 2002); here over sha2-256, bound to one call and ten minutes.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidStamp

STAMP_PREFIX: Final = b"hashtagspace/stamp/v1"
NONCE_BYTES: Final = 8
MAX_BITS: Final = 64
WINDOW_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class Stamp:
    """`nonce` is 8 bytes, `bits` the work claimed, `time_seconds` Unix seconds."""

    nonce: bytes
    bits: int
    time_seconds: int


def leading_zero_bits(digest: bytes) -> int:
    """How many bits of `digest` are zero before the first one."""
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def stamp_hash(digest: bytes, time_seconds: int, nonce: bytes) -> bytes:
    """sha2-256 of prefix ‖ digest ‖ time (8 bytes) ‖ nonce (8 bytes)."""
    return sha256(STAMP_PREFIX + digest + time_seconds.to_bytes(8, "big") + nonce).digest()


def faucet_digest(address: bytes, time_seconds: int) -> bytes:
    """What a faucet stamp is paid on: keccak256(address ‖ time), time as uint64."""
    return keccak256(address + time_seconds.to_bytes(8, "big"))


def verify_stamp(stamp: Stamp, digest: bytes, required_bits: int, now_seconds: int) -> None:
    """Raises `stamp.malformed`, `stamp.weak`, `stamp.expired`, `stamp.future` or `stamp.wrong`.

    `digest` is the EIP-712 digest of the call, or `faucet_digest`.
    """
    fits = len(stamp.nonce) == NONCE_BYTES and 0 <= stamp.bits <= MAX_BITS and 0 <= stamp.time_seconds < 2**63
    if not fits:
        raise InvalidStamp(
            "A stamp is an 8-byte nonce, a number of bits up to 64 and a Unix time.", code="stamp.malformed"
        )
    if stamp.bits < required_bits:
        raise InvalidStamp(
            f"The stamp claims {stamp.bits} bits of work, {required_bits} are asked; solve it again.",
            code="stamp.weak",
        )
    if stamp.time_seconds < now_seconds - WINDOW_SECONDS:
        raise InvalidStamp("The stamp is over 10 minutes old; solve a fresh one.", code="stamp.expired")
    if stamp.time_seconds > now_seconds + WINDOW_SECONDS:
        raise InvalidStamp("The stamp is over 10 minutes ahead; set the clock right.", code="stamp.future")
    if leading_zero_bits(stamp_hash(digest, stamp.time_seconds, stamp.nonce)) < stamp.bits:
        raise InvalidStamp(
            "The stamp does not hold the work it claims for this call; solve it again.", code="stamp.wrong"
        )


def solve_stamp(digest: bytes, bits: int, time_seconds: int) -> Stamp:
    """The stamp with the smallest nonce; takes about 2^bits hashes."""
    head = sha256(STAMP_PREFIX + digest + time_seconds.to_bytes(8, "big"))
    nonce = 0
    while True:
        attempt = head.copy()
        attempt.update(nonce.to_bytes(NONCE_BYTES, "big"))
        if leading_zero_bits(attempt.digest()) >= bits:
            return Stamp(nonce.to_bytes(NONCE_BYTES, "big"), bits, time_seconds)
        nonce += 1
