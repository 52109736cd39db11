"""What moves levels, and who is registered: what the calibration sample of an epoch is drawn from."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, select

from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.jury_events import CaseDecided, CaseOpened, Founded
from hashtagspace.domain.people_events import BeaconTaken, FloorProven, LevelProven, PeopleEvent, RootFinal
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.store import tables


def _select(table: Table, *names: str) -> Select[Any]:
    c = table.c
    return select(c.block_number, c.log_index, c.block_time, *(c[name] for name in names))


_VERDICTS: Final = _select(tables.people_verdicts, "profile", "verdict", "epoch", "case_id")
_ACCUSATIONS: Final = _select(tables.case_openings, "case_id", "profile", "payer", "evidence").where(
    tables.case_openings.c.kind == int(CaseKind.ACCUSATION)
)
_LEVELS: Final = _select(tables.level_proofs, "profile", "epoch", "level")
_FLOORS: Final = _select(tables.floor_proofs, "profile", "epoch", "first", "second", "third")
_FINALS: Final = _select(tables.root_ends, "epoch", "post").where(tables.root_ends.c.event == "final")
_BEACONS: Final = _select(tables.people_beacons, "epoch", "beacon")
_NO_HASH: Final = bytes(32)  # no level depends on the transaction
_REGISTERED: Final = select(tables.profiles.c.profile, tables.profiles.c.registered_at)


def list_level_events(connection: Connection) -> list[tuple[PeopleEvent, int]]:
    """Every event that moves a level, with the time of its block, in the order of the chain."""
    return sorted(_read_events(connection), key=lambda pair: pair[0].checkpoint)


def map_registered(connection: Connection) -> dict[int, int]:
    """When each profile was registered, Unix seconds."""
    return {row[0]: row[1] for row in connection.execute(_REGISTERED)}


def _read_events(connection: Connection) -> Iterator[tuple[PeopleEvent, int]]:
    for block, log, time, profile, verdict, epoch, case in connection.execute(_VERDICTS):
        at = (Checkpoint(block, log), _NO_HASH)
        if case is None:
            yield Founded(*at, profile), time
        else:
            yield CaseDecided(*at, case, profile, Vote(verdict), epoch), time
    for block, log, time, *case in connection.execute(_ACCUSATIONS):
        number, profile, payer, evidence = case
        opened = CaseOpened(
            Checkpoint(block, log), _NO_HASH, number, profile, CaseKind.ACCUSATION, payer, evidence
        )
        yield opened, time
    for block, log, time, profile, epoch, level in connection.execute(_LEVELS):
        yield LevelProven(Checkpoint(block, log), _NO_HASH, profile, epoch, level, 0), time
    for block, log, time, profile, epoch, *partners in connection.execute(_FLOORS):
        yield FloorProven(Checkpoint(block, log), _NO_HASH, profile, epoch, tuple(partners)), time
    for block, log, time, epoch, post in connection.execute(_FINALS):
        yield RootFinal(Checkpoint(block, log), _NO_HASH, epoch, b"", post), time
    for block, log, time, epoch, beacon in connection.execute(_BEACONS):
        yield BeaconTaken(Checkpoint(block, log), _NO_HASH, epoch, bytes(beacon)), time
