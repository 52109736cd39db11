"""What the score process found, written by it alone; whoever lost it computes it anew from facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, func, select

from hashtagspace.domain.levels import EpochClock
from hashtagspace.store import tables
from hashtagspace.store.engine import write_lock
from hashtagspace.store.write_checkpoint import Header
from hashtagspace.store.write_facts import insert_rows

_KEPT_EPOCHS: Final = 32  # scores of older epochs are dropped; their headers stay


@dataclass(frozen=True, slots=True)
class EpochRow:
    """An epoch as computed; `header` is its `abi.encode`, whose keccak-256 is `root`."""

    epoch: int
    root: bytes
    seats: int
    accounts: int
    vetted: int
    fakes: int
    covered: int
    gate: str
    header: bytes
    computed_at: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The standing of one seat in an epoch, in 1/65,536; `weight` is D, 0: no member."""

    profile: int
    seat: int
    share: int
    support: int
    bound: int
    level: int
    weight: int
    is_vetted: bool
    is_fake: bool


_e = tables.people_epochs
_s = tables.people_scores
_EPOCH = select(_e).where(_e.c.epoch == bindparam("epoch"))
_LATEST = select(func.max(_e.c.epoch))
_COLUMNS = (
    _s.c.profile, _s.c.seat, _s.c.share, _s.c.support, _s.c.bound, _s.c.level, _s.c.weight, _s.c.is_vetted,
    _s.c.is_fake,
)  # fmt: skip
_ALL = select(*_COLUMNS).where(_s.c.epoch == bindparam("epoch")).order_by(_s.c.seat)
_SOME = select(*_COLUMNS).where(
    _s.c.epoch == bindparam("epoch"), _s.c.profile.in_(bindparam("ids", expanding=True))
)


def write_epoch(engine: Engine, epoch: EpochRow, scores: Iterable[ScoreRow]) -> None:
    """The epoch and the standing of each of its seats are in the tables, in place of what was there."""
    rows = [(epoch.epoch, *astuple(score)) for score in scores]
    with write_lock(engine) as connection:
        delete_from(connection, epoch.epoch, epoch.epoch)
        connection.execute(delete(_s).where(_s.c.epoch <= epoch.epoch - _KEPT_EPOCHS))
        insert_rows(connection, _e, [astuple(epoch)])
        insert_rows(connection, _s, rows)


def delete_from(connection: Connection, epoch: int, last: int = 2**63 - 1) -> None:
    """Nothing of the epochs `epoch` to `last` is left."""
    connection.execute(delete(_e).where(_e.c.epoch.between(epoch, last)))
    connection.execute(delete(_s).where(_s.c.epoch.between(epoch, last)))


def drop_scores_above(connection: Connection, clock: EpochClock, tip: Header) -> None:
    """What was computed from facts above `tip` is forgotten. Call before the facts are deleted."""
    epoch = clock.epoch_at(tip.time_seconds)
    b = tables.people_beacons.c
    is_beacon_gone = connection.execute(select(b.epoch).where(b.epoch == epoch, b.block_number > tip.number))
    delete_from(connection, epoch if is_beacon_gone.first() else epoch + 1)


def find_epoch(connection: Connection, epoch: int) -> EpochRow | None:
    """An epoch as computed, None if it was not."""
    row = connection.execute(_EPOCH, {"epoch": epoch}).one_or_none()
    if row is None:
        return None
    return EpochRow(
        row.epoch, bytes(row.root), row.seats, row.accounts, row.vetted, row.fakes, row.covered, row.gate,
        bytes(row.header), row.computed_at,
    )  # fmt: skip


def read_latest(connection: Connection) -> int:
    """The latest computed epoch; 0 = none."""
    return int(connection.execute(_LATEST).scalar() or 0)


def list_scores(connection: Connection, epoch: int) -> list[ScoreRow]:
    """The standing of every seat, in the order of seats."""
    return [ScoreRow(*row) for row in connection.execute(_ALL, {"epoch": epoch})]


def map_scores(connection: Connection, epoch: int, profiles: Sequence[int]) -> Mapping[int, ScoreRow]:
    """The standing of those of the profiles that have a seat in the epoch."""
    found = {}
    for at in range(0, len(profiles), 500):
        for row in connection.execute(_SOME, {"epoch": epoch, "ids": profiles[at : at + 500]}):
            found[row[0]] = ScoreRow(*row)
    return found
