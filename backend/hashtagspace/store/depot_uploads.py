"""Uploads: which files, made of which blocks, and whether anything still needs them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, func, or_, select, update

from hashtagspace.store.depot_tables import epoch_envelopes, head_blobs, responses, upload_blocks, uploads
from hashtagspace.store.outbox_intents import insert_or_ignore
from hashtagspace.store.outbox_tables import batches, calls, documents, intents

_LOCK: Final = 0x64656F74  # any number that only the depot uses
_SETTLED: Final = ("final", "rejected")
_CONTENT_FROM: Final = 42  # place of the content's digest in a record, counted from 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded."""

    cid: str
    size: int
    uploaded_at: int


def lock_uploads(connection: Connection) -> None:
    """No other transaction notes or drops an upload until this one ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def note_upload(connection: Connection, network: int, upload: Upload, digests: Collection[bytes]) -> None:
    """The upload and its blocks are known; one that was known is as fresh as a new one."""
    lock_uploads(connection)
    row = {"size": upload.size, "uploaded_at": upload.uploaded_at, "looked_at": upload.uploaded_at}
    statement = insert_or_ignore(connection, uploads).values(network=network, cid=upload.cid, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["network", "cid"], set_=row))
    blocks = [{"network": network, "digest": digest, "cid": upload.cid} for digest in digests]
    connection.execute(insert_or_ignore(connection, upload_blocks).on_conflict_do_nothing(), blocks)


def map_sizes(connection: Connection, network: int, cids: Collection[str]) -> dict[str, int]:
    """The sizes of those of the files (at most 1,000) that were uploaded here."""
    statement = select(uploads.c.cid, uploads.c.size).where(
        uploads.c.network == network, uploads.c.cid.in_(bindparam("cids", expanding=True))
    )
    return {row[0]: row[1] for row in connection.execute(statement, {"cids": list(cids)})}


def list_due(connection: Connection, network: int, before: int, limit: int) -> list[Upload]:
    """Uploads that were not looked at since `before`, those looked at longest ago first."""
    statement = (
        select(uploads.c.cid, uploads.c.size, uploads.c.uploaded_at)
        .where(uploads.c.network == network, uploads.c.looked_at < before)
        .order_by(uploads.c.looked_at)
        .limit(limit)
    )
    return [Upload(*row) for row in connection.execute(statement)]


def find_upload(connection: Connection, network: int, cid: str) -> Upload | None:
    """The upload of this CID."""
    statement = select(uploads.c.cid, uploads.c.size, uploads.c.uploaded_at).where(
        uploads.c.network == network, uploads.c.cid == cid
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Upload(*row)


def mark_looked_at(connection: Connection, network: int, cid: str, now: int) -> None:
    """The upload is named by something; it is looked at again another day."""
    mine = (uploads.c.network == network, uploads.c.cid == cid)
    connection.execute(update(uploads).where(*mine).values(looked_at=now))


def forget_upload(connection: Connection, network: int, cid: str) -> None:
    """Nothing is known of the upload any more."""
    for table in (uploads, upload_blocks):
        connection.execute(delete(table).where(table.c.network == network, table.c.cid == cid))


def renew_uploads(connection: Connection, network: int, cids: Sequence[str], now: int) -> None:
    """The uploads count as new: unless something names them they are dropped a day from now."""
    if cids:
        mine = (uploads.c.network == network, uploads.c.cid.in_(cids))
        connection.execute(update(uploads).where(*mine).values(uploaded_at=now, looked_at=now))


def is_file_named(connection: Connection, network: int, cid: str) -> bool:
    """Whether a vault's head, a response or an epoch's envelope names the file."""
    named = select(
        or_(
            exists().where(head_blobs.c.network == network, head_blobs.c.cid == cid),
            exists().where(
                responses.c.network == network, responses.c.envelope == cid, ~responses.c.released
            ),
            exists().where(epoch_envelopes.c.network == network, epoch_envelopes.c.envelope == cid),
        )
    )
    return bool(connection.scalar(named))


def is_block_needed(connection: Connection, network: int, digest: bytes, but: str = "") -> bool:
    """Whether another upload than `but`, or anything on its way to the chain, needs the block."""
    needed = select(
        or_(
            exists().where(
                upload_blocks.c.network == network,
                upload_blocks.c.digest == digest,
                upload_blocks.c.cid != but,
            ),
            exists().where(documents.c.digest == digest),
            exists().where(batches.c.digest == digest),
            exists().where(
                calls.c.network == network, calls.c.content == digest, calls.c.state.not_in(_SETTLED)
            ),
            exists().where(
                intents.c.network == network,
                intents.c.state.not_in(_SETTLED),
                func.substr(intents.c.record, _CONTENT_FROM, 32) == digest,
            ),
        )
    )
    return bool(connection.scalar(needed))
