"""What is accepted of many answers, and what the chain and the budget leave out."""

import pytest
from deployed import UNIT
from fair import BRACKET
from forged import Forger

from hashtagspace.client.market_calls import encode_accept
from hashtagspace.domain.market_states import DealState

pytestmark = pytest.mark.anvil


def test_a_replayed_consent_is_refused_once_it_was_accepted(fair):
    offer, seller = fair.sold()
    assert Forger(fair, offer, seller).problems(fair.gateway.list_responses(offer, None)[0]) == ["state"]


def test_a_consent_withdrawn_before_it_was_accepted_can_never_be(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    seller.revoke(offer)
    made = Forger(fair, offer, seller)
    assert made.problems(made.honest) == ["state"]
    data = encode_accept([made.consent], [made.sign(made.consent)])
    fair.market.transact(fair.buyer.wallet, data)
    assert fair.market.reads.read_deal(offer, seller.vault.profile).state is DealState.REVOKED


def test_accept_leaves_the_bad_ones_out_and_takes_the_rest(fair, monkeypatch):
    monkeypatch.setattr("hashtagspace.client.accepting.BATCH_COUNT", 2)
    offer = fair.offer()
    people = [fair.answer(offer) for _ in range(5)]
    bad = Forger(fair, offer, people[0])
    fair.gateway.responses = [
        bad.response(signature=bytes(65)) if one.profile_id == str(people[0].vault.profile) else one
        for one in fair.gateway.responses
    ]
    verdicts = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    people[1].revoke(offer)  # between the check and the accept
    outcome = {one.profile: (one.ok, one.code) for one in fair.buyer.accept(offer, verdicts)}
    assert outcome[str(people[0].vault.profile)] == (False, "response.signature")
    assert outcome[str(people[1].vault.profile)] == (False, "deal.answered")
    assert [outcome[str(one.vault.profile)][0] for one in people[2:]] == [True] * 3


def test_what_the_budget_does_not_pay_is_not_sent(fair):
    offer = fair.offer(budget=5 * UNIT)
    for _ in range(3):
        fair.answer(offer)
    outcome = fair.accept(offer)
    assert sorted((one.ok, one.code) for one in outcome) == [
        (False, "offer.budget_too_small"), (True, "deal.accepted"), (True, "deal.accepted"),
    ]  # fmt: skip
    assert fair.market.reads.find_offer(offer).free == UNIT


def test_no_more_answers_than_asked_for(fair):
    offer = fair.offer(max_responses=1)
    fair.answer(offer)
    fair.answer(offer)
    assert sorted(one.code for one in fair.accept(offer)) == ["deal.accepted", "offer.full"]


def test_an_answer_given_twice_counts_as_the_last_one(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    fair.answer(offer, seller, {"interests": BRACKET})
    first, second = seller.vault.deals
    assert first.nonce != second.nonce
    assert first.consent["xx"] != second.consent["xx"]
    assert [one.ok for one in fair.accept(offer)] == [True]
    fair.finalise()
    assert [due.step for due in seller.deliver_due()] == ["delivered"]
    (opened,) = fair.buyer.collect(offer)
    assert [kind.granularity for kind in opened.bundle.kinds] == [BRACKET]
