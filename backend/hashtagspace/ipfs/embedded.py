"""The embedded block store: one file a block, named by its digest, on the gateway's own disk.

Layout: `blocks/<2 hex>/<64 hex>` · `incoming/` unfinished files · `quarantine/` damaged files · `lock`.
A block is written aside, flushed, then renamed, so it is there whole or not at all, whatever dies when.
Several processes may use one directory. The codec is no part of the name: equal bytes are one file.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from hashtagspace.domain.cid import RAW, cid_of_digest, digest_of_cid
from hashtagspace.ipfs.block_store import BlockStore
from hashtagspace.ipfs.dag_walk import list_present
from hashtagspace.ipfs.disk import Disk
from hashtagspace.ipfs.errors import BlockCorrupted, IpfsUnavailable, StoreFull
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES, cid_of_block

_ABANDONED_SECONDS: Final = 3600
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class EmbeddedBlockStore(BlockStore):
    """A content store in a directory; see `ContentStore` for what each method promises."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        """The directory is ready and rid of files that a writer abandoned; raises `ipfs.unavailable`."""
        self._disk = disk or Disk()
        self._blocks = path / "blocks"
        self._incoming = path / "incoming"
        self._quarantine = path / "quarantine"
        self._lock = path / "lock"
        with _disk_errors(f"open the block store {path}"):
            self._prepare(path)
            self._sweep()

    def put_block(self, data: bytes, codec: int = RAW) -> str:  # noqa: D102 - ContentStore says it
        cid = cid_of_block(data, codec)
        path = self._path(cid)
        with _disk_errors("keep a block"):
            held = self._disk.read(path, BLOCK_LIMIT_BYTES)
            if held is not None and held != data:
                self._set_aside(path)
            if held == data:
                # The writer that renamed it may have died before its name was durable.
                self._disk.sync_directory(path.parent)
            else:
                self._write(path, data)
        return cid

    def find_block(self, cid: str) -> bytes | None:  # noqa: D102
        path = self._path(cid)
        with _disk_errors("read a block"):
            held = self._disk.read(path, BLOCK_LIMIT_BYTES)
            if held is None or _is_whole(path, held):
                return held
            held = self._set_aside(path)
        if held is None:
            raise BlockCorrupted(
                f"The stored bytes of {cid} were damaged and are set aside: fetch the block again."
            )
        return held

    def has_block(self, cid: str) -> bool:  # noqa: D102
        with _disk_errors("look for a block"):
            return self._path(cid).is_file()

    def delete_block(self, cid: str) -> None:
        """No block of this CID is here, under any codec; idempotent."""
        path = self._path(cid)
        with _disk_errors("delete a block"):
            self._disk.remove(path)
            self._disk.sync_directory(path.parent)

    def drop_file(self, cid: str, is_needed: Callable[[bytes], bool]) -> None:  # noqa: D102
        # Children first: a drop that dies half-way can be done again from the root.
        for part in reversed(list_present(self, cid)):
            if not is_needed(digest_of_cid(part)):
                self.delete_block(part)

    def list_cids(self) -> Iterator[str]:
        """The raw CID of every block, in the order of digests; blocks put meanwhile may be missed."""
        with _disk_errors("list the blocks"):
            for shard in sorted(self._blocks.iterdir()):
                for path in sorted(shard.iterdir()):
                    yield cid_of_digest(bytes.fromhex(path.name))

    def check(self) -> None:  # noqa: D102
        with _disk_errors("write to the block store"):
            descriptor, path = self._disk.create(self._incoming)
            try:
                self._fill(descriptor, b"check")
            finally:
                self._disk.remove(path)

    def _prepare(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        for directory in (self._blocks, self._incoming, self._quarantine):
            self._disk.make_directory(directory)
        for shard in range(256):
            self._disk.make_directory(self._blocks / f"{shard:02x}")
        # Always, not only when made here: whoever made them may have died before this step.
        self._disk.sync_directory(self._blocks)
        self._disk.sync_directory(path)

    def _sweep(self) -> None:
        oldest = time.time() - _ABANDONED_SECONDS
        for path in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    self._disk.remove(path)

    def _path(self, cid: str) -> Path:
        name = digest_of_cid(cid).hex()
        return self._blocks / name[:2] / name

    def _write(self, path: Path, data: bytes) -> None:
        descriptor, temporary = self._disk.create(self._incoming)
        try:
            self._fill(descriptor, data)
            self._disk.rename(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                self._disk.remove(temporary)
            raise
        self._disk.sync_directory(path.parent)

    def _fill(self, descriptor: int, data: bytes) -> None:
        try:
            self._disk.write(descriptor, data)
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)

    def _set_aside(self, path: Path) -> bytes | None:
        """The damaged file is in quarantine; the bytes when another process has mended it in between."""
        with self._disk.lock(self._lock):
            held = self._disk.read(path, BLOCK_LIMIT_BYTES)
            if held is None or _is_whole(path, held):
                return held
            self._disk.rename(path, self._quarantine / f"{path.name}.{token_hex(4)}")
            return None


def _is_whole(path: Path, data: bytes) -> bool:
    return sha256(data).hexdigest() == path.name


@contextlib.contextmanager
def _disk_errors(action: str) -> Iterator[None]:
    """An `OSError` inside leaves as a typed error with a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(
                f"The disk is full: could not {action}. Free some space and try again."
            ) from error
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise IpfsUnavailable(f"Could not {action}: {reason}. Check the disk and its permissions.") from error
