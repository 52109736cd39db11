"""Content by digest, and what is still wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from hashtagspace.store import tables
from hashtagspace.store.refresh.script import run
from hashtagspace.store.write_facts import Row, insert_rows

BATCH = "batch"
DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch whose bytes were seen; `records` are rows of that table; `fault` says why it is void."""

    digest: bytes
    root: bytes | None
    record_count: int
    fault: str | None
    records: Sequence[Row]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document whose bytes were seen; `tags` are (tag id, tag), `files` CIDs."""

    digest: bytes
    type: str | None = None
    body: bytes | None = None
    name: str | None = None
    emoji: str | None = None
    label: str | None = None
    fault: str | None = None
    controller: int | None = None
    domain: str | None = None
    tags: Sequence[tuple[bytes, str]] = ()
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Content that the chain names; `attempts` is how often it was asked for in vain."""

    digest: bytes
    what: str
    attempts: int


def insert_batch(connection: Connection, batch: BatchRow) -> bool:
    """The batch and its records are known and no longer wanted; False when they were known before."""
    _forget_wanted(connection, batch.digest, BATCH)
    known = tables.batches.c.digest == batch.digest
    if connection.execute(select(tables.batches.c.digest).where(known)).first() is not None:
        return False
    row = (batch.digest, batch.root, batch.record_count, batch.fault)
    insert_rows(connection, tables.batches, [row])
    insert_rows(connection, tables.records, batch.records)
    return True


def insert_document(connection: Connection, document: DocumentRow) -> bool:
    """The document is known and no longer wanted; False when it was known before."""
    _forget_wanted(connection, document.digest, DOCUMENT)
    known = tables.documents.c.digest == document.digest
    if connection.execute(select(tables.documents.c.digest).where(known)).first() is not None:
        return False
    row = (
        document.digest, document.type, document.body, document.name, document.emoji, document.label,
        document.controller, document.domain, document.fault,
    )  # fmt: skip
    insert_rows(connection, tables.documents, [row])
    insert_rows(
        connection, tables.document_tags, [(document.digest, tag_id, tag) for tag_id, tag in document.tags]
    )
    files = [(cid, document.digest) for cid in sorted(set(document.files))]
    insert_rows(connection, tables.document_files, files)
    return True


def _forget_wanted(connection: Connection, digest: bytes, what: str) -> None:
    connection.execute(
        delete(tables.wanted).where(tables.wanted.c.digest == digest, tables.wanted.c.what == what)
    )


def want_batches(connection: Connection, low: int, high: int) -> None:
    """Batches anchored in the blocks `low` … `high` whose bytes were never seen are wanted."""
    run(
        connection,
        """
        INSERT INTO wanted (digest, what, attempts, next_at)
        SELECT DISTINCT a.batch_digest, 'batch', 0, 0 FROM anchors a
        WHERE a.block_number BETWEEN :low AND :high
          AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.digest = a.batch_digest)
        ON CONFLICT DO NOTHING
        """,
        low=low,
        high=high,
    )


def list_wanted(connection: Connection, now: int, limit: int) -> list[Wanted]:
    """What is due to be asked for, batches first, those never asked for before others."""
    w = tables.wanted.c
    statement = (
        select(w.digest, w.what, w.attempts).where(w.next_at <= now).order_by(w.next_at, w.what, w.digest)
    )
    return [Wanted(bytes(row[0]), row[1], row[2]) for row in connection.execute(statement.limit(limit))]


def list_new_documents(connection: Connection, limit: int) -> list[Wanted]:
    """Documents that were never asked for."""
    w = tables.wanted.c
    statement = select(w.digest, w.what, w.attempts).where(w.next_at == 0, w.what == DOCUMENT)
    rows = connection.execute(statement.order_by(w.digest).limit(limit))
    return [Wanted(bytes(row[0]), row[1], row[2]) for row in rows]


def postpone(connection: Connection, wanted: Wanted, next_at: int) -> None:
    """It is asked for again at `next_at`, Unix seconds."""
    w = tables.wanted
    connection.execute(
        update(w)
        .where(w.c.digest == wanted.digest, w.c.what == wanted.what)
        .values(attempts=wanted.attempts + 1, next_at=next_at)
    )


def count_wanted(connection: Connection) -> dict[str, int]:
    """How many batches and documents are wanted, by `what`."""
    w = tables.wanted.c
    rows = connection.execute(select(w.what, func.count()).group_by(w.what))
    return {row[0]: row[1] for row in rows}
