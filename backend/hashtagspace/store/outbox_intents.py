"""Intents of the outbox: from acceptance to a block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hashtagspace.store.outbox_tables import batches, documents, intents


@dataclass(frozen=True, slots=True)
class NewIntent:
    """An intent that passed the policy."""

    intent_id: bytes
    profile: int
    created_at_ms: int
    record: bytes
    signature: bytes
    signer: bytes
    accepted_at_ms: int


@dataclass(frozen=True, slots=True)
class QueuedIntent:
    """An intent that waits for a batch, or one in its place of a batch."""

    intent_id: bytes
    profile: int
    created_at_ms: int
    record: bytes
    signature: bytes
    signer: bytes


@dataclass(frozen=True, slots=True)
class IntentStanding:
    """Where a kept intent is: `state` is one of the outbox's own, block and transaction are its batch's."""

    state: str
    signature: bytes
    problem_code: str | None
    problem_detail: str | None
    tx_hash: bytes | None
    block_number: int | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an intent or call will not be carried."""

    subject: bytes
    code: str
    detail: str


def insert_or_ignore(connection: Connection, table: Any) -> Any:  # noqa: ANN401 - two dialects' inserts
    """An insert that can carry ON CONFLICT in this connection's dialect."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Any) -> Any:  # noqa: ANN401
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _keep_intent(dialect: str) -> Any:  # noqa: ANN401 - two dialects' inserts; built once, for speed
    statement = _insert(dialect, intents)
    fresh = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[intents.c.network, intents.c.intent_id],
        set_={
            "signature": fresh.signature,
            "signer": fresh.signer,
            "state": "queued",
            "problem_code": None,
            "problem_detail": None,
            "batch": None,
            "position": None,
            "accepted_at_ms": fresh.accepted_at_ms,
        },
        where=intents.c.state == "rejected",
    )


def insert_intents(connection: Connection, network: int, rows: Sequence[NewIntent]) -> None:
    """Every intent is kept once; one that was rejected before is queued again with its new signature."""
    if not rows:
        return
    connection.execute(
        _keep_intent(connection.dialect.name),
        [
            {
                "network": network,
                "intent_id": row.intent_id,
                "profile": row.profile,
                "created_at_ms": row.created_at_ms,
                "record": row.record,
                "signature": row.signature,
                "signer": row.signer,
                "state": "queued",
                "accepted_at_ms": row.accepted_at_ms,
            }
            for row in rows
        ],
    )


@cache
def _keep_document(dialect: str) -> Any:  # noqa: ANN401
    return _insert(dialect, documents).on_conflict_do_nothing()


def insert_documents(connection: Connection, network: int, data: Mapping[bytes, bytes]) -> None:
    """Every document is kept by digest until the content store has it."""
    if data:
        connection.execute(
            _keep_document(connection.dialect.name),
            [{"network": network, "digest": digest, "data": item} for digest, item in data.items()],
        )


def list_documents(connection: Connection, network: int, limit: int) -> list[tuple[bytes, bytes]]:
    """Up to `limit` documents (digest, bytes) that the content store may not have."""
    statement = (
        select(documents.c.digest, documents.c.data).where(documents.c.network == network).limit(limit)
    )
    return [(row.digest, row.data) for row in connection.execute(statement)]


def find_document(connection: Connection, network: int, digest: bytes) -> bytes | None:
    """The document with this digest if it still waits here."""
    return connection.scalar(
        select(documents.c.data).where(documents.c.network == network, documents.c.digest == digest)
    )


def delete_documents(connection: Connection, network: int, digests: Iterable[bytes]) -> None:
    """The content store has these documents."""
    rows = [{"n": network, "d": digest} for digest in digests]
    if rows:
        where = (documents.c.network == bindparam("n"), documents.c.digest == bindparam("d"))
        connection.execute(delete(documents).where(*where), rows)


_STANDINGS = (
    select(
        intents.c.intent_id, intents.c.state, intents.c.signature, intents.c.problem_code,
        intents.c.problem_detail, batches.c.tx_hash, batches.c.block_number,
    )
    .select_from(intents.outerjoin(batches, intents.c.batch == batches.c.id))
    .where(
        intents.c.network == bindparam("network"), intents.c.intent_id.in_(bindparam("ids", expanding=True))
    )
)  # fmt: skip


def find_standings(
    connection: Connection, network: int, intent_ids: Sequence[bytes]
) -> dict[bytes, IntentStanding]:
    """Where each known one of `intent_ids` (at most 500) is."""
    rows = connection.execute(_STANDINGS, {"network": network, "ids": list(intent_ids)})
    return {row[0]: IntentStanding(*row[1:]) for row in rows}


_QUEUED = (
    intents.c.intent_id, intents.c.profile, intents.c.created_at_ms, intents.c.record, intents.c.signature,
    intents.c.signer,
)  # fmt: skip


def list_queued(connection: Connection, network: int, limit: int) -> list[QueuedIntent]:
    """Up to `limit` intents that wait for a batch, in the order of acceptance."""
    statement = (
        select(*_QUEUED)
        .where(intents.c.network == network, intents.c.state == "queued")
        .order_by(intents.c.seq)
        .limit(limit)
    )
    return [QueuedIntent(*row) for row in connection.execute(statement)]


def list_batch_intents(connection: Connection, batch: int) -> list[QueuedIntent]:
    """The intents of a batch in leaf order."""
    statement = select(*_QUEUED).where(intents.c.batch == batch).order_by(intents.c.position)
    return [QueuedIntent(*row) for row in connection.execute(statement)]


def read_queue(connection: Connection, network: int) -> tuple[int, int | None]:
    """How many intents wait for a batch, and when the oldest was accepted (Unix milliseconds)."""
    row = connection.execute(
        select(func.count(), func.min(intents.c.accepted_at_ms)).where(
            intents.c.network == network, intents.c.state == "queued"
        )
    ).one()
    return int(row[0]), row[1]


def reject_intents(connection: Connection, network: int, rejections: Sequence[Rejection]) -> None:
    """Each intent is rejected with its reason, wherever it was."""
    _update(
        connection,
        network,
        [
            {"id": r.subject, "state": "rejected", "code": r.code, "detail": r.detail}
            for r in rejections
        ],
    )  # fmt: skip


def settle_intents(connection: Connection, network: int, intent_ids: Sequence[bytes], state: str) -> None:
    """Each intent is in `state` and without a problem."""
    _update(
        connection,
        network,
        [{"id": intent_id, "state": state, "code": None, "detail": None} for intent_id in intent_ids],
    )


def _update(connection: Connection, network: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        statement = (
            update(intents)
            .where(intents.c.network == network, intents.c.intent_id == bindparam("id"))
            .values(
                state=bindparam("state"), problem_code=bindparam("code"), problem_detail=bindparam("detail")
            )
        )
        connection.execute(statement, rows)
