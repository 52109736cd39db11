"""When a key leaves: the rules that keep a person from giving data away unpaid; one test each."""

import secrets
from dataclasses import replace

import pytest
from deployed import UNIT
from fair import CHOICES, DAY, EXACT, code_of
from fakes_market import MemoryVault

from hashtagspace.client.market_calls import encode_accept
from hashtagspace.client.selling import Seller
from hashtagspace.domain.market_states import DealState
from hashtagspace.market.consent_json import read_consent

pytestmark = pytest.mark.anvil


# When a key leaves.


def test_no_key_leaves_before_the_accept_is_final(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    fair.accept(offer)
    (due,) = seller.deliver_due()
    assert (due.step, fair.keys_on_chain(offer)) == ("waiting", [])
    fair.finalise()
    assert [one.step for one in seller.deliver_due()] == ["delivered"]


def test_of_blocks_of_one_second_only_the_final_ones_count(fair):
    """Chains may make several blocks a second: a final one of the accept's second may be earlier."""
    offer = fair.offer()
    seller = fair.answer(offer)
    now = fair.anvil.time() + 10
    fair.anvil.call("anvil_setBlockTimestampInterval", 0)
    try:
        fair.anvil.call("evm_setNextBlockTimestamp", now)
        fair.anvil.mine(3)
        fair.accept(offer)
        assert fair.market.reads.read_final().time_seconds == now == accepted_at(fair, offer, seller)
        assert [one.step for one in seller.deliver_due()] == ["waiting"]
        fair.anvil.mine(2)
        assert fair.market.reads.read_final().time_seconds == now
        assert [one.step for one in seller.deliver_due()] == ["delivered"]
    finally:
        fair.anvil.call("anvil_removeBlockTimestampInterval")


def accepted_at(fair, offer, seller):
    return fair.market.reads.read_deal(offer, seller.vault.profile).time - 2 * DAY


def test_no_key_leaves_in_the_last_tenth_of_the_time(fair):
    offer, seller = fair.sold(deliver_seconds=10 * 3_600)
    until = fair.market.reads.read_deal(offer, seller.vault.profile).time
    fair.anvil.call("evm_setNextBlockTimestamp", until - 3_600 + 1)
    fair.anvil.mine()
    (due,) = seller.deliver_due()
    assert (due.step, fair.keys_on_chain(offer)) == ("late", [])


def test_the_key_leaves_just_before_the_last_tenth(fair):
    offer, seller = fair.sold(deliver_seconds=10 * 3_600)
    until = fair.market.reads.read_deal(offer, seller.vault.profile).time
    fair.anvil.call("evm_setNextBlockTimestamp", until - 3_600 - 60)
    fair.anvil.mine()
    assert [one.step for one in seller.deliver_due()] == ["delivered"]


def test_a_slow_node_does_not_stretch_the_window(fair):
    """The clock counts too: a node that stands still does not make it early."""
    offer, seller = fair.sold()
    until = fair.market.reads.read_deal(offer, seller.vault.profile).time
    market = fair.open_market()
    market._clock = lambda: (until - 60) * 1000
    late = Seller(market, seller.vault, seller.wallet)
    assert [one.step for one in late.deliver_due()] == ["late"]


def test_no_key_leaves_for_a_consent_that_was_withdrawn(fair):
    offer, seller = fair.sold()
    seller.revoke(offer)
    assert seller.deliver_due() == []
    assert code_of(lambda: seller._deliverer.deliver(offer)) == "deal.withdrawn"
    assert fair.keys_on_chain(offer) == []


def test_no_key_leaves_for_a_consent_that_this_vault_never_prepared(fair):
    """A thief of the wallet, or another device, answered: its key is not here, and none of ours goes out."""
    offer = fair.offer()
    seller = fair.person()
    vault = MemoryVault(seller.vault.profile, secrets.token_bytes(32))
    vault.records, vault.values = seller.vault.records, seller.vault.values
    fair.answer(offer, Seller(fair.market, vault, seller.wallet))
    fair.accept(offer)
    fair.finalise()
    prepared = seller.prepare(replace_offer_draft(seller, offer, fair))
    seller.vault.save_deal(replace(prepared.secret, state="sent", signature=bytes(65)))
    (due,) = seller.deliver_due()
    assert (due.step, fair.keys_on_chain(offer)) == ("foreign", [])


def replace_offer_draft(seller, offer, fair):
    """A draft for an offer that is answered by now: as it was before."""
    other = fair.offer()
    draft = seller.draft(seller.get_offer(other), CHOICES)
    return replace(draft, offer=seller.get_offer(offer))


def test_of_two_answers_the_accepted_one_is_delivered(fair):
    """The buyer accepts the earlier consent, which the person has replaced since: its own key goes out."""
    offer = fair.offer()
    seller = fair.answer(offer)
    first = seller.vault.deals[0]
    fair.answer(offer, seller, {"interests": EXACT})
    data = encode_accept([read_consent(first.consent)], [first.signature])
    fair.market.transact(fair.buyer.wallet, data)
    fair.finalise()
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    assert seller.earnings().credit == 2 * UNIT


def test_a_delivery_that_the_chain_forgot_is_sent_again(fair):
    offer, seller = fair.sold()
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    fair.anvil.reorg(1)
    assert fair.state(offer, seller) is DealState.ACCEPTED
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    assert fair.state(offer, seller) is DealState.SETTLED


def test_delivering_again_does_nothing_twice(fair):
    offer, seller = fair.delivered()
    assert [one.step for one in seller.deliver_due()] == ["done"]
    assert seller.deliver_due() == []
    assert len(fair.keys_on_chain(offer)) == 1


# Subscriptions.


def test_the_key_of_an_epoch_leaves_only_in_its_time_and_not_in_its_last_tenth(fair):
    offer, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    start = fair.market.reads.read_deal(offer, seller.vault.profile).time
    fair.anvil.call("evm_setNextBlockTimestamp", start + DAY - DAY // 10 + 1)
    fair.anvil.mine()
    assert [one.step for one in seller.deliver_due()] == ["late"]
    fair.anvil.call("evm_setNextBlockTimestamp", start + DAY + 1)
    fair.anvil.mine()
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    epochs = [one.event.epoch for one in fair.market.logs.list_offer(offer) if hasattr(one.event, "epoch")]
    assert epochs == [1]


def test_an_epoch_is_not_delivered_with_less_than_was_sold(fair):
    _, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    record = seller.vault.records[0]
    value = seller.vault.values[record.record_id]
    seller.vault.values[record.record_id] = replace(value, fields={"topics": ["sport.climbing"]})
    (due,) = seller.deliver_due()
    assert (due.step, "no longer holds" in due.detail) == ("failed", True)


def test_a_single_sale_s_key_is_not_taken_for_an_epoch_s(fair):
    offer, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    assert code_of(lambda: seller._deliverer.deliver(offer)) == "deliver.epochs"
    assert code_of(lambda: seller._deliverer.deliver_epoch(offer, 1, bytes(32))) == "deliver.epoch"


def test_an_answer_that_nobody_accepted_in_time_is_let_go(fair):
    offer = fair.offer()
    seller = fair.answer(offer, valid_seconds=3_600)
    assert [due.step for due in seller.deliver_due()] == ["waiting"]
    fair.anvil.move_time(3_700)
    fair.finalise()
    assert [due.step for due in seller.deliver_due()] == ["expired"]
    assert [deal.state for deal in seller.vault.deals] == ["closed"]
    assert seller.deliver_due() == []


def test_a_withdrawal_that_a_gateway_swallows_still_keeps_the_key_here(fair):
    """The gateway says it was sent and sends nothing; then the business accepts."""
    offer = fair.offer()
    seller = fair.answer(offer)
    fair.gateway.is_lazy, seller.market.patience_seconds = True, 0.1
    try:
        assert code_of(lambda: seller.revoke(offer, "relay")) == "client.not_in_time"
    finally:
        fair.gateway.is_lazy, seller.market.patience_seconds = False, 60
    assert [deal.state for deal in seller.vault.deals] == ["withdrawn"]
    assert [one.ok for one in fair.accept(offer)] == [True]
    fair.finalise()
    assert seller.deliver_due() == []
    assert code_of(lambda: seller._deliverer.deliver(offer)) == "deal.withdrawn"
    assert fair.keys_on_chain(offer) == []


# Answers that were given up by mistake.


@pytest.mark.parametrize("state", ["closed", "dropped"])
def test_an_answer_that_was_closed_here_but_accepted_by_the_chain_is_delivered_and_paid(fair, state):
    """Another device, or a merge, took it for given up; its signature was out."""
    offer, seller = fair.sold(vesting_seconds=DAY, up_front_bps=5_000)
    seller.vault.change(seller.vault.deals[0], state=state)
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    assert len(fair.keys_on_chain(offer)) == 1
    fair.anvil.move_time(3_600)
    assert [one.step for one in seller.collect_due()] == ["done"]


def test_a_closed_answer_stays_closed_where_the_chain_accepted_another_or_none(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    first = seller.vault.deals[0]
    seller.vault.change(first, state="closed")
    assert seller.deliver_due() == []
    fair.answer(offer, seller, {"interests": EXACT})
    fair.accept(offer)
    fair.finalise()
    second = next(one for one in seller.vault.deals if one.nonce != first.nonce)
    seller.vault.deals.remove(second)
    assert seller.deliver_due() == []
    assert fair.keys_on_chain(offer) == []


def test_of_two_closed_answers_the_accepted_one_is_delivered(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    fair.answer(offer, seller, {"interests": EXACT})
    fair.accept(offer)
    fair.finalise()
    for secret in seller.vault.list_deals():
        seller.vault.change(secret, state="closed")
    assert [one.step for one in seller.deliver_due()] == ["delivered"]
    assert len(fair.keys_on_chain(offer)) == 1


def test_a_closed_answer_without_a_signature_or_withdrawn_is_never_delivered(fair):
    _, seller = fair.sold()
    secret = seller.vault.deals[0]
    seller.vault.change(secret, state="closed", signature=None)
    assert seller.deliver_due() == []
    seller.vault.change(secret, state="withdrawn")
    assert seller.deliver_due() == []
