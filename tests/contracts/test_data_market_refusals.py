"""What the market refuses, by the name of the error and with its arguments."""

import pytest
from brownie import ZERO_ADDRESS, chain
from figures import FAR, UNIT
from refusals import refused
from sale import (
    ACCEPTED,
    ALREADY_ANSWERED,
    BUDGET_TOO_SMALL,
    CONSENT_EXPIRED,
    DAY,
    HOUR,
    LEVEL_TOO_LOW,
    NONE,
    NOT_BUYER,
    OFFER_ENDED,
    OFFER_FULL,
    PAYEE_INVALID,
    PRICE,
    PRICE_ZERO,
    PROOF_INVALID,
    SETTLED,
    SIGNATURE_INVALID,
    SUBSCRIBED,
    TERMS_MISMATCH,
    answer,
    at,
    offer_terms,
)

UNKNOWN = b"\x0f" * 32
H_X = 0x6C503108EB51B3C3F86D6982BE522C1AEFC638F4A0C3F255A9B192DCF311F60B


# --- offers


@pytest.mark.parametrize("missing", range(3))
def test_a_market_needs_all_three_contracts(DataMarket, deployed, missing):
    needed = [deployed.token, deployed.registry, deployed.levels]
    needed[missing] = ZERO_ADDRESS
    with refused("ParametersInvalid"):
        deployed.deployer.deploy(DataMarket, *needed)


@pytest.mark.parametrize(
    "changes",
    [
        {"acceptUntil": 1},
        {"acceptUntil": FAR},
        {"deliverSeconds": HOUR - 1},
        {"deliverSeconds": 30 * DAY + 1},
        {"garbageSeconds": HOUR - 1},
        {"garbageSeconds": 30 * DAY + 1},
        {"vestingSeconds": DAY},
        {"vestingSeconds": 731 * DAY, "upfrontBps": 0},
        {"upfrontBps": 9_999},
        {"upfrontBps": 10_001},
        {"maxResponses": 0},
        {"maxResponses": 2**24},
        {"minLevel": 4},
        {"epochs": 2, "garbageSeconds": HOUR},
        {"epochs": 2, "deliverSeconds": 92 * DAY + 1},
        {"qx": H_X},
        {"qx": 0},
        {"qx": 2**256 - 1},
        {"qParity": 2},
    ],
    ids=str,
)
def test_terms_out_of_bounds(business, changes):
    with refused("ParametersInvalid"):
        business.open(offer_terms(**changes))


def test_an_offer_needs_a_budget_that_is_allowed(market, business, token):
    buyer = {"from": business.person.account}
    with refused("BudgetZero"):
        market.open(offer_terms(), 0, buyer)
    with refused("ERC20InsufficientAllowance", market.address, 0, UNIT):
        market.open(offer_terms(), UNIT, buyer)
    token.approve(market, 500 * UNIT, buyer)
    with refused("ERC20InsufficientBalance", business.person.address, 100 * UNIT, 500 * UNIT):
        market.open(offer_terms(), 500 * UNIT, buyer)


def test_offers_of_others_and_offers_that_are_over(market, business, relayer):
    terms = offer_terms()
    offer = business.open(terms)
    buyer = {"from": business.person.account}
    with refused("OfferExists", offer):
        business.open(terms)
    with refused("OfferUnknown", UNKNOWN):
        market.close(UNKNOWN, buyer)
    for call in (
        lambda: market.close(offer, {"from": relayer}),
        lambda: market.fund(offer, 1, {"from": relayer}),
    ):
        with refused("NotBuyer", offer):
            call()
    with refused("BudgetZero"):
        market.fund(offer, 0, buyer)
    market.close(offer, buyer)
    with refused("OfferOver", offer):
        market.fund(offer, 1, buyer)


# --- consents


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"price": 0}, PRICE_ZERO),
        ({"price": 21 * UNIT}, BUDGET_TOO_SMALL),
        ({"price": 2**128 - 1}, BUDGET_TOO_SMALL),
        ({"payee": ZERO_ADDRESS}, PAYEE_INVALID),
        ({"validUntil": 1}, CONSENT_EXPIRED),
        ({"terms": b"\x7d" * 32}, TERMS_MISMATCH),
        ({"qParity": 7}, TERMS_MISMATCH),
    ],
    ids=str,
)
def test_consents_that_do_not_fit_the_offer(market, business, alice, profile, changes, fault):
    deal = answer(market, alice, business.open(offer_terms()), profile, **changes)
    with refused("Refused", deal.deal, fault):
        business.accept(deal)


def test_the_market_pays_nothing_to_itself(market, business, alice, profile):
    deal = answer(market, alice, business.open(offer_terms()), profile, payee=market.address)
    with refused("Refused", deal.deal, PAYEE_INVALID):
        business.accept(deal)


