import math
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.market.categories import load_schemas
from hashtagspace.market.ladder import coarsen
from hashtagspace.market.noise import add_noise, draw_noise, keep_noise
from hashtagspace.market.record_values import MAX_NOISE_COUNT, parse_value, spell_value

GOLDEN = vectors("market_ladder")
BIRTH_YEAR = load_schemas().get_category("demographics").find_field("birth_year")
NOISED = Ask("demographics", Granularity.NOISED, 1)


def reader(data):
    """Draws from the bytes given, and fails when they are used up."""
    rest = bytearray(data)

    def draw(count):
        assert len(rest) >= count
        taken = bytes(rest[:count])
        del rest[:count]
        return taken

    return draw, rest


@pytest.mark.parametrize("row", GOLDEN["draws"], ids=lambda row: row["scale"])
def test_given_bytes_give_the_known_noise_and_are_used_up(row):
    draw, rest = reader(unhex(row["bytes"]))
    assert draw_noise(Fraction(row["scale"]), draw) == row["noise"]
    assert not rest


@pytest.mark.parametrize("scale", [Fraction(1), Fraction(5), Fraction(5, 2), Fraction(1, 3)])
def test_the_noise_is_distributed_as_laplace_says(scale):
    """Each frequency within five standard deviations of its probability: 20,000 seeded draws."""
    random, count = Random(f"laplace {scale}"), 20_000
    seen = Counter(draw_noise(scale, random.randbytes) for _ in range(count))
    a = math.exp(-1 / scale)
    for number in range(-12, 13):
        chance = (1 - a) / (1 + a) * a ** abs(number)
        assert abs(seen[number] - count * chance) <= 5 * math.sqrt(count * chance * (1 - chance)) + 1


def test_noise_is_drawn_for_what_has_none_and_kept_for_the_rest():
    before, after = GOLDEN["kept"]["before"], GOLDEN["kept"]["after"]
    draw, rest = reader(unhex(GOLDEN["kept"]["bytes"]))
    value = keep_noise(parse_value("demographics", before), draw)
    assert spell_value(value) == after
    assert not rest


@given(st.integers(1900, 2100), st.integers(0, 20))
def test_asking_again_tells_nothing_more(year, children):
    record = {"fields": {"birth_year": year, "children": children}}
    value = keep_noise(parse_value("demographics", record))
    assert keep_noise(value, lambda _: pytest.fail("nothing is missing")) == value
    assert coarsen(NOISED, value, "2026-01-01") == coarsen(NOISED, keep_noise(value), "2027-01-01")


def test_a_changed_number_draws_anew_and_a_restored_one_finds_its_noise():
    one = keep_noise(parse_value("demographics", {"fields": {"birth_year": 1987}}))
    noise = spell_value(one)["noise"]
    changed = keep_noise(parse_value("demographics", {"fields": {"birth_year": 1988}, "noise": noise}))
    assert len(changed.noise) == 2
    restored = {"fields": {"birth_year": 1987}, "noise": spell_value(changed)["noise"]}
    assert parse_value("demographics", restored).find_noise(BIRTH_YEAR) == one.find_noise(BIRTH_YEAR)


def test_the_oldest_noise_makes_room():
    noise = [
        {"field": "birth_year", "epsilon": "1", "of": of, "noise": 1}
        for of in range(1900, 1900 + MAX_NOISE_COUNT)
    ]
    value = keep_noise(parse_value("demographics", {"fields": {"birth_year": 1800 + 300}, "noise": noise}))
    assert len(value.noise) == MAX_NOISE_COUNT


@given(st.integers(1900, 2100), st.integers(-(10**6), 10**6))
def test_a_noised_number_stays_within_its_field(of, noise):
    assert BIRTH_YEAR.least <= add_noise(BIRTH_YEAR, of, noise) <= BIRTH_YEAR.most
