"""Room that uploads leave on the disk for outbox and projection."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from hashtagspace.config import Settings
from hashtagspace.ipfs.errors import DiskFloor, IpfsUnavailable


def read_free_bytes(folder: Path) -> int:
    """What this process may still write on the disk of the folder."""
    return shutil.disk_usage(folder).free


class FreeSpace:
    """Refuses uploads that would leave less than a floor on the disk of any of the folders."""

    def __init__(
        self,
        folders: Sequence[Path],
        floor_bytes: int,
        read_free: Callable[[Path], int] = read_free_bytes,
    ) -> None:
        """No folders: nothing is refused."""
        self._folders = tuple(folders)
        self._floor_bytes = floor_bytes
        self._read_free = read_free

    def require(self, byte_count: int) -> None:
        """So many bytes fit above the floor; raises `content.disk_floor`, `ipfs.unavailable`."""
        for folder in self._folders:
            try:
                free = self._read_free(folder)
            except FileNotFoundError:
                continue  # nothing is kept there yet
            except OSError as error:
                raise IpfsUnavailable(f"The disk does not say what is free on it: {error}.") from error
            if free - byte_count < self._floor_bytes:
                raise DiskFloor(
                    f"{free} bytes are free at {folder}, uploads leave {self._floor_bytes}: make room, "
                    "or lower HASHTAGSPACE_FREE_BYTES_FLOOR."
                )


def open_free_space(settings: Settings, read_free: Callable[[Path], int] = read_free_bytes) -> FreeSpace:
    """The floor of these settings; a Kubo daemon minds its own disk."""
    store = settings.content_store
    folders = (settings.data_dir, Path(store.target)) if store.kind == "embedded" else ()
    return FreeSpace(folders, settings.free_bytes_floor, read_free)
