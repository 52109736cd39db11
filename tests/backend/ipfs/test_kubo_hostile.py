"""What a lying, slow, flooding or absent daemon can do to the store: nothing but a typed error."""

import gzip
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from hashtagspace.ipfs.errors import BlockMismatch, IpfsUnavailable, StoreFull
from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.kubo_client import Timeouts
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES, cid_of_block

HASTY = Timeouts(connect_seconds=5, read_seconds=0.3, total_seconds=0.5, find_seconds=0.2)
PATIENT = Timeouts(find_seconds=0.2)
CID = cid_of_block(b"hello")
OTHER = cid_of_block(b"other")


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that hangs up is what these tests are about."""


class FakeKubo:
    """Answers every call with `answer(handler)`, which writes to the wire what it likes."""

    def __init__(self):
        fake = self
        self.requests = []
        self.answer = None

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                fake.requests.append((self.path, dict(self.headers)))
                if self.headers.get("Transfer-Encoding") == "chunked":
                    self._drain()
                try:
                    fake.answer(self)
                except OSError:
                    self.close_connection = True

            def _drain(self):
                while size := int(self.rfile.readline(), 16):
                    self.rfile.read(size + 2)
                self.rfile.readline()

            def log_message(self, *arguments):
                pass

        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def reply(body, status=200, **headers):
    body = json.dumps(body).encode() if not isinstance(body, bytes) else body

    def answer(handler):
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def flood(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    handler.wfile.write(b'"')
    for _ in range(1024):
        handler.wfile.write(b"a" * (1 << 16))


def flood_in_one_chunk(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"10000000000\r\n")
    handler.wfile.write(b'"')
    for _ in range(1024):
        handler.wfile.write(b"a" * (1 << 16))


def flood_with_error(handler):
    handler.send_response(500)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    handler.wfile.write(b'"')
    for _ in range(1024):
        handler.wfile.write(b"a" * (1 << 16))


def drip(handler):
    """Every pause is shorter than the read timeout, and in the end the answer would be right."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5")
    handler.end_headers()
    for byte in b"hello":
        time.sleep(0.2)
        handler.wfile.write(bytes([byte]))


def hang_up(handler):
    handler.close_connection = True


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"hel")
    handler.close_connection = True


def speak_nonsense(handler):
    handler.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
    handler.close_connection = True


def stay_silent(handler):
    time.sleep(1)
    handler.close_connection = True


@pytest.fixture
def fake():
    fake = FakeKubo()
    yield fake
    fake.stop()


@pytest.fixture
def store(fake):
    store = KuboStore(fake.url, PATIENT)
    yield store
    store.close()


@pytest.fixture
def hasty_store(fake):
    store = KuboStore(fake.url, HASTY)
    yield store
    store.close()


def every_call(store):
    return {
        "check": store.check,
        "find_block": lambda: store.find_block(CID),
        "has_block": lambda: store.has_block(CID),
        "put_block": lambda: store.put_block(b"hello"),
        "add_file": lambda: store.add_file(b"hello"),
        "pin": lambda: store.pin(CID),
        "unpin": lambda: store.unpin(CID),
    }


CALLS = ["check", "find_block", "has_block", "put_block", "add_file", "pin", "unpin"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "answer",
    [
        hang_up,
        cut_short,
        speak_nonsense,
        reply(b"", 204),
        reply(b"", 404),
        reply(b"<html>", 502),
        reply({"Message": "something else", "Code": 0, "Type": "error"}, 500),
        reply({"Message": ["a list"]}, 500),
        reply(b"[" * 60_000, 500),
    ],
    ids=[
        "hangs up",
        "cut short",
        "no HTTP",
        "empty",
        "404",
        "502",
        "error",
        "strange error",
        "nested error",
    ],
)
def test_no_answer_is_unavailable_and_retryable(fake, store, call, answer):
    fake.answer = answer
    with pytest.raises(IpfsUnavailable) as raised:
        every_call(store)[call]()
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.unavailable", True)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answer", [stay_silent, drip])
def test_an_answer_that_comes_too_late_is_unavailable_and_retryable(fake, hasty_store, call, answer):
    fake.answer = answer
    with pytest.raises(IpfsUnavailable) as raised:
        every_call(hasty_store)[call]()
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.unavailable", True)


