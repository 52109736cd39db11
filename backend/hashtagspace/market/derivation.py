"""Scalars of a sale from long-lived keys, by HKDF: fresh for each deal and epoch, never linear.

Linear epoch keys (x + i) would open every epoch to whoever bought one. Python cannot wipe a number or
the inside of `hmac`; the long-lived key is taken as any buffer, so its owner can `wipe` it.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.market.errors import InvalidSecret

Buffer = bytes | bytearray
_SCALAR_BYTES: Final = 48
_DEAL_SALT: Final = b"hashtagspace/market/x/v1"
_OFFER_SALT: Final = b"hashtagspace/market/z/v1"


@dataclass(frozen=True, slots=True)
class MarketPlace:
    """One market contract on one chain."""

    chain_id: int
    contract: bytes


def derive_deal_scalar(
    vault_key: Buffer, place: MarketPlace, offer: bytes, nonce: bytes, epoch: int = 0
) -> int:
    """The seller's x for one deal and epoch; raises `market.secret`.

    `nonce`: 32 random bytes, stored before the consent is signed, never used for another deal.
    """
    _require_lengths((vault_key, 32), (place.contract, 20), (offer, 32), (nonce, 32))
    info = place.chain_id.to_bytes(32, "big") + place.contract + offer + nonce + epoch.to_bytes(4, "big")
    return _scalar(vault_key, _DEAL_SALT, info)


def derive_offer_scalar(market_key: Buffer, place: MarketPlace, offer_salt: bytes) -> int:
    """The buyer's z for one offer; raises `market.secret`."""
    _require_lengths((market_key, 32), (place.contract, 20), (offer_salt, 32))
    return _scalar(market_key, _OFFER_SALT, place.chain_id.to_bytes(32, "big") + place.contract + offer_salt)


def hkdf_sha256(key: Buffer, salt: bytes, info: bytes, length: int) -> bytes:
    """`length` bytes out of a key. Source: RFC 5869."""
    extracted = hmac.digest(salt, key, sha256)
    block = output = b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes((number,)), sha256)
        output += block
    return output[:length]


def wipe(*buffers: bytearray) -> None:
    """Every byte of the buffers is zero; copies made elsewhere are not."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def _scalar(key: Buffer, salt: bytes, info: bytes) -> int:
    return int.from_bytes(hkdf_sha256(key, salt, info, _SCALAR_BYTES), "big") % (CURVE_ORDER - 1) + 1


def _require_lengths(*parts: tuple[Buffer, int]) -> None:
    if any(len(part) != length for part, length in parts):
        raise InvalidSecret("A key, nonce, offer or address has the wrong length; nothing was derived.")
