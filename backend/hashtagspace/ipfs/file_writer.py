"""Files cut into a balanced DAG.

Guarantee: the CIDs of `ipfs add --cid-version=1 --raw-leaves --chunker=size-262144 --max-file-links=174`.
A file of one chunk or less is that raw block alone; else nodes of up to 174 links, level upon level.
"""

from collections.abc import Callable
from typing import BinaryIO

from hashtagspace.domain.cid import DAG_PB, RAW
from hashtagspace.ipfs.dag_pb import Link
from hashtagspace.ipfs.errors import BlockTooLarge
from hashtagspace.ipfs.store import FILE_LIMIT_BYTES
from hashtagspace.ipfs.unixfs import CHUNK_BYTES, WIDTH_COUNT, Part, encode_file_node

Put = Callable[[bytes, int], str]


class FileBuilder:
    """A file on its way into blocks: `feed` any number of times, then `finish` once.

    Every block goes through `put(data, codec) -> cid`, children before parents. Holds at most one chunk and
    174 links a level.
    """

    def __init__(self, put: Put, limit_bytes: int = FILE_LIMIT_BYTES) -> None:
        """Nothing is put before the first full chunk."""
        self._put = put
        self._left_bytes = limit_bytes
        self._limit_bytes = limit_bytes
        self._chunk = bytearray()
        self._levels: list[list[Part]] = [[]]

    def feed(self, data: bytes) -> None:
        """The bytes follow those fed before; raises `ipfs.too_large` once they pass the limit."""
        self._left_bytes -= len(data)
        if self._left_bytes < 0:
            raise BlockTooLarge(f"A file may have at most {self._limit_bytes} bytes.")
        view = memoryview(data)
        while view:
            # A full chunk waits here until a byte follows it, so that the last one is known as such.
            if len(self._chunk) == CHUNK_BYTES:
                self._put_chunk()
            room = CHUNK_BYTES - len(self._chunk)
            self._chunk += view[:room]
            view = view[room:]

    def finish(self) -> str:
        """The last blocks are put; the CID of the file."""
        self._put_chunk()
        height = 0
        while height + 1 < len(self._levels) or len(self._levels[height]) > 1:
            self._close(height)
            height += 1
        return self._levels[height][0].link.cid

    def _put_chunk(self) -> None:
        chunk = bytes(self._chunk)
        self._chunk.clear()
        self._append(0, Part(Link(self._put(chunk, RAW), len(chunk)), len(chunk)))

    def _append(self, height: int, part: Part) -> None:
        if height == len(self._levels):
            self._levels.append([])
        if len(self._levels[height]) == WIDTH_COUNT:
            self._close(height)
        self._levels[height].append(part)

    def _close(self, height: int) -> None:
        """The parts of this level are one node, which is a part of the level above."""
        parts = self._levels[height]
        self._levels[height] = []
        block = encode_file_node(parts)
        size_bytes = len(block) + sum(part.link.size_bytes for part in parts)
        link = Link(self._put(block, DAG_PB), size_bytes)
        self._append(height + 1, Part(link, sum(part.content_bytes for part in parts)))


def write_file(source: bytes | BinaryIO, put: Put, limit_bytes: int = FILE_LIMIT_BYTES) -> str:
    """Every block of the file has gone through `put`; its CID. Raises `ipfs.too_large` above the limit."""
    builder = FileBuilder(put, limit_bytes)
    if isinstance(source, bytes):
        builder.feed(source)
    else:
        while data := source.read(CHUNK_BYTES):
            builder.feed(data)
    return builder.finish()
