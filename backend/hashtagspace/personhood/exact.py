"""SeedShare v1 in plain Python: the twin that everything else is held against, slow and without libraries."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from hashtagspace.personhood.definition import (
    MASS,
    MOST_COMMON,
    ONE,
    RESTART_SHIFT,
    RESTART_STEPS,
    level_of,
    quotient,
    score_of,
    walk_steps,
)

Vector = list[int]


@dataclass(frozen=True, slots=True)
class ExactStanding:
    """One entry an account, in 1/65,536 (levels: 0 to 3)."""

    share: Vector
    bound: Vector
    support: Vector
    score: Vector
    level: Vector


@dataclass(frozen=True, slots=True)
class Starts:
    """How much mass every account begins with in each of the three walks."""

    vetted: Vector
    fake: Vector
    background: Vector


class ExactGraph:
    """Mutual vouches with their weights; loops and repeats count for nothing."""

    def __init__(self, accounts: int, edges: Iterable[tuple[int, int]]) -> None:
        partners: list[set[int]] = [set() for _ in range(accounts)]
        for u, v in edges:
            if u != v:
                partners[u].add(v)
                partners[v].add(u)
        self.accounts: Final = accounts
        self.rows: Final = [
            [(t, 1 + min(len(partners[v] & partners[t]), MOST_COMMON)) for t in sorted(partners[v])]
            for v in range(accounts)
        ]
        self.weights: Final = [sum(weight for _, weight in row) for row in self.rows]

    def step(self, mass: Vector) -> Vector:
        """Every account hands its mass to its partners by weight; remainders are lost."""
        rate = [m // weight if weight else 0 for m, weight in zip(mass, self.weights, strict=True)]
        return [sum(weight * rate[t] for t, weight in row) for row in self.rows]

    def walk(self, start: Vector) -> Vector:
        """The mean of the last two of L steps: a farm of one parity gains nothing."""
        before, mass = start, start
        for _ in range(walk_steps(self.accounts)):
            before, mass = mass, self.step(mass)
        return [(a >> 1) + (b >> 1) for a, b in zip(before, mass, strict=True)]

    def restart(self, start: Vector) -> Vector:
        """48 steps, a sixteenth going back to the start in each."""
        mass = start
        for _ in range(RESTART_STEPS):
            moved = self.step(mass)
            mass = [
                m - (m >> RESTART_SHIFT) + (s >> RESTART_SHIFT) for m, s in zip(moved, start, strict=True)
            ]
        return mass


def find_starts(accounts: int, vetted: Collection[int], fakes: Collection[int]) -> Starts:
    """A proven fake is not vetted, and weighs no more than one vetted account."""
    proven = set(fakes)
    people = set(vetted) - proven
    each = MASS // len(people) if people else 0
    each_fake = MASS // max(len(people), len(proven)) if proven else 0
    return Starts(
        [each if v in people else 0 for v in range(accounts)],
        [each_fake if v in proven else 0 for v in range(accounts)],
        [MASS // accounts] * accounts,
    )


def score_exact(
    accounts: int, edges: Iterable[tuple[int, int]], vetted: Collection[int], fakes: Collection[int]
) -> ExactStanding:
    """The standing of every account 0 … accounts − 1. An empty graph has nobody in it."""
    if accounts == 0:
        return ExactStanding([], [], [], [], [])
    graph = ExactGraph(accounts, edges)
    starts = find_starts(accounts, vetted, fakes)
    share = _divide(starts, graph.walk)
    bound = _divide(starts, graph.restart)
    bound = [b if weight else 0 for b, weight in zip(bound, graph.weights, strict=True)]
    trust = [max(0, min(ONE, s)) for s in share]
    support = [sum(trust[t] for t, _ in row) for row in graph.rows]
    has_vetted = any(starts.vetted)
    return ExactStanding(
        share,
        bound,
        support,
        [score_of(s, c) for s, c in zip(share, support, strict=True)],
        [level_of(s, c, b) if has_vetted else 0 for s, c, b in zip(share, support, bound, strict=True)],
    )


def _divide(starts: Starts, move: Callable[[Vector], Vector]) -> Vector:
    moved = (move(starts.vetted), move(starts.fake), move(starts.background))
    return [quotient(p, q, u) for p, q, u in zip(*moved, strict=True)]
