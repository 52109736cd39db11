import math
import re
from fractions import Fraction
from itertools import chain

import pytest
from domain_strategies import vectors
from hypothesis import given
from market_strategies import code_of
from market_values import SCHEMAS, records

from golden.terms_refused import changed
from hashtagspace.domain.terms import Granularity
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.market.asks import verify_terms
from hashtagspace.market.noise import scale_of
from hashtagspace.market.record_values import parse_value, spell_value

TERMS = vectors("market_terms")
FIELDS = [field for category in SCHEMAS.categories.values() for field in category.fields]


def test_there_are_the_kinds_of_data_that_the_product_promises():
    assert list(SCHEMAS.categories) == [
        "interests", "demographics", "contact", "location", "purchases", "activity", "custom",
    ]  # fmt: skip


def test_every_country_lies_in_one_region():
    listed = list(chain(*SCHEMAS.regions.values()))
    assert sorted(listed) == sorted(SCHEMAS.countries)
    assert len(SCHEMAS.countries) == 249


def test_ids_are_unique_and_of_the_form_that_terms_take():
    for category in SCHEMAS.categories.values():
        ids = [field.id for field in category.fields]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in ids)
        assert re.fullmatch(r"[a-z][a-z0-9-]{0,31}", category.id)
        assert category.words.endswith(".")
    for field in FIELDS:
        choices = [one.id for choice in field.choices for one in (choice, *choice.choices)]
        assert len(set(choices)) == len(choices)
        assert all(
            finer.id.startswith(f"{choice.id}.") for choice in field.choices for finer in choice.choices
        )


def test_a_question_names_its_parameters_and_no_other():
    for field in FIELDS:
        if field.yesno is not None:
            assert set(re.findall(r"{(\w+)}", field.yesno.question)) == set(field.yesno.parameters)
            assert field.yesno.question.endswith("?")


def test_the_words_for_noise_are_what_its_distribution_says():
    for field in FIELDS:
        if field.noised is None:
            continue
        a = math.exp(-1 / scale_of(field.noised))
        assert round(2 * a / (1 - a * a)) == field.noised.about
        beyond = [2 * a ** (n + 1) / (1 + a) for n in (field.noised.within - 1, field.noised.within)]
        assert beyond[0] > 0.05 >= beyond[1]


def test_noise_scales_are_positive_fractions():
    scales = [scale_of(field.noised) for field in FIELDS if field.noised is not None]
    assert scales == [Fraction(5), 1, 1, 2]


@pytest.mark.parametrize("row", TERMS["unfit"], ids=lambda row: row["name"])
def test_asks_for_what_nobody_has_are_refused(row):
    text = changed(TERMS["accepted"][0]["text"], (row["old"], row["new"]))
    if row["code"] == "terms.odrl":
        assert code_of(parse_terms, text.encode()) == row["code"]
    else:
        assert code_of(verify_terms, parse_terms(text.encode())) == row["code"]


@pytest.mark.parametrize("row", TERMS["accepted"], ids=lambda row: row["name"])
def test_asks_for_what_there_is_are_accepted(row):
    verify_terms(parse_terms(row["text"].encode()))


def test_a_file_is_offered_whole_or_not_at_all():
    custom = SCHEMAS.categories["custom"]
    assert [custom.offers(granularity) for granularity in Granularity] == [True, False, False, False]


@given(records)
def test_a_record_is_kept_as_it_was_given(record):
    category, value = record
    assert spell_value(parse_value(category, value)) == value
