"""The file-system steps that keep a block whole: one method a step, so that a test can fail each."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


class Disk:
    """Steps on one POSIX file system; every failure is an `OSError`."""

    def create(self, directory: Path) -> tuple[int, Path]:
        """A new empty file that no other process knows."""
        path = directory / token_hex(16)
        return os.open(path, _NEW_FILE, 0o644), path

    def write(self, descriptor: int, data: bytes) -> None:
        """All bytes are handed to the system."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def sync(self, descriptor: int) -> None:
        """The bytes of the file are on the medium."""
        os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """The file has its final name, in one step; an older file of that name is gone."""
        source.replace(target)

    def make_directory(self, path: Path) -> bool:
        """The directory exists; whether this call made it."""
        try:
            path.mkdir()
        except FileExistsError:
            return False
        return True

    def sync_directory(self, path: Path) -> None:
        """The names in the directory are on the medium."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """No file has this name."""
        path.unlink(missing_ok=True)

    def read(self, path: Path, limit_bytes: int) -> bytes | None:
        """The content up to the limit and one byte more; `None` when there is no such file."""
        try:
            descriptor = os.open(path, _READ)
        except FileNotFoundError:
            return None
        try:
            return _read_up_to(descriptor, limit_bytes + 1)
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def lock(self, path: Path) -> Iterator[None]:
        """While inside, no other thread or process is inside with the same path; a dead holder lets go."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _read_up_to(descriptor: int, limit_bytes: int) -> bytes:
    parts: list[bytes] = []
    left = min(limit_bytes, os.fstat(descriptor).st_size + 1)
    while left > 0 and (part := os.read(descriptor, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
