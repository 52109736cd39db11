"""Pages of `eth_getLogs` to domain events, fast: typed JSON, then slices.

A node may lie. What it gives is checked against the question: address, block, order, shape.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import POST_REGISTRY, PROFILE_REGISTRY, Decode, topic_of
from hashtagspace.chain.hexes import parse_bytes, parse_quantity, write_bytes
from hashtagspace.domain.events import Checkpoint, Event, PostRegistryEvent, ProfileRegistryEvent

ProjectedEvent = ProfileRegistryEvent | PostRegistryEvent
MAX_LOG_INDEX: Final = 2**31 - 1


class RawLog(msgspec.Struct, rename="camel"):
    """One log as a node writes it; `block_timestamp` only where the node is so kind."""

    address: str
    topics: list[str]
    data: str
    block_hash: str
    block_number: str
    transaction_hash: str
    log_index: str
    removed: bool = False
    block_timestamp: str | None = None


@dataclass(frozen=True, slots=True)
class BlockLogs:
    """The events of one block in chain order; `time_seconds` None: the node did not say."""

    number: int
    block_hash: bytes
    time_seconds: int | None
    events: tuple[ProjectedEvent, ...]


class LogDecoder:
    """Decodes the logs of one deployment's registries."""

    def __init__(self, deployment: Deployment) -> None:
        self.addresses = [
            write_bytes(deployment.profile_registry),
            write_bytes(deployment.post_registry),
        ]
        self._decoders: dict[tuple[str, str], tuple[int, Decode]] = {}
        for address, table in zip(self.addresses, (PROFILE_REGISTRY, POST_REGISTRY), strict=True):
            for signature, entry in table.items():
                self._decoders[address, write_bytes(topic_of(signature))] = entry

    def decode(self, log: RawLog, at: Checkpoint) -> ProjectedEvent:
        """The event of one log; raises `chain.inconsistent`."""
        address = log.address.lower()
        if address not in self.addresses:
            raise InconsistentChain(f"The node gave a log of {log.address[:80]}, which nobody asked for.")
        found = self._decoders.get((address, log.topics[0].lower())) if log.topics else None
        if found is None:
            raise InconsistentChain("The node gave a log that is no event of these contracts.")
        count, decode = found
        if len(log.topics) != count:
            raise InconsistentChain("The node gave a log whose topics are not those of its event.")
        topics = [b"", *(parse_bytes(topic, 32) for topic in log.topics[1:])]
        try:
            event: Event = decode(at, parse_bytes(log.transaction_hash, 32), topics, parse_bytes(log.data))
        except UnicodeDecodeError:
            raise InconsistentChain("The node gave a handle that is not ASCII.") from None
        # Safety: the decoders of both tables return events of these two contracts only.
        return cast(ProjectedEvent, event)

    def decode_range(self, logs: Sequence[RawLog], low: int, high: int) -> list[BlockLogs]:
        """The blocks of `low` … `high` that hold events, ascending; raises `chain.inconsistent`."""
        blocks: list[BlockLogs] = []
        start, number = 0, -1
        numbers = [parse_quantity(log.block_number) for log in logs]
        if numbers and not low <= min(numbers) <= max(numbers) <= high:
            raise InconsistentChain("The node gave logs of blocks that nobody asked for.")
        for end in range(len(logs) + 1):
            if end < len(logs) and numbers[end] == number:
                continue
            if end > start:
                blocks.append(self._decode_block(logs[start:end], number))
            if end < len(logs):
                if numbers[end] < number:
                    raise InconsistentChain("The node gave logs out of order.")
                start, number = end, numbers[end]
        return blocks

    def decode_block(
        self, logs: Sequence[RawLog], number: int, block_hash: bytes
    ) -> tuple[ProjectedEvent, ...]:
        """The events of the block with this number and hash; raises `chain.inconsistent`."""
        if not logs:
            return ()
        if any(parse_quantity(log.block_number) != number for log in logs):
            raise InconsistentChain("The node gave logs of another block than the one asked for.")
        block = self._decode_block(logs, number)
        if block.block_hash != block_hash:
            raise InconsistentChain("The node gave logs of a block with another hash.")
        return block.events

    def _decode_block(self, logs: Sequence[RawLog], number: int) -> BlockLogs:
        first = logs[0]
        self._verify_same_block(logs, first)
        indexes = [parse_quantity(log.log_index) for log in logs]
        if any(a >= b for a, b in pairwise(indexes)) or indexes[-1] > MAX_LOG_INDEX:
            raise InconsistentChain("The node gave logs twice or out of order.")
        time = None if first.block_timestamp is None else parse_quantity(first.block_timestamp)
        events = tuple(
            self.decode(log, Checkpoint(number, index)) for log, index in zip(logs, indexes, strict=True)
        )
        return BlockLogs(number, parse_bytes(first.block_hash, 32), time, events)

    def _verify_same_block(self, logs: Iterable[RawLog], first: RawLog) -> None:
        for log in logs:
            if log.removed:
                raise InconsistentChain("The node gave a log that it says was removed.")
            if log.block_hash != first.block_hash or log.block_timestamp != first.block_timestamp:
                raise InconsistentChain("The node gave logs of one block with two hashes or times.")
