from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.prices import MAX_TOTALS, find_lone_total, make_uniform, verify_prices
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.errors import InvalidContent

options = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=3), min_size=1, max_size=6)


def lone_total_by_force(options, least, most):
    """Every selection, one after another."""
    sets = {}
    for count in range(least, most + 1):
        for chosen in combinations(range(len(options)), count):
            for prices in product(*(options[index] for index in chosen)):
                sets.setdefault(sum(prices), set()).add(chosen)
    if least == len(options):
        return None
    return min((total for total, known in sets.items() if len(known) == 1), default=None)


def asks_of(options, unit=1):
    granularities = list(Granularity)
    return [
        Ask(f"kind-{index}", granularities[at], price * unit)
        for index, prices in enumerate(options)
        for at, price in enumerate(prices)
    ]


def refusal_of(options, least, most):
    with pytest.raises(InvalidContent) as caught:
        verify_prices(asks_of(options, 10**18), least, most)
    return caught.value


@given(options, st.data())
def test_the_rule_is_what_trying_every_selection_says(options, data):
    most = data.draw(st.integers(1, len(options)))
    least = data.draw(st.integers(1, most))
    assert find_lone_total(options, least, most) == lone_total_by_force(options, least, most)


@given(st.integers(2, 24), st.data())
def test_equal_prices_are_kept_for_every_number_of_kinds_but_all(count, data):
    most = data.draw(st.integers(1, count - 1))
    least = data.draw(st.integers(1, most))
    assert find_lone_total([[5]] * count, least, most) is None


@pytest.mark.parametrize(
    ("options", "least", "most", "total"),
    [
        ([[1], [1], [1]], 1, 3, "3"),  # the sum of all says that all were sold
        ([[1], [1], [2]], 1, 1, "2"),
        ([[1, 3], [1]], 1, 1, "3"),  # 3 at another granularity is the same category
        ([[1], [2], [4]], 2, 2, "3"),
    ],
)
def test_a_total_that_tells_is_refused_with_the_total(options, least, most, total):
    refusal = refusal_of(options, least, most)
    assert refusal.exact_code == "terms.price_reveals"
    assert f"of {total} TAG" in refusal.detail


def test_where_only_all_kinds_may_be_answered_any_price_is_kept():
    verify_prices(asks_of([[1], [2, 9], [4]]), 3, 3)


def test_one_kind_alone_may_be_asked_for():
    verify_prices(asks_of([[7]]), 1, 1)


@pytest.mark.parametrize(
    ("options", "least", "most"),
    [
        ([[2**index] for index in range(24)], 1, 23),
        ([[3 ** (index // 2)] for index in range(24)], 11, 11),  # keeps the rule, but has 88,573 totals
        ([[1]] * 14 + [[50 * 2**index] for index in range(10)], 1, 23),
    ],
)
def test_prices_made_to_be_slow_end_early(options, least, most):
    assert refusal_of(options, least, most).exact_code == "terms.price_totals"


def test_as_many_totals_as_are_allowed():
    equal, powers = [[1]] * 12, [[100 * 2**index] for index in range(10)]
    assert find_lone_total(equal + powers, 11, 11) is None  # 0 … 10 powers and 1 … 11 equal ones
    assert MAX_TOTALS == 2**10


@given(options, st.data())
def test_suggested_prices_keep_the_rule_and_only_prices_change(options, data):
    most = data.draw(st.integers(1, len(options)))
    least = data.draw(st.integers(1, most))
    asks = asks_of(options)
    if most == len(options) and least < most:
        with pytest.raises(InvalidContent) as caught:
            make_uniform(asks, least, most)
        assert caught.value.exact_code == "terms.price_reveals"
        return
    suggestion = make_uniform(asks, least, most)
    verify_prices(suggestion, least, most)
    assert [(ask.category, ask.granularity) for ask in suggestion] == [
        (ask.category, ask.granularity) for ask in asks
    ]


def test_a_suggestion_keeps_the_granularities_apart_where_it_can():
    tag = 10**18
    asks = asks_of([[tag, 3 * tag], [2 * tag, 3 * tag], [3 * tag, 3 * tag]])
    assert [ask.price for ask in make_uniform(asks, 1, 2)] == [2 * tag, 3 * tag] * 3
    assert {ask.price for ask in make_uniform(asks[:-1], 1, 2)} == {24 * tag // 10}
