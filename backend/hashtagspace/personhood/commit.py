"""What an epoch's root commits to, cell by cell, equal to contracts/Arbiter.sol (personhood-formats.md).

Columns are computed when they are asked for, so that 100,000 seats need neither gigabytes nor hours.
"""

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import ClassVar, Final

import numpy as np

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.candidates import (
    Candidates,
    Marks,
    choose_candidates,
    cover_of,
    is_within,
    spell_candidates,
)
from hashtagspace.personhood.coverage import draw_checks
from hashtagspace.personhood.definition import MASS, MOST_COMMON, RESTART_STEPS, walk_steps
from hashtagspace.personhood.graph import Ints, VouchGraph
from hashtagspace.personhood.header import NO_BEACON, Draw, EpochInputs, Header
from hashtagspace.personhood.leaves import (
    Lanes,
    Tree,
    build_tree,
    empty_lanes,
    hash_rows,
    hash_words,
    label_of,
    node_of,
    path_of,
    put_bits,
)
from hashtagspace.personhood.score import Standing, Walker, find_starts, score_graph
from hashtagspace.personhood.walks import StepKind, Walk, Walks

ROW: Final = 0
ROLL: Final = 1
WEIGHTS: Final = 2
START: Final = 3  # the column of the walks' start
_LEAST_DRAW_STEPS: Final = 4
TREES_KEPT: Final = 8


