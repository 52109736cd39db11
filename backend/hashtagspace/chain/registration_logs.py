"""Which profiles there were at a block, and since when: asked of the chain alone."""

from typing import Any, Final

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain, TooManyResults
from hashtagspace.chain.event_data import topic_of
from hashtagspace.chain.hexes import parse_quantity, write_bytes
from hashtagspace.chain.logs import RawLog
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.shared_rpc import JsonRpc

_REGISTERED: Final = write_bytes(topic_of("Registered(uint64,address,string,address,bytes32,bytes32)"))
_AT_ONCE: Final = 10_000


class RegistrationLogs:
    """Registrations of one deployment; every method raises `chain.*`. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Asks nothing yet."""
        self._rpc = rpc
        self._deployment = deployment
        self._blocks = RelayReads(rpc, deployment.post_registry, deployment.profile_registry)

    def map_times(self, to_block: int) -> dict[int, int]:
        """When each profile was registered, Unix seconds, up to a block; in the order of the chain."""
        found: dict[int, int] = {}
        times: dict[int, int] = {}
        low = self._deployment.start_block + 1
        while low <= to_block:
            last = min(to_block, low + _AT_ONCE - 1)
            for log in self._ask(low, last):
                number = parse_quantity(log.block_number)
                if log.topics[:1] != [_REGISTERED] or len(log.topics) < 2 or not low <= number <= last:
                    raise InconsistentChain("The node gave a log that nobody asked for.")
                found.setdefault(parse_quantity(log.topics[1]), self._read_time(log, number, times))
            low = last + 1
        return found

    def _read_time(self, log: RawLog, number: int, times: dict[int, int]) -> int:
        if log.block_timestamp is not None:
            return parse_quantity(log.block_timestamp)
        if number not in times:
            block = self._blocks.find_block(number)
            if block is None:
                raise InconsistentChain("The chain was reorganised while it was read; try again.")
            times[number] = block.time_seconds
        return times[number]

    def _ask(self, first: int, last: int) -> list[RawLog]:
        """The logs of a range; in halves where the node finds it too large."""
        query = {
            "address": write_bytes(self._deployment.profile_registry),
            "topics": [_REGISTERED],
            "fromBlock": hex(first),
            "toBlock": hex(last),
        }
        try:
            return _read_logs(self._rpc.call("eth_getLogs", [query]))
        except TooManyResults:
            if first == last:
                raise
            middle = (first + last) // 2
            return [*self._ask(first, middle), *self._ask(middle + 1, last)]


def _read_logs(answer: Any) -> list[RawLog]:  # noqa: ANN401 - JSON
    try:
        return [log for log in msgspec.convert(answer, list[RawLog]) if not log.removed]
    except msgspec.ValidationError as error:
        raise InconsistentChain(f"The node's answer to eth_getLogs does not read: {error}.") from None
