"""The gateway as a process: live events over real sockets, chunked bodies, an end that comes."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from gateway_process import GatewayProcess, write_deployment
from projected_world import World


@pytest.fixture
def gateway(world: World) -> Iterator[GatewayProcess]:
    """A gateway over the world's files, stopped at the end."""
    write_deployment(world.deployment, world.folder / "deployment.json")
    made = GatewayProcess(world.folder)
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def ask(port: int, path: str, body: Iterator[bytes] | None = None) -> tuple[int, bytes]:
    """Status and body of one request over a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(
            "GET" if body is None else "POST", path, body=body, encode_chunked=body is not None
        )
        with connection.getresponse() as response:
            return response.status, response.read()


class Stream:
    """One reader of /v1/stream."""

    def __init__(self, port: int, last_event_id: str | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {} if last_event_id is None else {"Last-Event-ID": last_event_id}
        self.connection.request("GET", "/v1/stream", headers=headers)
        self.response = self.connection.getresponse()

    def read_event(self) -> dict[str, str]:
        """The next event; comments and the retry line are passed over."""
        found: dict[str, str] = {}
        while True:
            line = self.response.readline().decode().rstrip("\n")
            if line and not line.startswith((":", "retry")):
                name, _, value = line.partition(": ")
                found[name] = value
            elif not line and found:
                return found

    def read_post(self) -> dict[str, str]:
        """The next event that is a post."""
        while (found := self.read_event()).get("event") != "post":
            pass
        return found

    def close(self) -> None:
        self.response.close()
        self.connection.close()


def test_a_new_post_reaches_every_reader_with_its_block(gateway, town):
    readers = [Stream(gateway.port), Stream(gateway.port)]
    post = town.world.post(town.ann, "live #now")
    town.world.anchor()
    for reader in readers:
        assert reader.response.headers["Content-Type"].startswith("text/event-stream")
        events = [reader.read_event(), reader.read_event()]
        found = next(event for event in events if event["event"] == "post")
        assert json.loads(found["data"])["postId"] == "0x" + post.hex()
        assert json.loads(found["data"])["tags"] == ["now"]
        assert json.loads(found["data"])["profileId"] == str(town.ann.profile)
        block = next(event for event in events if event["event"] == "block")
        assert json.loads(block["data"])["number"] == town.world.number
        reader.close()


def test_a_reader_that_comes_back_gets_what_it_missed_once(gateway, town):
    world, reader = town.world, Stream(gateway.port)
    world.post(town.ann, "first")
    world.anchor()
    seen = reader.read_post()
    reader.close()
    missed = [world.post(town.bob, f"missed {number}") for number in range(3)]
    world.anchor()
    back = Stream(gateway.port, seen["id"])
    after = world.post(town.eve, "after")
    world.anchor()
    found = [back.read_post() for _ in range(4)]
    assert [json.loads(event["data"])["postId"] for event in found] == [
        "0x" + p.hex() for p in (*missed, after)
    ]
    assert [int(event["id"]) for event in found] == sorted({int(event["id"]) for event in found})
    back.close()


def test_a_reader_of_another_life_is_told_to_start_again(gateway, town):
    town.world.post(town.ann, "something")
    town.world.anchor()
    reader = Stream(gateway.port, "999999")
    assert reader.read_event()["event"] == "reset"
    reader.close()


def test_streams_are_counted_and_a_lost_reader_makes_room(gateway, town):
    readers = [Stream(gateway.port) for _ in range(8)]
    assert {reader.response.status for reader in readers} == {200}
    refused = Stream(gateway.port)
    assert refused.response.status == 503
    assert json.loads(refused.response.read())["code"] == "stream.full"
    refused.close()
    readers.pop().close()
    deadline, status = time.monotonic() + 20, 503
    while status == 503 and time.monotonic() < deadline:
        town.world.block()  # an event to write is how the loss is noticed
        again = Stream(gateway.port)
        status = again.response.status
        again.close()
        time.sleep(0.3)
    assert status == 200
    for reader in readers:
        reader.close()


def test_a_body_without_a_length_is_cut_off_at_the_limit(gateway):
    def long() -> Iterator[bytes]:
        for _ in range(400):
            yield b"x" * 1024

    try:
        status, body = ask(gateway.port, "/v1/content", long())
    except (BrokenPipeError, ConnectionResetError):
        return  # closed before everything was sent: refused as well
    assert status == 413
    assert json.loads(body)["code"] == "body.too_large"


@pytest.mark.slow
def test_connections_that_say_nothing_keep_nobody_out_and_are_closed(gateway):
    with ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", gateway.port), timeout=60))
            for _ in range(400)
        ]
        for _ in range(3):
            assert ask(gateway.port, "/v1/config")[0] == 200
        assert {quiet.recv(1) for quiet in silent} == {b""}
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=60) as kept:
        kept.sendall(b"GET /v1/config HTTP/1.1\r\nHost: x\r\n\r\n")
        while kept.recv(65536):
            pass  # the answer, then the end: nobody keeps an idle connection for ever


def test_a_request_that_is_no_http_is_refused(gateway):
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as raw:
        raw.sendall(os.urandom(200) + b"\r\n\r\n")
        assert raw.recv(100)[:12] in (b"HTTP/1.1 400", b"")
    assert ask(gateway.port, "/v1/config")[0] == 200


def test_it_stops_within_seconds_even_with_a_reader(gateway):
    reader = Stream(gateway.port)
    started = time.monotonic()
    gateway.stop(seconds=10)
    assert time.monotonic() - started < 6
    reader.close()


def test_a_healthy_start_warns_of_nothing(gateway):
    reader = Stream(gateway.port)
    assert reader.response.status == 200
    reader.close()
    gateway.stop()
    assert "WARNING" not in (gateway.folder / "serve.log").read_text()


def test_two_workers_answer_and_count_together(world, town):
    write_deployment(world.deployment, world.folder / "deployment.json")
    gateway = GatewayProcess(world.folder)
    gateway.start("--workers", "2")
    try:
        for _ in range(10):
            assert ask(gateway.port, f"/v1/posts/0x{town.hello.hex()}")[0] == 200
        text = ask(gateway.port, "/metrics")[1].decode()
        line = 'hashtagspace_requests_total{method="GET",rule="/v1/posts/<postId>",status="200"} 10.0'
        assert line in text
    finally:
        gateway.stop()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"HASHTAGSPACE_RPC_URL": ""}, "HASHTAGSPACE_RPC_URL is not set"),
        ({"HASHTAGSPACE_DEPLOYMENT": "/nowhere.json"}, "/nowhere.json"),
        ({"HASHTAGSPACE_LISTEN": "203.0.113.1:80"}, "cannot be used"),
        ({"HASHTAGSPACE_LISTN": "x"}, "did you mean HASHTAGSPACE_LISTEN"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(world, changes, sentence):
    write_deployment(world.deployment, world.folder / "deployment.json")
    environment = GatewayProcess(world.folder).environment | changes
    command = [sys.executable, "-m", "hashtagspace.cli", "serve"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_one_sentence(gateway):
    command = [sys.executable, "-m", "hashtagspace.cli", "serve"]
    done = subprocess.run(
        command, env=gateway.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert f"127.0.0.1:{gateway.port} cannot be used" in done.stderr
    assert ask(gateway.port, "/v1/config")[0] == 200


def test_a_body_that_ends_early_is_not_taken_for_whole(gateway):
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as raw:
        head = b"POST /v1/content HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"
        raw.sendall(head + b'{"type":"post","text":"hi"}')
        raw.shutdown(socket.SHUT_WR)
        answer = raw.recv(4096)
    assert b" 201 " not in answer
