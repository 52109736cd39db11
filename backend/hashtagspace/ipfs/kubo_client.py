"""ipfshttpclient with bounds: how long an answer may take and how large it may grow.

`ipfshttpclient.connect()` refuses every Kubo of the last years for its version number; `Client` does not ask.
The library reads answers of any size into memory and patches urllib3 in a way that newer ones warn about, so
the transport below it is replaced; every call itself goes through the library. It is at its last release,
0.7.0, so what is overridden here does not move.
"""

import json
import re
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit

import ipfshttpclient
import requests
import requests.adapters
from ipfshttpclient import exceptions
from ipfshttpclient.http import ClientSync

from hashtagspace.errors import ConfigError
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES

REPLY_LIMIT_BYTES: Final = 64 * 1024
CHUNK_BYTES: Final = 64 * 1024
_CONNECTIONS_COUNT: Final = 32
_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.ASCII)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class AnswerTooLarge(exceptions.ProtocolError):  # type: ignore[misc]
    """The daemon sends more than any right answer has."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long Kubo may take: to accept, to send the next bytes, to end its answer, to look for a block."""

    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    find_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """Where Kubo's API is, in the forms ipfshttpclient wants; `auth` is a secret."""

    multiaddr: str
    base: str
    auth: tuple[str, str] | None = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """The address in `http(s)://[user:password@]host[:port][/prefix]`; raises `config.invalid`."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname or ""
        except ValueError:
            raise ConfigError("The Kubo address is not a URL: give http://host:port.") from None
        default_port = _DEFAULT_PORTS.get(parts.scheme)
        if default_port is None or not _HOST.fullmatch(host) or parts.query or parts.fragment:
            raise ConfigError("The Kubo address is not a plain http or https URL: give http://host:port.")
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        base = f"{parts.path.strip('/')}/api/v0".lstrip("/")
        return cls(f"/{_kind_of(host)}/{host}/tcp/{port or default_port}/{parts.scheme}", base, auth)


class KuboClient(ipfshttpclient.Client):  # type: ignore[misc]
    """An `ipfshttpclient.Client` with one pool of connections; safe to share among threads."""

    def __init__(self, address: ApiAddress, timeouts: Timeouts) -> None:
        """No request is made yet."""
        super().__init__(address.multiaddr, address.base, auth=address.auth)
        self._client = _Transport(
            address.multiaddr,
            address.base,
            auth=address.auth,
            timeout=(timeouts.connect_seconds, timeouts.read_seconds),
        )
        self._client.total_seconds = timeouts.total_seconds
        self._client.open_session()


class _Transport(ClientSync):  # type: ignore[misc]
    __slots__ = ("total_seconds",)
    total_seconds: float

    def _make_session(self) -> requests.Session:
        """A plain session: no proxy or netrc from the environment, no redirect, no compressed bombs."""
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = 0
        session.headers["Accept-Encoding"] = "identity"
        session.auth = self._session_props.get("auth")
        session.params = self._session_props.get("params", {})
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS_COUNT)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def _request(
        self, method: str, path: str, params: Sequence[tuple[str, str]], **options: object
    ) -> tuple[list[Any], Generator[bytes, None, None]]:
        deadline = time.monotonic() + self.total_seconds
        closables, _ = super()._request(method, path, params, **options)
        limit_bytes = BLOCK_LIMIT_BYTES if path.strip("/") == "block/get" else REPLY_LIMIT_BYTES
        # The library puts the response first among what it will close.
        return closables, _iterate_body(closables[0], limit_bytes, deadline)

    def _do_raise_for_status(self, response: requests.Response) -> None:
        """As the library's, but an error's text is read up to a limit and compression is refused."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise exceptions.ProtocolError(None, "the answer is compressed")
        if response.status_code == requests.codes.ok:
            return
        deadline = time.monotonic() + self.total_seconds
        text = b"".join(_iterate_body(response, REPLY_LIMIT_BYTES, deadline))
        message = _find_message(text)
        if message is not None:
            raise exceptions.ErrorResponse(message, None)
        raise exceptions.StatusError(None, f"HTTP status {response.status_code}")


def _iterate_body(
    response: requests.Response, limit_bytes: int, deadline: float
) -> Generator[bytes, None, None]:
    """The body as it arrives, until it exceeds the limit or the deadline.

    `read1`, since `iter_content` waits for whole chunks, and a daemon may send one byte a second.
    """
    left = limit_bytes
    while chunk := response.raw.read1(CHUNK_BYTES):
        left -= len(chunk)
        if left < 0:
            raise AnswerTooLarge(None, f"the answer has more than {limit_bytes} bytes")
        if time.monotonic() > deadline:
            raise exceptions.TimeoutError(None, "the answer does not end")
        yield chunk


def _find_message(text: bytes) -> str | None:
    try:
        message = json.loads(text)["Message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return message if isinstance(message, str) else None


def _kind_of(host: str) -> str:
    if ":" in host:
        return "ip6"
    return "ip4" if host.replace(".", "").isdigit() else "dns"
