"""Content identifiers: CIDv1, raw or dag-pb, sha2-256, lower-case base32, and nothing else.

Source: github.com/multiformats/cid; one spelling per content, so a CID may be a key.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from typing import Final

from hashtagspace.errors import InvalidCid

RAW: Final = 0x55
DAG_PB: Final = 0x70
CODECS: Final = frozenset({RAW, DAG_PB})
CID_BYTES: Final = 36
CID_CHARACTERS: Final = 59
_SHA2_256: Final = b"\x12\x20"
_ALPHABET: Final = frozenset("abcdefghijklmnopqrstuvwxyz234567")


@dataclass(frozen=True, slots=True)
class Cid:
    """A parsed CID; `digest` is the sha2-256 of the block, `codec` is RAW or DAG_PB."""

    codec: int
    digest: bytes

    @property
    def encoded(self) -> bytes:
        """The 36 bytes version ‖ codec ‖ 0x12 ‖ 0x20 ‖ digest."""
        return bytes((1, self.codec)) + _SHA2_256 + self.digest

    @property
    def text(self) -> str:
        """The 59 characters of lower-case base32, `b` first."""
        return "b" + b32encode(self.encoded).decode().rstrip("=").lower()


def cid_of_digest(digest: bytes, codec: int = RAW) -> str:
    """The CID of the block with this 32-byte sha2-256."""
    if len(digest) != 32 or codec not in CODECS:
        raise ValueError("a CID here is made of RAW or DAG_PB and 32 bytes of sha2-256")
    return Cid(codec, digest).text


def decode_cid(encoded: bytes) -> Cid:
    """The CID in 36 bytes; raises `cid.length`, `.version`, `.codec` or `.hash`."""
    if len(encoded) != CID_BYTES:
        raise InvalidCid(f"A CID has {CID_BYTES} bytes, this one {len(encoded)}.", code="cid.length")
    if encoded[0] != 1:
        raise InvalidCid("Only version 1 CIDs are used here.", code="cid.version")
    if encoded[1] not in CODECS:
        raise InvalidCid("Only raw and dag-pb CIDs are used here.", code="cid.codec")
    if encoded[2:4] != _SHA2_256:
        raise InvalidCid("Only sha2-256 CIDs are used here.", code="cid.hash")
    return Cid(encoded[1], encoded[4:])


def parse_cid(text: str) -> Cid:
    """The codec and digest of a CID; raises `cid.prefix`, `.base32` and as `decode_cid`."""
    if not text.startswith("b"):
        raise InvalidCid(
            "Give the CID as version 1 in lower-case base32: it starts with b.", code="cid.prefix"
        )
    if len(text) != CID_CHARACTERS:
        raise InvalidCid(f"A CID has {CID_CHARACTERS} characters, this one {len(text)}.", code="cid.length")
    if not _ALPHABET.issuperset(text[1:]):
        raise InvalidCid("A CID has only the characters a to z and 2 to 7.", code="cid.base32")
    cid = decode_cid(b32decode(text[1:].upper() + "======"))
    if cid.text != text:
        raise InvalidCid("The last character of the CID carries bits that mean nothing.", code="cid.base32")
    return cid


def digest_of_cid(text: str) -> bytes:
    """The 32-byte sha2-256 inside a CID of either codec; raises as `parse_cid`."""
    return parse_cid(text).digest
