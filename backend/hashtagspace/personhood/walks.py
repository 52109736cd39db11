"""The walks of one epoch: which column is which step; masses are walked again when they are asked for."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hashtagspace.personhood.definition import RESTART_SHIFT
from hashtagspace.personhood.graph import Ints
from hashtagspace.personhood.score import Walker

_KEPT_NUMBERS: Final = 1 << 23  # 64 MB of masses are remembered


class StepKind(Enum):
    """What a step column is."""

    START = "start"
    STEP = "step"
    RESTART = "restart"
    BASE = "base"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Walk:
    """A start in column `start_column`, `count` steps from column `first` on. Mass has the shape (n, 4)."""

    start_column: int
    first: int
    count: int
    start: Ints
    start_kind: StepKind
    is_restart: bool = False


class Walks:
    """Masses by column. Little is kept: a step is quick, a hundred of them at 100,000 seats are not small."""

    def __init__(self, walker: Walker) -> None:
        self._walker: Final = walker
        self._places: Final[dict[int, Walk]] = {}
        self._kept: Final[OrderedDict[int, Ints]] = OrderedDict()
        self._most_kept: Final = max(2, _KEPT_NUMBERS // max(1, 4 * walker.accounts))

    def __contains__(self, column: int) -> bool:
        return column in self._places

    def add(self, walk: Walk) -> None:
        """The columns of a walk are known."""
        self._places.setdefault(walk.start_column, walk)
        for number in range(walk.count):
            self._places[walk.first + number] = walk

    def kind_of(self, column: int) -> StepKind:
        """What the column is."""
        walk = self._places[column]
        if column == walk.start_column:
            return walk.start_kind
        return StepKind.RESTART if walk.is_restart else StepKind.STEP

    def before(self, column: int) -> int:
        """The column of the step before; of a step, not of a start."""
        walk = self._places[column]
        return walk.start_column if column == walk.first else column - 1

    def mass(self, column: int) -> Ints:
        """The mass in one column."""
        walk = self._places[column]
        at = column
        while at != walk.start_column and at not in self._kept:
            at = self.before(at)
        mass = walk.start if at == walk.start_column else self._kept[at]
        while at != column:
            at = walk.first if at == walk.start_column else at + 1
            mass = self._step(walk, mass)
            self._keep(at, mass)
        return mass

    def _step(self, walk: Walk, mass: Ints) -> Ints:
        moved = self._walker.step(mass)
        if not walk.is_restart:
            return moved
        returned: Ints = moved - (moved >> RESTART_SHIFT) + (walk.start >> RESTART_SHIFT)
        return returned

    def _keep(self, column: int, mass: Ints) -> None:
        self._kept[column] = mass
        self._kept.move_to_end(column)
        if len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)
