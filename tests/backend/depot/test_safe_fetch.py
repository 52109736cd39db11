"""Fetching from a stranger's domain: what is never connected to, and what is never read to its end."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.depot import safe_fetch
from hashtagspace.depot.safe_fetch import (
    MOST_BYTES,
    Unfetched,
    fetch_file,
    is_public_address,
    is_public_name,
)

DOMAIN = "shop.example"
PUBLIC = "93.184.216.34"
BODY = b'{"profiles":["7"]}'


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "", "localhost",
        "1.2.3", "0x7f.1", "2130706433",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:800::200e"])
def test_addresses_that_are(address: str) -> None:
    assert is_public_address(address)


@given(st.ip_addresses())
def test_no_private_address_is_public(address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public_address(str(address))


@pytest.mark.parametrize(
    "name",
    [
        "", "localhost", "shop", "127.0.0.1", "[::1]", "1.2.3.4", "shop.local", "db.internal", "x.onion",
        "a.b.test", "shop.example:8443", "user@shop.example", "shop.example/x", "shop.example.", "-a.example",
        "a..example", "shop.exam ple", "shop.example\r\nHost: evil", "Shop.example", "süß.example",
        "a" * 64 + ".example", ("a" * 60 + ".") * 5 + "example", "1.0x7f000001", "shop.123",
    ],
)  # fmt: skip
def test_names_that_nobody_is_asked_for(name: str) -> None:
    assert not is_public_name(name)
    with pytest.raises(Unfetched, match="no public domain"):
        fetch_file(name, "/", resolve=_never, connect=_never)  # type: ignore[arg-type]


def _never(*_: object) -> None:
    raise AssertionError("nothing may be asked")


@pytest.mark.parametrize("name", ["shop.example", "a.b-c.example.org", "xn--sb-xka.example"])
def test_names_that_are_asked_for(name: str) -> None:
    assert is_public_name(name)


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], ["::ffff:10.0.0.1"], []]
)
def test_a_name_that_leads_inside_is_not_connected_to(addresses: list[str]) -> None:
    with pytest.raises(Unfetched, match="no public address"):
        fetch_file(DOMAIN, "/", resolve=lambda _: addresses, connect=_never)  # type: ignore[arg-type]


def test_a_name_without_an_address() -> None:
    def fail(_: str) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unfetched, match="not resolved"):
        fetch_file(DOMAIN, "/", resolve=fail, connect=_never)  # type: ignore[arg-type]


def test_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_fetch, "PATIENCE_SECONDS", 0.05)
    release = threading.Event()

    def hang(_: str) -> list[str]:
        release.wait(10)
        return [PUBLIC]

    with pytest.raises(Unfetched, match="not resolved"):
        fetch_file(DOMAIN, "/", resolve=hang, connect=_never)  # type: ignore[arg-type]
    release.set()


class Certified:
    """A certificate for one name, and who trusts it."""

    def __init__(self, folder: Path, name: str) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
        pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(pem, secret)
        self.client = ssl.create_default_context(cafile=str(pem))


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return Certified(tmp_path_factory.mktemp("tls"), DOMAIN)


@contextmanager
def serving(
    certified: Certified, answer: Callable[[ssl.SSLSocket, bytes], None]
) -> Iterator[Callable[..., bytes]]:
    """A server on this machine that stands for the public address; `fetch` connects to it."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    asked: list[str] = []

    def serve() -> None:
        try:
            plain, _ = listener.accept()
            with certified.server.wrap_socket(plain, server_side=True) as stream:
                answer(stream, stream.recv(4096))
        except OSError:
            pass

    def connect(address: str, seconds: float) -> socket.socket:
        asked.append(address)
        return socket.create_connection(listener.getsockname(), seconds)

    def fetch(**options: object) -> bytes:
        given_ = {"resolve": lambda _: [PUBLIC], "connect": connect, "context": certified.client, **options}
        try:
            return fetch_file(DOMAIN, "/.well-known/hashtagspace.json", **given_)  # type: ignore[arg-type]
        finally:
            assert asked == [PUBLIC], "the resolved address, and no other, is connected to"

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield fetch
    finally:
        listener.close()
        thread.join(10)


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def fetched(certified: Certified, answer: bytes) -> bytes:
    with serving(certified, lambda stream, _: stream.sendall(answer)) as fetch:
        return fetch()


def test_a_small_file_is_read(certified: Certified) -> None:
    requests: list[bytes] = []

    def answer(stream: ssl.SSLSocket, request: bytes) -> None:
        requests.append(request)
        stream.sendall(http(BODY, f"Content-Length: {len(BODY)}"))

    with serving(certified, answer) as fetch:
        assert fetch() == BODY
    assert requests[0].startswith(b"GET /.well-known/hashtagspace.json HTTP/1.1\r\nHost: shop.example\r\n")


def test_other_ways_to_say_the_same(certified: Certified) -> None:
    assert fetched(certified, http(BODY)) == BODY
    half = len(BODY) // 2
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (BODY[:half], BODY[half:]))
    assert fetched(certified, http(chunks + b"0\r\n\r\n", "Transfer-Encoding: chunked")) == BODY


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", "Location: https://169.254.169.254/", status="302 Found"),
        http(b"", "Location: http://shop.example/", status="301 Moved"),
        http(BODY, status="404 Not Found"),
        http(BODY, status="500 Oops"),
        http(BODY, "Content-Length: 3"),
        http(BODY, "Content-Length: 99999"),
        http(BODY, "Content-Encoding: gzip"),
        http(b"5\r\nab", "Transfer-Encoding: chunked"),
        http(b"-1\r\n\r\n", "Transfer-Encoding: chunked"),
        http(b"zz\r\n\r\n", "Transfer-Encoding: chunked"),
        http(b"x" * (MOST_BYTES + 1)),
        http(b"x" * 200_000),
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"",
        b"nonsense",
        b"SSH-2.0-OpenSSH\r\n\r\n",
    ],
)
def test_answers_that_are_not_read(certified: Certified, answer: bytes) -> None:
    with pytest.raises(Unfetched):
        fetched(certified, answer)


def test_a_certificate_of_another_name(tmp_path: Path, certified: Certified) -> None:
    other = Certified(tmp_path, "evil.example")
    other.client = certified.client
    with (
        serving(other, lambda stream, _: stream.sendall(http(BODY))) as fetch,
        pytest.raises(Unfetched, match="SSLCertVerificationError"),
    ):
        fetch()


def test_a_certificate_that_nobody_vouches_for(certified: Certified) -> None:
    with serving(certified, lambda stream, _: stream.sendall(http(BODY))) as fetch, pytest.raises(Unfetched):
        fetch(context=ssl.create_default_context())


def test_a_server_that_drips(certified: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte at a time, each in time for itself, would last for ever."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(safe_fetch, "PATIENCE_SECONDS", 20)

    def drip(stream: ssl.SSLSocket, _: bytes) -> None:
        for byte in http(BODY):
            stream.sendall(bytes([byte]))

    with serving(certified, drip) as fetch, pytest.raises(Unfetched, match="too slow"):
        fetch(clock=lambda: float(next(ticks)))
