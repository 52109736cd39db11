"""Intervals of 95 %: shares, their differences, how many of a group, and a share behind an imperfect filter.

Only the standard library, and no random number: whoever has the counts gets these very numbers, in Python and
in the browser (tests/vectors/report.json). scipy has Wilson's interval alone; the tests hold ours to it.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from statistics import NormalDist
from typing import Final

TAIL: Final = 0.025
Z: Final = NormalDist().inv_cdf(1 - TAIL)
POINTS: Final = 2039
"""Points of the lattice; a prime, so that each of its coordinates takes every place once."""
_RARE: Final = (0.0, 0.05129329438755053, 0.35536151069866195, 0.8176914471639534)
"""Half the 5 % quantile of chi-squared with 2 hits degrees of freedom.

Where Poisson's law of rare events begins.
"""
_GENERATOR: Final = 1487
_CELLS: Final = 2048
_REACH: Final = 8.0
"""Half the width of the table of a posterior, in its standard deviations."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the 95 % interval around it."""

    estimate: float
    low: float
    high: float

    @property
    def crosses_zero(self) -> bool:
        """Whether nothing at all is within it."""
        return self.low <= 0 <= self.high

    def scale(self, factor: float) -> "Interval":
        """The same in another unit; `factor` is not negative."""
        return Interval(self.estimate * factor, self.low * factor, self.high * factor)


def wilson(hits: int, total: int) -> Interval:
    """The share of hits. Source: Wilson 1927, without continuity correction."""
    share = hits / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total)) / (1 + Z * Z / total)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == total else min(1.0, middle + half)
    return Interval(share, low, high)


def share_of(hits: int, total: int) -> Interval:
    """The share of hits, Wilson's interval with its ends for rare events moved outwards.

    Wilson's own covers a rare share in as few as 84 of 100 cases, this one in 91.5 or more for any share and
    from 10 people on (computed exactly, tests/backend/market/test_intervals.py). Source: Brown, Cai and
    DasGupta 2001, 4.1.1.
    """
    found, rare = wilson(hits, total), 2 if total <= 50 else 3
    low = _RARE[hits] / total if 1 <= hits <= rare else 1.0
    misses = total - hits
    high = 1 - _RARE[misses] / total if 1 <= misses <= rare else 0.0
    return Interval(found.estimate, min(found.low, low), max(found.high, high))


def newcombe(one: Interval, other: Interval) -> Interval:
    """The first less the second, two independent shares or multiples of shares.

    Source: Newcombe 1998, method 10, from Wilson's intervals; with scaled ones it is MOVER (Zou and Donner
    2008).
    """
    difference = one.estimate - other.estimate
    down = math.hypot(one.estimate - one.low, other.high - other.estimate)
    up = math.hypot(one.high - one.estimate, other.estimate - other.low)
    return Interval(difference, difference - down, difference + up)


def predict(hits: int, total: int, others: int) -> Interval:
    """How many of `others`, drawn from where `hits` of `total` were found: whole people.

    Beta-binomial with Jeffreys' prior: the sample's uncertainty and the chance of these others in one.
    """
    if others == 0:
        return Interval(0.0, 0.0, 0.0)
    a, b = hits + 0.5, total - hits + 0.5
    logs = [0.0]
    for k in range(others):
        logs.append(logs[-1] + math.log((others - k) * (k + a) / ((k + 1) * (others - k - 1 + b))))
    top = max(logs)
    sums = list(accumulate(math.exp(log - top) for log in logs))
    low = bisect_left(sums, TAIL * sums[-1])
    high = bisect_left(sums, (1 - TAIL) * sums[-1])
    return Interval(others * hits / total, float(low), float(high))


def propagate(compute: Callable[..., float | None], *counts: tuple[int, int]) -> tuple[float, float] | None:
    """Where `compute` of several shares lies in 95 % of cases, each share known by (hits, total).

    Beta bootstrap: each share is drawn from its posterior under Jeffreys' prior, not at random but at the
    points of a Korobov lattice. None when `compute` has no answer at more than one tail of the points.
    """
    columns = [_quantiles(hits, total) for hits, total in counts]
    steps = [pow(_GENERATOR, at, POINTS) for at in range(len(columns))]
    values = []
    for point in range(POINTS):
        value = compute(*(column[point * step % POINTS] for column, step in zip(columns, steps, strict=True)))
        if value is not None:
            values.append(value)
    if len(values) < (1 - TAIL) * POINTS:
        return None
    values.sort()
    cut = math.floor(TAIL * len(values))
    return values[cut], values[len(values) - 1 - cut]


