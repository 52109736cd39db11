"""The market's events as a node has them: all of one offer, all of some deals, with their blocks' times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain, TooManyResults
from hashtagspace.chain.event_data import topic_of
from hashtagspace.chain.hexes import parse_bytes, parse_quantity, write_bytes
from hashtagspace.chain.logs import LogDecoder, RawLog
from hashtagspace.chain.market_event_data import DATA_MARKET
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_events import ConsentGiven, MarketEvent, OfferOpened

_AT_ONCE: Final = 200
_TOPICS: Final = {signature.partition("(")[0]: write_bytes(topic_of(signature)) for signature in DATA_MARKET}
Topics = Sequence[str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """An event and when its block was made, Unix seconds."""

    event: MarketEvent
    time_seconds: int


class MarketLogs:
    """Events of one deployment's market; every method raises `chain.*`. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Asks nothing yet."""
        self._rpc = rpc
        self._deployment = deployment
        self._decoder = LogDecoder(deployment)
        self._blocks = RelayReads(rpc, deployment.post_registry, deployment.profile_registry)
        self._times: dict[str, int] = {}

    def list_offer(self, offer: bytes, from_block: int | None = None) -> list[TimedEvent]:
        """Everything that happened to an offer and to its deals, in chain order."""
        own = self._list([None, write_bytes(offer)], from_block)
        answers = [_TOPICS["ConsentGiven"], _TOPICS["ConsentWithdrawn"]]
        given = self._list([answers, None, write_bytes(offer)], from_block)
        deals = {one.event.deal: None for one in given if isinstance(one.event, ConsentGiven)}
        found = {
            one.event.checkpoint: one for one in (*own, *given, *self.list_deals(list(deals), from_block))
        }
        return [found[checkpoint] for checkpoint in sorted(found)]

    def list_deals(self, deals: Sequence[bytes], from_block: int | None = None) -> list[TimedEvent]:
        """Everything that happened to these deals, in chain order."""
        found: list[TimedEvent] = []
        for at in range(0, len(deals), _AT_ONCE):
            some = [write_bytes(deal) for deal in deals[at : at + _AT_ONCE]]
            found += self._list([None, some], from_block)
        return sorted(found, key=lambda one: one.event.checkpoint)

    def find_opening(self, offer: bytes) -> OfferOpened | None:
        """How an offer was opened, its terms with it; None while the chain knows no such offer."""
        found = self._list([_TOPICS["OfferOpened"], write_bytes(offer)], None)
        return next((one.event for one in found if isinstance(one.event, OfferOpened)), None)

    def list_openings(self, buyer: bytes, from_block: int | None = None) -> list[TimedEvent]:
        """The offers that a wallet opened, in chain order."""
        return self._list([_TOPICS["OfferOpened"], None, write_bytes(buyer.rjust(32, b"\0"))], from_block)

    def list_credits(self, payee: bytes, from_block: int | None = None) -> list[TimedEvent]:
        """What an account was credited by deals and paid out, in chain order."""
        account = write_bytes(payee.rjust(32, b"\0"))
        credited = self._list([_TOPICS["Credited"], None, account], from_block)
        paid = self._list([_TOPICS["Withdrawn"], account], from_block)
        return sorted((*credited, *paid), key=lambda one: one.event.checkpoint)

    def find_calldata(self, tx_hash: bytes) -> bytes | None:
        """What a transaction was called with, None where the node has it not."""
        found = self._rpc.call("eth_getTransactionByHash", [write_bytes(tx_hash)])
        if not isinstance(found, dict) or not isinstance(found.get("input"), str):
            return None
        return parse_bytes(found["input"])

    def _list(self, topics: Topics, from_block: int | None) -> list[TimedEvent]:
        first = max(from_block or 0, self._deployment.start_block + 1)
        head = self._blocks.read_head().number
        return [self._time(log) for log in self._ask(topics, first, head)] if first <= head else []

    def _ask(self, topics: Topics, first: int, last: int) -> Iterable[RawLog]:
        """The logs of a range; in halves where the node finds it too large."""
        query = {
            "address": write_bytes(self._deployment.data_market),
            "topics": topics,
            "fromBlock": hex(first),
            "toBlock": hex(last),
        }
        try:
            return _read_logs(self._rpc.call("eth_getLogs", [query]))
        except TooManyResults:
            if first == last:
                raise
            middle = (first + last) // 2
            return [*self._ask(topics, first, middle), *self._ask(topics, middle + 1, last)]

    def _time(self, log: RawLog) -> TimedEvent:
        at = Checkpoint(parse_quantity(log.block_number), parse_quantity(log.log_index))
        # Safety: only logs of the market's address are asked for, and the decoder refuses other addresses'.
        event = cast(MarketEvent, self._decoder.decode(log, at))
        return TimedEvent(event, self._read_time(log, at.block_number))

    def _read_time(self, log: RawLog, number: int) -> int:
        if log.block_timestamp is not None:
            return parse_quantity(log.block_timestamp)
        if log.block_hash not in self._times:
            block = self._blocks.find_block(number)
            if block is None or write_bytes(block.hash) != log.block_hash:
                raise InconsistentChain("The chain was reorganised while it was read; try again.")
            self._times[log.block_hash] = block.time_seconds
        return self._times[log.block_hash]


def _read_logs(answer: Any) -> list[RawLog]:  # noqa: ANN401 - JSON
    try:
        logs = msgspec.convert(answer, list[RawLog])
    except msgspec.ValidationError as error:
        raise InconsistentChain(f"The node's answer to eth_getLogs does not read: {error}.") from None
    return [log for log in logs if not log.removed]
