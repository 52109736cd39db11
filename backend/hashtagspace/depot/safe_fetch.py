"""One small file from a stranger's domain, without lending this machine to the stranger.

https only, the address resolved once, public, and connected to as resolved; no redirect, few bytes, little
time. The domain's certificate is checked.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from threading import Thread
from typing import Final

MOST_BYTES: Final = 16 * 1024
PATIENCE_SECONDS: Final = 5.0
PORT: Final = 443
_HEAD_BYTES: Final = 16 * 1024
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?", re.ASCII)
_PRIVATE: Final = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "onion",
    "arpa",
    "test",
)
# Public by their form, yet they lead to addresses that are written inside.
_TUNNELS: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)
Resolve = Callable[[str], Sequence[str]]
Connect = Callable[[str, float], socket.socket]


class Unfetched(Exception):
    """The file was not had; the words are for the log, without anything that the stranger sent."""


def fetch_file(
    domain: str,
    path: str,
    *,
    resolve: Resolve | None = None,
    connect: Connect | None = None,
    context: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """The bytes of https://domain/path; raises Unfetched whatever is wrong. Tests give the last four."""
    if not is_public_name(domain):
        raise Unfetched("no public domain")
    deadline = clock() + PATIENCE_SECONDS
    address = _resolve_in_time(domain, resolve or resolve_all, PATIENCE_SECONDS)

    def left() -> float:
        seconds = deadline - clock()
        if seconds <= 0:
            raise Unfetched("too slow")
        return seconds

    secure = ssl.create_default_context() if context is None else context
    try:
        plain = (connect or _connect)(address, left())
        with plain, secure.wrap_socket(plain, server_hostname=domain) as stream:
            stream.settimeout(left())
            lines = (
                f"GET {path} HTTP/1.1",
                f"Host: {domain}",
                "Accept: application/json",
                "Connection: close",
            )
            stream.sendall("\r\n".join((*lines, "", "")).encode("ascii"))
            return _read_answer(stream, left)
    except (OSError, ValueError) as error:
        raise Unfetched(type(error).__name__) from None


def is_public_name(domain: str) -> bool:
    """Whether the text is the name of a host that anybody could mean."""
    is_name = len(domain) <= 253 and _DOMAIN.fullmatch(domain) is not None
    return is_name and domain.rsplit(".", 1)[-1] not in _PRIVATE


def is_public_address(text: str) -> bool:
    """Whether the address is of the open internet, and no way back into this network."""
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return False
    if any(address in network for network in _TUNNELS if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve_all(domain: str) -> list[str]:
    """Every address that the system knows for the name."""
    found = socket.getaddrinfo(domain, PORT, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(entry[4][0]) for entry in found]


def _resolve_in_time(domain: str, resolve: Resolve, seconds: float) -> str:
    """One address; every one that the name has must be public, else an answer may change its mind."""
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(domain))
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True, name="resolve").start()  # the system's resolver cannot be stopped
    try:
        addresses = answer.result(seconds)
    except (OSError, UnicodeError, TooSlow):
        raise Unfetched("the name is not resolved") from None
    if not addresses or not all(map(is_public_address, addresses)):
        raise Unfetched("the name leads to no public address")
    return addresses[0]


def _connect(address: str, seconds: float) -> socket.socket:
    return socket.create_connection((address, PORT), seconds)


def _read_answer(stream: ssl.SSLSocket, left: Callable[[], float]) -> bytes:
    data = b""
    while len(data) <= _HEAD_BYTES + MOST_BYTES:
        stream.settimeout(left())
        part = stream.recv(8192)
        if not part:
            break
        data += part
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator or len(head) > _HEAD_BYTES or len(body) > MOST_BYTES:
        raise Unfetched("no answer, or too much")
    status, *lines = head.split(b"\r\n")
    if status.split(b" ")[1:2] != [b"200"]:
        raise Unfetched("another status than 200")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)
    }
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise Unfetched("a compressed answer")
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        body = _unchunk(body)
    declared = headers.get(b"content-length")
    if declared is not None and declared != b"%d" % len(body):
        raise Unfetched("another length than declared")
    return body


def _unchunk(body: bytes) -> bytes:
    """The content of a chunked body; ValueError when it is cut off."""
    content = b""
    while True:
        size_text, separator, body = body.partition(b"\r\n")
        size = int(size_text.split(b";")[0], 16)
        if not separator or size < 0 or len(body) < size + 2:
            raise ValueError("a chunk is cut off")
        if size == 0:
            return content
        content, body = content + body[:size], body[size + 2 :]
