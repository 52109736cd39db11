"""Files that their owner alone can read, whole or not there: what a business or person must not lose."""

import contextlib
import os
import secrets
from pathlib import Path

from hashtagspace.errors import ConfigError


def write_private_file(path: Path, data: bytes) -> None:
    """`data` is at `path`, on disk and not only in memory, mode 0600; raises `client.disk`."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as failure:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise ConfigError(
            f"{path} cannot be written ({failure.strerror}): make room or choose another folder.",
            code="client.disk",
        ) from None


def find_private_file(path: Path) -> bytes | None:
    """What is at `path`, None if nothing; raises `client.disk`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as failure:
        raise ConfigError(
            f"{path} cannot be read ({failure.strerror}): correct its rights.", code="client.disk"
        ) from None


def read_file(path: Path, most_bytes: int = 16_000_000) -> bytes:
    """The bytes of a file that somebody handed over; raises `cli.file` for none, or a larger one."""
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as failure:
        raise ConfigError(f"{path} cannot be read ({failure.strerror}).", code="cli.file") from None
    if len(data) > most_bytes:
        raise ConfigError(f"{path} has more than {most_bytes:,} bytes.", code="cli.file")
    return data
