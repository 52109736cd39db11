"""Facts in and out: rows of events by block, and undoing everything above a block."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, Table, delete
from sqlalchemy.exc import IntegrityError

from hashtagspace.domain import events
from hashtagspace.domain.market_events import MarketEvent
from hashtagspace.domain.order import MOST_ANCHORS
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.errors import Conflict
from hashtagspace.store import tables
from hashtagspace.store.market_rows import drop_surplus_closings, market_row
from hashtagspace.store.people_facts import PEOPLE_FACTS
from hashtagspace.store.people_rows import drop_surplus_proofs, people_rows
from hashtagspace.store.refresh.script import run

Row = tuple[object, ...]
MAX_TIME: Final = 2**63 - 1
_FACTS: Final = (
    tables.registrations, tables.custodies, tables.session_keys, tables.revocations, tables.recovery_events,
    tables.encryption_keys, tables.anchors, tables.publications, tables.offer_openings, tables.offer_amounts,
    tables.consents, tables.deliveries, tables.epoch_deliveries, tables.deal_moves,
    tables.consent_withdrawals, tables.deal_credits, tables.payouts, tables.deletions, *PEOPLE_FACTS,
)  # fmt: skip

_SURPLUS: Final = """
DELETE FROM anchors WHERE block_number BETWEEN :low AND :high AND (block_number, log_index) IN (
  SELECT block_number, log_index FROM (
    SELECT a.block_number, a.log_index, row_number() OVER (
      PARTITION BY a.batch_digest, a.root, a.record_count ORDER BY a.block_number, a.log_index
    ) AS place
    FROM (
      SELECT DISTINCT batch_digest, root, record_count FROM anchors WHERE block_number BETWEEN :low AND :high
    ) came CROSS JOIN anchors a
    WHERE a.batch_digest = came.batch_digest AND a.root = came.root AND a.record_count = came.record_count
  ) ranked WHERE place > :most
)
"""


class FactRows:
    """Rows to insert, gathered event by event and written table by table."""

    def __init__(self) -> None:
        self._rows: defaultdict[Table, list[Row]] = defaultdict(list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to insert."""
        return not self._rows

    def add_block(self, number: int, block_hash: bytes, time_seconds: int) -> None:
        """A block that holds at least one event."""
        self._rows[tables.blocks].append((number, block_hash, time_seconds))

    def add_publication(self, row: Row) -> None:
        """A row of `publications`, in the order of its columns."""
        self._rows[tables.publications].append(row)

    def add_event(self, event: events.ProfileRegistryEvent | events.Anchored, time_seconds: int) -> None:
        """The rows that one event makes."""
        at: Row = (*event.checkpoint, time_seconds)
        rows = self._rows
        match event:
            case events.Anchored():
                row: Row = (*at, event.transaction_hash, event.root, event.batch_digest, event.count)
                rows[tables.anchors].append(row)
            case events.Registered():
                self._add_registration(event, at)
            case events.KeyAuthorised():
                until = min(event.until_seconds, MAX_TIME)
                row = (*at, event.profile, event.key, until, event.kinds, event.custody_index)
                rows[tables.session_keys].append(row)
            case events.KeyRevoked():
                rows[tables.revocations].append((*at, event.profile, event.key, event.void_from_seconds))
            case events.CustodyTransferred():
                until = event.previous_until_seconds
                row = (*at, event.profile, event.custody_index, event.receiver, until)
                rows[tables.custodies].append(row)
                rows[tables.recovery_events].append((*at, event.profile, "transferred", None, None))
            case events.EncryptionKeySet():
                rows[tables.encryption_keys].append((*at, event.profile, event.encryption_key))
            case _:
                rows[tables.recovery_events].append((*at, event.profile, *_recovery_columns(event)))

    def add_market_event(self, event: MarketEvent, time_seconds: int) -> None:
        """The row that an event of the market makes, if it changes anything."""
        made = market_row(event, time_seconds)
        if made is not None:
            table, row = made
            self._rows[table].append(row)

    def add_people_event(self, event: PeopleEvent, time_seconds: int) -> None:
        """The rows that an event of the people contracts makes."""
        for table, row in people_rows(event, time_seconds):
            self._rows[table].append(row)

    def _add_registration(self, event: events.Registered, at: Row) -> None:
        rows = self._rows
        rows[tables.registrations].append((
            *at, event.profile, event.custody, event.handle, event.recovery, event.content,
            event.encryption_key,
        ))  # fmt: skip
        rows[tables.custodies].append((*at, event.profile, 0, event.custody, None))
        rows[tables.recovery_events].append((*at, event.profile, "registered", event.recovery, None))
        rows[tables.encryption_keys].append((*at, event.profile, event.encryption_key))

    def insert(self, connection: Connection) -> None:
        """All gathered rows are in the database.

        Raises `store.facts` when the chain could not have made them: an event twice, a handle twice.
        """
        try:
            for table, rows in self._rows.items():
                insert_rows(connection, table, rows)
        except IntegrityError as error:
            raise Conflict(
                f"The chain's events contradict those indexed before ({str(error.orig)[:120]}): "
                "ask another node, or delete the database to index again.",
                code="store.facts",
            ) from None


def _recovery_columns(
    event: events.RecoveryRequested
    | events.RecoveryCancelled
    | events.RecoveryChangeRequested
    | events.RecoveryChangeVetoed
    | events.RecoveryChanged,
) -> Row:
    match event:
        case events.RecoveryRequested():
            return ("requested", event.receiver, event.ready_at_seconds)
        case events.RecoveryCancelled():
            return ("cancelled", None, None)
        case events.RecoveryChangeRequested():
            return ("change_requested", event.recovery, event.ready_at_seconds)
        case events.RecoveryChangeVetoed():
            return ("change_vetoed", None, None)
        case events.RecoveryChanged():
            return ("changed", event.recovery, None)


@cache
def _insert_statement(table: Table, dialect: str) -> str:
    mark = "?" if dialect == "sqlite" else "%s"
    columns = ", ".join(column.name for column in table.columns)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join([mark] * len(table.columns))})"  # noqa: S608


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Rows in the order of the table's columns are inserted, many at a time."""
    if rows:
        connection.exec_driver_sql(_insert_statement(table, connection.dialect.name), list(rows))


def drop_surplus(connection: Connection, low: int, high: int) -> None:
    """What says nothing new is no fact: anchors after MOST_ANCHORS equal ones, empty closings, equal proofs.

    `low` … `high`: the blocks that came.
    """
    run(connection, _SURPLUS, low=low, high=high, most=MOST_ANCHORS)
    drop_surplus_closings(connection, low, high)
    drop_surplus_proofs(connection, low, high)


def delete_facts_above(connection: Connection, number: int) -> None:
    """No fact of a block above `number` is left."""
    for table in _FACTS:
        connection.execute(delete(table).where(table.c.block_number > number))
    connection.execute(delete(tables.blocks).where(tables.blocks.c.number > number))
