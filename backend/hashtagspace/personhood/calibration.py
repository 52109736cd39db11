"""The calibration sample of an epoch: who is drawn so that a filter's errors can be measured.

Not the coverage checks, which look where nobody looked yet and would tell nothing about the whole. The order
is fixed by the epoch's beacon, which came after the levels: nobody could choose it. One order serves every
level and every size, so what was judged for one campaign serves the others.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from hashtagspace.domain.abi_words import hash_words
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.level_book import LevelBook, Verdict
from hashtagspace.errors import InvalidInput

SAMPLE_SIZE: Final = 100
"""People drawn on each side of the filter unless told; measured in docs/personhood.md."""
_KEPT_WIDTH: Final = 500  # of an order, which every smaller sample is the beginning of
_LABEL: Final = keccak256(b"hashtagspace/people/calibration/v1")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the filter: how many profiles there are, and those drawn, in their order."""

    population: int
    drawn: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Both sides of the filter "level and above"."""

    accepted: Side
    rejected: Side


def draw_sample(levels: Mapping[int, int], level: int, beacon: bytes, size: int = SAMPLE_SIZE) -> Sample:
    """`size` profiles of each side, uniformly and without replacement; all of a side that has fewer.

    `levels`: every profile that was registered before the epoch began, with its level then. A larger size
    contains a smaller one. Raises `calibration.level`, `calibration.no_beacon`.
    """
    if not 1 <= level <= 3:
        raise InvalidInput("A filter is a level from 1 to 3.", code="calibration.level")
    if not any(beacon):
        raise InvalidInput(
            "The epoch took no beacon, so nobody can be drawn in it: take another.",
            code="calibration.no_beacon",
        )
    accepted = [profile for profile, found in levels.items() if found >= level]
    rejected = [profile for profile, found in levels.items() if found < level]
    return Sample(_draw(accepted, beacon, size), _draw(rejected, beacon, size))


@dataclass(frozen=True, slots=True)
class JudgedSide:
    """A side of the sample with what was found about each who was drawn."""

    population: int
    drawn: tuple[tuple[int, Verdict], ...]

    def count(self, verdict: Verdict) -> int:
        """How many have this verdict."""
        return sum(1 for _, found in self.drawn if found == verdict)


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """The sample of an epoch as far as it is judged."""

    epoch: int
    accepted: JudgedSide
    rejected: JudgedSide

    @property
    def judged(self) -> tuple[int, int]:
        """Verdicts on the side that has fewer, then on the other."""
        one, other = (len(side.drawn) - side.count("silent") for side in (self.accepted, self.rejected))
        return min(one, other), max(one, other)


class DrawnSamples:
    """The latest orders drawn, by beacon and level: drawing reads every profile. Thread-safe."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._samples: OrderedDict[tuple[bytes, int, int], Sample] = OrderedDict()
        self._lock = Lock()

    def get(self, beacon: bytes, level: int, size: int, draw: Callable[[int], Sample]) -> Sample:
        """The sample, cut from the order, which `draw(width)` draws once; one thread draws at a time."""
        width = max(size, _KEPT_WIDTH)
        key = (beacon, level, width)
        with self._lock:
            found = self._samples.get(key)
            if found is None:
                found = self._samples[key] = draw(width)
                if len(self._samples) > self._most:
                    self._samples.popitem(last=False)
        return Sample(_cut(found.accepted, size), _cut(found.rejected, size))


def _cut(side: Side, size: int) -> Side:
    return Side(side.population, side.drawn[:size])


def judge_sample(epoch: int, sample: Sample, now: LevelBook) -> JudgedSample:
    """The sample of an epoch with the verdicts that a book has."""
    return JudgedSample(epoch, _judge(sample.accepted, now), _judge(sample.rejected, now))


def _judge(side: Side, now: LevelBook) -> JudgedSide:
    return JudgedSide(side.population, tuple((one, now.verdict_of(one)) for one in side.drawn))


def order_key(beacon: bytes, profile: int) -> bytes:
    """By which profiles are drawn, the smallest first."""
    return hash_words(_LABEL, beacon, profile)


def _draw(profiles: Iterable[int], beacon: bytes, size: int) -> Side:
    ordered = sorted(profiles, key=lambda profile: order_key(beacon, profile))
    return Side(len(ordered), tuple(ordered[:size]))
