"""What the projection says about people at large: terms, epochs, seats, verdicts, beacons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class PeopleNow:
    """Terms, and the epoch of the latest projected block."""

    terms: PeopleTerms
    epoch: int
    latest_final: int


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """The number of a profile in the score, and the epoch in which it was given."""

    seat: int
    profile: int
    epoch: int


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """What counts about a profile from an epoch on; `case_id` None: the deployment named it.

    `is_fake` False: vetted. Both may be there of one profile; a fake is not vetted.
    """

    profile: int
    is_fake: bool
    since: int
    case_id: int | None


_t = tables.people_terms.c
_TERMS = select(
    _t.registry, _t.start, _t.epoch_seconds, _t.vouch_stake, _t.juror_stake, _t.case_deposit, _t.root_bond,
    _t.dispute_bond, _t.pair_cap,
)  # fmt: skip
_TIME = select(tables.checkpoint.c.indexed_time)
_e = tables.root_ends.c
_LATEST_FINAL = select(func.coalesce(func.max(_e.epoch), 0)).where(_e.event == "final")
_s = tables.people_seats.c
_SEATS = select(_s.seat, _s.profile, _s.epoch).where(_s.epoch < bindparam("epoch")).order_by(_s.seat)
_AT_SEATS = select(_s.seat, _s.profile).where(_s.seat.in_(bindparam("ids", expanding=True)))
_SEAT = select(_s.seat).where(_s.profile == bindparam("profile"))
_v = tables.people_verdicts.c
_o = tables.case_openings.c
# An accusation that fails vets nobody.
_VERDICTS: Select[Any] = (
    select(_v.profile, _v.verdict, _v.epoch, _v.case_id)
    .select_from(tables.people_verdicts.outerjoin(tables.case_openings, _o.case_id == _v.case_id))
    .where(
        or_(
            _v.verdict == int(Vote.FAKE),
            (_v.verdict == int(Vote.PASS)) & (func.coalesce(_o.kind, 0) != int(CaseKind.ACCUSATION)),
        )
    )
    .order_by(_v.block_number, _v.log_index)
)
_b = tables.people_beacons.c
_BEACON = select(_b.beacon).where(_b.epoch == bindparam("epoch"))


def find_terms(connection: Connection) -> PeopleTerms | None:
    """What the people contracts were deployed with; None on a network without people."""
    row = connection.execute(_TERMS).one_or_none()
    if row is None:
        return None
    registry, start, epoch_seconds, *amounts = row
    numbers = (int.from_bytes(amount, "big") for amount in amounts)
    return PeopleTerms(bytes(registry), EpochClock(start, epoch_seconds), *numbers)


def write_terms(connection: Connection, terms: PeopleTerms) -> None:
    """The terms of a deployment are in a new database."""
    t, clock = terms, terms.clock
    amounts = (t.vouch_stake, t.juror_stake, t.case_deposit, t.root_bond, t.dispute_bond, t.pair_cap)
    words = (amount.to_bytes(32, "big") for amount in amounts)
    row = (1, t.registry, clock.start, clock.epoch_seconds, *words)
    connection.execute(tables.people_terms.insert().values(row))


def find_now(connection: Connection) -> PeopleNow | None:
    """Terms and the epoch of the latest projected block; None on a network without people."""
    terms = find_terms(connection)
    time = None if terms is None else connection.execute(_TIME).scalar()
    if terms is None or time is None:
        return None
    return PeopleNow(terms, terms.clock.epoch_at(time), read_latest_final(connection))


def read_latest_final(connection: Connection) -> int:
    """The latest epoch with a final root; 0 = none."""
    return int(connection.execute(_LATEST_FINAL).scalar_one())


def list_seats(connection: Connection, before_epoch: int = 2**32) -> Iterator[SeatRecord]:
    """Seats that were given before an epoch began, in their order."""
    for row in connection.execute(_SEATS, {"epoch": before_epoch}):
        yield SeatRecord(*row)


def find_seat(connection: Connection, profile: int) -> int | None:
    """The profile's seat, None if it never vouched."""
    return connection.execute(_SEAT, {"profile": profile}).scalar()


def map_seats(connection: Connection, seats: Sequence[int]) -> dict[int, int]:
    """The profiles of these seats."""
    rows = connection.execute(_AT_SEATS, {"ids": list(seats)}) if seats else ()
    return {row[0]: row[1] for row in rows}


def list_verdicts(connection: Connection, profile: int | None = None) -> list[VerdictRecord]:
    """The first verdict of each sort about each profile, or about one, in the order of the chain."""
    statement = _VERDICTS if profile is None else _VERDICTS.where(_v.profile == profile)
    found: dict[tuple[int, bool], VerdictRecord] = {}
    for about, verdict, epoch, case_id in connection.execute(statement):
        is_fake = verdict == int(Vote.FAKE)
        found.setdefault((about, is_fake), VerdictRecord(about, is_fake, epoch + 1, case_id))
    return list(found.values())


def find_beacon(connection: Connection, epoch: int) -> bytes | None:
    """The epoch's beacon, None if it was not taken."""
    found = connection.execute(_BEACON, {"epoch": epoch}).scalar()
    return None if found is None else bytes(found)
