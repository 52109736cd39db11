"""A node that lies stops the stream where it lies; the truth, once told, goes on from there."""

from collections.abc import Callable
from typing import Any

import pytest
from fake_node import FakeNode
from source_reader import Reader

from hashtagspace.chain.errors import InconsistentChain


def _first_log(change: dict[str, Any]) -> Callable[[str, Any], Any]:
    def twist(method: str, answer: Any) -> Any:
        if method == "eth_getLogs" and answer:
            return [{**answer[0], **change}, *answer[1:]]
        return answer

    return twist


def _header(change: dict[str, Any]) -> Callable[[str, Any], Any]:
    def twist(method: str, answer: Any) -> Any:
        return {**answer, **change} if method == "eth_getBlockByNumber" and answer else answer

    return twist


LIES = {
    "log of another address": _first_log({"address": "0x" + "09" * 20}),
    "log of another block": _first_log({"blockNumber": "0x63"}),
    "log of another hash": _first_log({"blockHash": "0x" + "09" * 32}),
    "removed log": _first_log({"removed": True}),
    "log twice": lambda m, a: [*a, *a] if m == "eth_getLogs" else a,
    "log without data": _first_log({"data": None}),
    "no list": lambda m, a: {} if m == "eth_getLogs" else a,
    "header without hash": _header({"hash": None}),
    "header of another number": _header({"number": "0x63"}),
    "header with a short hash": _header({"hash": "0x09"}),
    "header with a huge time": _header({"timestamp": "0x" + "f" * 30}),
    "no block": lambda m, a: None if m == "eth_getBlockByNumber" else a,
}


@pytest.mark.parametrize("final", [0, 20])
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_ends_the_poll_and_is_mended_by_the_truth(lie: Callable[[str, Any], Any], final: int) -> None:
    node = FakeNode()
    reader = Reader(node)
    node.grow(*([2, 0, 1] * 10))
    node.final = final
    node.twist = lie
    with pytest.raises(InconsistentChain):
        reader.poll()
    node.twist = lambda _method, answer: answer
    reader.poll()
    reader.assert_as_node()
