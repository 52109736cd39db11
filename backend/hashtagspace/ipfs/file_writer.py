"""Files cut into a balanced DAG.

Guarantee: the CIDs of `ipfs add --cid-version=1 --raw-leaves --chunker=size-262144 --max-file-links=174`.

A file of one chunk or less is that raw block alone; else nodes of up to 174 links, level upon level.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from hashtagspace.domain.cid import DAG_PB, RAW
from hashtagspace.ipfs.dag_pb import Link
from hashtagspace.ipfs.errors import BlockTooLarge
from hashtagspace.ipfs.store import FILE_LIMIT_BYTES
from hashtagspace.ipfs.unixfs import CHUNK_BYTES, WIDTH_COUNT, Part, encode_file_node

Put = Callable[[bytes, int], str]


def write_file(source: bytes | BinaryIO, put: Put, limit_bytes: int = FILE_LIMIT_BYTES) -> str:
    """Every block of the file has gone through `put`, children before parents; the CID of the file.

    Memory: one chunk and at most 174 links a level. Raises `ipfs.too_large` as soon as the limit is passed.
    """
    levels: list[list[Part]] = [[]]
    for chunk in _iterate_chunks(source, limit_bytes):
        _append(levels, 0, Part(Link(put(chunk, RAW), len(chunk)), len(chunk)), put)
    return _finish(levels, put)


def _iterate_chunks(source: bytes | BinaryIO, limit_bytes: int) -> Iterator[bytes]:
    total = 0
    chunk = _read_chunk(source, 0)
    while True:
        total += len(chunk)
        if total > limit_bytes:
            raise BlockTooLarge(f"A file may have at most {limit_bytes} bytes.")
        following = _read_chunk(source, total) if len(chunk) == CHUNK_BYTES else b""
        yield chunk
        if not following:
            return
        chunk = following


def _read_chunk(source: bytes | BinaryIO, offset: int) -> bytes:
    if isinstance(source, bytes):
        return source[offset : offset + CHUNK_BYTES]
    parts: list[bytes] = []
    left = CHUNK_BYTES
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _append(levels: list[list[Part]], height: int, part: Part, put: Put) -> None:
    if len(levels[height]) == WIDTH_COUNT:
        _close(levels, height, put)
    levels[height].append(part)


def _close(levels: list[list[Part]], height: int, put: Put) -> None:
    """The parts of this level are one node, which is a part of the level above."""
    parts = levels[height]
    levels[height] = []
    block = encode_file_node(parts)
    size_bytes = len(block) + sum(part.link.size_bytes for part in parts)
    node = Part(Link(put(block, DAG_PB), size_bytes), sum(part.content_bytes for part in parts))
    if height + 1 == len(levels):
        levels.append([])
    _append(levels, height + 1, node, put)


def _finish(levels: list[list[Part]], put: Put) -> str:
    height = 0
    while height + 1 < len(levels) or len(levels[height]) > 1:
        _close(levels, height, put)
        height += 1
    return levels[height][0].link.cid
