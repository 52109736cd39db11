"""The outer layer of a sale: what the person sends lies on IPFS sealed to one key of the offer.

HPKE (RFC 9180) in base mode, one message: X-Wing (X25519 with ML-KEM-768), HKDF-SHA256, AES-256-GCM. The
info names deal and epoch, so that an envelope opens nowhere else. The header is padded with spaces: its
length says nothing of which kinds are sold.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from hashtagspace.domain.strict_json import parse_json
from hashtagspace.errors import InvalidContent
from hashtagspace.market.derivation import Buffer, hkdf_sha256
from hashtagspace.market.errors import InvalidEnvelope
from hashtagspace.market.record import CHUNK, is_chunk_count

PUBLIC_KEY_BYTES: Final = 1216
SUBSCRIPTION_START: Final = 0xFFFF_FFFF
_KEM_PUBLIC: Final = 1184
_ENCAPSULATED: Final = 1120
_TAG: Final = 16
_LEAF: Final = 32
_HEADER_SIZES: Final = (1024, 4096, 16_384, 65_536)
_WORD: Final = re.compile(r"0x[0-9a-f]{64}")
_LABEL: Final = b"hashtagspace/market/envelope/v1"
_KEY_LABEL: Final = b"hashtagspace/market/envelope-key/v1"
_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class EnvelopePlace:
    """The deal and epoch an envelope is for: 0 for a single sale, `SUBSCRIPTION_START` before the epochs."""

    deal: bytes
    epoch: int = 0

    def info(self) -> bytes:
        """HPKE's info; raises `envelope.key` unless the deal has 32 bytes and the epoch 32 bits."""
        if len(self.deal) != 32 or not 0 <= self.epoch < 1 << 32:
            raise InvalidEnvelope("An envelope is for a deal of 32 bytes and an epoch.", code="envelope.key")
        return _LABEL + self.deal + self.epoch.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class EnvelopeKeys:
    """A key pair of one offer: 1216 bytes for the terms, and the 32 secret bytes it is made of."""

    public_key: bytes
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EnvelopeContents:
    """Selection, its receipt's salt, the masked record (256·m bytes) and its m plaintext leaves or None."""

    selection: str
    receipt_salt: bytes
    record: bytes = b""
    leaves: tuple[bytes, ...] | None = None


def envelope_seed(market_key: Buffer, offer_salt: bytes) -> bytes:
    """The secret of one offer's envelope key, out of the buyer's market key; raises `envelope.key`."""
    if len(market_key) != 32 or len(offer_salt) != 32:
        raise InvalidEnvelope("A market key and an offer's salt have 32 bytes.", code="envelope.key")
    return hkdf_sha256(market_key, offer_salt, _KEY_LABEL, 32)


def envelope_key_pair(seed: bytes) -> EnvelopeKeys:
    """The X-Wing key pair of 32 bytes; raises `envelope.key`. Source: draft-connolly-cfrg-xwing-kem."""
    lattice, curve = _private_parts(seed)
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return EnvelopeKeys(public, bytes(seed))


def seal_envelope(contents: EnvelopeContents, public_key: bytes, place: EnvelopePlace) -> bytes:
    """Bytes that only the offer's business opens; raises `envelope.key`, `.header` or `.chunks`."""
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise _bad_key()
    plain, info = encode_contents(contents), place.info()
    try:
        key = hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public_key[:_KEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public_key[_KEM_PUBLIC:]),
        )
        return _SUITE.encrypt(plain, key, info)
    except (InvalidTag, ValueError):
        raise _bad_key() from None


def open_envelope(blob: bytes, seed: bytes, place: EnvelopePlace) -> EnvelopeContents:
    """What the person sent.

    Raises `envelope.length`, `.key`, `.sealed`, `.header`, `.chunks` or `.trailing`.
    """
    if len(blob) < _ENCAPSULATED + _TAG:
        raise InvalidEnvelope("The bytes are too few for an envelope.", code="envelope.length")
    key, info = hpke.MLKEM768X25519PrivateKey(*_private_parts(seed)), place.info()
    try:
        plain = _SUITE.decrypt(blob, key, info)
    except (InvalidTag, ValueError):
        raise InvalidEnvelope(
            "The envelope was sealed to another key, deal or epoch, or it was changed on the way.",
            code="envelope.sealed",
        ) from None
    return decode_contents(plain)


