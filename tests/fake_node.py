"""A node in memory that answers what the source asks, and lies where a test wants it to."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import TooManyResults
from hashtagspace.chain.event_data import topic_of
from hashtagspace.chain.rpc import Rpc

POSTS = b"\x02" * 20
PUBLISHED = "0x" + topic_of("Published(address,bytes32,bytes32,bytes32)").hex()


@dataclass
class FakeBlock:
    """A block with as many Published logs as `logs` says."""

    number: int
    salt: int
    parent: str
    time: int
    logs: int

    @property
    def hash(self) -> str:
        return "0x" + sha256(f"{self.number} {self.salt} {self.parent}".encode()).hexdigest()


@dataclass
class FakeNode:
    """A chain of `FakeBlock`s. `final` None: the node knows no finalised block."""

    blocks: list[FakeBlock] = field(default_factory=list)
    final: int | None = 0
    most_logs: int = 10**9
    has_timestamps: bool = True
    chain_id: int = 31337
    code: str = "0x00"
    salt: int = 0
    asked: list[tuple[str, Any]] = field(default_factory=list)
    twist: Callable[[str, Any], Any] = lambda _method, answer: answer

    def __post_init__(self) -> None:
        self.blocks.append(FakeBlock(0, 0, "0x" + "00" * 32, 1_000_000, 0))

    @property
    def deployment(self) -> Deployment:
        start = bytes.fromhex(self.blocks[0].hash[2:])
        addresses = {"ProfileRegistry": b"\x01" * 20, "PostRegistry": POSTS, "DataMarket": b"\x03" * 20}
        return Deployment(31337, 0, start, addresses)

    def grow(self, *logs: int) -> None:
        """One block for each number, which is how many logs it holds."""
        for count in logs:
            last = self.blocks[-1]
            self.blocks.append(FakeBlock(last.number + 1, self.salt, last.hash, last.time + 2, count))

    def fork(self, depth: int, *logs: int) -> None:
        """The last blocks are replaced by others."""
        self.salt += 1
        del self.blocks[len(self.blocks) - depth :]
        self.grow(*logs)

    def answer(self, method: str, params: list[Any]) -> Any:
        self.asked.append((method, params))
        return self.twist(method, self._answer(method, params))

    def _answer(self, method: str, params: list[Any]) -> Any:
        match method:
            case "eth_chainId":
                return hex(self.chain_id)
            case "eth_getCode":
                return self.code
            case "eth_getBlockByNumber":
                return self._header(params[0])
            case "eth_getLogs":
                return self._logs(params[0])
        raise AssertionError(method)

    def _header(self, tag: str) -> dict[str, str] | None:
        number = {"latest": self.blocks[-1].number, "finalized": self.final}.get(tag, -1)
        if number == -1:
            number = int(tag, 16)
        if number is None or number >= len(self.blocks):
            return None
        block = self.blocks[number]
        return {
            "number": hex(number),
            "hash": block.hash,
            "parentHash": block.parent,
            "timestamp": hex(block.time),
        }

    def _logs(self, question: dict[str, str]) -> list[dict[str, Any]]:
        if "blockHash" in question:
            blocks = [block for block in self.blocks if block.hash == question["blockHash"]]
        else:
            low, high = int(question["fromBlock"], 16), int(question["toBlock"], 16)
            blocks = self.blocks[low : high + 1]
        found = [self._log(block, index) for block in blocks for index in range(block.logs)]
        if len(found) > self.most_logs:
            raise TooManyResults("the fake node has its limits")
        return found

    def _log(self, block: FakeBlock, index: int) -> dict[str, Any]:
        log = {
            "address": "0x" + POSTS.hex(), "topics": [PUBLISHED], "data": "0x" + "00" * 128,
            "blockHash": block.hash, "blockNumber": hex(block.number), "logIndex": hex(index),
            "transactionHash": "0x" + "0f" * 32,
        }  # fmt: skip
        return {**log, "blockTimestamp": hex(block.time)} if self.has_timestamps else log


class FakeRpc(Rpc):
    """The real decoding over the fake node instead of HTTP."""

    def __init__(self, node: FakeNode) -> None:
        super().__init__("http://node.invalid")
        self.node = node
        self.failures: list[Exception] = []

    def clone(self) -> "FakeRpc":
        return self

    def _post(self, payload: Any) -> bytes:
        if self.failures:
            raise self.failures.pop(0)
        one = isinstance(payload, dict)
        answers = [
            {"jsonrpc": "2.0", "id": p["id"], "result": self.node.answer(p["method"], list(p["params"]))}
            for p in ([payload] if one else payload)
        ]
        return json.dumps(answers[0] if one else answers).encode()
