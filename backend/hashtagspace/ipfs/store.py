"""What a content store promises, whichever one an operator chose."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import BinaryIO, Final, Protocol

from hashtagspace.domain.cid import RAW, cid_of_digest, digest_of_cid
from hashtagspace.ipfs.errors import BlockTooLarge

BLOCK_LIMIT_BYTES: Final = 2 * 1024 * 1024
FILE_LIMIT_BYTES: Final = 64 * 1024 * 1024


class BlockSource(Protocol):
    """Anything that answers with blocks; enough to read files and write archives."""

    def find_block(self, cid: str) -> bytes | None:
        """The bytes of this CID, checked against it, or `None` when they are not here (yet)."""


class ContentStore(BlockSource, Protocol):
    """Blocks and files by CID. Every byte that comes out was checked against its CID by this process.

    Raises in every method: `cid.*` for text that is no CID, `ipfs.unavailable` when the store does not
    answer, `ipfs.mismatch` or `ipfs.corrupted` instead of wrong bytes.
    """

    def put_block(self, data: bytes, codec: int = RAW) -> str:
        """The block is kept and durable; its CID. Idempotent. Raises `ipfs.too_large`, `ipfs.disk_full`."""

    def get_block(self, cid: str) -> bytes:
        """The bytes of this CID; raises `ipfs.not_found`."""

    def find_local_block(self, cid: str) -> bytes | None:
        """As `find_block`, but no network is asked: the answer takes no longer than this machine."""

    def has_block(self, cid: str) -> bool:
        """Whether the store holds a block of this CID; only reading it checks the bytes."""

    def add_file(self, source: bytes | BinaryIO) -> str:
        """The file is kept and durable; its UnixFS CID (see `file_writer`). Takes constant memory.

        Raises `ipfs.too_large` above `FILE_LIMIT_BYTES`.
        """

    def read_file(self, cid: str, max_bytes: int = FILE_LIMIT_BYTES) -> Iterator[bytes]:
        """The bytes of a file, block by block; raises `ipfs.not_found`, `ipfs.dag`, `ipfs.too_large`."""

    def export_car(self, cid: str) -> Iterator[bytes]:
        """A CARv1 of the whole DAG, depth first, each block once; the first item needs the root block.

        Raises `ipfs.not_found` at the first block that is missing.
        """

    def import_car(self, source: BinaryIO) -> tuple[str, ...]:
        """Every block of the archive is kept; its roots.

        Raises `ipfs.car`, `ipfs.mismatch`, `ipfs.too_large`.

        Guarantee: each kept block matches its CID even when a later one makes the import fail.
        """

    def drop_file(self, cid: str, is_needed: Callable[[bytes], bool]) -> None:
        """The store need not keep the file any more; idempotent, also where parts of it are gone.

        Blocks for whose digest `is_needed` says yes stay, whatever else they are a part of.
        """

    def check(self) -> None:
        """The store answers and can keep a block; raises `ipfs.unavailable` or `ipfs.disk_full` otherwise."""


def cid_of_block(data: bytes, codec: int = RAW) -> str:
    """The CID of these bytes; raises `ipfs.too_large` above `BLOCK_LIMIT_BYTES`."""
    if len(data) > BLOCK_LIMIT_BYTES:
        raise BlockTooLarge(f"A block has at most {BLOCK_LIMIT_BYTES} bytes, this one {len(data)}.")
    return cid_of_digest(sha256(data).digest(), codec)


def is_block_of(cid: str, data: bytes) -> bool:
    """Whether these bytes are what the CID says."""
    return len(data) <= BLOCK_LIMIT_BYTES and sha256(data).digest() == digest_of_cid(cid)
