"""What an epoch's root commits to, cell by cell, equal to contracts/Arbiter.sol (personhood-formats.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.coverage import draw_checks
from hashtagspace.personhood.definition import MASS, MOST_COMMON, RESTART_SHIFT, RESTART_STEPS, walk_steps
from hashtagspace.personhood.graph import Ints, VouchGraph
from hashtagspace.personhood.score import Walker, find_starts, score_graph

EMPTY_LEAF: Final = bytes(32)
_NO_BEACON: Final = bytes(32)
_LEAST_DRAW_STEPS: Final = 4
_START: Final = 3  # the column of the walks' start
Words = tuple[int, ...]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class EpochInputs:
    """What the chain says about an epoch: `graph` is over seats; `vetted` and `fakes` are members of it."""

    epoch: int
    graph: VouchGraph
    vetted: Ints
    fakes: Ints
    beacon: bytes
    checks: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One drawn check, and the last of those it was drawn from."""

    seat: int
    edge_seat: int
    edge_cover: int


@dataclass(frozen=True, slots=True)
class Header:
    """The totals of an epoch and the root of each column."""

    epoch: int
    seats: int
    accounts: int
    vetted: int
    fakes: int
    covered: int
    columns: tuple[bytes, ...]
    draws: tuple[Draw, ...]

    @property
    def root(self) -> bytes:
        """keccak256(abi.encode(header))."""
        totals = (self.epoch, self.seats, self.accounts, self.vetted, self.fakes, self.covered)
        columns = _words(len(self.columns)) + b"".join(self.columns)
        draws = _words(len(self.draws)) + b"".join(
            _words(draw.seat, draw.edge_seat, draw.edge_cover) for draw in self.draws
        )
        head = _words(32, *totals, 256, 256 + len(columns))
        return keccak256(head + columns + draws)


@dataclass(frozen=True, slots=True)
class Witness:
    """What a cell is computed from."""

    row: bytes = b""
    weights: bytes = b""
    own: Words = ()
    partners: Words = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """One step of a walk: mass and rate of every seat, shape (n, 4), and where it comes from."""

    mass: Ints
    rate: Ints
    before: int  # column of the step before; −1 for a start
    kind: str  # start, step, restart, base, spread


