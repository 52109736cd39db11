"""The fast score: equal to the twin and to the golden vectors in every bit."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vouch_graphs import fool_people, join_farm, make_people, pick

from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.exact import score_exact
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.score import score_graph

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/personhood.json").read_text())
NUMBERS = ("share", "bound", "support", "score", "level")


def ints(values):
    return np.array(values, dtype=np.int64)


def score(accounts, edges, vetted, fakes):
    standing = score_graph(build_graph(accounts, ints(edges)), ints(vetted), ints(fakes))
    return {name: getattr(standing, name).tolist() for name in NUMBERS}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_golden_vectors(case):
    found = score(case["accounts"], case["edges"], case["vetted"], case["fakes"])
    assert found == {name: case[name] for name in NUMBERS}


@given(st.integers(0, 10_000), st.integers(0, 4))
def test_twin_on_attacked_societies(seed, fake_count):
    society = make_people(60 + seed % 50, seed, near=2, far=0.7)
    fakes = join_farm(society, 20, seed)
    fool_people(society, fakes, seed % 12, seed)
    vetted, proven = pick(society, 5, seed).tolist(), list(fakes)[:fake_count]
    twin = score_exact(society.accounts, society.edges, vetted, proven)
    assert score(society.accounts, society.edges, vetted, proven) == {
        name: getattr(twin, name) for name in NUMBERS
    }


@given(st.integers(0, 10_000))
def test_weights_carried_over_are_those_counted_anew(seed):
    rng = np.random.default_rng(seed)
    before = make_people(80, seed, near=3)
    first = build_graph(80, before.array[rng.random(len(before.edges)) > 0.1])
    grown = np.concatenate((before.array[rng.random(len(before.edges)) > 0.1], rng.integers(0, 90, (15, 2))))
    carried = build_graph(90, grown, first)
    assert (carried.common == build_graph(90, grown).common).all()


@pytest.mark.parametrize("edge", [(0, 5), (-1, 2)])
def test_a_vouch_of_nobody_is_refused(edge):
    with pytest.raises(InvalidInput, match="not in the graph"):
        build_graph(5, ints([edge]))


def test_accounts_do_not_leave():
    with pytest.raises(InvalidInput, match="do not leave"):
        build_graph(3, ints([(0, 1)]), build_graph(5, ints([(0, 4)])))
