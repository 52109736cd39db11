"""What the vault key is stretched to: one key for each purpose, none of which tells of another."""

import secrets
from typing import Final

from hashtagspace.market.derivation import Buffer, hkdf_sha256

_LABEL: Final = b"hashtagspace/vault/"


def create_vault_key() -> bytearray:
    """32 random bytes; `wipe` them after use."""
    return bytearray(secrets.token_bytes(32))


def commitment_of(vault_key: Buffer) -> bytes:
    """What everybody may know of a vault key, and what tells whether an unwrapped key is the right one."""
    return _derive(vault_key, b"commitment/v1")


def file_key(vault_key: Buffer) -> bytes:
    """The key of the key file."""
    return _derive(vault_key, b"keys/v1")


def seal_key(vault_key: Buffer) -> bytes:
    """The key of a manifest's seal."""
    return _derive(vault_key, b"manifest/v1")


def business_market_key(vault_key: Buffer) -> bytes:
    """A business's long-lived market key: z and the envelope key of each of its offers come from it."""
    return _derive(vault_key, b"market/v1")


def _derive(vault_key: Buffer, purpose: bytes) -> bytes:
    if len(vault_key) != 32:
        raise ValueError("a vault key has 32 bytes")
    return hkdf_sha256(vault_key, b"", _LABEL + purpose, 32)
