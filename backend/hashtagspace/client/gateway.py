"""Talking to a gateway: JSON in, records out, problems as typed errors."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import msgspec
import requests

from hashtagspace.client.errors import (
    GatewayAnswerTooLarge,
    GatewayUnreachable,
    TooManyRequests,
    error_of_problem,
)
from hashtagspace.client.records import Problem
from hashtagspace.config import safe_url
from hashtagspace.errors import HashtagspaceError

T = TypeVar("T")

_TIMEOUT_SECONDS: Final = 30.0
_TRIES: Final = 4
_LONGEST_WAIT_SECONDS: Final = 65
_MAX_BODY_BYTES: Final = 64 * 1024 * 1024
_CHUNK_BYTES: Final = 256 * 1024


class Gateway:
    """One gateway by its address. Repeats what may be repeated; every call of the API is idempotent."""

    def __init__(self, url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self.url = url.rstrip("/")
        self._sleep = sleep
        self._session = requests.Session()

    def __repr__(self) -> str:
        """The address without credentials."""
        return f"Gateway({safe_url(self.url)})"

    def get(
        self, path: str, answer: type[T], *, headers: Mapping[str, str] | None = None, **query: object
    ) -> T:
        """The record at `path`; raises the gateway's problem as an error, or `gateway.unreachable`."""
        chosen = {name: value for name, value in query.items() if value is not None}
        return _decode(self._send("GET", path, params=chosen, headers=headers), answer)

    def post(self, path: str, body: object, answer: type[T]) -> T:
        """The answer to a JSON body; raises like `get`."""
        return self._send_json("POST", path, body, answer)

    def put(self, path: str, body: object, answer: type[T]) -> T:
        """The answer to a JSON body that replaces what is at `path`; raises like `get`."""
        return self._send_json("PUT", path, body, answer)

    def upload(self, path: str, data: bytes, mime: str, answer: type[T]) -> T:
        """The answer to raw bytes; raises like `get`."""
        return _decode(self._send("POST", path, data=data, headers={"Content-Type": mime}), answer)

    def read_block(self, cid: str) -> bytes:
        """The raw bytes of a block, unchecked; raises like `get`."""
        return self._send(
            "GET", f"/ipfs/{cid}", params={"format": "raw"}, headers={"Accept": "application/vnd.ipld.raw"}
        )

    def read_car(self, cid: str, most_bytes: int) -> bytes:
        """An archive of everything below a CID, unchecked; raises like `get`, `gateway.too_large`."""
        return self._send(
            "GET",
            f"/ipfs/{cid}",
            most_bytes=most_bytes,
            params={"format": "car"},
            headers={"Accept": "application/vnd.ipld.car"},
        )

    def close(self) -> None:
        """The connections are closed."""
        self._session.close()

    def _send_json(self, method: str, path: str, body: object, answer: type[T]) -> T:
        data = msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"}
        return _decode(self._send(method, path, data=data, headers=headers), answer)

    def _send(self, method: str, path: str, **options: Any) -> bytes:  # noqa: ANN401 - requests' own options
        for left in reversed(range(_TRIES)):
            try:
                return self._send_once(method, path, **options)
            except HashtagspaceError as error:
                if left == 0 or not error.retryable:
                    raise
                wait = error.retry_after_seconds if isinstance(error, TooManyRequests) else _TRIES - left
                if wait > _LONGEST_WAIT_SECONDS:
                    raise
                self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _send_once(
        self,
        method: str,
        path: str,
        most_bytes: int = _MAX_BODY_BYTES,
        **options: Any,  # noqa: ANN401
    ) -> bytes:
        try:
            with self._session.request(
                method, self.url + path, timeout=_TIMEOUT_SECONDS, stream=True, **options
            ) as response:
                data = _read_body(response, most_bytes)
        except (requests.RequestException, OSError) as failure:
            raise GatewayUnreachable(
                f"The gateway {safe_url(self.url)} does not answer ({type(failure).__name__})."
            ) from None
        if response.status_code < 400:
            return data
        raise _read_problem(response.status_code, data, response.headers)


def _read_body(response: requests.Response, most_bytes: int) -> bytes:
    parts, total = [], 0
    for part in response.iter_content(_CHUNK_BYTES):
        total += len(part)
        if total > most_bytes:
            raise GatewayAnswerTooLarge(f"The gateway's answer is larger than {most_bytes} bytes.")
        parts.append(part)
    return b"".join(parts)


def _read_problem(status: int, data: bytes, headers: Mapping[str, str]) -> HashtagspaceError:
    try:
        problem = msgspec.json.decode(data, type=Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return GatewayUnreachable(f"The gateway answered HTTP {status} without saying why.")
    return error_of_problem(status, problem.code, problem.detail, headers.get("Retry-After"))


def _decode(data: bytes, answer: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=answer)
    except (msgspec.MsgspecError, UnicodeDecodeError) as failure:
        raise GatewayUnreachable(f"The gateway's answer does not read: {failure}.") from None
