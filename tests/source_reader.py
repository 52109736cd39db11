"""Applies a source's stream to a list of headers, as the projection does to tables."""

from typing import Any

from fake_node import FakeNode, FakeRpc

from hashtagspace.indexer.source import Source
from hashtagspace.indexer.stream import Block, Finalize, Item, Reorg
from hashtagspace.store.write_checkpoint import Header


class Reader:
    """Applies a stream to a list of headers, as the projection does to tables."""

    def __init__(self, node: FakeNode, **options: Any) -> None:
        self.node, self.rpc = node, FakeRpc(node)
        self.journal: list[Header] = []
        self.final, self.events, self.now = 0, 0, 0.0
        self.counts: dict[int, int] = {}
        options = {"patience_seconds": 10.0, **options}
        self.source = Source(self.rpc, node.deployment, self.known, clock=lambda: self.now, **options)
        self.journal.append(self.source.verify_network())

    def known(self, below: int, limit: int) -> list[Header]:
        return [header for header in reversed(self.journal) if header.number < below][:limit]

    def poll(self) -> list[Item]:
        items: list[Item] = []
        for item in self.source.poll(self.journal[-1], self.final):
            items.append(item)
            match item:
                case Block():
                    assert item.number > self.journal[-1].number
                    self.journal.append(Header(item.number, item.block_hash, item.time_seconds))
                    self.counts[item.number] = len(item.events)
                case Reorg():
                    self.journal = [header for header in self.journal if header.number <= item.number]
                    self.counts = {n: count for n, count in self.counts.items() if n <= item.number}
                    assert self.journal[-1] == Header(*_fields(item))
                    self.final = min(self.final, item.number)
                case Finalize():
                    assert self.final < item.number <= self.journal[-1].number
                    self.final = item.number
        return items

    def assert_as_node(self) -> None:
        last = self.node.blocks[-1]
        assert self.journal[-1] == Header(last.number, bytes.fromhex(last.hash[2:]), last.time)
        assert {n: c for n, c in self.counts.items() if c} == {
            b.number: b.logs for b in self.node.blocks if b.logs
        }
        known = {block.number: bytes.fromhex(block.hash[2:]) for block in self.node.blocks}
        assert all(known[header.number] == header.block_hash for header in self.journal)


def _fields(item: Reorg) -> tuple[int, bytes, int]:
    return item.number, item.block_hash, item.time_seconds
