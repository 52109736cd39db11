"""The one writer of the projection database: every method is one transaction that ends in a refresh."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine

from hashtagspace.domain.levels import EpochClock
from hashtagspace.store import write_checkpoint, write_content
from hashtagspace.store.engine import read_transaction, write_lock
from hashtagspace.store.migrate import prepare_database
from hashtagspace.store.people_scores import drop_scores_above
from hashtagspace.store.refresh import collect
from hashtagspace.store.refresh.levels import refresh_levels
from hashtagspace.store.refresh.refresh import refresh
from hashtagspace.store.refresh.scratch import attach_scratch
from hashtagspace.store.write_checkpoint import Header, Origin, Progress
from hashtagspace.store.write_content import BatchRow, DocumentRow, Wanted
from hashtagspace.store.write_facts import FactRows, delete_facts_above, drop_surplus

END_OF_CHAIN = 2**63 - 1
AT_HAND: Final = 64
"""Most documents that are looked for while the database is locked."""


@dataclass(frozen=True, slots=True)
class Change:
    """From where to where the checkpoint moves, and the wall clock when it does."""

    before: Progress
    after: Progress
    now: int


def _find_nothing(_: Wanted) -> None:
    """Every document is asked for beside the chain."""


class Projection:
    """Writes facts, content and what follows from them."""

    def __init__(self, engine: Engine) -> None:
        """Connections opened before have no scratch tables and are given up."""
        self._engine = engine
        self._clock: EpochClock | None = None
        attach_scratch(engine)
        engine.dispose()

    def open(self, origin: Origin, now: int) -> Progress:
        """The schema is there and belongs to this deployment; how far it is.

        Raises `store.deployment`, `store.schema`, `store.unavailable`.
        """
        prepare_database(self._engine)
        self._clock = None if origin.people is None else origin.people.clock
        with write_lock(self._engine) as connection:
            return write_checkpoint.open_checkpoint(connection, origin, now)

    def write_blocks(
        self,
        facts: FactRows,
        documents: Sequence[DocumentRow],
        headers: Sequence[Header],
        change: Change,
        *,
        is_live: bool,
    ) -> None:
        """The facts of the blocks after the checkpoint are in, with the documents that were on chain.

        Raises `store.contended` when the checkpoint is elsewhere, `store.facts` on impossible events.
        """
        low, high = change.before.tip.number + 1, change.after.tip.number
        with write_lock(self._engine) as connection:
            _move(connection, change)
            write_checkpoint.add_headers(connection, headers)
            if not facts.is_empty:
                facts.insert(connection)
                drop_surplus(connection, low, high)
                collect.clear(connection)
                collect.mark_blocks(connection, low, high)
                _insert_documents(connection, documents)
                write_content.want_batches(connection, low, high)
                refresh(connection, is_live=is_live)
            elif self._is_new_epoch(change):
                collect.clear(connection)
                refresh_levels(connection)

    def undo(self, change: Change) -> None:
        """No trace of a block above the new checkpoint is left."""
        number = change.after.tip.number
        with write_lock(self._engine) as connection:
            _move(connection, change)
            write_checkpoint.drop_headers_above(connection, number)
            collect.clear(connection)
            collect.mark_undone(connection, number + 1, END_OF_CHAIN)
            if self._clock is not None:
                drop_scores_above(connection, self._clock, change.after.tip)
            delete_facts_above(connection, number)
            refresh(connection)

    def finalise(self, change: Change) -> None:
        """The final number is told to readers; what is only needed for undoing is forgotten."""
        with write_lock(self._engine) as connection:
            _move(connection, change)
            write_checkpoint.prune(connection, change.after.final_number)

    def write_content(
        self,
        batches: Sequence[BatchRow],
        documents: Sequence[DocumentRow],
        *,
        is_live: bool,
        find_document: Callable[[Wanted], DocumentRow | None] = _find_nothing,
    ) -> None:
        """Content has its effects at the places where the chain names it. Idempotent.

        `find_document`: what a new batch names and is at hand comes in the same transaction: no reader
        sees a post without its words in between.
        """
        with write_lock(self._engine) as connection:
            collect.clear(connection)
            for batch in batches:
                if write_content.insert_batch(connection, batch):
                    collect.mark_batch(connection, batch.digest)
            _insert_documents(connection, documents)
            refresh(connection, is_live=is_live)
            if batches and is_live:
                named = write_content.list_new_documents(connection, AT_HAND)
                found = [document for wanted in named if (document := find_document(wanted)) is not None]
                if found:
                    collect.clear(connection)
                    _insert_documents(connection, found)
                    refresh(connection, is_live=is_live)

    def postpone(self, wanted: Sequence[tuple[Wanted, int]]) -> None:
        """Each is asked for again at its time, Unix seconds."""
        with write_lock(self._engine) as connection:
            for item, next_at in wanted:
                write_content.postpone(connection, item, next_at)

    def list_wanted(self, now: int, limit: int) -> list[Wanted]:
        """What is due to be asked for."""
        with read_transaction(self._engine) as connection:
            return write_content.list_wanted(connection, now, limit)

    def count_wanted(self) -> dict[str, int]:
        """How many batches and documents are wanted."""
        with read_transaction(self._engine) as connection:
            return write_content.count_wanted(connection)

    def list_known_blocks(self, below: int, limit: int) -> list[Header]:
        """Blocks whose hash is known, from `below` − 1 down."""
        with read_transaction(self._engine) as connection:
            return write_checkpoint.list_known_blocks(connection, below, limit)

    def _is_new_epoch(self, change: Change) -> bool:
        """Whether levels may differ though nothing happened: they end by time."""
        if self._clock is None:
            return False
        before, after = change.before.tip.time_seconds, change.after.tip.time_seconds
        return self._clock.epoch_at(before) != self._clock.epoch_at(after)

    def close(self) -> None:
        """All connections are given back."""
        self._engine.dispose()


def _move(connection: Connection, change: Change) -> None:
    write_checkpoint.move_checkpoint(connection, change.before.tip, change.after, change.now)


def _insert_documents(connection: Connection, documents: Sequence[DocumentRow]) -> None:
    for document in documents:
        if write_content.insert_document(connection, document):
            collect.mark_document(connection, document.digest)
