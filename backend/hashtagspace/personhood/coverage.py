"""How far checked accounts reach, and where the next checks are made (docs/personhood.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.definition import MASS, walk_steps
from hashtagspace.personhood.graph import Ints, VouchGraph
from hashtagspace.personhood.score import Walker

_LEAST_DRAW_STEPS: Final = 4
_BEACON_BYTES: Final = 32


class Gate(StrEnum):
    """Whether an epoch's levels are shown."""

    WITHHELD = "withheld"  # covered below a quarter: no level would mean anything
    WARNED = "warned"  # below a half: published with a warning
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Coverage:
    """`covered` of `accounts` get at least half an average account's share of trust from checked ones."""

    covered: int
    accounts: int

    @property
    def gate(self) -> Gate:
        """Compared as whole numbers, so that every machine decides alike."""
        if 4 * self.covered < self.accounts or self.accounts == 0:
            return Gate.WITHHELD
        return Gate.WARNED if 2 * self.covered < self.accounts else Gate.OPEN


def measure_coverage(graph: VouchGraph, vetted: Ints, fakes: Ints) -> Coverage:
    """Vetted accounts and proven fakes together are where somebody has looked."""
    checked = np.union1d(vetted, fakes)
    if graph.accounts == 0 or len(checked) == 0:
        return Coverage(0, graph.accounts)
    start = np.zeros((graph.accounts, 2), dtype=np.int64)
    start[checked, 0] = MASS // len(checked)
    start[:, 1] = MASS // graph.accounts
    label, background = Walker(graph).walk(start).T
    reached = (label >= background >> 1) & (label > 0)
    return Coverage(int(np.count_nonzero(reached)), graph.accounts)


def draw_checks(graph: VouchGraph, checked: Ints, count: int, beacon: bytes) -> Sequence[int]:
    """Up to `count` accounts to be checked, out of the half that is covered least, in the order drawn.

    `beacon` are 32 bytes that nobody could choose. Whoever has more vouches is drawn more likely; each
    drawn account counts as covered for the next draw; accounts without vouches are not drawn.
    """
    if len(beacon) != _BEACON_BYTES:
        raise InvalidInput("A beacon is 32 bytes.", code="personhood.beacon")
    walker = Walker(graph)
    taken = np.unique(np.asarray(checked, dtype=np.int64))
    free = np.setdiff1d(np.flatnonzero(walker.totals > 0), taken)
    count = min(count, len(free))
    if count == 0:
        return []
    unit = MASS // (len(taken) + count)
    steps = max(_LEAST_DRAW_STEPS, walk_steps(graph.accounts) // 4)
    label = _spread(walker, taken, unit, steps)
    background = _spread(walker, np.arange(graph.accounts), MASS // graph.accounts, steps)
    drawn: list[int] = []
    for number in range(count):
        account = _draw(walker, free, label[free], background[free], _random(beacon, number))
        drawn.append(account)
        free = free[free != account]
        label += _spread(walker, np.array([account]), unit, steps)
    return drawn


def _spread(walker: Walker, accounts: Ints, unit: int, steps: int) -> Ints:
    mass = np.zeros((walker.accounts, 1), dtype=np.int64)
    mass[accounts] = unit
    for _ in range(steps):
        mass = walker.step(mass)
    return mass[:, 0]


def _draw(walker: Walker, free: Ints, label: Ints, background: Ints, random: int) -> int:
    cover = (label >> 15 << 16) // np.maximum(1, background >> 14)
    order = np.lexsort((free, cover))
    candidates = np.sort(free[order[: max(1, len(free) // 2)]])
    edges = np.cumsum(walker.totals[candidates])
    place = int(np.searchsorted(edges, random % int(edges[-1]), side="right"))
    return int(candidates[place])


def _random(beacon: bytes, number: int) -> int:
    return int.from_bytes(keccak256(beacon + number.to_bytes(32, "big")), "big")
