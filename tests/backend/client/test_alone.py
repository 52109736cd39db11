"""With a relay, around it, and with no gateway at all."""

import pytest
from deployed import UNIT
from fair import code_of

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.selling import Seller
from hashtagspace.domain.market_states import DealState

pytestmark = pytest.mark.anvil


# With and without a relay.


def test_a_relay_that_declines_is_gone_around(fair):
    offer, seller = fair.sold()
    fair.gateway.refuses = "relay.budget"
    try:
        assert code_of(lambda: seller._deliverer.deliver(offer, "relay")) == "relay.budget"
        assert seller._deliverer.deliver(offer) == "direct"
    finally:
        fair.gateway.refuses = None


def test_a_relay_that_takes_the_call_and_never_sends_it_is_gone_around(fair):
    offer, seller = fair.sold()
    seller.market.patience_seconds = 0.1
    fair.gateway.is_lazy = True
    try:
        assert code_of(lambda: seller._deliverer.deliver(offer, "relay")) == "client.not_in_time"
        assert seller._deliverer.deliver(offer) == "direct"
    finally:
        fair.gateway.is_lazy, seller.market.patience_seconds = False, 60


def test_a_relay_that_gives_up_is_gone_around(fair):
    offer, seller = fair.sold()
    fair.gateway.is_lazy, fair.gateway.rejects = True, "call.refused"
    try:
        assert code_of(lambda: seller._deliverer.deliver(offer, "relay")) == "call.refused"
        assert seller._deliverer.deliver(offer) == "direct"
    finally:
        fair.gateway.is_lazy, fair.gateway.rejects = False, None


def test_without_any_gateway_the_person_delivers_settles_and_is_paid(fair):
    offer, seller = fair.sold(garbage_seconds=3_600)
    alone = Seller(fair.open_market(with_gateway=False), seller.vault, seller.wallet)
    assert [one.detail for one in alone.deliver_due()] == ["The key is on the chain (direct)."]
    fair.anvil.move_time(3_601)
    assert alone.settle(offer) == "direct"
    assert alone.withdraw() == 2 * UNIT
    assert alone.earnings().credited == 2 * UNIT == alone.earnings().withdrawn


def test_without_any_gateway_consent_is_withdrawn(fair):
    offer, seller = fair.sold()
    alone = Seller(fair.open_market(with_gateway=False), seller.vault, seller.wallet)
    assert alone.revoke(offer) == "direct"
    assert fair.state(offer, seller) is DealState.REVOKED
    assert code_of(lambda: alone.revoke(offer)) == "consent.withdrawn"
    other = fair.answer(fair.offer())
    assert other.revoke(other.vault.deals[0].offer_id, "direct") == "direct"


def test_without_coin_and_without_gateway_the_person_is_told(fair):
    offer, seller = fair.sold()
    fair.anvil.call("anvil_setBalance", "0x" + seller.wallet.address.hex(), "0x0")
    alone = Seller(fair.open_market(with_gateway=False), seller.vault, seller.wallet)
    assert code_of(lambda: alone.revoke(offer)) == "wallet.no_coin"


def test_a_payee_that_earned_nothing_is_paid_nothing(fair):
    assert code_of(fair.person().withdraw) == "credit.none"


def test_anybody_may_be_named_as_payee(fair):
    payee = Wallet.create().address
    offer = fair.offer()
    seller = fair.answer(offer, payee=payee)
    fair.accept(offer)
    fair.finalise()
    seller.deliver_due()
    assert seller.withdraw(payee) == 2 * UNIT
    assert fair.market.reads.read_balance(payee) == 2 * UNIT


def test_the_receipt_needs_an_accepted_consent_and_follows_the_chain(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    assert code_of(lambda: seller.receipt(offer)) == "deal.not_accepted"
    fair.accept(offer)
    assert seller.receipt(offer)["@type"] == "dpv:ConsentReceipt"