class Commitment:
    """Every column of one epoch. Raises ValueError where no root exists: no seat has a live partner."""

    def __init__(self, inputs: EpochInputs) -> None:
        self.inputs: Final = inputs
        self._vetted: Final = np.asarray(inputs.vetted, dtype=np.int64)
        self._fakes: Final = np.asarray(inputs.fakes, dtype=np.int64)
        self._walker: Final = Walker(inputs.graph)
        self.members: Final = self._walker.totals > 0
        self.accounts: Final = int(self.members.sum())
        if self.accounts == 0:
            raise ValueError("An epoch without members has no root.")
        self.seats: Final = inputs.graph.accounts
        self._length: Final = walk_steps(self.accounts)
        self._weights: Final = 1 + np.minimum(inputs.graph.common, MOST_COMMON)
        self.steps: dict[int, Steps] = {}
        self._roll: Final = self._build_roll()
        self._build_walks()
        self._share_column: Final = _START + self._length + RESTART_STEPS + 1
        self._shares: Final = self._build_shares()
        self._standings: Final = self._build_standings()
        self.draws: list[Draw] = []
        self._candidates: list[tuple[Words, Words]] = []
        self._candidate_columns: dict[int, int] = {}
        self._build_draws()

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
            self._shares[-1] >> 64,
            tuple(self.levels(column)[-1][0] for column in range(self.column_count)),
            tuple(self.draws),
        )

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        return max([self._share_column + 1, *self.steps, *self._candidate_columns]) + 1

    def levels(self, column: int) -> list[list[bytes]]:
        """The tree of a column: leaves first, padded to a power of two."""
        level = [self.leaf(column, seat) for seat in range(self.seats)]
        level += [EMPTY_LEAF] * ((1 << (self.seats - 1).bit_length()) - self.seats)
        tree = [level]
        while len(tree[-1]) > 1:
            below = tree[-1]
            tree.append([keccak256(below[i] + below[i + 1]) for i in range(0, len(below), 2)])
        return tree

    def path(self, column: int, seat: int) -> list[bytes]:
        """The siblings from a leaf up."""
        return [level[(seat >> height) ^ 1] for height, level in enumerate(self.levels(column)[:-1])]

    # Cells

    def leaf(self, column: int, seat: int) -> bytes:
        """The leaf of one cell."""
        if column == 0:
            return _leaf("row", keccak256(self._row(seat)))
        if column == 1:
            return _leaf("roll", self._roll[seat])
        if column == 2:
            return _leaf("weights", self._total(seat), keccak256(self._row_weights(seat)))
        if column in self.steps:
            return _leaf("step", *self._step_words(column, seat))
        if column == self._share_column:
            return _leaf("share", self._shares[seat])
        if column == self._share_column + 1:
            return _leaf("standing", self._standings[seat])
        a, b = self._candidates[self._candidate_columns[column]]
        return _leaf("candidate", a[seat], b[seat])

    def witness(self, column: int, seat: int) -> Witness:
        """What proves a cell; of a drawing, if `column` is `column_count` + its number."""
        row, weights = self._row(seat), self._row_weights(seat)
        if column >= self.column_count:
            return self._drawing_witness(column - self.column_count)
        if column == 0:
            return Witness(row=row)
        if column == 1:
            return Witness(row=row, own=(self._roll[seat], self._roll[seat - 1] if seat else 0))
        if column == 2:
            return Witness(weights=weights)
        if column in self.steps:
            return self._step_witness(column, seat)
        partners = self._partners(seat)
        if column == self._share_column:
            return self._share_witness(seat)
        if column == self._share_column + 1:
            own = (self._standings[seat], self._shares[seat])
            return Witness(row=row, own=own, partners=tuple(self._shares[t] for t in partners))
        return self._candidate_witness(column, seat)

    # Building

    def _build_roll(self) -> Words:
        words, counts = [], [0, 0, 0]
        marks = [self.members, self._mark(self._vetted), self._mark(self._fakes)]
        for flags in zip(*(mark.tolist() for mark in marks), strict=True):
            counts = [count + flag for count, flag in zip(counts, flags, strict=True)]
            bits = sum(flag << place for place, flag in enumerate(flags))
            words.append(bits | counts[0] << 8 | counts[1] << 40 | counts[2] << 72)
        return tuple(words)

    def _mark(self, seats: Ints) -> Marks:
        mark = np.zeros(self.seats, dtype=bool)
        mark[seats] = True
        return mark & self.members

    def _build_walks(self) -> None:
        vetted, fakes = self._vetted, self._fakes
        start = np.zeros((self.seats, 4), dtype=np.int64)
        start[:, :3] = find_starts(self.seats, vetted, fakes)
        start[:, 2] = np.where(self.members, MASS // self.accounts, 0)
        checked = np.union1d(vetted, fakes)
        if len(checked):
            start[checked, 3] = MASS // len(checked)
        self._keep(_START, start, -1, "start")
        self._walk(_START, self._length)
        mass = start
        for number in range(1, RESTART_STEPS + 1):
            moved = self._walker.step(mass)
            mass = moved - (moved >> RESTART_SHIFT) + (start >> RESTART_SHIFT)
            before = _START if number == 1 else _START + self._length + number - 1
            self._keep(_START + self._length + number, mass, before, "restart")

    def _walk(self, column: int, count: int) -> Ints:
        """`count` steps from the start in `column`; the last mass."""
        mass = self.steps[column].mass
        for number in range(1, count + 1):
            mass = self._walker.step(mass)
            self._keep(column + number, mass, column + number - 1, "step")
        return mass

    def _keep(self, column: int, mass: Ints, before: int, kind: str) -> None:
        totals = self._walker.totals[:, None]
        rate = np.where(totals > 0, mass // np.maximum(totals, 1), 0)
        self.steps[column] = Steps(mass, rate, before, kind)

    def _build_shares(self) -> Words:
        last = _START + self._length
        arrived = (self.steps[last - 1].mass >> 1) + (self.steps[last].mass >> 1)
        share = _quotient(arrived)
        bound = np.where(self.members, _quotient(self.steps[last + RESTART_STEPS].mass), 0)
        label, background = arrived[:, 3], arrived[:, 2]
        covered = np.cumsum((label > 0) & (label >= background >> 1))
        rows = zip(share.tolist(), bound.tolist(), covered.tolist(), strict=True)
        return tuple(_signed(s) | _signed(b) << 32 | count << 64 for s, b, count in rows)

    def _build_standings(self) -> Words:
        """By the scorer itself, over members alone: the same numbers that the cells are held to."""
        seats, place = np.flatnonzero(self.members), self._place
        standing = score_graph(self._compact, place[self._vetted], place[self._fakes])
        words = [0] * self.seats
        columns = (standing.share, standing.bound, standing.support, standing.level)
        rows = zip(seats.tolist(), *(column.tolist() for column in columns), strict=True)
        for seat, s, b, c, level in rows:
            words[seat] = _signed(s) | _signed(b) << 32 | c << 64 | level << 96
        return tuple(words)

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

    def _build_draws(self) -> None:
        checked = np.union1d(self._vetted, self._fakes)
        count = min(self.inputs.checks, self.accounts - len(checked))
        if self.inputs.beacon == _NO_BEACON or count == 0:
            return
        numbers = draw_checks(self._compact, self._place[checked], count, self.inputs.beacon)
        drawn = [int(seat) for seat in np.flatnonzero(self.members)[list(numbers)]]
        steps = max(_LEAST_DRAW_STEPS, self._length // 4)
        unit = MASS // (len(checked) + count)
        column = self._share_column + 2
        start = np.zeros((self.seats, 4), dtype=np.int64)
        start[checked, 0] = unit
        start[:, 2] = np.where(self.members, MASS // self.accounts, 0)
        self._keep(column, start, -1, "base")
        last = self._walk(column, steps)
        label, background = last[:, 0], last[:, 2]
        free = self.members & ~self._mark(checked)
        for number, seat in enumerate(drawn):
            column += steps + 1
            self._candidate_columns[column] = number
            self._add_candidates(label, background, free, seat)
            if number + 1 == count:
                return
            column += 1
            start = np.zeros((self.seats, 4), dtype=np.int64)
            start[seat, 0] = unit
            self._keep(column, start, -1, "spread")
            label = label + self._walk(column, steps)[:, 0]
            free = free.copy()
            free[seat] = False

    def _add_candidates(self, label: Ints, background: Ints, free: Marks, seat: int) -> None:
        cover = (label >> 15 << 16) // np.maximum(1, background >> 14)
        seats = np.flatnonzero(free)
        order = seats[np.lexsort((seats, cover[seats]))]
        chosen = np.zeros(self.seats, dtype=bool)
        chosen[order[: max(1, len(order) // 2)]] = True
        edge = int(order[max(1, len(order) // 2) - 1])
        self.draws.append(Draw(seat, edge, int(cover[edge])))
        a = zip(label.tolist(), background.tolist(), free.tolist(), strict=True)
        weight = np.cumsum(np.where(chosen, self._walker.totals, 0))
        b = zip(np.cumsum(free).tolist(), np.cumsum(chosen).tolist(), weight.tolist(), strict=True)
        self._candidates.append(
            (
                tuple(mass | back << 64 | is_free << 128 for mass, back, is_free in a),
                tuple(count | some << 32 | edges << 64 for count, some, edges in b),
            )
        )

    # Parts of witnesses

    def _partners(self, seat: int) -> list[int]:
        graph = self.inputs.graph
        partners: list[int] = graph.partners[graph.offsets[seat] : graph.offsets[seat + 1]].tolist()
        return partners

    def _row(self, seat: int) -> bytes:
        return b"".join(partner.to_bytes(4, "big") for partner in self._partners(seat))

    def _row_weights(self, seat: int) -> bytes:
        graph = self.inputs.graph
        return bytes(self._weights[graph.offsets[seat] : graph.offsets[seat + 1]].tolist())

    def _total(self, seat: int) -> int:
        return int(self._walker.totals[seat])

    def _balance(self, seat: int) -> Words:
        """D and the hash of the weights."""
        return self._total(seat), int.from_bytes(keccak256(self._row_weights(seat)), "big")

    def _step_words(self, column: int, seat: int) -> Words:
        steps = self.steps[column]
        return _pack(steps.mass[seat].tolist()), _pack(steps.rate[seat].tolist())

    def _step_witness(self, column: int, seat: int) -> Witness:
        steps, own = self.steps[column], self._step_words(column, seat)
        if steps.kind in {"start", "base"}:
            return Witness(own=(*own, self._roll[seat], *self._balance(seat)))
        if steps.kind == "spread":
            return Witness(own=(*own, *self._balance(seat)))
        if steps.kind == "restart":
            own += self._step_words(_START, seat)
        words = [self._step_words(steps.before, partner) for partner in self._partners(seat)]
        partners = tuple(word for pair in words for word in pair)
        return Witness(self._row(seat), self._row_weights(seat), own, partners)

    def _share_witness(self, seat: int) -> Witness:
        last = _START + self._length
        places = (last - 1, last, last + RESTART_STEPS)
        steps = tuple(word for column in places for word in self._step_words(column, seat))
        before = self._shares[seat - 1] if seat else 0
        return Witness(own=(self._shares[seat], before, *steps, *self._balance(seat)))

    def _candidate_witness(self, column: int, seat: int) -> Witness:
        number = self._candidate_columns[column]
        former = self._candidate_words(number - 1, seat) if number else (self._roll[seat], 0)
        before = self._candidate_words(number, seat - 1) if seat else (0, 0)
        step = self._step_words(column - 1, seat)
        own = (*self._candidate_words(number, seat), *before, *former, *step, *self._balance(seat))
        return Witness(own=own)

    def _drawing_witness(self, number: int) -> Witness:
        draw = self.draws[number]
        before = self._candidate_words(number, draw.seat - 1) if draw.seat else (0, 0)
        last, drawn = (self._candidate_words(number, seat) for seat in (self.seats - 1, draw.seat))
        return Witness(own=(*last, *before, *drawn, *self._candidate_words(number, draw.edge_seat)))

    def _candidate_words(self, number: int, seat: int) -> Words:
        a, b = self._candidates[number]
        return a[seat], b[seat]


def build_nodes(levels: Sequence[Sequence[bytes]], height: int, position: int, down: int) -> list[bytes]:
    """The 2^down nodes that are `down` levels below node `position` at `height`."""
    first = position << down
    return list(levels[height - down][first : first + (1 << down)])


def find_first_difference(mine: Header, theirs: Header) -> int | None:
    """The first column, or drawing (its number behind the last column), in which two headers differ."""
    pairs: list[tuple[Sequence[object], Sequence[object], Callable[[int], int]]] = [
        (mine.columns, theirs.columns, lambda index: index),
        (mine.draws, theirs.draws, lambda index: len(mine.columns) + index),
    ]
    for ours, others, number in pairs:
        for index, (one, other) in enumerate(zip(ours, others, strict=False)):
            if one != other:
                return number(index)
    return None


def _quotient(mass: Ints) -> Ints:
    raw = ((2 * mass[:, 0] - mass[:, 1]) >> 15 << 16) // np.maximum(1, mass[:, 2] >> 14)
    clamped: Ints = np.clip(raw, -(4 << 16), 4 << 16)
    return clamped


def _signed(value: int) -> int:
    return value & 0xFFFFFFFF


def _pack(lanes: Sequence[int]) -> int:
    return sum(lane << (64 * number) for number, lane in enumerate(lanes))


def _words(*values: int) -> bytes:
    return b"".join(value.to_bytes(32, "big") for value in values)


def _leaf(name: str, *values: int | bytes) -> bytes:
    label = keccak256(f"hashtagspace/people/{name}/v1".encode())
    parts = [value if isinstance(value, bytes) else value.to_bytes(32, "big") for value in values]
    return keccak256(label + b"".join(parts))