def encode_contents(contents: EnvelopeContents) -> bytes:
    """The plaintext of an envelope; raises `envelope.header` or `.chunks`."""
    count, rest = divmod(len(contents.record), CHUNK)
    leaves = contents.leaves
    if rest or not _fits(count, leaves is not None) or (leaves is not None and len(leaves) != count):
        raise _bad_chunks()
    if len(contents.receipt_salt) != 32 or any(len(leaf) != _LEAF for leaf in leaves or ()):
        raise _bad_header()
    header = _encode_header(contents, count)
    return len(header).to_bytes(4, "big") + header + contents.record + b"".join(leaves or ())


def decode_contents(plain: bytes) -> EnvelopeContents:
    """The contents that a plaintext spells; raises `envelope.header`, `.chunks` or `.trailing`."""
    size = int.from_bytes(plain[:4], "big")
    if size not in _HEADER_SIZES or len(plain) < 4 + size:
        raise _bad_header()
    selection, salt, count, with_leaves = _parse_header(plain[4 : 4 + size])
    rest = plain[4 + size :]
    record, leaves = CHUNK * count, _LEAF * count * with_leaves
    if not _fits(count, with_leaves) or len(rest) < record + leaves:
        raise _bad_chunks()
    if len(rest) > record + leaves:
        raise InvalidEnvelope("Something follows the end of the envelope.", code="envelope.trailing")
    parts = tuple(rest[at : at + _LEAF] for at in range(record, record + leaves, _LEAF))
    return EnvelopeContents(selection, salt, rest[:record], parts if with_leaves else None)


def _private_parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != 32:
        raise InvalidEnvelope("An envelope key is made of 32 bytes.", code="envelope.key")
    expanded = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    return lattice, X25519PrivateKey.from_private_bytes(expanded[64:])


def _encode_header(contents: EnvelopeContents, count: int) -> bytes:
    members = {
        "type": "envelope",
        "version": 1,
        "selection": contents.selection,
        "receiptSalt": "0x" + contents.receipt_salt.hex(),
        "chunks": count,
        "leaves": contents.leaves is not None,
    }
    try:
        header = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
        size = next(size for size in _HEADER_SIZES if len(header) <= size)
    except (UnicodeEncodeError, StopIteration):
        raise _bad_header() from None
    padded = header.ljust(size)
    _parse_header(padded)
    return padded


def _parse_header(header: bytes) -> tuple[str, bytes, int, bool]:
    try:
        found = parse_json(header)
    except InvalidContent:
        raise _bad_header() from None
    match found:
        case {
            "type": "envelope",
            "version": int() as version,
            "selection": str() as selection,
            "receiptSalt": str() as salt,
            "chunks": int() as count,
            "leaves": bool() as leaves,
            **others,
        } if not others and _are_numbers(version, count) and version == 1 and _WORD.fullmatch(salt):
            return selection, bytes.fromhex(salt[2:]), count, leaves
    raise _bad_header()


def _are_numbers(*values: int) -> bool:
    return not any(isinstance(value, bool) for value in values)


def _fits(count: int, with_leaves: bool) -> bool:
    return is_chunk_count(count) or (count == 0 and not with_leaves)


def _bad_key() -> InvalidEnvelope:
    return InvalidEnvelope(
        "The offer's envelope key is not an X-Wing key of 1216 bytes; do not answer this offer.",
        code="envelope.key",
    )


def _bad_header() -> InvalidEnvelope:
    return InvalidEnvelope("The header of the envelope breaks the format.", code="envelope.header")


def _bad_chunks() -> InvalidEnvelope:
    return InvalidEnvelope(
        "The envelope does not hold the chunks and leaves that it names.", code="envelope.chunks"
    )
