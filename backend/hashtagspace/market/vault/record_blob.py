"""The value of a record: JSON, padded to few sizes, under a key of its own."""

import json
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.padding import VALUE_SIZES, padded_size

RecordValue = dict[str, object]

_CONTEXT: Final = b"hashtagspace/vault/record/v1"
_IV: Final = 12
_PREFIX: Final = 4


def seal_value(value: RecordValue, record_id: bytes, key: bytes, iv: bytes | None = None) -> bytes:
    """The blob of a value; only vectors give the iv. Raises `vault.value`, `vault.too_large`."""
    iv = secrets.token_bytes(_IV) if iv is None else iv
    return iv + AESGCM(key).encrypt(iv, encode_value(value), _CONTEXT + record_id)


def open_value(blob: bytes, record_id: bytes, key: bytes) -> RecordValue:
    """The value in a blob; raises `vault.record`."""
    try:
        plain = AESGCM(key).decrypt(blob[:_IV], blob[_IV:], _CONTEXT + record_id)
    except (InvalidTag, ValueError):
        raise _unreadable() from None
    return decode_value(plain)


def encode_value(value: RecordValue) -> bytes:
    """Length (4) ‖ JSON ‖ zeros to one of few sizes; raises `vault.value`, `vault.too_large`."""
    if not isinstance(value, dict):
        raise _no_value()
    try:
        data = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError):
        raise _no_value() from None
    size = padded_size(_PREFIX + len(data), VALUE_SIZES)
    if size is None:
        raise refuse("too_large", "A record holds at most 8 MiB; split it or take a smaller file.")
    return (len(data).to_bytes(_PREFIX, "big") + data).ljust(size, b"\0")


def decode_value(plain: bytes) -> RecordValue:
    """The value that a plaintext spells; raises `vault.record`."""
    end = _PREFIX + int.from_bytes(plain[:_PREFIX], "big")
    if len(plain) < _PREFIX or padded_size(end, VALUE_SIZES) != len(plain) or any(plain[end:]):
        raise _unreadable()
    try:
        value = json.loads(plain[_PREFIX:end].decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(value, dict):
        raise _unreadable()
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _no_value() -> InvalidVault:
    return refuse("value", "A record's value is a JSON object; nothing was saved.")


def _unreadable() -> InvalidVault:
    return refuse(
        "record",
        "This record does not open: its file was changed or belongs to another one. Open the copy of this "
        "device or an exported file.",
    )