class Commitment:
    """Every column of one epoch. Raises ValueError where no root exists: no seat has a live partner."""

    is_empty: ClassVar[bool] = False

    def __init__(self, inputs: EpochInputs) -> None:
        self.inputs = inputs
        self._vetted: Final = np.asarray(inputs.vetted, dtype=np.int64)
        self._fakes: Final = np.asarray(inputs.fakes, dtype=np.int64)
        walker = Walker(inputs.graph)
        self.totals = walker.totals
        self.members = walker.totals > 0
        self.accounts = int(self.members.sum())
        if self.accounts == 0:
            raise ValueError("An epoch without members has no root.")
        self.seats = inputs.graph.accounts
        self.length: Final = walk_steps(self.accounts)
        self.draw_steps: Final = max(_LEAST_DRAW_STEPS, self.length // 4)
        self.share_column: Final = START + self.length + RESTART_STEPS + 1
        self.walks = Walks(walker)
        self.roll = self._build_roll()
        self._add_walks()
        self.shares: Final = self._build_shares()
        self.standings: Final = self._build_standings()
        self.candidates: list[Candidates] = []
        self._add_draws()
        self.tree = lru_cache(maxsize=TREES_KEPT)(self._build_tree)

    # The whole

    @cached_property
    def header(self) -> Header:
        """Totals and roots."""
        return Header(
            self.inputs.epoch,
            self.seats,
            self.accounts,
            len(self._vetted),
            len(self._fakes),
            int(self.shares[-1, 1]),
            tuple(build_tree(self.leaves(column))[-1] for column in range(self.column_count)),
            tuple(one.draw for one in self.candidates),
        )

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return self.share_column + 2 + len(self.candidates) * (self.draw_steps + 2)

    def candidate_column(self, number: int) -> int:
        """The column of the candidates of draw `number`."""
        return self.share_column + 3 + self.draw_steps + number * (self.draw_steps + 2)

    def draw_of(self, column: int) -> int | None:
        """The draw whose candidates are in this column; None: the column is something else."""
        number, rest = divmod(column - self.candidate_column(0), self.draw_steps + 2)
        return number if rest == 0 and 0 <= number < len(self.candidates) else None

    def leaves(self, column: int) -> bytes:
        """The leaves of a column, 32 bytes each."""
        if column == ROW:
            return hash_rows(label_of("row"), b"".join(keccak256(row) for row in self._rows()), 32)
        if column == ROLL:
            return hash_words("roll", self.roll)
        if column == WEIGHTS:
            return self._weight_leaves()
        if column in self.walks:
            return hash_words("step", *self.step_lanes(column))
        if column == self.share_column:
            return hash_words("share", self.shares)
        if column == self.share_column + 1:
            return hash_words("standing", self.standings)
        draw = self.draw_of(column)
        if draw is None:
            raise ValueError(f"There is no column {column}.")
        return hash_words("candidate", self.candidates[draw].a, self.candidates[draw].b)

    def _build_tree(self, column: int) -> Tree:
        return build_tree(self.leaves(column))

    def leaf(self, column: int, seat: int) -> bytes:
        """The leaf of one cell."""
        return node_of(self.tree(column), 0, seat)

    def path(self, column: int, seat: int) -> list[bytes]:
        """The siblings from a leaf up."""
        return path_of(self.tree(column), seat)

    # Words

    def partners(self, seat: int) -> list[int]:
        """The seats of the live partners, ascending."""
        graph = self.inputs.graph
        partners: list[int] = graph.partners[graph.offsets[seat] : graph.offsets[seat + 1]].tolist()
        return partners

    def row(self, seat: int) -> bytes:
        """The partners, 4 bytes each."""
        offsets = self.inputs.graph.offsets
        return self._row_bytes[4 * int(offsets[seat]) : 4 * int(offsets[seat + 1])]

    def weights(self, seat: int) -> bytes:
        """The weights in the row's order, 1 byte each."""
        offsets = self.inputs.graph.offsets
        return self._weight_bytes[int(offsets[seat]) : int(offsets[seat + 1])]

    def step_lanes(self, column: int) -> tuple[Lanes, Lanes]:
        """Mass and rate in one step of a walk."""
        mass = self.walks.mass(column)
        rate = np.where(self.members[:, None], mass // np.maximum(self.totals, 1)[:, None], 0)
        return mass.astype(np.uint64), rate.astype(np.uint64)

    @cached_property
    def standing(self) -> Standing:
        """By the scorer itself, over members alone: the same numbers that the cells are held to."""
        place = self._place
        return score_graph(self._compact, place[self._vetted], place[self._fakes])

    # Building

    @cached_property
    def _row_bytes(self) -> bytes:
        return self.inputs.graph.partners.astype(">u4").tobytes()

    @cached_property
    def _weight_bytes(self) -> bytes:
        return (1 + np.minimum(self.inputs.graph.common, MOST_COMMON)).astype(np.uint8).tobytes()

    def _rows(self) -> list[bytes]:
        offsets = (4 * self.inputs.graph.offsets).tolist()
        rows = self._row_bytes
        return [rows[start:end] for start, end in pairwise(offsets)]

    def _weight_leaves(self) -> bytes:
        offsets, weights = self.inputs.graph.offsets.tolist(), self._weight_bytes
        label = label_of("weights")
        return b"".join(
            keccak256(label + total.to_bytes(32, "big") + keccak256(weights[start:end]))
            for total, (start, end) in zip(self.totals.tolist(), pairwise(offsets), strict=True)
        )

    def _mark(self, seats: Ints) -> Marks:
        mark = np.zeros(self.seats, dtype=bool)
        mark[seats] = True
        return mark & self.members

    def _build_roll(self) -> Lanes:
        words = empty_lanes(self.seats)
        marks = (self.members, self._mark(self._vetted), self._mark(self._fakes))
        for number, mark in enumerate(marks):
            put_bits(words, number, mark)
            put_bits(words, 8 + 32 * number, np.cumsum(mark))
        return words

    def _add_walks(self) -> None:
        vetted, fakes = self._vetted, self._fakes
        start = np.zeros((self.seats, 4), dtype=np.int64)
        start[:, :3] = find_starts(self.seats, vetted, fakes)
        start[:, 2] = np.where(self.members, MASS // self.accounts, 0)
        checked = np.union1d(vetted, fakes)
        if len(checked):
            start[checked, 3] = MASS // len(checked)
        self.walks.add(Walk(START, START + 1, self.length, start, StepKind.START))
        first = START + self.length + 1
        self.walks.add(Walk(START, first, RESTART_STEPS, start, StepKind.START, is_restart=True))

    def _build_shares(self) -> Lanes:
        last = START + self.length
        before, mass = self.walks.mass(last - 1), self.walks.mass(last)
        arrived = (before >> 1) + (mass >> 1)
        bound = np.where(self.members, _quotient(self.walks.mass(last + RESTART_STEPS)), 0)
        label, background = arrived[:, 3], arrived[:, 2]
        words = empty_lanes(self.seats)
        put_bits(words, 0, _signed(_quotient(arrived)))
        put_bits(words, 32, _signed(bound))
        put_bits(words, 64, np.cumsum((label > 0) & (label >= background >> 1)))
        return words

    def _build_standings(self) -> Lanes:
        words = empty_lanes(self.seats)
        members = np.flatnonzero(self.members)
        own = empty_lanes(len(members))
        put_bits(own, 0, _signed(self.standing.share))
        put_bits(own, 32, _signed(self.standing.bound))
        put_bits(own, 64, self.standing.support)
        put_bits(own, 96, self.standing.level)
        words[members] = own
        return words

    @cached_property
    def _place(self) -> Ints:
        """Of a member among the members."""
        place: Ints = np.cumsum(self.members) - 1
        return place

    @cached_property
    def _compact(self) -> VouchGraph:
        """The graph of the members alone, as the scorer wants it."""
        graph = self.inputs.graph
        lengths = np.diff(graph.offsets)[self.members]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        return VouchGraph(self.accounts, offsets, self._place[graph.partners], graph.common)

    # Draws

    def _add_draws(self) -> None:
        checked = np.union1d(self._vetted, self._fakes)
        count = min(self.inputs.checks, self.accounts - len(checked))
        if self.inputs.beacon == NO_BEACON or count == 0:
            return
        numbers = draw_checks(self._compact, self._place[checked], count, self.inputs.beacon)
        drawn = [int(seat) for seat in np.flatnonzero(self.members)[list(numbers)]]
        unit = MASS // (len(checked) + count)
        column = self.share_column + 2
        start = np.zeros((self.seats, 4), dtype=np.int64)
        start[checked, 0] = unit
        start[:, 2] = np.where(self.members, MASS // self.accounts, 0)
        self.walks.add(Walk(column, column + 1, self.draw_steps, start, StepKind.BASE))
        last = self.walks.mass(column + self.draw_steps)
        label, background = last[:, 0], last[:, 2]
        free = self.members & ~self._mark(checked)
        for number, seat in enumerate(drawn):
            self.candidates.append(choose_candidates(label, background, free, self.totals, seat))
            if number + 1 == count:
                return
            column = self.candidate_column(number) + 1
            start = np.zeros((self.seats, 4), dtype=np.int64)
            start[seat, 0] = unit
            self.walks.add(Walk(column, column + 1, self.draw_steps, start, StepKind.SPREAD))
            label = label + self.walks.mass(column + self.draw_steps)[:, 0]
            free = free.copy()
            free[seat] = False

    def candidates_by(self, number: int, draw: Draw) -> Candidates:
        """The candidates of draw `number`, if its drawn seat and its edge were those of `draw`."""
        mine = self.candidates[number]
        chosen = mine.free & is_within(cover_of(mine.label, mine.background), draw)
        return spell_candidates(mine.label, mine.background, mine.free, chosen, self.totals, draw)


def _quotient(mass: Ints) -> Ints:
    raw = ((2 * mass[:, 0] - mass[:, 1]) >> 15 << 16) // np.maximum(1, mass[:, 2] >> 14)
    clamped: Ints = np.clip(raw, -(4 << 16), 4 << 16)
    return clamped


def _signed(values: Ints) -> Ints:
    """Two's complement in 32 bits."""
    cut: Ints = values & 0xFFFFFFFF
    return cut
