"""Where a dispute begins: at the first thing that does not follow, in the order in which things follow."""

from dataclasses import replace

import numpy as np
import pytest
from forged_roots import forge_cell, forge_edge, forge_rest, forge_seat
from vouch_graphs import make_people

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.commit import ROLL, ROW, Commitment
from hashtagspace.personhood.difference import WrongColumn, WrongTotals, find_first_difference
from hashtagspace.personhood.empty import EmptyCommitment
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.header import EpochInputs, Header


@pytest.fixture(scope="module")
def made() -> Commitment:
    society = make_people(40)
    inputs = EpochInputs(
        5, build_graph(40, society.array), np.array([0, 9, 21]), np.array([4]), keccak256(b"x"), 3
    )
    return Commitment(inputs)


def spoil(header: Header, *columns: int) -> Header:
    """These columns have roots that follow from nothing."""
    spoilt = [keccak256(root) if at in columns else root for at, root in enumerate(header.columns)]
    return replace(header, columns=tuple(spoilt))


def test_a_right_header_has_no_difference(made: Commitment) -> None:
    assert find_first_difference(made, made.header) is None


def test_of_several_wrong_columns_the_first_is_disputed(made: Commitment) -> None:
    for column in range(made.column_count):
        later = [one for one in (column + 1, made.column_count - 1) if one < made.column_count]
        assert find_first_difference(made, spoil(made.header, column, *later)) == WrongColumn(column)


def test_a_false_edge_shows_in_the_drawing_and_not_in_the_candidates_that_follow_from_it(
    made: Commitment,
) -> None:
    for number in range(len(made.candidates)):
        forged = forge_edge(made, number, with_column=True).header
        drawing = WrongColumn(made.column_count + number)
        assert find_first_difference(made, forged) == drawing
        assert find_first_difference(made, spoil(forged, made.column_count - 1)) in (
            drawing,
            WrongColumn(made.column_count - 1),  # where that is the candidates' own column
        )


def test_candidates_that_do_not_follow_from_the_edge_are_disputed_themselves(made: Commitment) -> None:
    forged = forge_edge(made, 1, with_column=False).header
    assert find_first_difference(made, forged) == WrongColumn(made.candidate_column(1))


def test_a_false_seat_is_disputed_before_the_spread_from_it(made: Commitment) -> None:
    forged = spoil(forge_seat(made, 0).header, made.candidate_column(0) + 1)
    assert find_first_difference(made, forged) == WrongColumn(made.column_count)


def test_totals_are_refuted_once_their_own_column_is_right(made: Commitment) -> None:
    header = replace(made.header, vetted=made.header.vetted + 1)
    assert find_first_difference(made, spoil(header, 7)) == WrongTotals(is_shares=False)
    assert find_first_difference(made, spoil(header, ROLL)) == WrongColumn(ROLL)
    covered = replace(made.header, covered=made.header.covered - 1)
    assert find_first_difference(made, spoil(covered, made.share_column)) == WrongColumn(made.share_column)
    late = spoil(covered, made.share_column + 1)
    assert find_first_difference(made, late) == WrongTotals(is_shares=True)


def test_numbers_beyond_every_range_are_no_trouble(made: Commitment) -> None:
    """What a stranger may write into a draw: any seat, any edge, any cover."""
    for seat, edge, cover in ((2**32 - 1, 0, 0), (0, 2**32 - 1, 2**64 - 1), (39, 39, 2**63)):
        draws = (
            replace(made.header.draws[0], seat=seat, edge_seat=edge, edge_cover=cover),
            *made.header.draws[1:],
        )
        assert isinstance(find_first_difference(made, replace(made.header, draws=draws)), WrongColumn)


def test_every_forgery_has_a_difference(made: Commitment) -> None:
    for forgery in [*forge_rest(made), *(forge_cell(made, column) for column in (0, 1, 2, 9, 30))]:
        assert find_first_difference(made, forgery.header) is not None, forgery.name


def test_an_epoch_without_members_differs_from_every_header() -> None:
    graph = build_graph(3, np.zeros((0, 2), dtype=np.int64))
    empty = EmptyCommitment(EpochInputs(2, graph, np.array([]), np.array([]), bytes(32), 3))
    right = Header(2, 3, 1, 1, 0, 1, (*empty.header.columns, *[bytes(32)] * 54), ())
    assert find_first_difference(empty, right) == WrongTotals(is_shares=False)
    assert find_first_difference(empty, spoil(right, ROLL)) == WrongColumn(ROLL)
    assert find_first_difference(empty, spoil(right, ROW, ROLL)) == WrongColumn(ROW)
