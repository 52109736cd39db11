"""Child processes of the supervisor: started with a log of their own, ended in order, never orphaned."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hashtagspace.errors import HashtagspaceError

STOP_SECONDS = 10.0
LOG_TAIL_LINES = 12
POLL_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1


class DevError(HashtagspaceError):
    """`hashtagspace dev` cannot go on; the message is the one sentence that says what to do."""

    code = "dev.stopped"


@dataclass(slots=True)
class Child:
    """One running process and the file that holds what it prints."""

    name: str
    process: subprocess.Popen[bytes]
    log_path: Path
    started: float = field(default_factory=time.monotonic)

    def is_running(self) -> bool:
        """True while the process has not ended."""
        return self.process.poll() is None

    def read_log_tail(self) -> str:
        """The last lines that the process printed."""
        if not self.log_path.exists():
            return ""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """The process has ended: asked first, killed when it does not answer within `seconds`."""
        if not self.is_running():
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_child(name: str, command: Sequence[str], environment: Mapping[str, str], logs: Path) -> Child:
    """A process of its own session, Ctrl-C reaches the supervisor alone, the order of ending is ours.

    Raises: `dev.stopped` when the program is not there.
    """
    logs.mkdir(parents=True, exist_ok=True)
    log_path = logs / f"{name}.log"
    with log_path.open("ab") as log:
        try:
            process = subprocess.Popen(  # noqa: S603 - the commands are our own
                list(command),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads yet
            )
        except FileNotFoundError as error:
            raise DevError(f"{command[0]} is missing: run `make run`, which installs it.") from error
    return Child(name, process, log_path)


def wait_until(
    is_ready: Callable[[], bool],
    watched: Sequence[Child],
    seconds: float,
    what: str,
) -> None:
    """`is_ready()` has answered true. Raises `dev.stopped` when a watched child dies or the time is over."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        check_alive(watched)
        if time.monotonic() > deadline:
            files = ", ".join(os.path.relpath(child.log_path) for child in watched)
            raise DevError(
                f"{what} was not ready after {seconds:.0f} s; look into {files}, then run `make run` again."
            )
        time.sleep(POLL_SECONDS)


def check_alive(children: Sequence[Child]) -> None:
    """Every child runs. Raises `dev.stopped` with the last words of the first that does not."""
    for child in children:
        if not child.is_running():
            raise DevError(
                f"{child.name} ended by itself (exit {child.process.returncode}); the rest was stopped, "
                f"your data is kept. Its last words:\n{child.read_log_tail()}\n"
                f"Mend what they name, then try again; the whole log is {os.path.relpath(child.log_path)}."
            )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
