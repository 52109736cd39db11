"""Everybody's level as of one moment of the chain, and the calibration samples drawn before it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from hashtagspace.domain.level_book import LevelBook
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.calibration import (
    SAMPLE_SIZE,
    DrawnSamples,
    JudgedSample,
    Sample,
    draw_sample,
    judge_sample,
)

LOOK_BACK: Final = 12
"""Epochs among which the one with most verdicts is taken."""


class PeopleAt:
    """The people of a network at a block time, Unix seconds; nobody where nothing ever happened."""

    def __init__(
        self,
        clock: EpochClock,
        time_seconds: int,
        events: Sequence[tuple[PeopleEvent, int]],
        registered: Mapping[int, int],
        samples: DrawnSamples | None = None,
    ) -> None:
        """`events` in chain order and `registered` profiles, each with the time of its block.

        `samples` outlives this view where more than one is made.
        """
        self._clock = clock
        self._events = events
        self._times = [time for _, time in events]
        self._registered = registered
        self._samples = samples or DrawnSamples()
        self._epoch = clock.epoch_at(time_seconds)
        self.book = LevelBook.read(event for event, _ in events)

    def level_of(self, profile: int) -> int:
        """The profile's level at the moment."""
        return self.book.level_of(profile, self._epoch)

    def draw(self, epoch: int, level: int, size: int = SAMPLE_SIZE) -> JudgedSample:
        """The sample of an epoch as far as it is judged by now; raises `calibration.*`."""
        if not 1 <= epoch <= self._epoch:
            raise InvalidInput(f"Epoch {epoch} has not begun by then.", code="calibration.epoch")
        beacon = self.book.beacons.get(epoch, b"")
        sample = self._samples.get(beacon, level, size, lambda width: self._draw(epoch, level, beacon, width))
        return judge_sample(epoch, sample, self.book)

    def find_sample(self, level: int, size: int = SAMPLE_SIZE) -> JudgedSample | None:
        """The sample with most verdicts of the last 12 epochs, the newest of equals; None: no verdicts."""
        best: JudgedSample | None = None
        for epoch in range(self._epoch, max(0, self._epoch - LOOK_BACK), -1):
            if epoch in self.book.beacons:
                found = self.draw(epoch, level, size)
                if found.judged > ((0, 0) if best is None else best.judged):
                    best = found
        return best

    def _draw(self, epoch: int, level: int, beacon: bytes, size: int) -> Sample:
        start = self._clock.start_of(epoch)
        then = LevelBook.read(event for event, _ in self._events[: bisect_left(self._times, start)])
        levels = {
            profile: then.level_of(profile, epoch)
            for profile, time in self._registered.items()
            if time < start
        }
        return draw_sample(levels, level, beacon, size)
