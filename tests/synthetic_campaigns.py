"""Campaigns in a network where it is known who is fake: how often the report's intervals hold the truth."""

from dataclasses import dataclass, field

import numpy as np

from hashtagspace.market.intervals import (
    Filter,
    false_alarms,
    newcombe,
    predict,
    rogan_gladen,
    share_of,
    wilson,
)

_NETWORK = 100_000


@dataclass(frozen=True, slots=True)
class Campaign:
    """`fakes` of the network and `audience_fakes` of the audience are fake; `caught` of fakes and
    `false_alarms` of real people are left out by the level; `sample` are judged on each side; `people` are
    the audience."""

    fakes: float
    audience_fakes: float
    caught: float
    false_alarms: float
    sample: int = 100
    people: int = 2_000

    def __str__(self):
        return (
            f"fakes {self.fakes:.0%}, of the audience {self.audience_fakes:.0%}, caught {self.caught:.0%}, "
            f"false alarms {self.false_alarms:.0%}, {self.sample}+{self.sample} judged, {self.people} people"
        )


CAMPAIGNS = (
    Campaign(0.05, 0.05, 0.97, 0.05),
    Campaign(0.05, 0.05, 0.97, 0.05, sample=50),
    Campaign(0.05, 0.05, 0.97, 0.05, sample=200),
    Campaign(0.20, 0.20, 0.97, 0.05),
    Campaign(0.50, 0.50, 0.97, 0.05),
    Campaign(0.20, 0.05, 0.95, 0.10),
    Campaign(0.20, 0.50, 0.95, 0.10),
    Campaign(0.05, 0.0, 0.95, 0.10),
    Campaign(0.05, 0.05, 0.80, 0.40),
    Campaign(0.20, 0.20, 0.95, 0.10, sample=50, people=200),
)


@dataclass(slots=True)
class Coverage:
    """Shares of the runs; widths and errors are means of the share of fakes in the audience."""

    shown: float = 0.0
    covered: dict[str, float] = field(default_factory=dict)
    width: float = 0.0
    error: float = 0.0
    raw_error: float = 0.0


def cover(campaign, runs, seed):
    """How often each interval holds what is true, over `runs` campaigns of this kind."""
    random = np.random.default_rng(seed)
    hits, counts = {}, {}
    widths, errors, raw_errors = [], [], []

    def count(name, interval, truth):
        if interval is not None:
            counts[name] = counts.get(name, 0) + 1
            hits[name] = hits.get(name, 0) + (interval.low - 1e-12 <= truth <= interval.high + 1e-12)

    for _ in range(runs):
        world = _World(campaign, random)
        fakes, left = world.draw_audience()
        share = rogan_gladen(world.filter, left, campaign.people)
        count("audience_fake_share", share, fakes / campaign.people)
        if share is not None:
            widths.append(share.high - share.low)
            errors.append(abs(share.estimate - fakes / campaign.people))
            raw_errors.append(abs(left - fakes) / campaign.people)
        count("real_lost_share", false_alarms(world.filter), world.false_alarms)
        count("fake_share", share_of(*world.filter.fakes_taken), world.fake_share)
        count("real_people", predict(*world.filter.fakes_taken, 300), world.fakes_among_taken(300))
        count("real_lost", predict(*world.filter.fakes_left, 200), world.fakes_among_left(200))
        count("lift", *_lift(random))
    return Coverage(
        len(widths) / runs,
        {name: hits[name] / total for name, total in counts.items()},
        *(float(np.mean(values)) if values else 0.0 for values in (widths, errors, raw_errors)),
    )


class _World:
    def __init__(self, campaign, random):
        self._campaign, self._random = campaign, random
        fakes = round(_NETWORK * campaign.fakes)
        self._fakes_left = int(random.binomial(fakes, campaign.caught))
        self._real_left = int(random.binomial(_NETWORK - fakes, campaign.false_alarms))
        self._fakes_taken = fakes - self._fakes_left
        self._taken = _NETWORK - self._fakes_left - self._real_left
        self._left = _NETWORK - self._taken
        self.false_alarms = self._real_left / (_NETWORK - fakes)
        self.fake_share = self._fakes_taken / self._taken
        size = campaign.sample
        self.filter = Filter(
            (self.fakes_among_taken(size), size), (self.fakes_among_left(size), size), self._taken, self._left
        )

    def fakes_among_taken(self, count):
        return int(self._random.hypergeometric(self._fakes_taken, self._taken - self._fakes_taken, count))

    def fakes_among_left(self, count):
        return int(self._random.hypergeometric(self._fakes_left, self._real_left, count))

    def draw_audience(self):
        """(fakes, people left out) of an audience with a share of fakes of its own."""
        campaign, random = self._campaign, self._random
        fakes = int(random.binomial(campaign.people, campaign.audience_fakes))
        left = random.binomial(fakes, campaign.caught)
        left += random.binomial(campaign.people - fakes, campaign.false_alarms)
        return fakes, int(left)


def _lift(random):
    reached, held_out = 400, 100
    one, other = 0.06, 0.03
    found = newcombe(
        wilson(int(random.binomial(reached, one)), reached),
        wilson(int(random.binomial(held_out, other)), held_out),
    )
    return found, one - other
