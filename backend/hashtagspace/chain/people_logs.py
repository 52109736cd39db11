"""The people contracts' events as a node has them, with their blocks' times: the chain alone, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain, TooManyResults
from hashtagspace.chain.hexes import parse_bytes, parse_quantity, write_bytes
from hashtagspace.chain.logs import LogDecoder, RawLog
from hashtagspace.chain.people_event_data import PEOPLE_TABLES
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.people_events import PeopleEvent

_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class TimedPeopleEvent:
    """An event and when its block was made, Unix seconds."""

    event: PeopleEvent
    time_seconds: int


class PeopleLogs:
    """Events of one deployment's people; every method raises `chain.*`. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Asks nothing yet."""
        self._rpc = rpc
        self._addresses = [
            write_bytes(deployment.addresses[name]) for name in PEOPLE_TABLES if name in deployment.addresses
        ]
        self._start_block = deployment.start_block
        self._decoder = LogDecoder(deployment)
        self._blocks = RelayReads(rpc, deployment.post_registry, deployment.profile_registry)

    def list_events(
        self, from_block: int | None = None, to_block: int | None = None
    ) -> Iterator[TimedPeopleEvent]:
        """Every event of these blocks in chain order; None: from the deployment on, up to the head."""
        if not self._addresses:
            return
        low = max(from_block or 0, self._start_block + 1)
        high = self._blocks.read_head().number if to_block is None else to_block
        last = Checkpoint(low, -1)
        times: dict[str, int] = {}
        for log in self._ask(low, high):
            at = Checkpoint(parse_quantity(log.block_number), parse_quantity(log.log_index))
            if not last < at or at.block_number > high:
                raise InconsistentChain(
                    "The node gave logs out of order, or of blocks that nobody asked for."
                )
            last = at
            # Safety: only logs of the people contracts are asked for; the decoder refuses other addresses'.
            event = cast(PeopleEvent, self._decoder.decode(log, at))
            yield TimedPeopleEvent(event, self._read_time(log, at.block_number, times))

    def _ask(self, low: int, high: int) -> Iterator[RawLog]:
        while low <= high:
            last = min(high, low + _AT_ONCE - 1)
            yield from self._ask_range(low, last)
            low = last + 1

    def _ask_range(self, first: int, last: int) -> list[RawLog]:
        """The logs of a range; in halves where the node finds it too large."""
        query = {"address": self._addresses, "fromBlock": hex(first), "toBlock": hex(last)}
        try:
            return _read_logs(self._rpc.call("eth_getLogs", [query]))
        except TooManyResults:
            if first == last:
                raise
            middle = (first + last) // 2
            return [*self._ask_range(first, middle), *self._ask_range(middle + 1, last)]

    def _read_time(self, log: RawLog, number: int, times: dict[str, int]) -> int:
        if log.block_timestamp is not None:
            return parse_quantity(log.block_timestamp)
        if log.block_hash not in times:
            block = self._blocks.find_block(number)
            if block is None or block.hash != parse_bytes(log.block_hash, 32):
                raise InconsistentChain("The chain was reorganised while it was read; try again.")
            times[log.block_hash] = block.time_seconds
        return times[log.block_hash]


def _read_logs(answer: Any) -> list[RawLog]:  # noqa: ANN401 - JSON
    try:
        logs = msgspec.convert(answer, list[RawLog])
    except msgspec.ValidationError as error:
        raise InconsistentChain(f"The node's answer to eth_getLogs does not read: {error}.") from None
    return [log for log in logs if not log.removed]
