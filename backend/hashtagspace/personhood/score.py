"""SeedShare v1 over arrays: a million accounts in seconds, equal to `exact` in every bit."""

from dataclasses import dataclass

import numpy as np

from hashtagspace.personhood.definition import (
    CLAMP,
    MASS,
    ONE,
    RESTART_SHIFT,
    RESTART_STEPS,
    THRESHOLDS,
    walk_steps,
)
from hashtagspace.personhood.graph import Ints, VouchGraph


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry an account, in 1/65,536 (levels: 0 to 3)."""

    share: Ints
    bound: Ints
    support: Ints
    score: Ints
    level: Ints


def score_graph(graph: VouchGraph, vetted: Ints, fakes: Ints) -> Standing:
    """The standing of every account. `vetted` and `fakes` are account numbers; a fake is not vetted."""
    if graph.accounts == 0:
        nobody = np.zeros(0, dtype=np.int64)
        return Standing(nobody, nobody, nobody, nobody, nobody)
    walker = Walker(graph)
    starts = find_starts(graph.accounts, vetted, fakes)
    share = _divide(walker.walk(starts))
    bound = np.where(walker.totals > 0, _divide(walker.restart(starts)), 0)
    support = walker.add_partners(np.clip(share, 0, ONE))
    score = np.where(share > 0, share * support // (support + ONE), share)
    level = _levels(share, support, bound)
    return Standing(share, bound, support, score, level if starts[:, 0].any() else np.zeros_like(level))


def find_starts(accounts: int, vetted: Ints, fakes: Ints) -> Ints:
    """Mass at the start, shape (n, 3): from vetted accounts, from proven fakes, from everybody."""
    proven = np.unique(np.asarray(fakes, dtype=np.int64))
    people = np.setdiff1d(np.asarray(vetted, dtype=np.int64), proven)
    starts = np.zeros((accounts, 3), dtype=np.int64)
    if len(people):
        starts[people, 0] = MASS // len(people)
    if len(proven):
        starts[proven, 1] = MASS // max(len(people), len(proven))
    starts[:, 2] = MASS // accounts
    return starts


class Walker:
    """Moves mass over one graph. No sum exceeds MASS, so 64 bits hold it."""

    def __init__(self, graph: VouchGraph) -> None:
        self.accounts = graph.accounts
        self._weights = graph.weights
        self._partners = graph.link(np.ones(len(graph.partners), dtype=np.int64))
        self.totals: Ints = np.asarray(self._weights.sum(axis=1), dtype=np.int64).ravel()
        self._divisors = np.maximum(self.totals, 1)[:, None]

    def step(self, mass: Ints) -> Ints:
        """Every account hands its mass to its partners by weight; remainders are lost. Shape (n, k)."""
        moved: Ints = self._weights @ (mass // self._divisors)
        return moved

    def walk(self, start: Ints) -> Ints:
        """The mean of the last two of L steps."""
        before, mass = start, start
        for _ in range(walk_steps(self.accounts)):
            before, mass = mass, self.step(mass)
        return (before >> 1) + (mass >> 1)

    def restart(self, start: Ints) -> Ints:
        """48 steps, a sixteenth going back to the start in each."""
        mass = start
        for _ in range(RESTART_STEPS):
            moved = self.step(mass)
            mass = moved - (moved >> RESTART_SHIFT) + (start >> RESTART_SHIFT)
        return mass

    def add_partners(self, values: Ints) -> Ints:
        """The sum of the partners' values, shape (n,)."""
        added: Ints = self._partners @ values
        return added


def _divide(mass: Ints) -> Ints:
    raw = ((2 * mass[:, 0] - mass[:, 1]) >> 15 << 16) // np.maximum(1, mass[:, 2] >> 14)
    clamped: Ints = np.clip(raw, -CLAMP, CLAMP)
    return clamped


def _levels(share: Ints, support: Ints, bound: Ints) -> Ints:
    level = np.zeros_like(share)
    holds = np.ones(len(share), dtype=bool)
    for threshold in THRESHOLDS:
        holds &= (share >= threshold.share) & (support >= threshold.support) & (bound >= threshold.bound)
        level += holds
    return level
