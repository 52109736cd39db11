"""Writers killed with SIGKILL between any two steps, and many processes on one folder."""

import os
import signal
import subprocess
import sys
import textwrap
from hashlib import sha256

import pytest

from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.store import cid_of_block

DATA = bytes(range(256)) * 400
STEPS = ["create", "write", "sync", "rename", "sync_directory"]

# Kills itself before or after the named step of a put; `half` dies in the middle of writing the bytes.
VICTIM = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from hashtagspace.ipfs.disk import Disk
    from hashtagspace.ipfs.embedded import EmbeddedBlockStore

    path, step, moment = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    class Deadly(Disk):
        is_armed = False

        def __getattribute__(self, name):
            found = super().__getattribute__(name)
            if name != step or not self.is_armed:
                return found
            def call(*arguments):
                if moment == "before":
                    die()
                if moment == "half":
                    os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
                    die()
                found(*arguments)
                die()
            return call

    disk = Deadly()
    store = EmbeddedBlockStore(path, disk)
    disk.is_armed = True
    store.put_block(bytes(range(256)) * 400)
    """
)

# Puts numbered blocks for ever and says each one that was acknowledged.
ENDLESS = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from hashtagspace.ipfs.embedded import EmbeddedBlockStore

    store = EmbeddedBlockStore(Path(sys.argv[1]))
    number = 0
    while True:
        print(store.put_block(number.to_bytes(4, "big") * 5000), flush=True)
        number += 1
    """
)

WORKER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from hashtagspace.ipfs.embedded import EmbeddedBlockStore

    store = EmbeddedBlockStore(Path(sys.argv[1]))
    for turn in range(3):
        for number in range(30):
            data = bytes([number]) * 3000
            assert store.find_block(store.put_block(data)) == data
    """
)


def start(program, *arguments):
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE)


def assert_every_file_is_whole(path):
    for file in (path / "blocks").rglob("*"):
        assert file.is_dir() or sha256(file.read_bytes()).hexdigest() == file.name


@pytest.mark.parametrize(
    ("step", "moment"),
    [(step, moment) for step in STEPS for moment in ("before", "after")] + [("write", "half")],
)
def test_a_writer_killed_at_any_step_leaves_the_block_whole_or_absent(tmp_path, step, moment):
    with start(VICTIM, tmp_path, step, moment) as victim:
        victim.wait(60)
    assert victim.returncode == -signal.SIGKILL
    assert_every_file_is_whole(tmp_path)
    is_named = step == "sync_directory" or (step, moment) == ("rename", "after")
    store = EmbeddedBlockStore(tmp_path)
    assert store.find_block(cid_of_block(DATA)) == (DATA if is_named else None)
    assert store.find_block(store.put_block(DATA)) == DATA


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path):
    for _ in range(3):
        with start(ENDLESS, tmp_path) as writer:
            acknowledged = [writer.stdout.readline().decode().strip() for _ in range(40)]
            os.kill(writer.pid, signal.SIGKILL)
        assert_every_file_is_whole(tmp_path)
        store = EmbeddedBlockStore(tmp_path)
        assert all(store.find_block(cid) for cid in acknowledged)


def test_many_processes_share_one_folder(tmp_path):
    workers = [start(WORKER, tmp_path) for _ in range(4)]
    for worker in workers:
        with worker:
            assert worker.wait(120) == 0
    assert_every_file_is_whole(tmp_path)
    assert len(list(EmbeddedBlockStore(tmp_path).list_cids())) == 30
    assert not list((tmp_path / "incoming").iterdir())
