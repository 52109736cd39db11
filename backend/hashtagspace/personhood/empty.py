"""An epoch in which nobody has a live mutual vouch: no root of it is right, and any can be refuted."""

from functools import lru_cache
from typing import ClassVar

import numpy as np

from hashtagspace.personhood.commit import ROLL, ROW, TREES_KEPT, Commitment
from hashtagspace.personhood.header import EpochInputs, Header
from hashtagspace.personhood.leaves import empty_lanes
from hashtagspace.personhood.score import Walker
from hashtagspace.personhood.walks import Walks


class EmptyCommitment(Commitment):
    """Rows without partners, a roll without members: any header departs from them, at its totals at last.

    `header` is no header that a contract takes, and its root nobody's.
    """

    is_empty: ClassVar[bool] = True

    def __init__(self, inputs: EpochInputs) -> None:
        """At least one seat, no vouch. The columns behind the roll do not exist."""
        self.inputs = inputs
        self.seats = inputs.graph.accounts
        self.accounts = 0
        self.totals = np.zeros(self.seats, dtype=np.int64)
        self.members = np.zeros(self.seats, dtype=bool)
        self.roll = empty_lanes(self.seats)
        self.walks = Walks(Walker(inputs.graph))
        self.candidates = []
        self.tree = lru_cache(maxsize=TREES_KEPT)(self._build_tree)

    @property
    def header(self) -> Header:
        """Totals of zero over the two columns that there are."""
        columns = (self.tree(ROW)[-1], self.tree(ROLL)[-1])
        return Header(self.inputs.epoch, self.seats, 0, 0, 0, 0, columns, ())

    @property
    def column_count(self) -> int:
        """Rows and roll."""
        return ROLL + 1

    def draw_of(self, _column: int) -> int | None:
        """Nobody is drawn."""
        return None