@dataclass(frozen=True, slots=True)
class Filter:
    """What two uniform samples say of a filter.

    `fakes_taken` and `fakes_left` are (fakes, judged) of those it took and of those it left out; `taken` and
    `left` are how many there are of each in the network that the samples were drawn from.
    """

    fakes_taken: tuple[int, int]
    fakes_left: tuple[int, int]
    taken: int
    left: int


def rogan_gladen(filter_: Filter, left: int, people: int) -> Interval | None:
    """The share of fakes among `people`, of whom the filter leaves out `left`.

    None if the samples do not tell. The filter's errors are those of the network: share = (left out - false
    alarms) / (caught - false alarms). Source: Rogan and Gladen 1978; the
    interval by `propagate`, cut to 0 … 1.
    """

    def find_share(taken_fakes: float, left_fakes: float, raw: float) -> float | None:
        alarms = _false_alarms(filter_, taken_fakes, left_fakes)
        caught = _caught(filter_, taken_fakes, left_fakes)
        if alarms is None or caught is None or caught <= alarms:
            return None
        return min(1.0, max(0.0, (raw - alarms) / (caught - alarms)))

    estimate = find_share(_ratio(filter_.fakes_taken), _ratio(filter_.fakes_left), left / people)
    ends = propagate(find_share, filter_.fakes_taken, filter_.fakes_left, (left, people))
    return None if estimate is None or ends is None else Interval(estimate, *ends)


def false_alarms(filter_: Filter) -> Interval | None:
    """The share of the network's real people whom the filter leaves out; None if nobody real was found."""

    def find_share(taken_fakes: float, left_fakes: float) -> float | None:
        return _false_alarms(filter_, taken_fakes, left_fakes)

    estimate = find_share(_ratio(filter_.fakes_taken), _ratio(filter_.fakes_left))
    ends = propagate(find_share, filter_.fakes_taken, filter_.fakes_left)
    return None if estimate is None or ends is None else Interval(estimate, *ends)


def _caught(filter_: Filter, taken_fakes: float, left_fakes: float) -> float | None:
    """The share of the network's fakes that the filter leaves out, by Bayes' rule; None if there are none."""
    caught = filter_.left * left_fakes
    fakes = filter_.taken * taken_fakes + caught
    return caught / fakes if fakes > 0 else None


def _false_alarms(filter_: Filter, taken_fakes: float, left_fakes: float) -> float | None:
    """The share of the network's real people that the filter leaves out; None if there are none."""
    alarms = filter_.left * (1 - left_fakes)
    real = filter_.taken * (1 - taken_fakes) + alarms
    return alarms / real if real > 0 else None


def _ratio(counts: tuple[int, int]) -> float:
    hits, total = counts
    return hits / total


@lru_cache(maxsize=512)
def _quantiles(hits: int, total: int) -> Sequence[float]:
    """The posterior's quantiles at (k + 1/2) / POINTS.

    In t = arcsin √share Jeffreys' density is sin^2hits · cos^2misses: smooth up to both ends, so equal cells
    add up to it to a millionth of its width.
    """
    middle = math.asin(math.sqrt(hits / total)) if total else math.pi / 4
    reach = _REACH / (2 * math.sqrt(total + 1))
    start, end = max(0.0, middle - reach), min(math.pi / 2, middle + reach)
    cell = (end - start) / _CELLS
    logs = [
        2 * (hits * math.log(math.sin(t)) + (total - hits) * math.log(math.cos(t)))
        for t in (start + (at + 0.5) * cell for at in range(_CELLS))
    ]
    top = max(logs)
    masses = [math.exp(log - top) for log in logs]
    sums = list(accumulate(masses))
    quantiles, at = [], 0
    for point in range(POINTS):
        wanted = (point + 0.5) / POINTS * sums[-1]
        while sums[at] < wanted:
            at += 1
        within = 1 - (sums[at] - wanted) / masses[at]
        quantiles.append(math.sin(start + (at + within) * cell) ** 2)
    return quantiles
