"""Where `hashtagspace dev` keeps things, and which ports it takes."""

import fcntl
import json
import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hashtagspace.dev.process import DevError


@dataclass(frozen=True, slots=True)
class Layout:
    """Folders and ports of one development world; `root` is the checkout, `data` holds all that is kept."""

    root: Path
    data: Path
    port: int
    rpc_port: int

    @property
    def rpc_url(self) -> str:
        """Where the embedded chain answers."""
        return f"http://127.0.0.1:{self.rpc_port}"

    @property
    def public_url(self) -> str:
        """The address to open in a browser."""
        return f"http://localhost:{self.port}"

    @property
    def chain_state(self) -> Path:
        """The embedded chain, as anvil dumps it."""
        return self.data / "chain" / "state.json"

    @property
    def deployments(self) -> Path:
        """Folder of the deployment file, in the data so that both are cleaned together."""
        return self.data / "deployments"

    @property
    def relay_key_file(self) -> Path:
        """Key of the relay's account on the embedded chain."""
        return self.data / "keys" / "relay"

    @property
    def score_key_file(self) -> Path:
        """Key of the wallet that posts roots on the embedded chain."""
        return self.data / "keys" / "score"

    @property
    def seed_file(self) -> Path:
        """Secret from which the keys of the demo people come."""
        return self.data / "keys" / "people"

    @property
    def seeded_file(self) -> Path:
        """Whether the demo world is whole."""
        return self.data / "seeded.json"

    @property
    def logs(self) -> Path:
        """One log per process."""
        return self.data / "logs"


def take_lock(layout: Layout) -> IO[str]:
    """The data folder is ours until the returned file is closed. Raises: `dev.stopped` when it is taken."""
    layout.data.mkdir(parents=True, exist_ok=True)
    lock = (layout.data / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise DevError(
            "`make run` is already running on this data folder: use the page it printed, stop it, "
            "or choose another folder with `make run DATA=.data-two ARGS=…`."
        ) from error
    return lock


def check_port(port: int, what: str, option: str) -> None:
    """The port can be taken. Raises: `dev.stopped` naming the option that chooses another."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DevError(
                f"Port {port}, where {what} would answer, is in use: stop the program that has it, "
                f"or choose another with `make run ARGS='{option} {port + 1}'`."
            ) from error


def read_or_make_secret(path: Path) -> bytes:
    """32 random bytes, made once and kept as hex in a file that its owner alone can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise DevError(
            f"{os.path.relpath(path)} holds no key any more; run `make clean-data` and start again."
        )
    return secret


def is_seeded(layout: Layout) -> bool:
    """True once the whole demo world has been made."""
    return layout.seeded_file.exists() and json.loads(layout.seeded_file.read_text()).get("done") is True


def is_half_seeded(layout: Layout) -> bool:
    """True when making the demo world began and did not end."""
    return layout.seeded_file.exists() and not is_seeded(layout)


def mark_seeded(layout: Layout, *, done: bool) -> None:
    """The next start knows whether the demo world is whole."""
    partial = layout.seeded_file.with_suffix(".part")
    partial.write_text(json.dumps({"done": done}))
    partial.replace(layout.seeded_file)


def forget_world(layout: Layout) -> None:
    """Chain, content and databases are gone; keys, logs and the lock stay."""
    kept = {"keys", "logs", "lock"}
    for entry in layout.data.iterdir():
        if entry.name in kept:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
