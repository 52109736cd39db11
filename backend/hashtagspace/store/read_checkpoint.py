"""How far the projection got, and what arrived lately."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class CheckpointRecord:
    """The position of the projection; `final_number` and below cannot be reorganised away."""

    chain_id: int
    indexed_number: int
    indexed_hash: bytes
    indexed_time: int
    final_number: int
    head_number: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class ArrivalRecord:
    """A post in the order in which this gateway could first show it."""

    seq: int
    post_id: bytes
    profile: int
    sort_ms: int


_c = tables.checkpoint.c
_CHECKPOINT = select(
    _c.chain_id,
    _c.indexed_number,
    _c.indexed_hash,
    _c.indexed_time,
    _c.final_number,
    _c.head_number,
    _c.updated_at,
).where(_c.id == 1)
_ARRIVALS = (
    select(tables.arrivals.c.seq, tables.arrivals.c.post_id, tables.posts.c.profile, tables.posts.c.sort_ms)
    .join(tables.posts, tables.posts.c.post_id == tables.arrivals.c.post_id)
    .where(tables.arrivals.c.seq > bindparam("after"), ~tables.posts.c.retracted)
    .order_by(tables.arrivals.c.seq)
    .limit(bindparam("most"))
)
_ARRIVAL_RANGE = select(func.min(tables.arrivals.c.seq), func.max(tables.arrivals.c.seq))


def find_checkpoint(connection: Connection) -> CheckpointRecord | None:
    """The position, None while nothing was ever projected."""
    row = connection.execute(_CHECKPOINT).one_or_none()
    return None if row is None else CheckpointRecord(*row)


def list_arrivals(connection: Connection, after: int, limit: int) -> list[ArrivalRecord]:
    """Posts that arrived after the arrival `after`, in order; retracted and reorganised ones left out."""
    return [ArrivalRecord(*row) for row in connection.execute(_ARRIVALS, {"after": after, "most": limit})]


def arrival_range(connection: Connection) -> tuple[int, int]:
    """First and last arrival still kept, (0, 0) of none."""
    first, last = connection.execute(_ARRIVAL_RANGE).one()
    return int(first or 0), int(last or 0)
