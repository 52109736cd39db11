"""The UnixFS part of a file's inner node: how many bytes the file has and how they are split among the links.

Strict: type, size and the sizes of the parts, in this order, nothing else; leaves are raw blocks.
Source: specs.ipfs.tech/unixfs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.ipfs.dag_pb import Link, decode_node, encode_field, encode_node, iterate_fields
from hashtagspace.ipfs.errors import InvalidDag

CHUNK_BYTES: Final = 262_144
WIDTH_COUNT: Final = 174
_FILE: Final = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A child of a file: its link and how many bytes of the file lie below it (never 0)."""

    link: Link
    content_bytes: int


def encode_file_node(parts: Sequence[Part]) -> bytes:
    """The block of a node with these children."""
    sizes = [part.content_bytes for part in parts]
    data = encode_field(1, _FILE) + encode_field(3, sum(sizes))
    data += b"".join(encode_field(4, size) for size in sizes)
    return encode_node([part.link for part in parts], data)


def decode_file_node(block: bytes) -> tuple[Part, ...]:
    """The children of a file's node; raises `ipfs.dag` for other nodes and when the sizes do not add up."""
    node = decode_node(block)
    try:
        sizes = _decode_sizes(node.data or b"")
    except ValueError as error:
        raise InvalidDag(f"The node is not a file with raw leaves: {error}.") from None
    if not sizes or len(sizes) != len(node.links):
        raise InvalidDag("The node is not a file with raw leaves: it has not one size for each link.")
    return tuple(Part(link, size) for link, size in zip(node.links, sizes, strict=True))


def _decode_sizes(data: bytes) -> list[int]:
    fields = list(iterate_fields(data))
    if fields[:1] != [(1, _FILE)]:
        raise ValueError("its type is not file")
    match fields[1:]:
        case [(3, int(total)), *rest]:
            sizes = [value for number, value in rest if number == 4 and isinstance(value, int) and value]
        case _:
            raise ValueError("it carries data, or no size")
    if len(sizes) != len(rest) or sum(sizes) != total:
        raise ValueError("its sizes are not all there or do not add up")
    return sizes
