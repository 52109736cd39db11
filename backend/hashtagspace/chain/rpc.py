"""JSON-RPC over HTTP, decoded into the type that is asked for.

Answers are bounded in size; every failure is one of `chain.errors`, its text without the node's URL.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec
import requests

from hashtagspace.chain.errors import (
    ChainTimeout,
    InconsistentChain,
    RateLimited,
    RpcFailed,
    TooManyResults,
)
from hashtagspace.config import safe_url
from hashtagspace.errors import ChainUnavailable

T = TypeVar("T")
Call = tuple[str, Sequence[object]]

MAX_ANSWER_BYTES: Final = 256 * 1024 * 1024
_CHUNK_BYTES: Final = 1024 * 1024
_TOO_MANY: Final = re.compile(
    r"too many|too large|more than \d+ (results|logs)|limit exceeded.*(result|range|log)|(block|query) range"
    r"|range (is )?too|response size|query returned|exceeds? (the )?(max|range|limit)|eth_getLogs.*limit",
    re.IGNORECASE,
)
_RATE: Final = re.compile(r"rate|too many requests|quota|throttl|capacity|compute units", re.IGNORECASE)


class _Fault(msgspec.Struct):
    code: int = 0
    message: str = ""
    data: Any = None


class _Answer(msgspec.Struct):
    id: int | None = None
    result: msgspec.Raw = msgspec.Raw()
    error: _Fault | None = None


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_ANSWERS: Final = msgspec.json.Decoder(list[_Answer])


class Rpc:
    """One node. Not for use by several threads at once: `clone()` gives another connection."""

    def __init__(
        self, url: str, *, timeout_seconds: float = 20.0, max_answer_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        self.url = url
        self.timeout_seconds = timeout_seconds
        self._max_answer_bytes = max_answer_bytes
        self._session = requests.Session()
        self._session.trust_env = False
        self._ids = itertools.count(1)
        self._one_by_one = False
        self._decoders: dict[object, msgspec.json.Decoder[Any]] = {}

    def clone(self) -> "Rpc":
        """The same node over a connection of its own."""
        return Rpc(self.url, timeout_seconds=self.timeout_seconds, max_answer_bytes=self._max_answer_bytes)

    def close(self) -> None:
        """The connection is given back."""
        self._session.close()

    def __repr__(self) -> str:
        return f"Rpc({safe_url(self.url)})"

    def call(self, method: str, params: Sequence[object], answer: type[T]) -> T:
        """The node's answer as `answer`; raises `chain.*`."""
        return self._read(self._ask(method, params), method, answer)

    def find(self, method: str, params: Sequence[object], answer: type[T]) -> T | None:
        """The node's answer as `answer`, None for its `null`; raises `chain.*`."""
        return self._read_optional(self._ask(method, params), method, answer)

    def batch(self, calls: Sequence[Call], answer: type[T]) -> list[T]:
        """One answer for each call, in their order; raises `chain.*` if any of them fails."""
        return [
            self._read(found, method, answer)
            for found, (method, _) in zip(self._ask_batch(calls), calls, strict=True)
        ]

    def find_batch(self, calls: Sequence[Call], answer: type[T]) -> list[T | None]:
        """One answer for each call, in their order, None for a `null`; raises `chain.*` if any fails."""
        return [
            self._read_optional(found, method, answer)
            for found, (method, _) in zip(self._ask_batch(calls), calls, strict=True)
        ]

    def _ask(self, method: str, params: Sequence[object]) -> _Answer:
        return _decode(_ANSWER, self._post(_request(next(self._ids), method, params)))

    def _ask_batch(self, calls: Sequence[Call]) -> list[_Answer]:
        """By one request, or one by one from a node that once refused several at a time."""
        if self._one_by_one or len(calls) < 2:
            return [self._ask(method, params) for method, params in calls]
        ids = [next(self._ids) for _ in calls]
        body = self._post(
            [_request(i, method, params) for i, (method, params) in zip(ids, calls, strict=True)]
        )
        if body.lstrip()[:1] == b"{":
            refusal = _decode(_ANSWER, body).error
            if refusal is None:
                raise InconsistentChain("The node answered several requests with a single result.")
            if isinstance(_failure(refusal, "batch"), RateLimited):
                raise _failure(refusal, "batch")
            self._one_by_one = True
            return self._ask_batch(calls)
        answers = {found.id: found for found in _decode(_ANSWERS, body)}
        if len(answers) != len(calls) or answers.keys() != set(ids):
            raise InconsistentChain("The node answered other requests than it was asked.")
        return [answers[i] for i in ids]

    def _read_optional(self, found: _Answer, method: str, answer: type[T]) -> T | None:
        if found.error is None and len(found.result) == 4 and bytes(found.result) == b"null":
            return None
        return self._read(found, method, answer)

    def _read(self, found: _Answer, method: str, answer: type[T]) -> T:
        if found.error is not None:
            raise _failure(found.error, method)
        if not found.result:
            raise InconsistentChain(f"The node's answer to {method} has neither result nor error.")
        decoder = self._decoders.get(answer)
        if decoder is None:
            decoder = self._decoders[answer] = msgspec.json.Decoder(answer)
        try:
            value: T = decoder.decode(found.result)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise InconsistentChain(f"The node's answer to {method} does not read: {error}.") from None
        return value

    def _post(self, payload: object) -> bytes:
        try:
            with self._session.post(
                self.url,
                data=msgspec.json.encode(payload),
                headers={"Content-Type": "application/json"},
                timeout=self.timeout_seconds,
                stream=True,
            ) as response:
                body = self._read_body(response)
        except requests.Timeout:
            raise ChainTimeout(f"The node did not answer within {self.timeout_seconds:g} seconds.") from None
        except (requests.RequestException, OSError) as error:
            raise ChainUnavailable(f"The node is not reachable ({type(error).__name__}).") from None
        if response.status_code == 429:
            raise RateLimited("The node asks for fewer requests.")
        if response.status_code == 413:
            raise TooManyResults("The node finds the request too large.")
        if response.status_code >= 400 and body[:1] not in (b"{", b"["):
            raise ChainUnavailable(f"The node answered HTTP {response.status_code}.")
        return body

    def _read_body(self, response: requests.Response) -> bytes:
        parts, total = [], 0
        for part in response.iter_content(_CHUNK_BYTES):
            total += len(part)
            if total > self._max_answer_bytes:
                raise TooManyResults(f"The node's answer is larger than {self._max_answer_bytes} bytes.")
            parts.append(part)
        return b"".join(parts)


def _request(number: int, method: str, params: Sequence[object]) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def _decode(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise InconsistentChain("The node's answer is not JSON-RPC.") from None


def _failure(fault: _Fault, method: str) -> ChainUnavailable:
    """The error that a JSON-RPC fault stands for; providers differ, hence words before numbers."""
    message = fault.message[:300]
    if method == "eth_getLogs" and (fault.code == -32005 or _TOO_MANY.search(message)):
        return TooManyResults(f"The node finds the range too large: {message}")
    if fault.code in (429, -32005, -32029) or _RATE.search(message):
        return RateLimited(f"The node asks for fewer requests: {message}")
    data = fault.data if isinstance(fault.data, str) else None
    return RpcFailed(f"The node refused {method}: {message}", fault.code, data)
