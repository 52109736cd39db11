"""A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, on a socket, ended by its pid."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anvil_node import free_port


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, None when there is no PostgreSQL."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    candidates = [Path(found).resolve().parent] if found else []
    return next(
        (folder for folder in [*candidates, *reversed(folders)] if (folder / "pg_isready").exists()), None
    )


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The URL of an empty database in a cluster whose files are under `folder`."""
    binaries = find_binaries()
    assert binaries, "PostgreSQL's server is missing: run `make postgres`"
    run_as = _unprivileged()
    data = folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if run_as:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    subprocess.run(
        [*run_as, str(binaries / "initdb"), "-D", str(data), "-U", "tests", "--auth=trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"],
        check=True, capture_output=True, timeout=120, cwd="/",
    )  # fmt: skip
    port = free_port()
    server = subprocess.Popen(
        [*run_as, str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder),
         "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=64MB"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True,
    )  # fmt: skip
    try:
        ready = [str(binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "30", "-q"]
        for _ in range(200):
            if subprocess.run(ready, check=False).returncode == 0:
                break
            assert server.poll() is None, "PostgreSQL ended at its start"
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
