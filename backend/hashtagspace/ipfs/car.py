"""CARv1 archives: a header with the roots, then blocks, each with its CID.

Source: ipld.io/specs/transport/car/carv1. The header, dag-cbor, has one fixed shape.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from hashtagspace.domain.cid import CID_BYTES, decode_cid, parse_cid
from hashtagspace.errors import InvalidCid
from hashtagspace.ipfs.errors import BlockTooLarge, InvalidCar
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES, is_block_of
from hashtagspace.ipfs.varint import LIMIT_BYTES, decode_varint, encode_varint

ROOT_LIMIT_COUNT: Final = 16
CAR_LIMIT_BYTES: Final = 256 * 1024 * 1024
_HEADER_START: Final = b"\xa2\x65roots"
_HEADER_END: Final = b"\x67version\x01"
# Tag 42, a byte string one longer than the CID, and the multibase identity prefix.
_LINK_START: Final = b"\xd8\x2a\x58" + bytes((CID_BYTES + 1, 0))
# The empty block inside its own CID, `bafkqaaa`: what clients ask for to find out what a gateway speaks.
PROBE_CID: Final = "bafkqaaa"
PROBE_HEADER: Final = bytes.fromhex("19a265726f6f747381d82a45000155000067" + "76657273696f6e01")
_HEADER_LIMIT_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Car:
    """An archive being read: its roots, and its blocks, which are checked as they are drawn."""

    roots: tuple[str, ...]
    blocks: Iterator[tuple[str, bytes]]


def encode_header(roots: Sequence[bytes]) -> bytes:
    """The start of an archive with at most 16 roots, given as binary CIDs of 36 bytes."""
    links = b"".join(_LINK_START + root for root in roots)
    return _encode_section(_HEADER_START + bytes((0x80 + len(roots),)) + links + _HEADER_END)


def encode_car(roots: Sequence[str], blocks: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive, one item for the header and one a block."""
    yield encode_header([parse_cid(root).encoded for root in roots])
    for cid, data in blocks:
        yield _encode_section(parse_cid(cid).encoded + data)


def open_car(source: BinaryIO, limit_bytes: int = CAR_LIMIT_BYTES) -> Car:
    """The roots of an archive and an iterator over its blocks.

    Raises here and while drawing: `ipfs.car`, `ipfs.too_large`, `ipfs.mismatch` for a block that is not
    what its CID says.
    """
    header = _read_section(source, _HEADER_LIMIT_BYTES)
    if header is None:
        raise InvalidCar("The archive is empty.")
    return Car(_decode_header(header), _iterate_blocks(source, limit_bytes))


def _encode_section(data: bytes) -> bytes:
    return encode_varint(len(data)) + data


def _decode_header(header: bytes) -> tuple[str, ...]:
    start = len(_HEADER_START)
    count = header[start] - 0x80 if len(header) > start else -1
    links = header[start + 1 : -len(_HEADER_END)]
    step = len(_LINK_START) + CID_BYTES
    roots = [links[at : at + step] for at in range(0, len(links), step)]
    if not 0 <= count <= ROOT_LIMIT_COUNT or len(roots) != count:
        raise InvalidCar("The archive does not start with a CARv1 header of at most 16 roots.")
    try:
        cids = [decode_cid(root.removeprefix(_LINK_START)) for root in roots]
    except InvalidCid as error:
        raise InvalidCar(f"A root of the archive is not used here. {error.detail}") from None
    if _encode_section(header) != encode_header([cid.encoded for cid in cids]):
        raise InvalidCar("The header of the archive is not that of a CARv1 in canonical form.")
    return tuple(cid.text for cid in cids)


def _iterate_blocks(source: BinaryIO, limit_bytes: int) -> Iterator[tuple[str, bytes]]:
    left = limit_bytes
    while (section := _read_section(source, BLOCK_LIMIT_BYTES + CID_BYTES)) is not None:
        left -= len(section)
        if left < 0:
            raise BlockTooLarge(f"An archive may have at most {limit_bytes} bytes.")
        try:
            cid = decode_cid(section[:CID_BYTES]).text
        except InvalidCid as error:
            raise InvalidCar(f"A block of the archive is not used here. {error.detail}") from None
        data = section[CID_BYTES:]
        if not is_block_of(cid, data):
            raise InvalidCar(f"The archive holds other bytes than those of {cid}.", code="ipfs.mismatch")
        yield cid, data


def _read_section(source: BinaryIO, limit_bytes: int) -> bytes | None:
    """The next length-prefixed section, `None` at a clean end."""
    length = _read_length(source)
    if length is None:
        return None
    if length > limit_bytes:
        raise BlockTooLarge(f"A part of the archive claims {length} bytes; at most {limit_bytes} are taken.")
    data = _read_exactly(source, length)
    if len(data) != length:
        raise InvalidCar("The archive is cut short.")
    return data


def _read_length(source: BinaryIO) -> int | None:
    prefix = b""
    while not prefix or prefix[-1] & 0x80:
        byte = source.read(1)
        if not byte and not prefix:
            return None
        prefix += byte
        if not byte or len(prefix) > LIMIT_BYTES:
            raise InvalidCar("The archive is cut short or a length in it is malformed.")
    try:
        return decode_varint(prefix, 0)[0]
    except ValueError as error:
        raise InvalidCar(f"A length in the archive is malformed: {error}.") from None


def _read_exactly(source: BinaryIO, length: int) -> bytes:
    parts: list[bytes] = []
    while length and (part := source.read(length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
