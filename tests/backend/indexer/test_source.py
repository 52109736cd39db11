"""The chain as a stream: complete, in order, undone when blocks go away, and never built on a lie."""

from typing import Any

import pytest
from fake_node import FakeNode
from hypothesis import given
from hypothesis import strategies as st
from source_reader import Reader

from hashtagspace.chain.errors import (
    ChainTimeout,
    HeadWentBack,
    RpcFailed,
    TooManyResults,
    WrongNetwork,
)
from hashtagspace.errors import ChainUnavailable
from hashtagspace.indexer.stream import Block, Finalize, Reorg


@pytest.fixture
def node() -> FakeNode:
    return FakeNode()


def test_nothing_new_is_nothing(node: FakeNode) -> None:
    reader = Reader(node)
    assert reader.poll() == []


def test_block_by_block_above_the_final_one(node: FakeNode) -> None:
    reader = Reader(node)
    node.grow(1, 0, 2)
    assert [item.number for item in reader.poll() if isinstance(item, Block)] == [1, 2, 3]
    node.final = 2
    assert reader.poll() == [Finalize(2)]
    reader.assert_as_node()


def test_ranges_below_the_final_one_leave_out_empty_blocks(node: FakeNode) -> None:
    node.grow(*([0] * 20), 3, *([0] * 19))
    node.final = 40
    reader = Reader(node)
    numbers = [item.number for item in reader.poll() if isinstance(item, Block)]
    assert numbers == [21, 40]
    reader.assert_as_node()


@pytest.mark.parametrize("has_timestamps", [True, False])
def test_a_node_with_limits_is_asked_for_less(node: FakeNode, has_timestamps: bool) -> None:
    node.grow(*([7, 0, 3] * 300))
    node.final, node.most_logs, node.has_timestamps = 880, 40, has_timestamps
    reader = Reader(node)
    reader.poll()
    reader.assert_as_node()
    spans = [
        int(q[0]["toBlock"], 16) - int(q[0]["fromBlock"], 16)
        for m, q in node.asked
        if m == "eth_getLogs" and "toBlock" in q[0]
    ]
    assert spans[0] > 40  # refused
    assert max(spans[2:]) < 40
    assert len(spans) < 300


def test_one_block_that_is_too_much_says_so(node: FakeNode) -> None:
    node.grow(50, 0)
    node.final, node.most_logs = 2, 40
    with pytest.raises(TooManyResults):
        Reader(node).poll()


def test_a_timeout_in_a_range_is_asked_for_less(node: FakeNode) -> None:
    node.grow(*([1] * 100))
    node.final = 100
    reader = Reader(node)
    twisted = []

    def twist(method: str, answer: Any) -> Any:
        if method == "eth_getLogs" and len(answer) > 10:
            twisted.append(1)
            raise ChainTimeout("slow")
        return answer

    node.twist = twist
    reader.poll()
    assert twisted
    reader.assert_as_node()


@pytest.mark.parametrize("final", [0, 4, 10])
@pytest.mark.parametrize("depth", [1, 2, 9, 40])
def test_blocks_that_went_away(node: FakeNode, depth: int, final: int) -> None:
    node.grow(*([1, 0] * 25))
    node.final = final
    reader = Reader(node)
    reader.poll()
    node.fork(depth, *([2, 1] * depth))
    items = reader.poll()
    assert isinstance(items[0], Reorg)
    assert items[0].number <= 50 - depth
    reader.assert_as_node()


def test_a_shorter_fork_counts_at_once(node: FakeNode) -> None:
    node.grow(1, 1, 1, 1)
    reader = Reader(node)
    reader.poll()
    node.fork(3, 5)
    assert isinstance(reader.poll()[0], Reorg)
    reader.assert_as_node()


def test_a_head_that_goes_back_gets_time(node: FakeNode) -> None:
    node.grow(1, 1, 1, 1)
    reader = Reader(node)
    reader.poll()
    del node.blocks[3:]
    for now in (0.0, 5.0, 9.9):
        reader.now = now
        with pytest.raises(HeadWentBack):
            reader.poll()
    reader.now = 10.0
    assert isinstance(reader.poll()[0], Reorg)
    reader.assert_as_node()


def test_a_node_that_catches_up_again_has_lost_nothing(node: FakeNode) -> None:
    node.grow(1, 1, 1, 1)
    reader = Reader(node)
    reader.poll()
    kept = node.blocks[3:]
    del node.blocks[3:]
    with pytest.raises(HeadWentBack):
        reader.poll()
    node.blocks += kept
    assert reader.poll() == []
    reader.now = 100.0
    del node.blocks[3:]
    with pytest.raises(HeadWentBack):  # patience begins anew
        reader.poll()


def test_the_start_block_is_gone(node: FakeNode) -> None:
    node.grow(1, 1)
    reader = Reader(node)
    reader.poll()
    node.blocks[0].salt = 9
    node.fork(2)
    node.grow(1, 1, 1)
    with pytest.raises(WrongNetwork, match="Deploy again"):
        reader.poll()


def test_another_chain(node: FakeNode) -> None:
    node.chain_id = 1
    with pytest.raises(WrongNetwork, match="chain 1, the deployment on 31337"):
        Reader(node)


def test_no_contract_there(node: FakeNode) -> None:
    node.code = "0x"
    with pytest.raises(WrongNetwork, match="There is no ProfileRegistry"):
        Reader(node)


def test_a_node_without_the_final_tag(node: FakeNode) -> None:
    def twist(_method: str, answer: Any) -> Any:
        if node.asked[-1][1][:1] == ["finalized"]:
            raise RpcFailed("unknown tag", -32602)
        return answer

    node.twist = twist
    node.grow(*([1] * 100))
    reader = Reader(node, finality_depth=30)
    reader.poll()
    assert reader.final == 70
    reader.assert_as_node()


def test_the_chain_moves_while_it_is_read(node: FakeNode) -> None:
    """Headers of one fork, then the next: the poll ends early and the next one repairs."""
    node.grow(1, 1, 1)
    reader = Reader(node)
    moved = []

    def twist(method: str, answer: Any) -> Any:
        if method == "eth_getBlockByNumber" and node.asked[-1][1][0] == "0x2" and not moved:
            moved.append(1)
            node.fork(2, 4, 4)
        return answer

    node.twist = twist
    for _ in range(4):
        reader.poll()
    reader.assert_as_node()


@given(st.data())
def test_any_history_is_followed(data: st.DataObject) -> None:
    node = FakeNode()
    reader = Reader(node, patience_seconds=0.0)
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()) and len(node.blocks) > 1:
            depth = data.draw(st.integers(1, min(len(node.blocks) - 1, 30)))
            node.fork(depth, *data.draw(st.lists(st.integers(0, 3), min_size=0, max_size=40)))
        else:
            node.grow(*data.draw(st.lists(st.integers(0, 3), max_size=40)))
        node.final = data.draw(st.integers(0, node.blocks[-1].number))
        if data.draw(st.booleans()):
            reader.rpc.failures = [ChainUnavailable("away")]
            with pytest.raises(ChainUnavailable):
                reader.poll()
        reader.poll()
        reader.assert_as_node()
