"""What the projection needs of the content store."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, exists, or_, select

from hashtagspace.store import tables

_DIGEST: Final[ColumnElement[bytes]] = bindparam("digest")
_BLOCK: Final = select(
    or_(
        exists().where(tables.documents.c.digest == _DIGEST),
        exists().where(tables.batches.c.digest == _DIGEST),
        exists().where(tables.wanted.c.digest == _DIGEST),
        exists().where(tables.intents.c.content == _DIGEST),
        exists().where(tables.registrations.c.content == _DIGEST),
        exists().where(tables.offer_openings.c.terms == _DIGEST),
        exists().where(tables.anchors.c.batch_digest == _DIGEST),
    )
)
_FILE: Final = select(exists().where(tables.document_files.c.cid == bindparam("cid")))


def is_block_named(connection: Connection, digest: bytes) -> bool:
    """Whether the chain names the block as a document or a batch."""
    return bool(connection.scalar(_BLOCK, {"digest": digest}))


def is_file_shown(connection: Connection, cid: str) -> bool:
    """Whether a document that the chain names shows the file."""
    return bool(connection.scalar(_FILE, {"cid": cid}))
