"""Nodes of a DAG as dag-pb, in its canonical form only: links before data, fields in order.

Own code, since no maintained Python library writes dag-pb (docs/decisions/content-store.md).
Source: ipld.io/specs/codecs/dag-pb.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.cid import decode_cid, parse_cid
from hashtagspace.errors import InvalidCid
from hashtagspace.ipfs.errors import InvalidDag
from hashtagspace.ipfs.varint import decode_varint, encode_varint

LINK_LIMIT_COUNT: Final = 1024
_VARINT: Final = 0
_BYTES: Final = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A child; `size_bytes` counts it and everything below it as stored (dag-pb's Tsize)."""

    cid: str
    size_bytes: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A block of links; `data` is what another format, here UnixFS, put into it, `None` without."""

    links: tuple[Link, ...]
    data: bytes | None


def encode_field(number: int, value: int | bytes) -> bytes:
    """One protobuf field."""
    if isinstance(value, int):
        return encode_varint(number << 3 | _VARINT) + encode_varint(value)
    return encode_varint(number << 3 | _BYTES) + encode_varint(len(value)) + value


def iterate_fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Every field in order; raises `ValueError` for cut or foreign wire types."""
    offset = 0
    while offset < len(data):
        key, offset = decode_varint(data, offset)
        value, offset = decode_varint(data, offset)
        if key & 7 == _VARINT:
            yield key >> 3, value
        elif key & 7 == _BYTES and offset + value <= len(data):
            yield key >> 3, data[offset : offset + value]
            offset += value
        else:
            raise ValueError("a field is cut short or of a wire type that dag-pb lacks")


def encode_node(links: Sequence[Link], data: bytes) -> bytes:
    """The block of a node."""
    return b"".join(encode_field(2, _encode_link(link)) for link in links) + encode_field(1, data)


def decode_node(block: bytes) -> Node:
    """The node in a block; raises `ipfs.dag`, and `ipfs.dag` too above `LINK_LIMIT_COUNT` links."""
    links: list[Link] = []
    data: bytes | None = None
    try:
        for number, value in iterate_fields(block):
            if not isinstance(value, bytes) or number not in (1, 2) or data is not None:
                raise ValueError("a field is unknown, of the wrong type or out of order")
            if number == 1:
                data = value
            elif len(links) < LINK_LIMIT_COUNT:
                links.append(_decode_link(value))
            else:
                raise ValueError(f"it has more than {LINK_LIMIT_COUNT} links")
    except ValueError as error:
        raise InvalidDag(f"The block is not canonical dag-pb: {error}.") from None
    except InvalidCid as error:
        raise InvalidDag(f"A link of the block is not used here. {error.detail}") from None
    return Node(tuple(links), data)


def _encode_link(link: Link) -> bytes:
    name = link.name.encode()
    return (
        encode_field(1, parse_cid(link.cid).encoded)
        + encode_field(2, name)
        + encode_field(3, link.size_bytes)
    )


def _decode_link(data: bytes) -> Link:
    match list(iterate_fields(data)):
        case [(1, bytes(cid)), (2, bytes(name)), (3, int(size))]:
            return Link(decode_cid(cid).text, size, name.decode())
        case _:
            raise ValueError("a link is not hash, name and size in this order")