def test_only_the_buyer_accepts_only_what_the_custody_signed(market, business, alice, bob, profile, relayer):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    buyer = {"from": business.person.account}
    with refused("Refused", deal.deal, NOT_BUYER):
        market.accept(deal.consent, deal.signature, {"from": relayer})
    stranger = answer(market, bob, offer, profile)
    with refused("Refused", deal.deal, SIGNATURE_INVALID):
        business.accept(stranger)
    with refused("Refused", deal.deal, SIGNATURE_INVALID):
        market.accept((*deal.consent[:3], PRICE + 1, *deal.consent[4:]), deal.signature, buyer)
    with refused("LengthsDiffer", 1, 0):
        market.acceptMany([deal.consent], [], buyer)
    with refused("LengthsDiffer", 1, 0):
        market.deliverMany([deal.consent], [], {"from": relayer})
    business.accept(deal)
    with refused("Refused", deal.deal, ALREADY_ANSWERED):
        business.accept(deal)


def test_ended_and_full_offers(market, business, alice, profile):
    full = business.open(offer_terms(maxResponses=1))
    business.accept(answer(market, alice, full, profile))
    again = answer(market, alice, full, profile)
    with refused("Refused", again.deal, OFFER_FULL):
        business.accept(again)
    end = chain.time() + HOUR
    ended = answer(market, alice, business.open(offer_terms(acceptUntil=end)), profile)
    at(end)
    with refused("Refused", ended.deal, OFFER_ENDED):
        business.accept(ended)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_nobody_has_a_level_yet(market, business, alice, profile, level):
    deal = answer(market, alice, business.open(offer_terms(minLevel=level)), profile)
    with refused("Refused", deal.deal, LEVEL_TOO_LOW):
        business.accept(deal)


# --- deals


def test_steps_that_the_state_does_not_allow(market, business, alice, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    anyone, buyer = {"from": relayer}, {"from": business.person.account}
    for state in (NONE, ACCEPTED):
        with refused("StateWrong", deal.deal, state):
            market.settle(deal.consent, *deal.delivered, anyone)
        with refused("StateWrong", deal.deal, state):
            market.claim(*deal.key, anyone)
        with refused("StateWrong", deal.deal, state):
            market.stop(*deal.key, buyer)
        if state == NONE:
            with refused("StateWrong", deal.deal, state):
                market.reclaim(*deal.key, anyone)
            business.accept(deal)
    market.deliver(deal.consent, deal.delivery, anyone)
    with refused("StateWrong", deal.deal, SETTLED):
        market.reclaim(*deal.key, anyone)


def test_a_subscription_is_stopped_by_its_buyer_and_no_sale(market, business, alice, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms(epochs=2)), profile)
    business.accept(deal)
    with refused("NotBuyer", deal.key[0]):
        market.stop(*deal.key, {"from": relayer})
    with refused("StateWrong", deal.deal, SUBSCRIBED):
        market.claim(*deal.key, {"from": relayer})


def test_withdrawal_is_the_person_s_and_in_time(market, business, alice, bob, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    business.accept(deal)
    with refused("NotEntitled", bob.address, profile):
        market.revoke(*deal.key, {"from": bob.account})
    with refused("SignatureExpired", 1):
        signature = alice.sign(market, "Revoke", *deal.key, 1)
        market.revokeFor(*deal.key, alice.address, 1, signature, {"from": relayer})
    signature = bob.sign(market, "Revoke", *deal.key, FAR)
    with refused("SignatureInvalid", alice.address):
        market.revokeFor(*deal.key, alice.address, FAR, signature, {"from": relayer})
    with refused("NotEntitled", bob.address, profile):
        market.revokeFor(*deal.key, bob.address, FAR, signature, {"from": relayer})
    with refused("NotWithdrawn", deal.deal):
        market.attestDeletion(*deal.key, UNKNOWN, {"from": business.person.account})
    with refused("NotBuyer", deal.key[0]):
        market.attestDeletion(*deal.key, UNKNOWN, {"from": relayer})


def test_nothing_is_paid_out_twice(market, business, alice, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    with refused("NothingDue", alice.address):
        market.withdraw(alice.address, {"from": relayer})
    business.accept(deal)
    market.deliver(deal.consent, deal.delivery, {"from": relayer})
    market.withdraw(alice.address, {"from": relayer})
    with refused("NothingDue", alice.address):
        market.withdraw(alice.address, {"from": relayer})


@pytest.mark.parametrize("place", range(7))
def test_a_proof_changed_anywhere_delivers_nothing(market, business, alice, profile, relayer, place):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    business.accept(deal)
    dx, parity, proof = deal.delivery
    changed = list(proof)
    changed[place] += 1
    with refused("Refused", deal.deal, PROOF_INVALID):
        market.deliver(deal.consent, (dx, parity, changed), {"from": relayer})
    with refused("Refused", deal.deal, PROOF_INVALID):
        market.deliver(deal.consent, (dx, 1 - parity, proof), {"from": relayer})
