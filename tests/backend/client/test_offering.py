"""What a business writes down, and which of its mistakes are named before anything is signed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden.terms_samples import sample_terms
from hashtagspace.client.offer_draft import parse_draft, parse_tag, read_draft
from hashtagspace.client.offering import (
    DAY,
    OfferDraft,
    prepare_offer,
    verify_draft,
)
from hashtagspace.domain.consent import offer_id
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.offer_price import find_least_price, find_most_price
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.blinding import build_blinding
from hashtagspace.market.derivation import MarketPlace, derive_offer_scalar
from hashtagspace.market.envelope import envelope_key_pair, envelope_seed

TAG = 10**18
PLACE = MarketPlace(31_337, b"\x22" * 20)
BUYER, KEY = b"\x33" * 20, b"\x44" * 32
NOW_MS = 1_790_000_000_000
GOOD = OfferDraft(sample_terms(), 100 * TAG, 30 * DAY, 10)
WRITTEN = {
    "title": "Coffee habits",
    "purpose": "We want to know who drinks coffee where.",
    "purposes": ["dpv:CommercialResearch"],
    "controller": {
        "name": "Acme Coffee GmbH",
        "contact": "privacy@acme.example",
        "address": {"street": "Hafenstraße 1", "city": "Hamburg", "postcode": "20457", "country": "DE"},
    },
    "asks": [
        {"category": "interests", "granularity": "exact", "price": "2.5"},
        {"category": "location", "granularity": "bracket", "price": "2.5"},
    ],
    "minKinds": 1,
    "maxKinds": 1,
    "retentionDays": 365,
    "budget": "250",
}

TOML = """
title = "T"
purpose = "P"
purposes = ["dpv:Marketing"]
minKinds = 1
maxKinds = 1
retentionDays = 30
budget = "5"
vestingDays = 90
upFrontPercent = 40
[controller]
name = "A"
contact = "a@b.example"
address = {street = "S 1", city = "C", postcode = "1", country = "DE"}
[[asks]]
category = "interests"
granularity = "yesno"
price = "1"
[asks.questions.tags]
oneOf = ["coffee"]
"""


def code_of(act):
    with pytest.raises(HashtagspaceError) as caught:
        act()
    return caught.value.exact_code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"budget": 0}, "offer.budget"),
        ({"budget": -1}, "offer.budget"),
        ({"budget": 2**128}, "offer.budget"),
        ({"accept_seconds": 0}, "offer.accept_until"),
        ({"accept_seconds": 3_599}, "offer.accept_until"),
        ({"accept_seconds": -DAY}, "offer.accept_until"),
        ({"accept_seconds": 730 * DAY}, "offer.accept_until"),
        ({"deliver_seconds": 3_599}, "offer.deliver_seconds"),
        ({"deliver_seconds": 30 * DAY + 1}, "offer.deliver_seconds"),
        ({"deliver_seconds": 92 * DAY + 1, "epochs": 2}, "offer.deliver_seconds"),
        ({"garbage_seconds": 1}, "offer.garbage_seconds"),
        ({"garbage_seconds": 31 * DAY}, "offer.garbage_seconds"),
        ({"vesting_seconds": 731 * DAY, "up_front_bps": 0}, "offer.vesting_seconds"),
        ({"vesting_seconds": DAY}, "offer.up_front"),
        ({"up_front_bps": 9_999}, "offer.up_front"),
        ({"up_front_bps": 10_001}, "offer.up_front"),
        ({"max_responses": 0}, "offer.max_responses"),
        ({"max_responses": 2**24}, "offer.max_responses"),
        ({"min_level": 4}, "offer.min_level"),
        ({"epochs": 256}, "offer.epochs"),
        ({"epochs": -1}, "offer.epochs"),
        ({"epochs": 2, "garbage_seconds": DAY}, "offer.epochs"),
        ({"epochs": 2, "vesting_seconds": DAY, "up_front_bps": 0}, "offer.epochs"),
        ({"budget": TAG - 1}, "offer.budget_too_small"),
        ({"budget": 12 * TAG - 1, "epochs": 12}, "offer.budget_too_small"),
    ],
)
def test_each_bound_of_the_contract_is_named_before_anything_is_signed(changes, code):
    assert code_of(lambda: verify_draft(replace(GOOD, **changes))) == code


@pytest.mark.parametrize(
    "changes",
    [
        {"accept_seconds": 3_600, "deliver_seconds": 3_600},
        {"deliver_seconds": 92 * DAY, "epochs": 255, "budget": 255 * TAG},
        {"vesting_seconds": 730 * DAY, "up_front_bps": 0, "garbage_seconds": 3_600},
        {"max_responses": 2**24 - 1, "min_level": 3, "budget": TAG},
    ],
)
def test_what_lies_just_within_the_bounds_is_taken(changes):
    verify_draft(replace(GOOD, **changes))


def test_a_prepared_offer_is_bound_to_its_document_and_opens_with_the_buyer_s_keys():
    prepared = prepare_offer(GOOD, BUYER, KEY, PLACE, NOW_MS)
    terms, on_chain = parse_terms(prepared.document), prepared.on_chain
    assert prepared.offer == offer_id(BUYER, on_chain)
    assert on_chain.terms == content_digest(prepared.document)
    assert on_chain.accept_until == NOW_MS // 1000 + 30 * DAY
    assert terms.created_at_ms == NOW_MS
    q = build_blinding(derive_offer_scalar(KEY, PLACE, on_chain.salt))
    assert (on_chain.qx, on_chain.q_parity) == (q.x, q.parity)
    assert terms.envelope_key == envelope_key_pair(envelope_seed(KEY, on_chain.salt)).public_key
    assert prepare_offer(GOOD, BUYER, KEY, PLACE, NOW_MS).on_chain.salt != on_chain.salt


def test_prices_that_would_tell_what_was_sold_are_refused():
    asks = tuple(
        Ask(category, Granularity.EXACT, price * TAG)
        for category, price in (("interests", 1), ("demographics", 2), ("location", 3))
    )
    draft = replace(GOOD, terms=sample_terms(asks=asks))
    assert code_of(lambda: prepare_offer(draft, BUYER, KEY, PLACE, NOW_MS)) == "terms.price_reveals"


def test_the_cheapest_and_the_dearest_answer():
    asks = (
        Ask("interests", Granularity.EXACT, 5),
        Ask("interests", Granularity.BRACKET, 2),
        Ask("location", Granularity.EXACT, 3),
        Ask("purchases", Granularity.EXACT, 9),
    )
    terms = sample_terms(asks=asks, min_kinds=2, max_kinds=2)
    assert (find_least_price(terms), find_most_price(terms)) == (2 + 3, 5 + 9)


def test_a_draft_says_what_the_file_says_and_the_rest_is_sensible(tmp_path):
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(WRITTEN))
    draft = read_draft(path, 77)
    assert draft.terms.controller.profile == 77
    assert [ask.price for ask in draft.terms.asks] == [25 * TAG // 10] * 2
    assert (draft.budget, draft.accept_seconds, draft.deliver_seconds) == (250 * TAG, 30 * DAY, 2 * DAY)
    prepare_offer(draft, BUYER, KEY, PLACE, NOW_MS)


def test_a_draft_may_be_toml(tmp_path):
    path = tmp_path / "draft.toml"
    path.write_text(TOML)
    draft = read_draft(path, 1)
    assert (draft.vesting_seconds, draft.up_front_bps) == (90 * DAY, 4_000)
    assert draft.terms.asks[0].questions[0].one_of == ("coffee",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"budget": 250}, "budget"),
        ({"budget": "-1"}, "number of TAG"),
        ({"budget": "1e3"}, "number of TAG"),
        ({"retentiondays": 1}, "retentiondays"),
        ({"title": None}, "title"),
        ({"asks": [{"category": "interests", "granularity": "rough", "price": "1"}]}, "rough"),
        ({"acceptDays": 1.5}, "acceptDays"),
        ({"attesters": ["0x12"]}, "attester"),
    ],
)
def test_a_mistake_in_a_draft_is_named(changes, told):
    with pytest.raises(HashtagspaceError, match=told) as caught:
        parse_draft(json.dumps(WRITTEN | changes).encode(), 1)
    assert caught.value.exact_code in ("offer.draft", "offer.amount")


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{" * 5000, b'{"a":'])
def test_rubbish_is_no_draft(data):
    assert code_of(lambda: parse_draft(data, 1)) == "offer.draft"


def test_a_missing_draft_is_told(tmp_path):
    assert code_of(lambda: read_draft(tmp_path / "none.json", 1)) == "offer.draft"


def test_absurd_numbers_reach_the_rules_and_nothing_else():
    draft = parse_draft(json.dumps(WRITTEN | {"acceptDays": 10**18, "epochs": 10**30}).encode(), 1)
    assert code_of(lambda: verify_draft(draft)) == "offer.accept_until"


@given(st.integers(0, 2**128 - 1))
def test_amounts_are_exact(units):
    whole, part = divmod(units, TAG)
    assert parse_tag(f"{whole}.{part:018d}", "budget") == units


@pytest.mark.parametrize("text", ["", "1.", ".5", "1,5", " 1", "1.0000000000000000001", "٣", "9" * 22, "+1"])
def test_what_is_no_amount(text):
    assert code_of(lambda: parse_tag(text, "budget")) == "offer.amount"
