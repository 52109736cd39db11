"""The market from three sides: a person sells and withdraws, a business buys, a relayer carries."""

import pytest
from figures import FAR, UNIT
from proofs import EpochKeys, build_record, deliver_epoch, open_delivery, scalar
from refusals import refused
from sale import (
    ACCEPTED,
    ALREADY_ANSWERED,
    BUSINESS_KEY,
    CONSENT_MISMATCH,
    DAY,
    DELIVERED,
    HOUR,
    NONE,
    NOT_ACCEPTED,
    PRICE,
    PROOF_INVALID,
    REFUNDED,
    REVOKED,
    SETTLED,
    SIGNATURE_INVALID,
    SUBSCRIBED,
    TOO_LATE,
    VESTING,
    Q,
    answer,
    at,
    free_of,
    offer_terms,
    shown,
)
from signed_forms import Person

BUDGET = 20 * UNIT


def revoke_by_relay(market, person: Person, key, relayer):
    signature = person.sign(market, "Revoke", *key, FAR)
    return market.revokeFor(*key, person.address, FAR, signature, {"from": relayer})


# --- the journey


def test_a_business_opens_with_one_permit(market, business, token):
    terms = offer_terms()
    person = business.person
    offer = market.offerIdOf(person.address, terms)
    permit = business.permit(BUDGET)
    tx = market.openWithPermit(terms, BUDGET, permit, {"from": person.account})
    assert tx.return_value == offer
    assert tx.events["OfferOpened"]["offer"] == offer
    assert tx.events["OfferOpened"]["budget"] == BUDGET
    assert token.balanceOf(market) == BUDGET
    assert free_of(market, offer) == BUDGET
    assert tx.gas_used <= 160_000 + 17_100  # the slot of the market's first TAG
    market.fundWithPermit(offer, UNIT, business.permit(UNIT), {"from": person.account})
    assert free_of(market, offer) == BUDGET + UNIT


def test_sold_delivered_and_paid_without_a_coin_of_the_person(
    market, business, token, alice, profile, relayer
):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    accepted = business.accept(deal)
    given = accepted.events["ConsentGiven"]
    assert given["deal"] == shown(deal.deal)
    assert given["digest"] == shown(deal.digest)
    assert (given["payee"], given["price"]) == (alice.address, PRICE)
    assert given["until"] == accepted.timestamp + DAY
    assert (deal.state, market.lockedOf(*deal.key)) == (ACCEPTED, PRICE)
    assert free_of(market, offer) == BUDGET - PRICE
    assert accepted.gas_used <= 115_000

    delivered = market.deliver(deal.consent, deal.delivery, {"from": relayer})
    assert delivered.events["KeyDelivered"]["dx"] == deal.delivered[0]
    assert delivered.events["Credited"]["amount"] == PRICE
    assert delivered.gas_used <= 66_000 + 17_100  # the slot of a first credit
    assert (deal.state, market.lockedOf(*deal.key), market.creditOf(alice.address)) == (SETTLED, 0, PRICE)

    paid = market.withdraw(alice.address, {"from": relayer})
    assert dict(paid.events["Withdrawn"]) == {"payee": alice.address, "amount": PRICE}
    assert token.balanceOf(alice.address) == PRICE
    market.close(offer, {"from": business.person.account})
    market.withdraw(business.person.address, {"from": relayer})
    assert token.balanceOf(market) == 0


def test_withdrawn_before_delivery_the_price_goes_back(market, business, alice, profile, relayer):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    business.accept(deal)
    tx = revoke_by_relay(market, alice, deal.key, relayer)
    assert (tx.events["ConsentWithdrawn"]["stage"], tx.events["ConsentWithdrawn"]["returned"]) == (
        ACCEPTED,
        PRICE,
    )
    assert (deal.state, free_of(market, offer)) == (REVOKED, BUDGET)
    with refused("Refused", deal.deal, NOT_ACCEPTED):
        market.deliver(deal.consent, deal.delivery, {"from": relayer})
    with refused("AlreadyWithdrawn", deal.deal):
        market.revoke(*deal.key, {"from": alice.account})
    statement = b"\xde" * 32
    attested = market.attestDeletion(*deal.key, statement, {"from": business.person.account})
    assert attested.events["DeletionAttested"]["statement"] == shown(statement)


