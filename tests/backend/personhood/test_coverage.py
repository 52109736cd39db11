"""Where checks reach, when levels are shown, and who is checked next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vouch_graphs import make_people, pick

from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.coverage import Coverage, Gate, draw_checks, measure_coverage
from hashtagspace.personhood.graph import build_graph

NOBODY = np.zeros(0, dtype=np.int64)
BEACON = bytes(range(32))


@pytest.mark.parametrize(
    ("covered", "gate"),
    [(0, Gate.WITHHELD), (24, Gate.WITHHELD), (25, Gate.WARNED), (49, Gate.WARNED), (50, Gate.OPEN)],
)
def test_the_gate_opens_at_a_quarter_and_a_half(covered, gate):
    assert Coverage(covered, 100).gate is gate


def test_an_empty_graph_shows_nothing():
    assert measure_coverage(build_graph(0, NOBODY), NOBODY, NOBODY).gate is Gate.WITHHELD
    assert measure_coverage(build_graph(9, NOBODY), NOBODY, NOBODY) == Coverage(0, 9)


def test_founders_who_know_each_other_cover_little_and_drawn_checks_mend_it():
    society = make_people(2000, near=5, far=0.1)
    graph = build_graph(society.accounts, society.array)
    founders = np.arange(10)
    before = measure_coverage(graph, founders, NOBODY)
    assert before.gate is Gate.WITHHELD
    drawn = draw_checks(graph, founders, 60, BEACON)
    after = measure_coverage(graph, np.union1d(founders, drawn), NOBODY)
    assert after.covered > 3 * before.covered
    by_chance = measure_coverage(graph, np.union1d(founders, pick(society, 60)), NOBODY)
    assert after.covered > by_chance.covered


@given(st.binary(min_size=32, max_size=32), st.integers(0, 30))
def test_a_draw_takes_each_account_once_and_none_that_was_checked(beacon, count):
    society = make_people(40, near=2)
    society.add_fakes(3)  # without vouches
    graph = build_graph(society.accounts, society.array)
    drawn = draw_checks(graph, np.arange(5), count, beacon)
    assert len(drawn) == len(set(drawn)) == min(count, 35)
    assert not set(drawn) & set(range(5))
    assert max(drawn, default=0) < 40
    assert drawn == draw_checks(graph, np.arange(5), count, beacon)


def test_another_beacon_draws_others():
    society = make_people(200)
    graph = build_graph(society.accounts, society.array)
    draws = {tuple(draw_checks(graph, np.arange(5), 10, bytes(31) + bytes([n]))) for n in range(5)}
    assert len(draws) == 5


def test_a_beacon_is_32_bytes():
    with pytest.raises(InvalidInput, match="32 bytes"):
        draw_checks(build_graph(3, NOBODY), NOBODY, 1, b"short")
