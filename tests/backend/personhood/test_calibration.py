"""Who is drawn to be judged: nobody's choice, the same for everybody, every profile as likely as another."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.calibration import DrawnSamples, draw_sample, order_key

BEACON = keccak256(b"beacon")
LEVELS = st.dictionaries(st.integers(1, 2**63 - 1), st.integers(0, 3), max_size=60)


@pytest.mark.parametrize("level", [-1, 0, 4])
def test_a_filter_is_a_level(level):
    with pytest.raises(InvalidInput) as refusal:
        draw_sample({1: 1}, level, BEACON)
    assert refusal.value.exact_code == "calibration.level"


def test_without_a_beacon_somebody_could_choose():
    with pytest.raises(InvalidInput) as refusal:
        draw_sample({1: 1}, 1, bytes(32))
    assert refusal.value.exact_code == "calibration.no_beacon"


def test_an_empty_network():
    found = draw_sample({}, 1, BEACON)
    assert (found.accepted.population, found.accepted.drawn, found.rejected.drawn) == (0, (), ())


@given(LEVELS, st.integers(1, 3), st.integers(0, 70), st.randoms(use_true_random=False))
def test_the_order_of_the_profiles_does_not_matter(levels, level, size, random):
    shuffled = list(levels.items())
    random.shuffle(shuffled)
    assert draw_sample(dict(shuffled), level, BEACON, size) == draw_sample(levels, level, BEACON, size)


@given(LEVELS, st.integers(1, 3), st.integers(0, 70))
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(levels, level, size):
    small, large = (draw_sample(levels, level, BEACON, many) for many in (size, size + 5))
    assert large.accepted.drawn[:size] == small.accepted.drawn
    assert large.rejected.drawn[:size] == small.rejected.drawn


@given(LEVELS, st.integers(1, 3))
def test_both_sides_together_are_everybody_once(levels, level):
    found = draw_sample(levels, level, BEACON, 10**6)
    assert sorted((*found.accepted.drawn, *found.rejected.drawn)) == sorted(levels)
    assert all(levels[profile] >= level for profile in found.accepted.drawn)
    assert (found.accepted.population, found.rejected.population) == (
        len(found.accepted.drawn),
        len(found.rejected.drawn),
    )


@given(LEVELS)
def test_verdicts_for_one_level_serve_another(levels):
    """Whoever of the higher side is drawn for level 1 comes in the same order for level 2."""
    one, two = (draw_sample(levels, level, BEACON, 10**6).accepted.drawn for level in (1, 2))
    assert [profile for profile in one if levels[profile] >= 2] == list(two)


def test_every_profile_is_as_likely_as_another():
    levels = dict.fromkeys(range(1, 21), 1)
    drawn = Counter()
    for epoch in range(2_000):
        drawn.update(draw_sample(levels, 1, keccak256(b"%d" % epoch), 5).accepted.drawn)
    # Binomial with mean 500 and standard deviation 19.4: five of these on each side.
    assert all(400 < drawn[profile] < 600 for profile in levels)


def test_another_beacon_another_order():
    assert order_key(BEACON, 1) != order_key(keccak256(BEACON), 1)


def test_one_order_serves_every_size() -> None:
    """Asking for each size in turn draws once for a filter, whoever asks."""
    levels = {profile: profile % 4 for profile in range(1, 300)}
    beacon, drawn = b"\x07" * 32, []
    samples = DrawnSamples()

    def draw(width: int):
        drawn.append(width)
        return draw_sample(levels, 2, beacon, width)

    for size in (1, 2, 37, 100, 500, 3):
        assert samples.get(beacon, 2, size, draw) == draw_sample(levels, 2, beacon, size)
    assert drawn == [500]
    assert samples.get(beacon, 2, 700, draw) == draw_sample(levels, 2, beacon, 700)
    assert drawn == [500, 700]
