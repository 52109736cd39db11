"""One epoch, one key: what two retries, two processes or two devices make never lies under one mask."""

from dataclasses import replace

import pytest
from fair import DAY
from hypothesis import given, settings
from hypothesis import strategies as st
from market_strategies import scalars, words

from hashtagspace.client.sealing import RecordPlace, mask_record
from hashtagspace.client.selling import Seller
from hashtagspace.market.blinding import build_shared, epoch_record, record_key
from hashtagspace.market.envelope import EnvelopeContents
from hashtagspace.market.keystream import mask
from hashtagspace.market.record import WORD, decode_record
from hashtagspace.market.roots import build_root

ONE, OTHER = b'{"day":"2026-11-20"}', b'{"day":"2026-11-21"}'


def opened(place, record):
    """As the business opens it: the key is named by the leaves that came along."""
    name = epoch_record(place.deal, place.epoch, build_root(record.leaves))
    return mask(record.record, record_key(build_shared(place.x), name))


def masks_of(place, record):
    """What lies over each word of the plaintext."""
    both = zip(record.record, opened(place, record), strict=True)
    mixed = bytes(hidden ^ plain for hidden, plain in both)
    return [mixed[at : at + WORD] for at in range(0, len(mixed), WORD)]


@settings(max_examples=25, deadline=None)
@given(scalars, words, st.integers(0, 254), st.binary(max_size=300), st.binary(max_size=300))
def test_no_two_records_of_an_epoch_lie_under_one_mask(x, deal, epoch, one, other):
    place = RecordPlace(deal, x, epoch)
    first, second = mask_record(one, place), mask_record(other, place)
    assert [decode_record(opened(place, record)) for record in (first, second)] == [one, other]
    assert not set(masks_of(place, first)) & set(masks_of(place, second))


def test_not_even_when_the_random_numbers_stand_still(monkeypatch):
    monkeypatch.setattr("hashtagspace.market.record.secrets.token_bytes", bytes)
    place = RecordPlace(bytes(32), 7, 3)
    first, second = mask_record(ONE, place), mask_record(OTHER, place)
    assert not set(masks_of(place, first)) & set(masks_of(place, second))
    assert mask_record(ONE, place) == first


def test_a_single_sale_is_named_by_its_deal_alone():
    record = mask_record(ONE, RecordPlace(bytes(32), 7), contestable=False)
    assert record.leaves is None
    assert decode_record(mask(record.record, record_key(build_shared(7), bytes(32)))) == ONE


@pytest.mark.anvil
def test_a_retry_of_an_epoch_sends_the_same_bytes(fair):
    """The gateway takes the envelope and refuses the call; meanwhile the person corrects the record."""
    offer, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    first = refused_epoch(fair, seller)
    correct(seller)
    again = Seller(fair.market, seller.vault, seller.wallet)
    assert refused_epoch(fair, again) == first
    assert [one.step for one in again.deliver_due()] == ["delivered"]
    fair.finalise()
    (found,) = fair.buyer.collect(offer)
    assert found.outcome == "opened"
    assert [kind.values.get("topics") for kind in found.bundle.kinds][1] == ["sport.climbing"]


def refused_epoch(fair, seller):
    """The envelope and the root that went out for the running epoch, whose call the gateway then refused."""
    fair.gateway.refuses = "call.refused"
    try:
        [due] = seller.deliver_due("relay")
    finally:
        fair.gateway.refuses = None
    assert due.step == "failed", due
    (cid,) = fair.gateway.epochs.values()
    return cid, fair.gateway.last_call[1]["delivery"]["ctRoot"]


def correct(seller):
    record = seller.vault.records[0]
    value = seller.vault.values[record.record_id]
    changed = {"topics": ["pets.cats"], "brands": ["Corrected"]}
    seller.vault.values[record.record_id] = replace(value, fields=changed)


@pytest.mark.anvil
@pytest.mark.parametrize(("leaves", "outcome"), [(None, "waiting"), ("other", "spoiled")])
def test_an_epoch_with_leaves_of_something_else_is_not_opened_and_nobody_s_garbage(
    fair, monkeypatch, leaves, outcome
):
    def lie(selection, salt, record, own):
        shown = None if leaves is None else (bytes(32),) * len(own)
        return EnvelopeContents(selection, salt, record, shown)

    monkeypatch.setattr("hashtagspace.client.epoch_selling.EnvelopeContents", lie)
    offer, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    fair.finalise()
    (found,) = fair.buyer.collect(offer)
    assert (found.outcome, found.bundle) == (outcome, None)
