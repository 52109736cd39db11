"""The relay's worker: one loop that brings what was accepted into the chain and watches it there."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.errors import RpcFailed
from hashtagspace.errors import ChainUnavailable, StoreUnavailable, Unavailable
from hashtagspace.log import get_logger
from hashtagspace.relay.batching import Batcher
from hashtagspace.relay.calling import CallCarrier
from hashtagspace.relay.following import SlotFollower
from hashtagspace.relay.sending import BalanceLow, Courier
from hashtagspace.relay.settling import Settler
from hashtagspace.store.outbox_budgets import HealthRow, write_health
from hashtagspace.store.outbox_engine import Outbox, hold_worker_lease

WELL: Final = "All accepted intents and calls are on their way."
_LONGEST_WAIT_SECONDS: Final = 30.0
_ANSWERED: Final = (BalanceLow, RpcFailed)  # the node speaks: the other steps need not wait for it

_log = get_logger("relay")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a worker drives."""

    follower: SlotFollower
    settler: Settler
    batcher: Batcher
    carrier: CallCarrier
    courier: Courier


class Worker:
    """Does every step that can be done; a dependency that is down stops only the steps that need it."""

    def __init__(self, outbox: Outbox, parts: Parts, wall: Callable[[], float]) -> None:
        self.outbox = outbox
        self._parts = parts
        self._wall = wall
        self._said: tuple[str, ...] = ()

    def tick(self) -> tuple[str, ...]:
        """One pass is made and the worker's health kept; the codes of what is down, none when all is well."""
        failures: list[Unavailable] = []
        parts, chain_is_down = self._parts, False
        for step in (
            parts.follower.observe,
            parts.settler.settle,
            parts.carrier.follow_done,
            parts.batcher.make,
            parts.batcher.store,
            parts.carrier.dispatch,
            parts.courier.dispatch_batches,
        ):
            if chain_is_down and step != parts.batcher.store:
                continue  # each would wait for the same silence
            try:
                step()
            except Unavailable as failure:
                failures.append(failure)
                chain_is_down |= isinstance(failure, ChainUnavailable) and not isinstance(failure, _ANSWERED)
        return self._report(failures)

    def _report(self, failures: Sequence[Unavailable]) -> tuple[str, ...]:
        details = dict.fromkeys(failure.detail for failure in failures)
        codes = tuple(dict.fromkeys(failure.exact_code for failure in failures))
        if codes != self._said:
            self._said = codes
            if failures:
                _log.warning("relay.hindered", codes=codes, detail=" ".join(details))
            else:
                _log.info("relay.well")
        try:
            with self.outbox.write() as connection:
                row = HealthRow(int(self._wall()), codes, " ".join(details) or WELL)
                write_health(connection, self.outbox.network_id, row)
        except StoreUnavailable as failure:
            return (*codes, failure.exact_code)
        return codes


def run_relay(worker: Worker, stop: threading.Event, *, pause_seconds: float = 0.5) -> None:
    """Ticks until `stop` is set, slower while something is down; raises `config.invalid` if another works."""
    with hold_worker_lease(worker.outbox):
        _log.info("relay.started")
        pause = pause_seconds
        while not stop.is_set():
            codes = worker.tick()
            pause = min(_LONGEST_WAIT_SECONDS, pause * 2) if codes else pause_seconds
            stop.wait(pause)
        _log.info("relay.stopped")
