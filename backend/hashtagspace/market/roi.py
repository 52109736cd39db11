"""What a campaign costs and brings per real person: counts in, numbers with their intervals out.

Pure and without chance. A number that its interval does not tell from zero is not shown; the real people lost
to the filter always are. The browser's twin is `features/console/roi/computeNumbers.ts`; both are held by
`tests/vectors/report.json`. What each number assumes stands in docs/personhood.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final, Literal

from hashtagspace.market.intervals import (
    Filter,
    Interval,
    false_alarms,
    newcombe,
    predict,
    rogan_gladen,
    share_of,
    wilson,
)

Unit = Literal["share", "people", "tag", "per_thousand_tag"]
Why = Literal[
    "no_sample", "nobody_paid", "nobody_left_out", "no_audience", "no_hold_out", "no_reached",
    "no_untargeted",
    "crosses_zero", "unbounded", "filter_unclear",
]  # fmt: skip
_TAG: Final = 10**18
_THOUSAND: Final = 1_000


@dataclass(frozen=True, slots=True)
class Stratum:
    """Uniformly drawn people of one side of the filter, as the jury found them.

    `population`: how many the side has. `silent`: no verdict, whether they did not answer, or nobody asked
    them.
    """

    population: int
    real: int
    fake: int
    silent: int

    def list_ways(self) -> Iterator[tuple[int, int]]:
        """(fakes, judged) as found, then with all the silent real, then with all of them fake."""
        judged = self.real + self.fake
        yield self.fake, judged
        if self.silent:
            yield self.fake, judged + self.silent
            yield self.fake + self.silent, judged + self.silent


@dataclass(frozen=True, slots=True)
class Arm:
    """A part of the audience; `accepted` have the level that is asked, `rejected` have not."""

    accepted: int = 0
    rejected: int = 0
    accepted_conversions: int = 0
    rejected_conversions: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything the numbers come from. Amounts in 1e-18 TAG; `level` is the filter, 1 to 3.

    `paid_accepted` and `paid_rejected` are people who were paid, by their level now. The sample and the
    audience are None where there is none, and `untargeted_spend` where no untargeted arm was paid for.
    """

    level: int
    paid: int
    paid_accepted: int
    paid_rejected: int
    sample_accepted: Stratum | None = None
    sample_rejected: Stratum | None = None
    audience: Arm | None = None
    reached: Arm = field(default_factory=Arm)
    held_out: Arm = field(default_factory=Arm)
    untargeted: Arm = field(default_factory=Arm)
    untargeted_spend: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a report: what it is, the formula and the inputs it comes from.

    Or why it is not shown.
    """

    name: str
    formula: str
    inputs: tuple[str, ...]
    unit: Unit
    interval: Interval | None
    why: Why | None = None


def compute_numbers(given: Inputs) -> list[Number]:
    """Every number of the report, in the order in which it is read."""
    return [
        _cost_per_person(given),
        _spend_per_real_person(given),
        _real_people(given),
        _fake_share(given),
        _real_lost(given),
        _real_lost_share(given),
        _audience_fake_share(given),
        _money_saved(given),
        _lift(given),
        *_conversions(given),
    ]


def _cost_per_person(given: Inputs) -> Number:
    people = given.paid_accepted + given.paid_rejected
    value = given.paid / _TAG / people if people else None
    interval = None if value is None else Interval(value, value, value)
    inputs = ("paid", "paidAccepted", "paidRejected")
    return _number("cost_per_person", "division", inputs, "tag", interval or "nobody_paid")


def _fake_share(given: Inputs) -> Number:
    found = _by_sample(given.sample_accepted, share_of)
    return _number("fake_share", "share_of", ("sampleAccepted",), "share", found or "no_sample")


def _real_people(given: Inputs) -> Number:
    found: Interval | Why = "nobody_paid"
    if given.paid_accepted:
        found = _real_among(given.sample_accepted, given.paid_accepted) or "no_sample"
    return _number("real_people", "predict", ("sampleAccepted", "paidAccepted"), "people", found)


def _spend_per_real_person(given: Inputs) -> Number:
    inputs = ("paid", "paidAccepted", "sampleAccepted")
    found: Interval | Why = "nobody_paid"
    if given.paid_accepted:
        found = _spread(given) or "no_sample"
    return _number("spend_per_real_person", "spend_over_predict", inputs, "tag", found)


def _spread(given: Inputs) -> Interval | Why | None:
    real = _real_among(given.sample_accepted, given.paid_accepted)
    if real is None:
        return None
    if real.low <= 0 or real.estimate <= 0:
        return "unbounded"
    paid = given.paid / _TAG
    return Interval(paid / real.estimate, paid / real.high, paid / real.low)


def _real_lost(given: Inputs) -> Number:
    found: Interval | Why = "no_audience"
    if given.audience is not None:
        found = _real_among(given.sample_rejected, given.audience.rejected) or "no_sample"
    return _number("real_lost", "predict", ("sampleRejected", "audience"), "people", found)


def _real_lost_share(given: Inputs) -> Number:
    found = _by_filter(given, false_alarms)
    return _number("real_lost_share", "false_alarms", ("sampleAccepted", "sampleRejected"), "share", found)


def _audience_fake_share(given: Inputs) -> Number:
    inputs = ("sampleAccepted", "sampleRejected", "audience")
    audience = given.audience
    found: Interval | Why = "no_audience"
    if audience is not None and audience.accepted + audience.rejected:
        people = audience.accepted + audience.rejected
        found = _by_filter(given, lambda filter_: rogan_gladen(filter_, audience.rejected, people))
    return _number("audience_fake_share", "rogan_gladen", inputs, "share", found)


def _money_saved(given: Inputs) -> Number:
    inputs = ("sampleRejected", "audience", "paid", "paidAccepted", "paidRejected")
    return _number("money_saved", "predict_times_cost", inputs, "tag", _hide_zero(_find_saved(given)))


def _find_saved(given: Inputs) -> Interval | Why:
    people = given.paid_accepted + given.paid_rejected
    if given.audience is None:
        return "no_audience"
    if not people:
        return "nobody_paid"
    rejected = given.audience.rejected
    if not rejected:
        return "nobody_left_out"
    fakes = _by_sample(given.sample_rejected, lambda fake, judged: predict(fake, judged, rejected))
    return "no_sample" if fakes is None else fakes.scale(given.paid / _TAG / people)


def _lift(given: Inputs) -> Number:
    found: Interval | Why = "no_hold_out"
    if given.reached.accepted and given.held_out.accepted:
        found = newcombe(
            wilson(given.reached.accepted_conversions, given.reached.accepted),
            wilson(given.held_out.accepted_conversions, given.held_out.accepted),
        )
    return _number("lift", "newcombe", ("reached", "heldOut"), "share", _hide_zero(found))


def _conversions(given: Inputs) -> Iterator[Number]:
    """Conversions by people of the level for each 1,000 TAG.

    With the filter, without it, and the difference.
    """
    reached, untargeted = given.reached, given.untargeted
    ours = _Arm(reached.accepted_conversions, reached.accepted, given.paid)
    theirs = _Arm(
        untargeted.accepted_conversions,
        untargeted.accepted + untargeted.rejected,
        given.untargeted_spend or 0,
    )
    unit: Unit = "per_thousand_tag"
    shown: Interval | Why = ours.per_thousand(share_of) or "no_reached"
    yield _number("targeted_conversions", "share_of_per_spend", ("reached", "paid"), unit, shown)
    shown = theirs.per_thousand(share_of) or "no_untargeted"
    spent = ("untargeted", "untargetedSpend")
    yield _number("untargeted_conversions", "share_of_per_spend", spent, unit, shown)
    one, other = ours.per_thousand(wilson), theirs.per_thousand(wilson)
    gain: Interval | Why = "no_reached" if other else "no_untargeted"
    if one and other:
        gain = newcombe(one, other)
    inputs = ("reached", "paid", *spent)
    yield _number("conversions_gain", "newcombe_per_spend", inputs, unit, _hide_zero(gain))


@dataclass(frozen=True, slots=True)
class _Arm:
    """Conversions among people on whom `spend` (1e-18 TAG) went."""

    conversions: int
    people: int
    spend: int

    def per_thousand(self, compute: Callable[[int, int], Interval]) -> Interval | None:
        if not self.people or not self.spend:
            return None
        return compute(self.conversions, self.people).scale(self.people * _THOUSAND / (self.spend / _TAG))


def _real_among(sample: Stratum | None, people: int) -> Interval | None:
    """How many of these people are real, by a sample of their side of the filter."""
    fakes = _by_sample(sample, lambda fake, judged: predict(fake, judged, people))
    if fakes is None:
        return None
    return Interval(people - fakes.estimate, people - fakes.high, people - fakes.low)


def _by_sample(sample: Stratum | None, compute: Callable[[int, int], Interval]) -> Interval | None:
    """The estimate from who was judged.

    The interval holds whatever the silent are. None without a verdict.
    """
    if sample is None or not sample.real + sample.fake:
        return None
    return _hull([compute(*way) for way in sample.list_ways()])


def _by_filter(given: Inputs, compute: Callable[[Filter], Interval | None]) -> Interval | Why:
    """As `_by_sample`, with both sides of the filter."""
    taken, left = given.sample_accepted, given.sample_rejected
    if taken is None or left is None or not taken.real + taken.fake or not left.real + left.fake:
        return "no_sample"
    found = []
    for one, other in product(taken.list_ways(), left.list_ways()):
        interval = compute(Filter(one, other, taken.population, left.population))
        if interval is None:
            return "filter_unclear"
        found.append(interval)
    return _hull(found)


def _hull(found: list[Interval]) -> Interval:
    return Interval(found[0].estimate, min(one.low for one in found), max(one.high for one in found))


def _hide_zero(found: Interval | Why) -> Interval | Why:
    return "crosses_zero" if isinstance(found, Interval) and found.crosses_zero else found


def _number(name: str, formula: str, inputs: tuple[str, ...], unit: Unit, found: Interval | Why) -> Number:
    if isinstance(found, Interval):
        return Number(name, formula, inputs, unit, found)
    return Number(name, formula, inputs, unit, None, found)
