"""The demo market is one that its own rules would let stand."""

import pytest

from hashtagspace.client.offering import prepare_offer
from hashtagspace.dev.market_world import ANSWERS, BUSINESSES, VAULTS
from hashtagspace.dev.world import load_world
from hashtagspace.domain.offer_price import find_most_price
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.market.derivation import MarketPlace
from hashtagspace.market.ladder import can_answer
from hashtagspace.market.noise import keep_noise
from hashtagspace.market.record_values import parse_value

PLACE = MarketPlace(31_337, b"\x01" * 20)
NOW_MS = 1_790_000_000_000


@pytest.mark.parametrize("business", BUSINESSES, ids=lambda one: one.handle)
def test_each_demo_offer_keeps_every_rule_and_pays_for_more_than_its_answers(business):
    prepared = prepare_offer(business.draft_for(7), b"\x02" * 20, b"\x03" * 32, PLACE, NOW_MS)
    terms = parse_terms(prepared.document)
    assert (terms.controller.name, terms.controller.profile) == (business.name, 7)
    answers = [answer for answer in ANSWERS if answer.business == business.handle]
    assert prepared.budget > 10 * len(answers) * find_most_price(terms)
    assert any(answer.bought for answer in answers)


def test_one_demo_offer_is_simple_and_one_vests_with_every_granularity():
    simple, rich = (business.draft for business in BUSINESSES)
    assert (simple.vesting_seconds, len(simple.terms.asks)) == (0, 2)
    assert rich.vesting_seconds > 0
    assert len({ask.granularity for ask in rich.terms.asks}) == 4


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: one.handle)
def test_each_demo_answer_is_of_somebody_who_holds_what_it_sells(answer):
    assert answer.handle in {person.handle for person in load_world().people}
    terms = next(one.draft.terms for one in BUSINESSES if one.handle == answer.business)
    assert terms.min_kinds <= len(answer.choices) <= terms.max_kinds
    for category, granularity in answer.choices.items():
        value = keep_noise(parse_value(category, VAULTS[answer.handle][category]))
        assert can_answer(terms.find_ask(category, granularity), value)


def test_businesses_have_handles_that_nobody_of_the_demo_world_has():
    assert not {one.handle for one in BUSINESSES} & {person.handle for person in load_world().people}
