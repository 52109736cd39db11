"""The loop: poll the chain, project, fetch content, wait; until it is told to stop.

A node or database that fails is tried again, later and later; a configuration that cannot work ends it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

from hashtagspace.chain.errors import WrongNetwork
from hashtagspace.errors import ChainUnavailable, StoreUnavailable, Unavailable
from hashtagspace.indexer.hydrate import Hydrator, delay_seconds
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.source import Source
from hashtagspace.indexer.status import IndexerStatus
from hashtagspace.indexer.stream import Block, Finalize, Reorg
from hashtagspace.log import get_logger
from hashtagspace.store.projection import Projection
from hashtagspace.store.write_content import BATCH, DOCUMENT

EVENTS_AT_ONCE: Final = 5_000
SHORTEST_WAIT_SECONDS: Final = 0.05
LONGEST_WAIT_SECONDS: Final = 1.0
LONGEST_BACK_OFF_SECONDS: Final = 30.0
LIVE_BLOCKS: Final = 64

PROGRESS_SECONDS: Final = 10.0
NEVER: Final = Event()  # nobody sets it

_log = get_logger("indexer")


@dataclass(frozen=True, slots=True)
class Indexer:
    """The parts of one indexer; `step` and `run` move them."""

    source: Source
    projector: Projector
    projection: Projection
    hydrator: Hydrator
    status: IndexerStatus
    clock: Callable[[], float] = time.time

    def open(self, stop: Event, patience_seconds: float = 30.0) -> None:
        """Node and database fit the deployment.

        Raises `chain.wrong_network`, `store.deployment` at once, and what is only unavailable after
        `patience_seconds`.
        """
        deadline = time.monotonic() + patience_seconds
        while True:
            try:
                self.projector.open(self.source.verify_network(), self.source.find_people())
            except Unavailable as error:
                if time.monotonic() > deadline or stop.wait(1.0):
                    raise
                _log.warning("indexer.waiting", why=str(error))
            else:
                self._note()
                return

    def step(self, stop: Event = NEVER) -> bool:
        """Everything the chain has to say now is projected, then content that came; False: nothing new.

        Ends early when `stop` is set. Raises `chain.*`, `store.*`; what was written before stays true, and
        the next step goes on from there.
        """
        before = self.projector.progress
        self._follow_chain(stop)
        hydrated = self.hydrate()
        self._note()
        return hydrated or self.projector.progress != before

    def hydrate(self, patience_seconds: float = 0.0) -> bool:
        """Content that came is written and due content is asked for; False: nothing came."""
        now = int(self.clock())
        if self.hydrator.room > 0:
            for wanted in self.projection.list_wanted(now, self.hydrator.room):
                self.hydrator.ask(wanted)
        if not self.hydrator.is_busy:
            return False
        found = self.hydrator.collect(patience_seconds)
        if found.batches or found.documents:
            is_live = self._is_near_head(self.projector.progress.tip.number)
            self.projection.write_content(
                found.batches, found.documents, is_live=is_live, find_document=self.hydrator.find_at_hand
            )
            self.status.count(batches=len(found.batches), documents=len(found.documents))
        if found.missing:
            self.projection.postpone([(item, now + delay_seconds(item.attempts)) for item in found.missing])
        return bool(found.batches or found.documents)

    def run(self, stop: Event) -> None:
        """Follows the chain until `stop` is set; raises only what no retry can mend."""
        back_off = SHORTEST_WAIT_SECONDS
        while not stop.is_set():
            try:
                is_new = self.step(stop)
            except WrongNetwork:
                raise
            except (ChainUnavailable, StoreUnavailable) as error:
                back_off = min(max(back_off * 2, 0.25), LONGEST_BACK_OFF_SECONDS)
                self._note_failure(error)
                stop.wait(back_off)
                continue
            back_off = SHORTEST_WAIT_SECONDS
            if not is_new:
                self._wait(stop)

    def close(self) -> None:
        """Threads have ended and connections are given back."""
        self.source.close()
        self.hydrator.close()
        self.projection.close()

    def _wait(self, stop: Event) -> None:
        """Until the next poll; content that arrives meanwhile is written at once."""
        deadline = time.monotonic() + self._pause_seconds()
        while (left := deadline - time.monotonic()) > 0 and not stop.is_set():
            if self.hydrator.is_busy:
                self.hydrate(min(left, SHORTEST_WAIT_SECONDS))
            else:
                stop.wait(left)

    def _pause_seconds(self) -> float:
        """A twentieth of the time since the last block, so that fast chains are polled often."""
        age = self.clock() - self.projector.progress.tip.time_seconds
        return min(max(age / 20, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)

    def _follow_chain(self, stop: Event) -> None:
        buffer: list[Block] = []
        events = 0
        progress = self.projector.progress
        for item in self.source.poll(progress.tip, progress.final_number):
            if stop.is_set():
                return
            match item:
                case Block() if not self._is_near_head(item.number):
                    buffer.append(item)
                    events += len(item.events)
                    if events >= EVENTS_AT_ONCE:
                        self._apply(buffer, is_live=False)
                        buffer, events = [], 0
                    continue
                case _:
                    self._apply(buffer, is_live=False)
                    buffer, events = [], 0
            match item:
                case Block():
                    self._apply([item], is_live=True)
                case Reorg():
                    self._undo(item)
                case Finalize():
                    self.projector.finalise(item.number, self.source.head_number)
        self._apply(buffer, is_live=False)

    def _apply(self, blocks: list[Block], *, is_live: bool) -> None:
        if blocks:
            self.projector.apply(blocks, self.source.head_number, is_live=is_live)
            self.status.count(blocks=len(blocks), events=sum(len(block.events) for block in blocks))
            self._note()
            self._tell_progress()

    def _undo(self, reorg: Reorg) -> None:
        depth = self.projector.progress.tip.number - reorg.number
        was_final = reorg.number < self.projector.progress.final_number
        _log.warning("indexer.reorg", depth_blocks=depth, ancestor=reorg.number, was_final=was_final)
        self.projector.undo(reorg, self.source.head_number)
        self.status.count(reorgs=1)
        self.status.deepest_reorg_blocks = max(self.status.deepest_reorg_blocks, depth)

    def _is_near_head(self, number: int) -> bool:
        return number > self.source.head_number - LIVE_BLOCKS

    def _note(self) -> None:
        progress, status = self.projector.progress, self.status
        status.indexed_number, status.indexed_time = progress.tip.number, progress.tip.time_seconds
        status.final_number, status.head_number = progress.final_number, self.source.head_number

    def _tell_progress(self) -> None:
        """Now and then one line of log, and how much content is still wanted."""
        now = time.monotonic()
        if now - self.status.told_at < PROGRESS_SECONDS:
            return
        wanted = self.projection.count_wanted()
        self.status.told_at = now
        self.status.wanted_batches, self.status.wanted_documents = (
            wanted.get(BATCH, 0),
            wanted.get(DOCUMENT, 0),
        )
        _log.info("indexer.progress", **self.status.snapshot())

    def _note_failure(self, error: Unavailable) -> None:
        kind = "chain_failures" if isinstance(error, ChainUnavailable) else "store_failures"
        self.status.count(**{kind: 1})
        self.status.last_failure = str(error)
        _log.warning("indexer.failed", code=error.exact_code, why=str(error))
