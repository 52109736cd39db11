"""Everybody's level as of one block, and the calibration samples drawn before it: from the chain alone."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from hashtagspace.chain.people_logs import TimedPeopleEvent
from hashtagspace.chain.relay_reads import Head
from hashtagspace.client.market import Market
from hashtagspace.domain.level_book import LevelBook
from hashtagspace.domain.levels import EpochClock
from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.calibration import SAMPLE_SIZE, JudgedSample, judge_sample

LOOK_BACK: Final = 12
"""Epochs among which the one with most verdicts is taken."""


class PeopleAt:
    """The people of a network as the chain had them at a block; nobody on a network without people."""

    def __init__(
        self,
        clock: EpochClock,
        head: Head,
        events: Sequence[TimedPeopleEvent],
        registered: Mapping[int, int],
    ) -> None:
        """`registered`: profiles with the time of their registration's block, Unix seconds."""
        self._clock = clock
        self._events = events
        self._times = [one.time_seconds for one in events]
        self._registered = registered
        self._epoch = clock.epoch_at(head.time_seconds)
        self.book = LevelBook.read(one.event for one in events)

    def level_of(self, profile: int) -> int:
        """The profile's level at the block."""
        return self.book.level_of(profile, self._epoch)

    def draw(self, epoch: int, level: int, size: int = SAMPLE_SIZE) -> JudgedSample:
        """The sample of an epoch as far as it is judged at the block; raises `calibration.*`."""
        if not 1 <= epoch <= self._epoch:
            raise InvalidInput(f"Epoch {epoch} has not begun by this block.", code="calibration.epoch")
        start = self._clock.start_of(epoch)
        then = LevelBook.read(one.event for one in self._events[: bisect_left(self._times, start)])
        profiles = [profile for profile, time in self._registered.items() if time < start]
        return judge_sample(epoch, then, self.book, profiles, level, size)

    def find_sample(self, level: int, size: int = SAMPLE_SIZE) -> JudgedSample | None:
        """The sample with most verdicts of the last 12 epochs, the newest of equals.

        None without any verdict.
        """
        best: JudgedSample | None = None
        for epoch in range(self._epoch, max(0, self._epoch - LOOK_BACK), -1):
            if epoch in self.book.beacons:
                found = self.draw(epoch, level, size)
                if found.judged > ((0, 0) if best is None else best.judged):
                    best = found
        return best


def read_people(market: Market, head: Head) -> PeopleAt:
    """The people as of a block; raises `chain.*`."""
    terms = market.people.find_terms()
    if terms is None:
        return PeopleAt(EpochClock(head.time_seconds + 1, 1), head, (), {})
    events = tuple(market.people_logs.list_events(to_block=head.number))
    return PeopleAt(terms.clock, head, events, market.registrations.map_times(head.number))
