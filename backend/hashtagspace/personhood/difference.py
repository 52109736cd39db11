"""Where a posted header first departs from what the chain says, and what was to be expected there."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.personhood.candidates import Candidates
from hashtagspace.personhood.commit import ROLL, Commitment
from hashtagspace.personhood.header import Header
from hashtagspace.personhood.leaves import Tree, build_tree, hash_words, node_of, path_of


@dataclass(frozen=True, slots=True)
class WrongTotals:
    """The header's totals are not those that its own roll, or its own shares, end with."""

    is_shares: bool


@dataclass(frozen=True, slots=True)
class WrongColumn:
    """The first column that differs; of a drawing, the number of columns + its own number."""

    column: int


Difference = WrongTotals | WrongColumn


class Expected:
    """The columns that follow from the chain and from a posted header.

    The candidates of a draw are those within the edge which the header names: a false edge is no fault of
    their column, and shows only in the drawing.
    """

    def __init__(self, made: Commitment, header: Header) -> None:
        self.made: Final = made
        self.header: Final = header
        self._by_header: Final[dict[int, Candidates]] = {}
        self._trees: Final[dict[int, Tree]] = {}

    def tree(self, column: int) -> Tree:
        """The tree of a column."""
        number = self.made.draw_of(column)
        if number is None or self.header.draws[number] == self.made.candidates[number].draw:
            return self.made.tree(column)
        if column not in self._trees:
            by_header = self.made.candidates_by(number, self.header.draws[number])
            self._trees[column] = build_tree(hash_words("candidate", by_header.a, by_header.b))
        return self._trees[column]

    def root(self, column: int) -> bytes:
        """The root of a column."""
        number = self.made.draw_of(column)
        if number is None or self.header.draws[number] == self.made.candidates[number].draw:
            return self.made.header.columns[column]
        return self.tree(column)[-1]

    def leaf(self, column: int, seat: int) -> bytes:
        """The leaf of one cell."""
        return node_of(self.tree(column), 0, seat)

    def path(self, column: int, seat: int) -> list[bytes]:
        """The siblings from a leaf up."""
        return path_of(self.tree(column), seat)


def find_first_difference(made: Commitment, theirs: Header) -> Difference | None:
    """What a dispute begins with: everything before it agrees. None: the roots are equal.

    `theirs` has the shape that the contract asks for: seats, columns and draws of its own totals.
    """
    mine = made.header
    for column in range(ROLL + 1):
        if mine.columns[column] != theirs.columns[column]:
            return WrongColumn(column)
    if (mine.accounts, mine.vetted, mine.fakes) != (theirs.accounts, theirs.vetted, theirs.fakes):
        return WrongTotals(is_shares=False)
    expected = Expected(made, theirs)
    for column in range(ROLL + 1, made.column_count):
        if column == made.share_column + 1 and mine.covered != theirs.covered:
            return WrongTotals(is_shares=True)
        if expected.root(column) != theirs.columns[column]:
            return WrongColumn(column)
        number = made.draw_of(column)
        if number is not None and theirs.draws[number] != mine.draws[number]:
            return WrongColumn(made.column_count + number)
    return None
