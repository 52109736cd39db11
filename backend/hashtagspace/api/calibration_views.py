"""The calibration sample as JSON, by the very rule by which the SDK draws it from the chain."""

from threading import Lock
from typing import Any

from hashtagspace.api.encode import hex_of
from hashtagspace.personhood.calibration import DrawnSamples, JudgedSide
from hashtagspace.personhood.people_at import PeopleAt
from hashtagspace.store import read_calibration, read_people
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.reader import Connection


class CalibrationDesk:
    """Everybody's level as of the latest revision, read once for it, by one thread. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision = -1
        self._people: PeopleAt | None = None
        self._samples = DrawnSamples()

    def look(self, connection: Connection, revision: int) -> PeopleAt | None:
        """The people of the latest projected block; None on a network without people contracts.

        `revision` was read before `connection` began, so what is kept is never older than it says.
        """
        with self._lock:
            if revision != self._revision:
                self._people = self._read(connection)
                self._revision = revision
            return self._people

    def _read(self, connection: Connection) -> PeopleAt | None:
        terms, checkpoint = read_people.find_terms(connection), find_checkpoint(connection)
        if terms is None or checkpoint is None:
            return None
        events = read_calibration.list_level_events(connection)
        registered = read_calibration.map_registered(connection)
        return PeopleAt(terms.clock, checkpoint.indexed_time, events, registered, self._samples)


def build_calibration(people: PeopleAt | None, level: int, size: int, epoch: int | None) -> dict[str, Any]:
    """The sample as of the latest projected block; raises `calibration.*` for an epoch without one."""
    if people is None:
        return {"sample": None}
    found = people.find_sample(level, size) if epoch is None else people.draw(epoch, level, size)
    if found is None:
        return {"sample": None}
    return {
        "sample": {
            "epoch": found.epoch,
            "beacon": hex_of(people.book.beacons[found.epoch]),
            "level": level,
            "size": size,
            "accepted": _build_side(found.accepted),
            "rejected": _build_side(found.rejected),
        }
    }


def _build_side(side: JudgedSide) -> dict[str, Any]:
    drawn = [{"profileId": str(profile), "verdict": verdict} for profile, verdict in side.drawn]
    return {"population": side.population, "drawn": drawn}
