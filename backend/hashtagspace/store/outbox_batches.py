"""Batches of the outbox: made once, anchored by an event equal in all three fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from hashtagspace.store.outbox_tables import batches, intents, slots


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch; block and transaction are set while its anchor is in the chain."""

    id: int
    root: bytes
    digest: bytes
    count: int
    state: str
    stored: bool
    search_from: int
    block_number: int | None
    block_hash: bytes | None
    block_time: int | None
    tx_hash: bytes | None


_COLUMNS = (
    batches.c.id, batches.c.root, batches.c.digest, batches.c.record_count, batches.c.state, batches.c.stored,
    batches.c.search_from, batches.c.block_number, batches.c.block_hash, batches.c.block_time,
    batches.c.tx_hash,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch as it will be anchored; `search_from` is the first block that may hold its event."""

    root: bytes
    digest: bytes
    intent_ids: Sequence[bytes]
    search_from: int
    created_at: int


def insert_batch(connection: Connection, network: int, batch: NewBatch) -> int:
    """The batch exists and its intents are in their places; its number."""
    statement = (
        insert(batches)
        .values(
            network=network,
            root=batch.root,
            digest=batch.digest,
            record_count=len(batch.intent_ids),
            state="batched",
            stored=False,
            search_from=batch.search_from,
            created_at=batch.created_at,
        )
        .returning(batches.c.id)
    )
    number = int(connection.execute(statement).scalar_one())
    connection.execute(
        update(intents)
        .where(intents.c.network == network, intents.c.intent_id == bindparam("key"))
        .values(state="batched", batch=number, position=bindparam("place")),
        [{"key": intent_id, "place": place} for place, intent_id in enumerate(batch.intent_ids)],
    )
    return number


def list_batches(connection: Connection, network: int, state: str) -> list[BatchRow]:
    """The batches in `state`, oldest first."""
    statement = (
        select(*_COLUMNS).where(batches.c.network == network, batches.c.state == state).order_by(batches.c.id)
    )
    return [BatchRow(*row) for row in connection.execute(statement)]


def list_batches_without_slot(connection: Connection, network: int) -> list[BatchRow]:
    """Stored batches that no transaction carries, oldest first."""
    carried = select(slots.c.batch).where(slots.c.state.in_(("open", "mined")), slots.c.batch.is_not(None))
    statement = (
        select(*_COLUMNS)
        .where(
            batches.c.network == network,
            batches.c.state == "batched",
            batches.c.stored.is_(True),
            batches.c.id.not_in(carried),
        )
        .order_by(batches.c.id)
    )
    return [BatchRow(*row) for row in connection.execute(statement)]


def count_batches(connection: Connection, network: int, state: str) -> int:
    """How many batches are in `state`."""
    return int(
        connection.scalar(select(func.count()).where(batches.c.network == network, batches.c.state == state))
        or 0
    )


def find_batch(connection: Connection, batch: int) -> BatchRow | None:
    """The batch with this number."""
    row = connection.execute(select(*_COLUMNS).where(batches.c.id == batch)).one_or_none()
    return None if row is None else BatchRow(*row)


def mark_stored(connection: Connection, batch: int) -> None:
    """The content store has the batch's bytes and every document in it."""
    connection.execute(update(batches).where(batches.c.id == batch).values(stored=True))


def mark_anchored(connection: Connection, batch: int, block: tuple[int, bytes, int], tx_hash: bytes) -> None:
    """The batch's event is in this block (number, hash, time)."""
    number, block_hash, time = block
    connection.execute(
        update(batches)
        .where(batches.c.id == batch)
        .values(
            state="anchored", block_number=number, block_hash=block_hash, block_time=time, tx_hash=tx_hash
        )
    )


def mark_unanchored(connection: Connection, batch: int) -> None:
    """The block that held the batch's event left the chain."""
    connection.execute(
        update(batches)
        .where(batches.c.id == batch)
        .values(state="batched", block_number=None, block_hash=None, block_time=None, tx_hash=None)
    )
    connection.execute(
        update(intents)
        .where(intents.c.batch == batch)
        .values(state="batched", problem_code=None, problem_detail=None)
    )


def mark_final(connection: Connection, batch: int) -> None:
    """The batch's block can no longer leave the chain."""
    connection.execute(update(batches).where(batches.c.id == batch).values(state="final"))
