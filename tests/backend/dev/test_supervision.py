import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hashtagspace.dev.layout import (
    Layout,
    check_port,
    forget_world,
    is_half_seeded,
    is_seeded,
    mark_seeded,
    read_or_make_secret,
    take_lock,
)
from hashtagspace.dev.process import DevError, check_alive, start_child, wait_until

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture
def layout(tmp_path):
    return Layout(root=tmp_path, data=tmp_path / "data", port=1, rpc_port=2)


def test_a_busy_port_gets_one_sentence_that_names_the_option():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(DevError, match=rf"Port {port}.*in use.*--port {port + 1}"):
            check_port(port, "the page", "--port")


def test_two_supervisors_never_share_a_data_folder(layout):
    with take_lock(layout), pytest.raises(DevError, match="already running"):
        take_lock(layout)
    take_lock(layout).close()


def test_a_secret_is_made_once_and_only_its_owner_reads_it(layout):
    path = layout.relay_key_file
    secret = read_or_make_secret(path)
    assert read_or_make_secret(path) == secret
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("not hex")
    with pytest.raises(DevError, match="clean-data"):
        read_or_make_secret(path)


def test_a_half_made_world_is_begun_afresh_but_its_keys_stay(layout):
    layout.data.mkdir()
    secret = read_or_make_secret(layout.seed_file)
    assert not is_half_seeded(layout)
    mark_seeded(layout, done=False)
    (layout.data / "content").mkdir()
    (layout.data / "projection.sqlite").write_text("half")
    assert is_half_seeded(layout)
    forget_world(layout)
    assert sorted(entry.name for entry in layout.data.iterdir()) == ["keys"]
    assert read_or_make_secret(layout.seed_file) == secret
    mark_seeded(layout, done=True)
    assert is_seeded(layout)
    assert not is_half_seeded(layout)


def test_a_child_that_dies_is_named_with_its_last_words(tmp_path):
    command = [sys.executable, "-c", "import sys; print('disk is full'); sys.exit(3)"]
    child = start_child("index", command, os.environ, tmp_path)
    child.process.wait()
    with pytest.raises(DevError, match=r"index ended by itself \(exit 3\)[\s\S]*disk is full"):
        check_alive([child])
    with pytest.raises(DevError, match="index ended by itself"):
        wait_until(lambda: False, [child], 5.0, "the gateway")


def test_a_missing_program_says_what_to_do(tmp_path):
    with pytest.raises(DevError, match="no-such-program is missing: run `make run`"):
        start_child("chain", ["no-such-program"], os.environ, tmp_path)


def test_stop_ends_a_child_even_one_that_ignores_the_request(tmp_path):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('up', flush=True); time.sleep(60)"
    )
    child = start_child("relay", [sys.executable, "-c", stubborn], os.environ, tmp_path)
    wait_until(lambda: "up" in child.read_log_tail(), [child], 10.0, "the child")
    child.stop(seconds=0.2)
    assert child.process.returncode == -9


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_children_do_not_outlive_a_killed_supervisor(tmp_path):
    script = (
        "import os, sys, time; from pathlib import Path; from hashtagspace.dev.process import start_child;"
        f"child = start_child('chain', {SLEEPER!r}, os.environ, Path({str(tmp_path)!r}));"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(pid)


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
