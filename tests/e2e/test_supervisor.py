"""`make run` as a whole: it keeps its world, survives being killed, says in one sentence what is wrong."""

import signal
import socket
import subprocess
import sys
import time

import pytest
import requests
from e2e.conftest import ROOT, find_free_port, start_world, stop_world, wait_for_page

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def read_log(data):
    return data.parent / "dev.log"


def test_a_killed_world_comes_back_with_every_accepted_post_once(data):
    world = start_world(data, "--no-seed")
    wallet = Wallet.create()
    try:
        wait_for_page(world, read_log(data))
        client = Client(world.url, wallet)
        client.register("still_here", wait=True)
        texts = [f"Number {number} #once" for number in range(20)]
        ids = [client.post(text) for text in texts]
        world.process.send_signal(signal.SIGKILL)
        world.process.wait()
        read_log(data).write_text("")
        world = start_again(data)
        again = Client(world.url, wallet)
        for intent_id in ids:
            again.wait_shown(intent_id)
        assert sorted(post.text for post in again.space("once").items) == sorted(texts)
    finally:
        stop_world(world)


def start_again(data):
    """The killed supervisor's children end a moment after it; until then the folder may be taken."""
    for _ in range(20):
        world = start_world(data, "--no-seed")
        time.sleep(1)
        if world.process.poll() is None:
            wait_for_page(world, read_log(data))
            return world
    pytest.fail(read_log(data).read_text())


def test_ctrl_c_ends_every_process_it_started(data):
    world = start_world(data, "--no-seed")
    try:
        wait_for_page(world, read_log(data))
    finally:
        stop_world(world)
    assert world.process.returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{world.url}/v1/health", timeout=1)
    with pytest.raises(requests.ConnectionError):
        requests.post(world.rpc_url, json={}, timeout=1)


@pytest.mark.parametrize(("option", "what"), [("--port", "the page"), ("--rpc-port", "the chain")])
def test_a_busy_port_is_one_sentence(data, option, what):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        other = {"--port": "--rpc-port", "--rpc-port": "--port"}[option]
        command = [
            sys.executable,
            "-m",
            "hashtagspace.cli",
            "dev",
            f"--data={data}",
            f"{option}={holder.getsockname()[1]}",
            f"{other}={find_free_port()}",
        ]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert "in use" in result.stderr
    assert what in result.stderr
    assert result.stderr.count("\n") == 1
