"""What proves a post: its intents, their signatures and their places in the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class IntentRecord:
    """A valid intent at its first valid inclusion; `route` is batch, publish or inline."""

    intent_id: bytes
    profile: int
    kind: int
    subject: bytes
    content: bytes
    created_at_ms: int
    signer: bytes
    custody_index: int
    block_number: int
    log_index: int
    position: int
    route: str
    block_time: int


@dataclass(frozen=True, slots=True)
class AnchorRecord:
    """The transaction that fixed a batch, and the signature of one of its records."""

    tx_hash: bytes
    root: bytes
    batch_digest: bytes
    record_count: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class PublicationRecord:
    """The transaction that published an intent by itself."""

    tx_hash: bytes
    sender: bytes


@dataclass(frozen=True, slots=True)
class IntentFateRecord:
    """What the chain made of an intent; `fault` None: valid."""

    fault: str | None
    block_number: int
    tx_hash: bytes | None


_i = tables.intents.c
_a = tables.anchors.c
_b = tables.publications.c
_r = tables.records.c
# Written out as text, so that the partial index ix_intents_changes serves it in both databases.
_is_change = text(f"intents.kind IN ({Kind.EDIT:d}, {Kind.RETRACT:d})")
_INTENTS: Select[Any] = (
    select(
        _i.intent_id, _i.profile, _i.kind, _i.subject, _i.content, _i.created_at_ms, _i.signer,
        _i.custody_index, _i.block_number, _i.log_index, _i.position, _i.route, _i.block_time,
    )
    .where(_i.fault.is_(None), _i.intent_id.in_(bindparam("ids", expanding=True)))
    .order_by(_i.block_number, _i.log_index, _i.position)
)  # fmt: skip
_RETRACTION = (
    select(_i.intent_id)
    .where(
        _is_change, _i.fault.is_(None), _i.subject == bindparam("post_id"),
        _i.profile == bindparam("profile"), _i.kind == Kind.RETRACT,
    )
    .order_by(_i.created_at_ms, _i.intent_id)
    .limit(1)
)  # fmt: skip
_ANCHOR = (
    select(_a.tx_hash, _a.root, _a.batch_digest, _a.record_count, _r.signature)
    .select_from(tables.anchors.join(tables.records, _r.batch_digest == _a.batch_digest))
    .where(
        _a.block_number == bindparam("block_number"),
        _a.log_index == bindparam("log_index"),
        _r.position == bindparam("position"),
    )
)
_PUBLICATION = select(_b.tx_hash, _b.sender).where(
    _b.block_number == bindparam("block_number"), _b.log_index == bindparam("log_index")
)
_LEAVES = select(_r.intent_id).where(_r.batch_digest == bindparam("digest")).order_by(_r.position)
_BLOCK_HASH = select(tables.blocks.c.hash).where(tables.blocks.c.number == bindparam("number"))
_FATE = select(_i.fault, _i.block_number, _i.log_index, _i.route).where(
    _i.intent_id == bindparam("intent_id")
)


def list_versions(connection: Connection, post_id: bytes, profile: int, current: bytes) -> list[IntentRecord]:
    """The post's own intent, the edit in force (`current`) and one retraction, in the order of the chain.

    At most three however often a post was edited: nothing else decides what it says.
    """
    ids = {post_id, current}
    ids.update(connection.execute(_RETRACTION, {"post_id": post_id, "profile": profile}).scalars())
    return [IntentRecord(*row) for row in connection.execute(_INTENTS, {"ids": list(ids)})]


def find_anchor(connection: Connection, intent: IntentRecord) -> AnchorRecord | None:
    """The anchor of an intent that came in a batch, None while its rows are being replaced."""
    row = connection.execute(_ANCHOR, {**_place(intent), "position": intent.position}).one_or_none()
    return None if row is None else AnchorRecord(*row)


def find_publication(connection: Connection, intent: IntentRecord) -> PublicationRecord | None:
    """The transaction of an intent that came by itself."""
    row = connection.execute(_PUBLICATION, _place(intent)).one_or_none()
    return None if row is None else PublicationRecord(*row)


def list_leaves(connection: Connection, batch_digest: bytes) -> Sequence[bytes]:
    """Intent ids of a batch, in batch order."""
    return connection.execute(_LEAVES, {"digest": batch_digest}).scalars().all()


def find_block_hash(connection: Connection, number: int) -> bytes | None:
    """Hash of a block that holds an event of these contracts."""
    return connection.execute(_BLOCK_HASH, {"number": number}).scalar()


def find_fate(connection: Connection, intent_id: bytes) -> IntentFateRecord | None:
    """What the chain made of an intent, None when no block has it."""
    row: Any = connection.execute(_FATE, {"intent_id": intent_id}).one_or_none()
    if row is None:
        return None
    table = _a if row.route == "batch" else _b
    place = (table.block_number == row.block_number) & (table.log_index == row.log_index)
    tx_hash = connection.execute(select(table.tx_hash).where(place)).scalar()
    return IntentFateRecord(row.fault, row.block_number, tx_hash)


def _place(intent: IntentRecord) -> dict[str, int]:
    return {"block_number": intent.block_number, "log_index": intent.log_index}
