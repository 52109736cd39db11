"""What a person is shown, saves and signs: nothing before its secrets are safe."""

import secrets

import pytest
from deployed import UNIT
from fair import ASKS, CHOICES, EXACT, NOISED, code_of

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.selling import Seller
from hashtagspace.domain.terms import Ask
from hashtagspace.errors import HashtagspaceError

pytestmark = pytest.mark.anvil


# Before the signature.


def test_secrets_are_saved_before_the_signature_and_the_signature_before_it_is_sent(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    told = [(deal.state, deal.signature is not None) for deal in seller.vault.saved]
    assert told == [("prepared", False), ("signed", True), ("sent", True)]
    assert all(deal.nonce == seller.vault.saved[0].nonce for deal in seller.vault.saved)


def test_nothing_is_signed_when_the_secrets_cannot_be_saved(fair):
    offer = fair.offer()
    seller = fair.person()
    signed = []
    real = seller.wallet.sign_digest

    class Watched(Wallet):
        def sign_digest(self, digest):
            signed.append(digest)
            return real(digest)

    seller = Seller(fair.market, seller.vault, Watched(seller.wallet.private_key()))
    draft = seller.draft(seller.get_offer(offer), CHOICES)

    def fail(_deal):
        raise HashtagspaceError("The disk is full.", code="vault.disk")

    seller.vault.save_deal = fail
    assert code_of(lambda: seller.answer(draft)) == "vault.disk"
    assert signed == []
    assert not [one for one in fair.gateway.responses if one.profile_id == str(seller.vault.profile)]


def test_x_and_nonce_are_never_used_twice_even_when_random_numbers_repeat(fair, monkeypatch):
    offer = fair.offer()
    seller = fair.answer(offer)
    nonce = seller.vault.deals[0].nonce
    draft = seller.draft(seller.get_offer(offer), CHOICES)
    monkeypatch.setattr(secrets, "token_bytes", lambda count=32: nonce[:count])
    assert code_of(lambda: seller.prepare(draft)) == "deal.nonce_used"
    assert len(seller.vault.deals) == 1


def test_the_draft_says_sum_and_words_before_anything_is_saved(fair):
    offer = fair.offer()
    seller = fair.person()
    draft = seller.draft(seller.get_offer(offer), CHOICES)
    assert draft.price == 2 * UNIT
    assert draft.text.splitlines()[0].startswith("You sell 2 kinds of data to Acme Coffee GmbH for 2 TAG")
    assert "Public for ever" in draft.text
    assert seller.vault.saved == []


def test_noise_is_drawn_once_and_saved_before_it_is_shown(fair):
    asks = (*ASKS, Ask("demographics", NOISED, UNIT))
    seller = fair.person()
    shown = []
    for _ in range(2):
        draft = seller.draft(seller.get_offer(fair.offer(asks=asks)), {"demographics": NOISED})
        shown.append(draft.shown[0].values)
    record = seller.vault.records[1]
    assert seller.vault.read_value(record).noise
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({}, "selection.kinds"),
        ({"contact": EXACT}, "selection.ask"),
        ({"interests": NOISED}, "selection.ask"),
        ({"interests": EXACT, "demographics": EXACT, "location": EXACT}, "selection.kinds"),
    ],
)
def test_an_answer_that_the_offer_does_not_take(fair, choices, code):
    seller = fair.person()
    offer = seller.get_offer(fair.offer())
    assert code_of(lambda: seller.draft(offer, choices)) == code


def test_what_the_vault_does_not_hold_cannot_be_sold(fair):
    seller = fair.person(records={})
    offer = fair.offer()
    assert code_of(lambda: seller.draft(seller.get_offer(offer), CHOICES)) == "record.unanswerable"
    match = next(one for one in seller.list_offers() if one.offer.offer == offer)
    assert not match.is_answerable


def test_another_wallet_cannot_sell_for_the_profile(fair):
    seller = fair.person()
    thief = Seller(fair.market, seller.vault, fair.rich())
    offer = thief.get_offer(fair.offer())
    assert code_of(lambda: thief.draft(offer, CHOICES)) == "profile.not_custody"


def test_a_payee_that_nobody_can_be(fair):
    seller = fair.person()
    offer = seller.get_offer(fair.offer())
    for payee in (bytes(20), fair.market.deployment.data_market):
        assert code_of(lambda payee=payee: seller.draft(offer, CHOICES, payee=payee)) == "consent.payee"


def test_what_was_answered_or_withdrawn_is_not_answered_again(fair):
    offer, seller = fair.sold()
    assert code_of(lambda: seller.draft(seller.get_offer(offer), CHOICES)) == "deal.answered"
    other = fair.person()
    other.revoke(offer)
    assert code_of(lambda: other.draft(other.get_offer(offer), CHOICES)) == "deal.answered"


@pytest.mark.parametrize(
    ("changes", "act", "code"),
    [
        ({"accept_seconds": 3_600}, lambda fair, _: fair.anvil.move_time(3_601), "offer.over"),
        ({}, lambda fair, offer: fair.buyer.close(offer), "offer.over"),
        ({"max_responses": 1}, lambda fair, offer: (fair.answer(offer), fair.accept(offer)), "offer.full"),
        ({"budget": UNIT}, lambda *_: None, "offer.budget_too_small"),
    ],
)
def test_an_offer_that_cannot_pay_is_told_before_anything_is_given(fair, changes, act, code):
    offer = fair.offer(**changes)
    seller = fair.person()
    act(fair, offer)
    assert code_of(lambda: seller.draft(seller.get_offer(offer), CHOICES)) == code
