"""The chain as a stream of Block, Finalize and Reorg, by polling one node.

Below the final block it reads ranges of logs, ahead of the reader; above it every block by its hash.
The source remembers nothing about the chain: what is known is asked of the journal, so a restart is a poll.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import HeadWentBack, InconsistentChain, RpcFailed, WrongNetwork
from hashtagspace.chain.hexes import parse_bytes, parse_quantity, write_bytes
from hashtagspace.chain.logs import LogDecoder, RawLog
from hashtagspace.chain.people_reads import PeopleReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.indexer.ranges import RangeReader
from hashtagspace.indexer.stream import Block, Finalize, Item, Reorg
from hashtagspace.store.write_checkpoint import Header

KnownBlocks = Callable[[int, int], Sequence[Header]]  # (below, limit) -> latest first

LINKED_AT_ONCE: Final = 32
FINALITY_DEPTH: Final = 64
ANCESTORS_AT_ONCE: Final = 100


class RawHeader(msgspec.Struct, rename="camel"):
    """A block header as a node writes it."""

    number: str
    hash: str
    parent_hash: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class NodeBlock:
    """A header that the node vouches for now."""

    header: Header
    parent_hash: bytes


def read_header(raw: RawHeader) -> NodeBlock:
    """The header with its fields checked; raises `chain.inconsistent`."""
    header = Header(parse_quantity(raw.number), parse_bytes(raw.hash, 32), parse_quantity(raw.timestamp))
    return NodeBlock(header, parse_bytes(raw.parent_hash, 32))


class Source:
    """Polls one node for one deployment."""

    def __init__(
        self,
        rpc: Rpc,
        deployment: Deployment,
        known_blocks: KnownBlocks,
        *,
        finality_depth: int = FINALITY_DEPTH,
        patience_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`known_blocks` lists blocks of the projection; `patience_seconds`: how long a node may lag."""
        self._rpc = rpc
        self._deployment = deployment
        self._known_blocks = known_blocks
        self._finality_depth = finality_depth
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._behind_since: float | None = None
        self._has_final_tag = True
        self._decoder = LogDecoder(deployment)
        self._ranges = RangeReader(rpc, self._decoder)
        self.head_number = deployment.start_block

    def verify_network(self) -> Header:
        """The start block, once the node proved to be on the deployment's chain.

        Raises `chain.wrong_network` with what to do, `chain.*` when the node does not answer.
        """
        chain_id = parse_quantity(self._rpc.call("eth_chainId", [], str))
        expected = self._deployment.chain_id
        if chain_id != expected:
            raise WrongNetwork(f"The node is on chain {chain_id}, the deployment on {expected}: correct one.")
        start = self._find(self._deployment.start_block)
        if start is None or start.header.block_hash != self._deployment.start_block_hash:
            raise WrongNetwork(
                f"The node does not have the deployment's start block {self._deployment.start_block}: the "
                "chain was reset or the node is still syncing. Deploy again, or wait for the node."
            )
        for name in ("ProfileRegistry", "PostRegistry"):
            address = write_bytes(self._deployment.addresses[name])
            if self._rpc.call("eth_getCode", [address, "latest"], str) in ("0x", ""):
                raise WrongNetwork(f"There is no {name} at {address} on this chain: deploy again.")
        return start.header

    def find_people(self) -> PeopleTerms | None:
        """What the people contracts were deployed with, None without them; raises `chain.*`."""
        return PeopleReads(SharedRpc(self._rpc), self._deployment).find_terms()

    def poll(self, tip: Header, final_number: int) -> Iterator[Item]:
        """What happened since `tip`, the last block projected; ends when the head is reached.

        Raises `chain.*`; what was yielded before stays true.
        """
        head, final = self._heads()
        self.head_number = head.header.number
        if head.header[:2] != tip[:2] and head.parent_hash != tip.block_hash:
            ancestor = self._common_ancestor(tip, head)
            if ancestor is not None:
                yield Reorg(*ancestor)
                tip, final_number = ancestor, min(final_number, ancestor.number)
        self._behind_since = None
        if tip.number < final:
            for block in self._ranges.read(tip.number + 1, final):
                yield block
                tip = Header(block.number, block.block_hash, block.time_seconds)
        for block in self._linked_blocks(tip, head):
            yield block
            tip = Header(block.number, block.block_hash, block.time_seconds)
        reached = min(final, tip.number)
        if reached > final_number:
            yield Finalize(reached)

    def close(self) -> None:
        """Reading ahead has ended."""
        self._ranges.close()

    def _heads(self) -> tuple[NodeBlock, int]:
        latest = ("eth_getBlockByNumber", ["latest", False])
        final = ("eth_getBlockByNumber", ["finalized", False])
        if self._has_final_tag:
            try:
                found = self._rpc.find_batch([latest, final], RawHeader)
                head = self._existing(found[0])
                last = 0 if found[1] is None else parse_quantity(found[1].number)
                return head, min(last, head.header.number)
            except RpcFailed:
                self._has_final_tag = False  # an older node, or one that refuses batches
        head = self._existing(self._rpc.find(*latest, RawHeader))
        return head, max(head.header.number - self._finality_depth, 0)

    def _existing(self, raw: RawHeader | None) -> NodeBlock:
        if raw is None:
            raise InconsistentChain("The node has no latest block.")
        return read_header(raw)

    def _find(self, number: int) -> NodeBlock | None:
        raw = self._rpc.find("eth_getBlockByNumber", [hex(number), False], RawHeader)
        if raw is None:
            return None
        found = read_header(raw)
        if found.header.number != number:
            raise InconsistentChain("The node answered with another block than the one asked for.")
        return found

    def _common_ancestor(self, tip: Header, head: NodeBlock) -> Header | None:
        """None while `tip` still stands; else the latest known block that the node has too."""
        if head.header.number >= tip.number:
            same = self._find(tip.number)
            if same is not None and same.header.block_hash == tip.block_hash:
                return None
        else:
            self._verify_lag(head)
        below = tip.number + 1
        while known := self._known_blocks(below, ANCESTORS_AT_ONCE):
            for header in known:
                node = self._find(header.number) if header.number <= head.header.number else None
                if node is not None and node.header.block_hash == header.block_hash:
                    return node.header
            below = known[-1].number
        raise WrongNetwork(
            "The node no longer has the block at which the deployment starts: the chain was reset. "
            "Deploy again and index into a fresh database."
        )

    def _verify_lag(self, head: NodeBlock) -> None:
        """A node that is behind gets some time: it may be another one behind the same address."""
        known = self._known_blocks(head.header.number + 1, 1)
        is_prefix = bool(known) and (
            known[0].number < head.header.number or known[0].block_hash == head.header.block_hash
        )
        if not is_prefix:
            return
        now = self._clock()
        self._behind_since = now if self._behind_since is None else self._behind_since
        if now - self._behind_since < self._patience_seconds:
            raise HeadWentBack(
                f"The node is at block {head.header.number}, which is behind what it showed before; waiting."
            )

    def _linked_blocks(self, tip: Header, head: NodeBlock) -> Iterator[Block]:
        """The blocks after `tip` up to the head as long as each names the one before as its parent."""
        low = tip.number + 1
        while low <= head.header.number:
            high = min(low + LINKED_AT_ONCE - 1, head.header.number)
            headers = [head] if low == head.header.number else self._headers(low, high)
            linked = []
            for found in headers:
                if found.parent_hash != tip.block_hash:
                    break
                linked.append(found)
                tip = found.header
            yield from self._with_events(linked)
            if len(linked) < high - low + 1:
                return  # the chain moved meanwhile: the next poll finds out how
            low = high + 1

    def _headers(self, low: int, high: int) -> list[NodeBlock]:
        calls = [("eth_getBlockByNumber", [hex(number), False]) for number in range(low, high + 1)]
        found = [read_header(raw) for raw in self._rpc.find_batch(calls, RawHeader) if raw is not None]
        if any(node.header.number != low + index for index, node in enumerate(found)):
            raise InconsistentChain("The node answered with other blocks than those asked for.")
        return found

    def _with_events(self, headers: Sequence[NodeBlock]) -> Iterator[Block]:
        addresses = self._decoder.addresses
        calls = [
            ("eth_getLogs", [{"blockHash": write_bytes(node.header.block_hash), "address": addresses}])
            for node in headers
        ]
        for node, logs in zip(headers, self._rpc.batch(calls, list[RawLog]), strict=True):
            number, block_hash, time_seconds = node.header
            yield Block(
                number, block_hash, time_seconds, self._decoder.decode_block(logs, number, block_hash)
            )
