"""What a level carries: the formula, its monotony, and the sentence of a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.errors import InvalidInput
from hashtagspace.market.level_worth import (
    FAKES_PER_VOUCH_LARGE,
    Assumptions,
    cost_of_fake,
    find_least_level,
    is_worth,
    most_per_person,
    verify_worth,
)

TAG = 10**18
STAKES = st.integers(0, 10**24)


def test_one_unit_too_much_is_refused_with_the_level_that_carries_it():
    most = most_per_person(1, 10 * TAG)
    verify_worth(1, most, 10 * TAG)
    with pytest.raises(InvalidInput, match="or ask for level 2") as refusal:
        verify_worth(1, most + 1, 10 * TAG)
    assert refusal.value.exact_code == "offer.level_worth"


def test_where_no_level_carries_it_the_only_advice_is_to_pay_less():
    with pytest.raises(InvalidInput, match=r"To mend it, pay less\.$"):
        verify_worth(2, 100 * TAG, 10 * TAG)


def test_level_0_pays_nobody_as_a_person():
    verify_worth(0, 10**30, 0)
    assert cost_of_fake(0, 10 * TAG) == 0


def test_the_example_of_the_page():
    """d 20, z 10, p 0.3, rT 0.05, bribe 5: 17, 38 and 108 tokens at the rates of a large network."""
    assumed = Assumptions(deposit=20 * TAG)
    costs = [cost_of_fake(level, 10 * TAG, assumed, FAKES_PER_VOUCH_LARGE) / TAG for level in (1, 2, 3)]
    assert costs == [
        pytest.approx(17.17, abs=0.01),
        pytest.approx(38.33, abs=0.01),
        pytest.approx(107.83, abs=0.01),
    ]


@given(STAKES)
def test_a_higher_level_carries_more(stake):
    assert 0 < most_per_person(1, stake) < most_per_person(2, stake) < most_per_person(3, stake)


@given(STAKES, st.integers(0, 10**24))
def test_a_higher_stake_carries_no_less(stake, more):
    assert all(most_per_person(level, stake) <= most_per_person(level, stake + more) for level in (1, 2, 3))


@given(STAKES, st.integers(0, 10**26))
def test_the_least_level_is_the_first_that_is_worth_it(stake, price):
    fitting = [level for level in (1, 2, 3) if is_worth(level, price, stake)]
    assert find_least_level(price, stake) == (fitting[0] if fitting else None)
