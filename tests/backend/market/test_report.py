"""The report against a model of the contract's own accounts: the sums are those of the chain."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_events import (
    ConsentGiven,
    ConsentWithdrawn,
    Credited,
    DealMoved,
    DeletionAttested,
    EpochDelivered,
    ItemSkipped,
    KeyDelivered,
    OfferClosed,
    OfferFunded,
    OfferOpened,
    Withdrawn,
)
from hashtagspace.domain.market_states import DealState
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.report import build_report, spell_report, tabulate_days, tabulate_totals

TAG = 10**18
OFFER, OTHER = b"\x01" * 32, b"\x02" * 32
PAYEE, WORD = b"\x03" * 20, b"\x04" * 32
TERMS = OfferTerms(WORD, WORD, 1, 0, 2**40, 3_600, 0, 0, 10_000, 100, 0, 0)
NOON = 1_790_337_600
DAY = 86_400


class Story:
    """Events in the order in which they are told."""

    def __init__(self):
        self.events = []

    def tell(self, kind, *values, at=NOON):
        checkpoint = Checkpoint(len(self.events) + 1, 0)
        self.events.append((kind(checkpoint, bytes(32), *values), at))
        return self


def deal(number):
    return bytes((number,)) * 32


def opened(budget=100 * TAG):
    return Story().tell(OfferOpened, OFFER, PAYEE, TERMS, budget)


def given_consent(story, number, price, at=NOON, offer=OFFER):
    return story.tell(ConsentGiven, deal(number), offer, number, WORD, PAYEE, price, at + 3_600, at=at)


def report_of(story, **options):
    return build_report(OFFER, options.pop("terms", TERMS), story.events, **options)


def test_a_sale_paid_at_once():
    story = given_consent(opened(), 1, 5 * TAG)
    story.tell(KeyDelivered, deal(1), 7, 0, DealState.SETTLED, at=NOON + DAY)
    story.tell(Credited, deal(1), PAYEE, 5 * TAG, at=NOON + DAY)
    report = report_of(story)
    assert (report.put_in, report.free, report.held, report.paid) == (100 * TAG, 95 * TAG, 0, 5 * TAG)
    assert (report.responses, report.delivered, report.paid_people) == (1, 1, 1)
    assert report.cost_per_person == 5 * TAG
    assert [(day.responses, day.deliveries, day.paid) for day in report.days] == [(1, 0, 0), (0, 1, 5 * TAG)]


def test_withdrawn_at_half_the_vesting_brings_the_other_half_back():
    story = given_consent(opened(), 1, 10 * TAG)
    story.tell(KeyDelivered, deal(1), 7, 0, DealState.VESTING)
    story.tell(Credited, deal(1), PAYEE, 4 * TAG)
    story.tell(Credited, deal(1), PAYEE, 3 * TAG)
    story.tell(ConsentWithdrawn, deal(1), OFFER, 1, DealState.VESTING, 3 * TAG)
    report = report_of(story)
    assert (report.paid, report.returned, report.vesting_returned, report.held) == (
        7 * TAG,
        3 * TAG,
        3 * TAG,
        0,
    )
    assert (report.withdrawn, report.deletions_due) == (1, 1)
    assert report_of(story.tell(DeletionAttested, deal(1), WORD)).deletions_due == 0


def test_never_delivered_contested_and_answered_by_a_withdrawal_are_told_apart():
    story = opened()
    for number in (1, 2, 3):
        given_consent(story, number, TAG)
    story.tell(DealMoved, deal(1), DealState.REFUNDED, TAG)
    story.tell(KeyDelivered, deal(2), 7, 0, DealState.DELIVERED)
    story.tell(DealMoved, deal(2), DealState.REFUNDED, TAG)
    story.tell(ConsentWithdrawn, deal(3), OFFER, 3, DealState.ACCEPTED, TAG)
    story.tell(ConsentWithdrawn, deal(4), OFFER, 4, DealState.NONE, 0)
    report = report_of(story)
    assert (report.never_delivered, report.contested) == (1, 1)
    assert (report.withdrawn, report.withdrawn_before, report.deletions_due) == (1, 1, 0)
    assert (report.paid_people, report.cost_per_person, report.free) == (0, None, 100 * TAG)


def test_a_subscription_locks_every_epoch_and_pays_those_delivered():
    terms = replace(TERMS, epochs=4)
    story = given_consent(opened(), 1, TAG)
    for epoch in (0, 1):
        story.tell(EpochDelivered, deal(1), epoch, 7, 0, WORD, 9, 0)
        story.tell(Credited, deal(1), PAYEE, TAG)
    assert report_of(story, terms=terms).held == 2 * TAG
    report = report_of(story.tell(DealMoved, deal(1), DealState.SUBSCRIBED, TAG), terms=terms)
    assert (report.held, report.returned, report.paid, report.delivered) == (TAG, TAG, 2 * TAG, 1)


def test_shares_by_level_and_a_level_that_is_not_known_counts_as_none():
    story = given_consent(given_consent(opened(), 1, TAG), 2, 3 * TAG)
    for number, amount in ((1, TAG), (2, 3 * TAG)):
        story.tell(Credited, deal(number), PAYEE, amount)
    shares = report_of(story, levels={1: 2}).levels
    assert [(share.level, share.people, share.paid) for share in shares] == [(0, 1, 3 * TAG), (2, 1, TAG)]
    assert report_of(story).levels == []


def test_other_offers_other_deals_and_an_event_seen_twice_change_nothing():
    story = given_consent(opened(), 1, TAG)
    plain = spell_report(report_of(story))
    story.events += story.events
    story.tell(OfferOpened, OTHER, PAYEE, TERMS, TAG).tell(OfferFunded, OTHER, TAG).tell(
        OfferClosed, OTHER, 1
    )
    given_consent(story, 9, TAG, offer=OTHER)
    story.tell(Credited, deal(9), PAYEE, TAG).tell(DealMoved, deal(9), DealState.REFUNDED, TAG)
    story.tell(KeyDelivered, deal(9), 1, 0, DealState.SETTLED).tell(Withdrawn, PAYEE, TAG)
    story.tell(ItemSkipped, deal(1), 3)
    assert spell_report(report_of(story)) == plain


amounts = st.integers(1, 2**100)
ends = st.sampled_from(["open", "paid", "refunded", "revoked", "vesting", "contested"])


@given(st.lists(st.tuples(amounts, ends), max_size=8), amounts, st.booleans())
def test_money_is_never_lost_or_made(deals, extra, is_closed):
    """What went in is free, held, paid or swept; nothing is negative."""
    story = opened(sum(price for price, _ in deals) + 1).tell(OfferFunded, OFFER, extra)
    for number, (price, end) in enumerate(deals, 1):
        given_consent(story, number, price)
        part = price // 3
        if end in ("paid", "vesting", "contested"):
            story.tell(KeyDelivered, deal(number), 7, 0, DealState.VESTING)
        if end == "paid":
            story.tell(Credited, deal(number), PAYEE, price)
        if end == "vesting":
            story.tell(Credited, deal(number), PAYEE, part)
            story.tell(ConsentWithdrawn, deal(number), OFFER, number, DealState.VESTING, price - part)
        if end in ("refunded", "contested"):
            story.tell(DealMoved, deal(number), DealState.REFUNDED, price)
        if end == "revoked":
            story.tell(ConsentWithdrawn, deal(number), OFFER, number, DealState.ACCEPTED, price)
    free = report_of(story).free
    if is_closed:
        story.tell(OfferClosed, OFFER, free)
    report = report_of(story)
    held = sum(price for price, end in deals if end == "open")
    assert report.put_in == report.free + report.held + report.paid + report.swept
    assert (report.held, report.free) == (held, 0 if is_closed else free)
    assert sum(day.paid for day in report.days) == report.paid
    assert sum(day.returned for day in report.days) == report.returned
    assert min(report.free, report.held, report.paid, report.returned) >= 0


def test_as_json_amounts_are_text_and_as_csv_they_are_tag():
    story = given_consent(opened(), 1, TAG).tell(Credited, deal(1), PAYEE, TAG // 2)
    report = report_of(story, levels={})
    told = json.loads(json.dumps(spell_report(report)))
    assert (told["putIn"], told["costPerPerson"]) == (str(100 * TAG), str(TAG // 2))
    totals = dict(csv.reader(StringIO(encode_csv(tabulate_totals(report)).decode())))
    assert (totals["paid_tag"], totals["responses"], totals["level_0_people"]) == ("0.5", "1", "1")
    (row,) = csv.DictReader(StringIO(encode_csv(tabulate_days(report)).decode()))
    assert row == {
        "day": "2026-09-25", "responses": "1", "deliveries": "0", "withdrawals": "0", "paid_tag": "0.5",
        "returned_tag": "0",
    }  # fmt: skip


def test_an_offer_without_an_answer_has_no_cost_per_person():
    report = report_of(opened())
    assert report.cost_per_person is None
    assert spell_report(report)["costPerPerson"] is None
    assert (
        dict(csv.reader(StringIO(encode_csv(tabulate_totals(report)).decode())))["cost_per_person_tag"] == ""
    )


@pytest.mark.parametrize("kind", [KeyDelivered, Credited, DealMoved])
def test_an_event_before_its_consent_is_passed_over(kind):
    values = {
        KeyDelivered: (7, 0, DealState.SETTLED),
        Credited: (PAYEE, TAG),
        DealMoved: (DealState.REFUNDED, 1),
    }
    report = report_of(opened().tell(kind, deal(1), *values[kind]))
    assert (report.paid, report.returned, report.delivered) == (0, 0, 0)
