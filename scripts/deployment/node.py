"""The network's node over JSON-RPC, with the standard library alone."""

import itertools
import json
import time
import urllib.error
import urllib.request
from typing import Any, Final
from urllib.parse import urlsplit

from deployment.failure import DeployError, safe_url, scrub

_PAUSES_SECONDS: Final = (0.3, 1.0, 2.0)
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
Json = dict[str, Any]


class NodeRefused(DeployError):
    """The node answered with an error; `said` is its message."""

    def __init__(self, method: str, said: str) -> None:
        self.said = said
        super().__init__(f"The node refused {method}: {said}")


class Node:
    """One node; every call is repeated a few times when it does not answer, so all of them must bear that."""

    def __init__(
        self, url: str, timeout_seconds: float = 30.0, pauses_seconds: tuple[float, ...] = _PAUSES_SECONDS
    ) -> None:
        self.url = url
        self._pauses_seconds = pauses_seconds
        self._timeout_seconds = timeout_seconds
        self._ids = itertools.count(1)
        self._opener = _build_opener(url)

    def __repr__(self) -> str:
        return f"Node({safe_url(self.url)})"

    def call(self, method: str, *params: object) -> Any:  # noqa: ANN401 - JSON
        """The result; raises NodeRefused for a JSON-RPC error, DeployError when no answer comes."""
        body = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        answer = self._post(json.dumps(body).encode())
        fault = answer.get("error")
        if fault is not None:
            said = fault.get("message", "") if isinstance(fault, dict) else str(fault)
            raise NodeRefused(method, scrub(str(said))[:300])
        return answer.get("result")

    def chain_id(self) -> int:
        """The chain id that the node answers for."""
        return int(str(self.call("eth_chainId")), 16)

    def head(self) -> int:
        """Number of the latest block."""
        return int(str(self.call("eth_blockNumber")), 16)

    def find_block(self, number: int | str, *, full: bool = False) -> Json | None:
        """A block by number or tag, None where the node has none."""
        tag = number if isinstance(number, str) else hex(number)
        found: Json | None = self.call("eth_getBlockByNumber", tag, full)
        return found

    def block(self, number: int | str) -> Json:
        """A block by number or tag; raises where there is none."""
        found = self.find_block(number)
        if found is None:
            raise DeployError(
                f"The node has no block {number}: use a node that is in sync, and run this again."
            )
        return found

    def nonce(self, address: str, tag: int | str = "latest") -> int:
        """How many transactions of `address` are in the chain up to `tag`."""
        at = tag if isinstance(tag, str) else hex(tag)
        return int(str(self.call("eth_getTransactionCount", address, at)), 16)

    def balance(self, address: str) -> int:
        """In wei."""
        return int(str(self.call("eth_getBalance", address, "latest")), 16)

    def code(self, address: str) -> bytes:
        """The code at `address`, empty for none."""
        return bytes.fromhex(str(self.call("eth_getCode", address, "latest"))[2:])

    def find_receipt(self, transaction_hash: str) -> Json | None:
        """The receipt, None while the transaction is in no block."""
        found: Json | None = self.call("eth_getTransactionReceipt", transaction_hash)
        return found if found and found.get("blockNumber") else None

    def is_known(self, transaction_hash: str) -> bool:
        """Whether the node holds the transaction, mined or waiting."""
        return self.call("eth_getTransactionByHash", transaction_hash) is not None

    def _post(self, body: bytes) -> Json:
        for pause in (*self._pauses_seconds, None):
            request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})  # noqa: S310
            try:
                with self._opener.open(request, timeout=self._timeout_seconds) as response:
                    text = response.read()
            except urllib.error.HTTPError as error:
                text, reason = error.read(), f"HTTP {error.code}"
            except (OSError, ValueError) as error:
                text, reason = b"", scrub(str(getattr(error, "reason", error))) or type(error).__name__
            else:
                reason = "an answer that is no JSON-RPC"
            answer = _decode(text)
            if answer is not None:
                return answer
            if pause is not None:
                time.sleep(pause)
        raise DeployError(
            f"The node at {safe_url(self.url)} does not answer ({reason}): check the RPC URL and the "
            "network, then run the same command again."
        )


def _decode(text: bytes) -> Json | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and ("result" in answer or "error" in answer) else None


def _build_opener(url: str) -> urllib.request.OpenerDirector:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DeployError("The RPC URL is none: give one that starts with http:// or https://.")
    direct = [urllib.request.ProxyHandler({})] if parts.hostname in _LOOPBACK else []
    return urllib.request.build_opener(*direct)