def test_withdrawn_before_the_consent_was_accepted(market, business, alice, profile):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    market.revoke(*deal.key, {"from": alice.account})
    with refused("Refused", deal.deal, ALREADY_ANSWERED):
        business.accept(deal)


def test_reclaimed_in_the_first_second_after_the_window(market, business, alice, profile, relayer):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    until = business.accept(deal).timestamp + DAY
    at(until)
    with refused("TooEarly", deal.deal, until + 1):
        market.reclaim(*deal.key, {"from": relayer})
    at(until + 1)
    tx = market.reclaim(*deal.key, {"from": relayer})
    assert tx.timestamp == until + 1
    assert tx.events["DealMoved"]["returned"] == PRICE
    assert (deal.state, free_of(market, offer)) == (REFUNDED, BUDGET)


def test_delivered_in_the_last_second_of_the_window(market, business, alice, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    until = business.accept(deal).timestamp + DAY
    delivery = deal.delivery
    at(until)
    assert market.deliver(deal.consent, delivery, {"from": relayer}).timestamp == until
    assert deal.state == SETTLED


def test_not_delivered_after_the_window(market, business, alice, profile, relayer):
    deal = answer(market, alice, business.open(offer_terms()), profile)
    until = business.accept(deal).timestamp + DAY
    delivery = deal.delivery
    at(until + 1)
    with refused("Refused", deal.deal, TOO_LATE):
        market.deliver(deal.consent, delivery, {"from": relayer})


# --- vesting, garbage, subscription


def test_what_has_vested_stays_when_consent_is_withdrawn(market, business, alice, profile, relayer):
    offer = business.open(offer_terms(vestingSeconds=10 * DAY, upfrontBps=4_000))
    deal = answer(market, alice, offer, profile)
    business.accept(deal)
    start = market.deliver(deal.consent, deal.delivery, {"from": relayer}).timestamp
    upfront, rest = PRICE * 4 // 10, PRICE * 6 // 10
    assert (deal.state, market.creditOf(alice.address)) == (VESTING, upfront)
    at(start + 3 * DAY)
    market.claim(*deal.key, {"from": relayer})
    assert market.creditOf(alice.address) == upfront + rest * 3 // 10
    at(start + 5 * DAY)
    tx = revoke_by_relay(market, alice, deal.key, relayer)
    assert tx.events["ConsentWithdrawn"]["returned"] == rest // 2
    assert market.creditOf(alice.address) == upfront + rest // 2
    assert (deal.state, free_of(market, offer)) == (REVOKED, BUDGET - upfront - rest // 2)


@pytest.fixture
def contested(market, business, alice, profile):
    """A function: a delivered record, honest or with one wrong chunk, in its garbage window."""

    def make(wrong: int | None):
        offer = business.open(offer_terms(garbageSeconds=HOUR))
        draft = answer(market, alice, offer, profile)
        record = build_record(draft.x, draft.deal, wrong)
        roots = {"ctRoot": record.root("ct"), "ptRoot": record.root("pt")}
        deal = answer(market, alice, offer, profile, **roots)
        business.accept(deal)
        market.deliver(deal.consent, deal.delivery, {"from": alice.account})
        assert deal.state == DELIVERED
        return deal, record, (open_delivery(deal.digest, BUSINESS_KEY, deal.x), record.chunk(2))

    return make


def test_a_record_that_contradicts_its_root_is_not_paid(market, business, contested):
    deal, _, evidence = contested(wrong=2)
    tx = market.garbage(deal.consent, *deal.delivered, evidence, {"from": business.person.account})
    assert tx.events["DealMoved"]["returned"] == PRICE
    assert (deal.state, market.creditOf(deal.person.address)) == (REFUNDED, 0)


def test_an_honest_record_is_paid_after_the_window(market, business, contested, relayer):
    deal, _, evidence = contested(wrong=None)
    with refused("Refused", deal.deal, PROOF_INVALID):
        market.garbage(deal.consent, *deal.delivered, evidence, {"from": business.person.account})
    closes = dict(market.dealOf(*deal.key))["time"]
    with refused("TooEarly", deal.deal, closes + 1):
        market.settle(deal.consent, *deal.delivered, {"from": relayer})
    at(closes + 1)
    market.settle(deal.consent, *deal.delivered, {"from": relayer})
    assert (deal.state, market.creditOf(deal.person.address)) == (SETTLED, PRICE)


@pytest.mark.parametrize("late", [0, 1])
def test_a_garbage_proof_in_the_last_second_and_not_after(market, business, contested, late):
    deal, _, evidence = contested(wrong=2)
    call = (deal.consent, *deal.delivered, evidence, {"from": business.person.account})
    at(dict(market.dealOf(*deal.key))["time"] + late)
    if late:
        with refused("Refused", deal.deal, TOO_LATE):
            market.garbage(*call)
    else:
        market.garbage(*call)
    assert deal.state == (DELIVERED if late else REFUNDED)


@pytest.fixture
def subscribed(market, business, alice, profile):
    """A subscription of three days, a key a day."""
    offer = business.open(offer_terms(epochs=3))
    keys = EpochKeys(tuple(scalar(f"epoch {i}") for i in range(3)))
    deal = answer(market, alice, offer, profile, xx=keys.root, xParity=0, ctRoot=bytes(32))
    start = business.accept(deal).timestamp
    assert (deal.state, market.lockedOf(*deal.key)) == (SUBSCRIBED, 3 * PRICE)
    return deal, keys, start


def test_each_epoch_is_delivered_in_its_own_time_and_withdrawal_ends_the_rest(market, subscribed, relayer):
    deal, keys, start = subscribed
    first, second = (deliver_epoch(deal.digest, keys, i, Q) for i in range(2))
    with refused("Refused", deal.deal, TOO_LATE):
        market.deliverEpoch(deal.consent, second, {"from": relayer})
    market.deliverEpoch(deal.consent, first, {"from": relayer})
    with refused("Refused", deal.deal, TOO_LATE):
        market.deliverEpoch(deal.consent, first, {"from": relayer})
    at(start + DAY)
    tx = market.deliverEpoch(deal.consent, second, {"from": relayer})
    assert tx.events["EpochDelivered"]["epoch"] == 1
    assert market.creditOf(deal.person.address) == 2 * PRICE
    ended = revoke_by_relay(market, deal.person, deal.key, relayer)
    assert ended.events["ConsentWithdrawn"]["returned"] == PRICE
    assert (deal.state, market.lockedOf(*deal.key)) == (REVOKED, 0)


def test_the_buyer_stops_after_the_running_epoch(market, business, subscribed, relayer):
    deal, keys, _ = subscribed
    first = deliver_epoch(deal.digest, keys, 0, Q)
    tx = market.stop(*deal.key, {"from": business.person.account})
    assert tx.events["DealMoved"]["returned"] == 2 * PRICE
    market.deliverEpoch(deal.consent, first, {"from": relayer})
    assert (deal.state, market.creditOf(deal.person.address)) == (SETTLED, PRICE)


# --- batches


def test_batches_leave_the_bad_out(market, business, alice, bob, profile, registry, relayer):
    registry.register(
        "bob_", bob.address, b"c" * 32, b"e" * 32, ("0x" + "00" * 20, 0, 0), {"from": bob.account}
    )
    offer = business.open(offer_terms())
    good = answer(market, alice, offer, profile)
    bad = answer(market, bob, offer, registry.profileOfHandle("bob_"))
    consents, signatures = [good.consent, bad.consent], [good.signature, good.signature]
    tx = market.acceptMany(consents, signatures, {"from": business.person.account})
    assert dict(tx.events["ItemSkipped"]) == {"deal": shown(bad.deal), "fault": SIGNATURE_INVALID}
    assert (good.state, bad.state) == (ACCEPTED, NONE)
    tx = market.deliverMany(consents, [good.delivery, bad.delivery], {"from": relayer})
    assert dict(tx.events["ItemSkipped"]) == {"deal": shown(bad.deal), "fault": NOT_ACCEPTED}
    assert good.state == SETTLED


def test_another_consent_than_the_accepted_one_is_not_delivered(market, business, alice, profile, relayer):
    offer = business.open(offer_terms())
    deal = answer(market, alice, offer, profile)
    business.accept(deal)
    other = answer(market, alice, offer, profile, payee=relayer.address)
    with refused("Refused", deal.deal, CONSENT_MISMATCH):
        market.deliver(other.consent, other.delivery, {"from": relayer})
    with refused("Refused", deal.deal, PROOF_INVALID):
        market.deliver(deal.consent, other.delivery, {"from": relayer})
