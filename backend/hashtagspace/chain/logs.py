"""Pages of `eth_getLogs` to domain events, fast: typed JSON, then slices.

A node may lie. What it gives is checked against the question: address, block, order, shape.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, cast

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import POST_REGISTRY, PROFILE_REGISTRY, Decode, topic_of
from hashtagspace.chain.hexes import parse_bytes, parse_quantity, write_bytes
from hashtagspace.chain.market_event_data import DATA_MARKET, DecodeMarket
from hashtagspace.chain.people_event_data import PEOPLE_TABLES, DecodePeople
from hashtagspace.domain.events import Checkpoint, PostRegistryEvent, ProfileRegistryEvent
from hashtagspace.domain.market_events import MarketEvent
from hashtagspace.domain.people_events import PeopleEvent

ProjectedEvent = ProfileRegistryEvent | PostRegistryEvent | MarketEvent | PeopleEvent
MAX_LOG_INDEX: Final = 2**31 - 1
_BLOCK_NUMBER: Final = attrgetter("block_number")
_NO_WORDS: Final[Sequence[bytes]] = ()


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
    """Decodes the logs of one deployment's registries and market, and of its people where it has them."""

    def __init__(self, deployment: Deployment) -> None:
        tables: dict[bytes, Mapping[str, tuple[int, Decode | DecodeMarket | DecodePeople]]] = {
            deployment.profile_registry: PROFILE_REGISTRY,
            deployment.post_registry: POST_REGISTRY,
            deployment.data_market: DATA_MARKET,
        }
        for name, table in PEOPLE_TABLES.items():
            if name in deployment.addresses:
                tables[deployment.addresses[name]] = table
        self.addresses = [write_bytes(address) for address in tables]
        self._decoders = {
            write_bytes(address): {write_bytes(topic_of(text)): entry for text, entry in table.items()}
            for address, table in tables.items()
        }

    def decode(self, log: RawLog, at: Checkpoint) -> ProjectedEvent:
        """The event of one log; raises `chain.inconsistent`."""
        table = self._decoders.get(log.address) or self._decoders.get(log.address.lower())
        if table is None:
            raise InconsistentChain(f"The node gave a log of {log.address[:80]}, which nobody asked for.")
        topics = log.topics
        found = (table.get(topics[0]) or table.get(topics[0].lower())) if topics else None
        if found is None:
            raise InconsistentChain("The node gave a log that is no event of these contracts.")
        count, decode = found
        if len(topics) != count:
            raise InconsistentChain("The node gave a log whose topics are not those of its event.")
        words = _NO_WORDS if count == 1 else [b"", *(parse_bytes(topic, 32) for topic in topics[1:])]
        try:
            event = decode(at, parse_bytes(log.transaction_hash, 32), words, parse_bytes(log.data))
        except UnicodeDecodeError:
            raise InconsistentChain("The node gave a handle that is not ASCII.") from None
        # Safety: the decoders of the tables return events of these contracts only.
        return cast(ProjectedEvent, event)

    def decode_range(self, logs: Sequence[RawLog], low: int, high: int) -> list[BlockLogs]:
        """The blocks of `low` … `high` that hold events, ascending; raises `chain.inconsistent`."""
        blocks: list[BlockLogs] = []
        last = low - 1
        for text, group in groupby(logs, _BLOCK_NUMBER):
            number = parse_quantity(text)
            if not low <= number <= high:
                raise InconsistentChain("The node gave logs of blocks that nobody asked for.")
            if number <= last:
                raise InconsistentChain("The node gave logs out of order.")
            last = number
            blocks.append(self._decode_block(list(group), number))
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
        hash_text, time_text, last = first.block_hash, first.block_timestamp, -1
        events: list[ProjectedEvent] = []
        decode, new = self.decode, tuple.__new__
        for log in logs:
            if log.removed:
                raise InconsistentChain("The node gave a log that it says was removed.")
            if log.block_hash != hash_text or log.block_timestamp != time_text:
                raise InconsistentChain("The node gave logs of one block with two hashes or times.")
            index = parse_quantity(log.log_index)
            if not last < index <= MAX_LOG_INDEX:
                raise InconsistentChain("The node gave logs twice or out of order.")
            last = index
            events.append(decode(log, new(Checkpoint, (number, index))))
        time = None if time_text is None else parse_quantity(time_text)
        return BlockLogs(number, parse_bytes(hash_text, 32), time, tuple(events))