@pytest.mark.parametrize("call", [call for call in CALLS if call not in ("find_block", "pin", "unpin")])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"7", b"{}{}", b"\xff", b"[" * 60_000])
def test_an_answer_of_another_shape_is_unavailable(fake, store, call, body):
    fake.answer = reply(body)
    with pytest.raises(IpfsUnavailable):
        every_call(store)[call]()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answer", [flood, flood_in_one_chunk, flood_with_error])
def test_a_flood_is_cut_off(fake, store, call, answer):
    fake.answer = answer
    with pytest.raises(BlockMismatch) as raised:
        every_call(store)[call]()
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.too_large", True)


def test_a_compressed_answer_is_refused_before_it_unfolds(fake, store):
    fake.answer = reply(gzip.compress(bytes(1 << 26)), Content_Encoding="gzip")
    with pytest.raises(IpfsUnavailable):
        store.find_block(CID)
    assert fake.requests[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("body", [b"", b"hell", b"hello!", b"Hello", bytes(BLOCK_LIMIT_BYTES)])
def test_wrong_bytes_are_a_mismatch_and_never_passed_on(fake, store, body):
    fake.answer = reply(body)
    with pytest.raises(BlockMismatch) as raised:
        store.find_block(CID)
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.mismatch", True)


def test_right_bytes_are_passed_on(fake, store):
    fake.answer = reply(b"hello")
    assert store.find_block(CID) == b"hello"


def test_a_wrong_cid_for_what_was_put_is_a_mismatch(fake, store):
    fake.answer = reply({"Key": OTHER, "Hash": OTHER, "Size": 5})
    for call in (lambda: store.put_block(b"hello"), lambda: store.add_file(b"hello")):
        with pytest.raises(BlockMismatch) as raised:
            call()
        assert raised.value.exact_code == "ipfs.mismatch"
    assert not store.has_block(CID)


@pytest.mark.parametrize(
    "message", ["context deadline exceeded", "block was not found locally (offline): ipld: could not find x"]
)
def test_what_kubo_says_of_an_unknown_block_is_absence(fake, store, message):
    fake.answer = reply({"Message": message, "Code": 0, "Type": "error"}, 500)
    assert store.find_block(CID) is None
    assert not store.has_block(CID)


def test_a_full_disk_of_kubo_is_said_so(fake, store):
    fake.answer = reply({"Message": "write /data/x: no space left on device", "Code": 0}, 500)
    with pytest.raises(StoreFull) as raised:
        store.put_block(b"hello")
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.disk_full", True)


def test_a_refused_connection_is_unavailable():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        store = KuboStore(f"http://127.0.0.1:{closed.getsockname()[1]}", PATIENT)
        with pytest.raises(IpfsUnavailable, match="Check that it runs"):
            store.check()
    store.close()


def test_credentials_are_sent_but_in_no_error(fake):
    store = KuboStore(fake.url.replace("//", "//me:s3cret@"), PATIENT)
    fake.answer = reply(b"", 403)
    with pytest.raises(IpfsUnavailable) as raised:
        store.check()
    assert fake.requests[0][1]["Authorization"].startswith("Basic ")
    shown, error = "", raised.value
    while error is not None:
        shown += repr(error) + str(error)
        error = error.__cause__ or error.__context__
    assert "s3cret" not in shown
    store.close()


def test_the_environment_has_no_say_in_where_requests_go(fake, store, monkeypatch, tmp_path):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password s3cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fake.answer = reply({"Version": "1"})
    assert store.get_version() == "1"
    assert "Authorization" not in fake.requests[0][1]


def test_a_redirect_is_not_followed(fake, store):
    fake.answer = reply(b"", 307, Location=f"{fake.url}/elsewhere")
    with pytest.raises(IpfsUnavailable):
        store.find_block(CID)
    assert len(fake.requests) == 1


def test_looking_and_pinning_never_send_kubo_to_its_network(fake, store):
    fake.answer = reply({"Key": CID, "Pins": [CID]})
    store.has_block(CID)
    store.pin(CID)
    fake.answer = reply(b"hello")
    store.find_block(CID)
    options = [parse_qs(urlsplit(path).query) for path, _ in fake.requests]
    assert [entry.get("offline") for entry in options] == [["true"], ["true"], None]
    assert options[2]["timeout"] == ["0.2s"]
