"""How far the projection got, and what arrived lately."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, func, or_, select

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
class PostArrival:
    """A post in the order in which this gateway could first show it."""

    seq: int
    post_id: bytes
    profile: int
    sort_ms: int


@dataclass(frozen=True, slots=True)
class OfferArrival:
    """An offer that was opened, funded or closed, or whose terms can be read now."""

    seq: int
    offer: bytes


@dataclass(frozen=True, slots=True)
class DealArrival:
    """A deal that changed; `state` is the one it is in now."""

    seq: int
    deal: bytes
    offer: bytes
    profile: int
    state: int


ArrivalRecord = PostArrival | OfferArrival | DealArrival


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
_a = tables.arrivals.c
_p = tables.posts.c
_d = tables.deals.c
_ARRIVALS = (
    select(_a.seq, _a.what, _a.id, _p.profile, _p.sort_ms, _d.offer, _d.profile, _d.state)
    .select_from(
        tables.arrivals.outerjoin(tables.posts, (_a.what == "post") & (_p.post_id == _a.id)).outerjoin(
            tables.deals, (_a.what == "deal") & (_d.deal == _a.id)
        )
    )
    .where(
        _a.seq > bindparam("after"),
        or_(and_(_p.profile.is_not(None), ~_p.retracted), _a.what == "offer", _d.offer.is_not(None)),
    )
    .order_by(_a.seq)
    .limit(bindparam("most"))
)
_ARRIVAL_RANGE = select(func.min(_a.seq), func.max(_a.seq))


def find_checkpoint(connection: Connection) -> CheckpointRecord | None:
    """The position, None while nothing was ever projected."""
    row = connection.execute(_CHECKPOINT).one_or_none()
    return None if row is None else CheckpointRecord(*row)


def list_arrivals(connection: Connection, after: int, limit: int) -> list[ArrivalRecord]:
    """What arrived after the arrival `after`, in order; retracted and reorganised things left out."""
    found: list[ArrivalRecord] = []
    rows = connection.execute(_ARRIVALS, {"after": after, "most": limit})
    for seq, what, key, author, sort_ms, offer, profile, state in rows:
        match what:
            case "post":
                found.append(PostArrival(seq, key, author, sort_ms))
            case "offer":
                found.append(OfferArrival(seq, key))
            case _:
                found.append(DealArrival(seq, key, offer, profile, state))
    return found


def arrival_range(connection: Connection) -> tuple[int, int]:
    """First and last arrival still kept, (0, 0) of none."""
    first, last = connection.execute(_ARRIVAL_RANGE).one()
    return int(first or 0), int(last or 0)
