"""What was known about everybody's level at one moment of the chain, kept event by event up to it.

A level at the beginning of an epoch is what this book says once every event before it was taken down, and
none after.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from hashtagspace.domain.jury_events import CaseDecided, CaseOpened, Founded
from hashtagspace.domain.levels import LevelFacts, effective_level
from hashtagspace.domain.people_events import BeaconTaken, FloorProven, LevelProven, PeopleEvent, RootFinal
from hashtagspace.domain.people_states import CaseKind, Vote

Verdict = Literal["real", "fake", "silent"]
"""What juries, or the deployment, found about a profile; silent: nothing."""


@dataclass(slots=True)
class _Known:
    vetted_since: int = 0
    fake_since: int = 0
    proven: dict[int, int] = field(default_factory=dict)
    floor: int = 0


class LevelBook:
    """Levels, verdicts and beacons as of the last event that was taken down."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._accusations: set[int] = set()
        self._latest_final = 0
        self.beacons: dict[int, bytes] = {}

    @classmethod
    def read(cls, events: Iterable[PeopleEvent]) -> "LevelBook":
        """The book after these events, which come in the order of the chain."""
        book = cls()
        for event in events:
            book.take(event)
        return book

    def take(self, event: PeopleEvent) -> None:
        """One more event is taken down; most change nothing here."""
        match event:
            case Founded():
                self._at(event.profile).vetted_since = 1
            case CaseOpened(kind=CaseKind.ACCUSATION):
                self._accusations.add(event.case_id)
            case CaseDecided():
                self._decide(event)
            case LevelProven():
                self._at(event.profile).proven[event.epoch] = event.level
            case FloorProven():
                self._at(event.profile).floor = event.epoch
            case RootFinal():
                self._latest_final = max(self._latest_final, event.epoch)
            case BeaconTaken():
                self.beacons[event.epoch] = event.beacon
            case _:
                pass  # it moves no level

    def level_of(self, profile: int, epoch: int) -> int:
        """The level 0 to 3 that the contract would tell in this epoch, if nothing else happened."""
        known = self._known.get(profile)
        if known is None:
            return 0
        facts = LevelFacts(known.vetted_since, known.fake_since, known.proven, known.floor)
        return effective_level(facts, self._latest_final, epoch)

    def verdict_of(self, profile: int) -> Verdict:
        """Real for whom a jury or the deployment vetted, fake for a proven fake, else silent."""
        known = self._known.get(profile, _Known())
        if known.fake_since:
            return "fake"
        return "real" if known.vetted_since else "silent"

    def _decide(self, event: CaseDecided) -> None:
        known = self._at(event.profile)
        if event.verdict is Vote.FAKE:
            known.fake_since = known.fake_since or event.epoch + 1
        elif event.verdict is Vote.PASS and event.case_id not in self._accusations:
            known.vetted_since = known.vetted_since or event.epoch + 1

    def _at(self, profile: int) -> _Known:
        return self._known.setdefault(profile, _Known())
