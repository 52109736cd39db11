"""Walking a DAG from its root, depth first, within limits that hold whatever a hostile writer linked.

Hashes exclude cycles, but a few blocks can still name billions: depth, visited blocks and bytes are bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hashtagspace.domain.cid import DAG_PB, parse_cid
from hashtagspace.ipfs.dag_pb import decode_node
from hashtagspace.ipfs.errors import BlockCorrupted, BlockNotFound, BlockTooLarge, InvalidDag
from hashtagspace.ipfs.store import BlockSource
from hashtagspace.ipfs.unixfs import Part, decode_file_node


@dataclass(frozen=True, slots=True)
class Limits:
    """What one walk may cost; the defaults fit `FILE_LIMIT_BYTES` with room to spare."""

    depth: int = 8
    blocks_count: int = 8_192
    total_bytes: int = 128 * 1024 * 1024


DEFAULT_LIMITS = Limits()


def get_block(source: BlockSource, cid: str) -> bytes:
    """The bytes of this CID; raises `ipfs.not_found`."""
    data = source.find_block(cid)
    if data is None:
        raise BlockNotFound(f"The block {cid} is not here. It may arrive later: try again.")
    return data


def walk_dag(
    source: BlockSource, root: str, limits: Limits = DEFAULT_LIMITS, *, duplicates: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Every block below the root, parents first; each once, or with `duplicates` as often as it is linked.

    Raises `ipfs.not_found`, `ipfs.dag`, `ipfs.too_large`.
    """
    seen: set[str] = set()
    visited_count = total_bytes = 0
    stack = [(root, 1)]
    while stack:
        cid, depth = stack.pop()
        if cid in seen and not duplicates:
            continue
        seen.add(cid)
        visited_count += 1
        data = get_block(source, cid)
        total_bytes += len(data)
        if visited_count > limits.blocks_count or total_bytes > limits.total_bytes or depth > limits.depth:
            raise BlockTooLarge(f"The DAG of {root} is larger or deeper than is served here.")
        yield cid, data
        if parse_cid(cid).codec == DAG_PB:
            stack += [(link.cid, depth + 1) for link in reversed(decode_node(data).links)]


def list_present(source: BlockSource, root: str, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """The CIDs below the root that are here, parents first; what is missing, damaged or no DAG ends a branch.

    Raises `ipfs.too_large` beyond the limits.
    """
    found: dict[str, None] = {}
    stack = [(root, 1)]
    while stack:
        cid, depth = stack.pop()
        if cid in found:
            continue
        try:
            data = source.find_block(cid)
            links = decode_node(data).links if data is not None and parse_cid(cid).codec == DAG_PB else ()
        except (BlockCorrupted, InvalidDag):
            links, data = (), b""
        if data is not None:
            found[cid] = None
            stack += [(link.cid, depth + 1) for link in links]
        if len(found) > limits.blocks_count or depth > limits.depth:
            raise BlockTooLarge(f"The DAG of {root} is larger or deeper than is served here.")
    return list(found)


def walk_file(
    source: BlockSource, root: str, first: int = 0, last: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[str, bytes, int]]:
    """The blocks that hold the bytes `first` to `last` of a file, parents first.

    Each comes with the place of its first byte in the file, and as often as the file holds it: duplicates
    are not left out. Raises as `walk_dag`.
    """
    visited_count = 0
    stack: list[tuple[str, int, int, int | None]] = [(root, 1, 0, None)]
    while stack:
        cid, depth, start, expected_bytes = stack.pop()
        visited_count += 1
        if visited_count > limits.blocks_count or depth > limits.depth:
            raise BlockTooLarge(f"The file {root} is larger or deeper than is served here.")
        data = get_block(source, cid)
        parts = _list_parts(cid, data)
        held_bytes = sum(part.content_bytes for part in parts) if parts else len(data)
        if expected_bytes is not None and held_bytes != expected_bytes:
            raise InvalidDag(
                f"The file {root} lies about its size: {cid} has other bytes than its parent says."
            )
        if start == 0 and held_bytes > limits.total_bytes:
            raise BlockTooLarge(
                f"The file {root} has {held_bytes} bytes; at most {limits.total_bytes} are read."
            )
        yield cid, data, start
        stack += _list_overlapping(parts, depth + 1, start, first, last)


def _list_parts(cid: str, data: bytes) -> tuple[Part, ...]:
    return decode_file_node(data) if parse_cid(cid).codec == DAG_PB else ()


def _list_overlapping(
    parts: tuple[Part, ...], depth: int, start: int, first: int, last: int | None
) -> list[tuple[str, int, int, int | None]]:
    """The children with bytes in the range, the first one last, as a stack wants them."""
    found: list[tuple[str, int, int, int | None]] = []
    for part in parts:
        end = start + part.content_bytes
        if end > first and (last is None or start <= last):
            found.append((part.link.cid, depth, start, part.content_bytes))
        start = end
    return found[::-1]
