"""The plain-Python twin: laws of the score on small graphs."""

from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.personhood.definition import CLAMP, MASS, ONE, quotient, walk_steps
from hashtagspace.personhood.exact import ExactGraph, score_exact

ACCOUNTS = st.integers(1, 24)


@st.composite
def worlds(draw):
    accounts = draw(ACCOUNTS)
    account = st.integers(0, accounts - 1)
    edges = draw(st.lists(st.tuples(account, account), max_size=80))
    return accounts, edges, draw(st.lists(account, max_size=5)), draw(st.lists(account, max_size=3))


@given(worlds(), st.randoms())
def test_order_repeats_and_direction_of_vouches_do_not_matter(world, random):
    accounts, edges, vetted, fakes = world
    shuffled = [(v, u) if random.random() < 0.5 else (u, v) for u, v in edges + edges]
    random.shuffle(shuffled)
    assert score_exact(accounts, shuffled, vetted[::-1], fakes) == score_exact(accounts, edges, vetted, fakes)


@given(worlds())
def test_no_step_makes_mass(world):
    accounts, edges, *_ = world
    graph = ExactGraph(accounts, edges)
    mass = [MASS // accounts] * accounts
    for _ in range(walk_steps(accounts)):
        moved = graph.step(mass)
        assert sum(moved) <= sum(mass)
        mass = moved


@given(worlds())
def test_nobody_has_a_level_without_a_vetted_account(world):
    accounts, edges, _, fakes = world
    assert set(score_exact(accounts, edges, fakes, fakes).level) == {0}


@given(worlds())
def test_an_account_without_vouches_is_at_zero(world):
    accounts, edges, vetted, fakes = world
    standing = score_exact(accounts + 1, edges, [*vetted, accounts], fakes)
    numbers = (standing.share, standing.bound, standing.support, standing.score, standing.level)
    assert [vector[accounts] for vector in numbers] == [0] * 5


def test_trust_is_clamped_and_division_goes_down():
    assert quotient(MASS, 0, 1) == CLAMP
    assert quotient(0, MASS, 1) == -CLAMP
    assert quotient(0, 0, 0) == 0
    assert quotient(0, 1 << 15, ONE << 14 << 1) == -1  # -1/2 is below -0, not above


def test_a_walk_has_two_steps_at_least():
    assert [walk_steps(n) for n in (1, 2, 3, 5, 1_000_000)] == [2, 2, 2, 3, 20]
