"""Sentences about levels: each situation has one, no two things share a name, and none calls names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.personhood.definition import ONE, THRESHOLDS, level_of
from hashtagspace.personhood.explain import (
    NOBODY,
    Numbers,
    Situation,
    explain_appeal,
    explain_coverage,
    explain_level,
    list_missing,
)

numbers = st.builds(
    Numbers,
    share=st.integers(-4 * ONE, 4 * ONE),
    support=st.integers(0, 256 * ONE),
    bound=st.integers(-4 * ONE, 4 * ONE),
)
situations = st.builds(
    Situation,
    level=st.integers(0, 3),
    epoch_now=st.integers(0, 40),
    is_fake=st.booleans(),
    is_founder=st.booleans(),
    fake_since=st.integers(0, 40),
    vetted_since=st.integers(0, 40),
    has_seat=st.booleans(),
    vouches=st.integers(0, 256),
    live=st.integers(0, 256),
    epoch=st.integers(0, 40),
    numbers=st.none() | numbers,
    raw_level=st.integers(0, 3),
    gate=st.sampled_from(["open", "warned", "withheld"]),
    latest_final=st.integers(0, 40),
    is_floor=st.booleans(),
)


@given(situations)
def test_every_situation_has_its_words(situation: Situation) -> None:
    sentence = explain_level(situation)
    assert sentence.endswith(".")
    assert ("judged" in sentence) == situation.is_fake
    assert ("Not enough evidence" in sentence) == (situation.level == 0 and not situation.is_fake)
    for missing in list_missing(situation):
        assert missing.sentence.endswith(".")
        assert missing.level == situation.level + 1
        assert "bot" not in missing.sentence.lower().split()
    if situation.is_fake or situation.level == 3:
        assert list_missing(situation) == []


@given(numbers, st.integers(0, 2))
def test_the_numbers_that_are_missing_are_those_below_their_thresholds(found: Numbers, level: int) -> None:
    raw = level_of(found.share, found.support, found.bound)
    told = list_missing(
        Situation(level, 5, has_seat=True, vouches=3, live=3, epoch=5, numbers=found, raw_level=raw)
    )
    asked = THRESHOLDS[level]
    lacking = {
        kind
        for kind, have, need in (
            ("share", found.share, asked.share), ("support", found.support, asked.support),
            ("bound", found.bound, asked.bound),
        )
        if have < need
    }  # fmt: skip
    assert {one.kind for one in told} - {"epoch"} == lacking
    assert ("epoch" in {one.kind for one in told}) == (raw >= level + 1)


@pytest.mark.parametrize(
    ("covered", "accounts", "gate", "words"),
    [(0, 0, "withheld", "no levels"), (30, 100, "warned", "with care"), (90, 100, "open", "(90 %)")],
)
def test_coverage(covered: int, accounts: int, gate: str, words: str) -> None:
    assert words in explain_coverage(covered, accounts, gate)


def test_appeals() -> None:
    assert "25 TAG" in explain_appeal("possible", 1, 25 * 10**18)
    assert "epoch 9" in explain_appeal("waiting", 9, 1)
    assert "open" in explain_appeal("open", 0, 1)
    assert NOBODY.startswith("Nobody has a level")


@pytest.mark.parametrize(
    ("level", "support", "words"),
    [
        (0, ONE - 1, "add up to 0.99; level 1 takes 1. One more mutual vouch "),
        (1, ONE * 3 // 2, "add up to 1.50; level 2 takes 3. 2 more mutual vouches "),
        (2, 0, "add up to 0.00; level 3 takes 5. 5 more mutual vouches "),
    ],
)
def test_vouches_that_are_missing_are_counted(level, support, words):
    found = Numbers(4 * ONE, support, 4 * ONE)
    situation = Situation(level, 9, has_seat=True, vouches=9, live=9, epoch=8, numbers=found, raw_level=level)
    (missing,) = list_missing(situation)
    assert words in missing.sentence
