"""No key leaves on one node's word while a gateway contradicts it, nor on a node of another time."""

from dataclasses import replace

import pytest
from fair import DAY, code_of

from hashtagspace.client import agreement
from hashtagspace.client.agreement import MOST_DRIFT_SECONDS, verify_clock
from hashtagspace.client.sealed_epochs import EpochName
from hashtagspace.client.selling import Seller
from hashtagspace.errors import InvalidInput, Unavailable

pytestmark = pytest.mark.anvil
OTHER = "0x" + "11" * 32


@pytest.fixture(autouse=True)
def honest(fair):
    yield
    fair.gateway.denied, fair.gateway.retold = (), {}


def due(seller):
    (found,) = seller.deliver_due()
    return found.step, found.detail


@pytest.mark.parametrize("retold", [{"digest": OTHER}, {"digest": None}], ids=["another", "none"])
def test_an_acceptance_that_the_gateway_does_not_know_waits(fair, retold):
    offer, seller = fair.sold()
    fair.gateway.retold = retold
    step, detail = due(seller)
    assert (step, "the gateway does not" in detail) == ("waiting", True)
    assert code_of(lambda: seller._deliverer.deliver(offer)) == "deliver.disagree"
    assert fair.keys_on_chain(offer) == []
    fair.gateway.retold = {}
    assert due(seller)[0] == "delivered"


def test_a_deal_that_the_gateway_never_heard_of_waits(fair):
    offer, seller = fair.sold()
    fair.gateway.denied = (seller.vault.deals[0].deal_id,)
    assert due(seller)[0] == "waiting"
    assert code_of(lambda: seller._deliverer.deliver(offer, "direct")) == "deliver.disagree"
    assert fair.keys_on_chain(offer) == []


def test_what_the_gateway_does_not_call_final_waits(fair):
    offer, seller = fair.sold()
    fair.gateway.retold = {"accept_final": False}
    assert code_of(lambda: seller._deliverer.deliver(offer)) == "deliver.not_final"
    assert due(seller)[0] == "waiting"


def test_an_epoch_too_is_not_even_sealed_before_both_agree(fair):
    _, seller = fair.sold(epochs=2, deliver_seconds=DAY)
    fair.gateway.retold = {"digest": OTHER}
    assert due(seller)[0] == "waiting"
    secret = seller.vault.deals[0]
    assert seller.vault.sealed.find(EpochName(secret.deal_id, secret.nonce, 0)) is None
    assert fair.gateway.epochs == {}
    fair.gateway.retold = {}
    assert due(seller)[0] == "delivered"


def test_while_no_gateway_answers_the_own_node_decides(fair):
    _, seller = fair.sold()
    alone = Seller(fair.open_market(with_gateway=False), seller.vault, seller.wallet)
    assert due(alone)[0] == "delivered"


@pytest.mark.parametrize(
    ("failure", "step"),
    [
        (Unavailable("It rests."), "delivered"),
        (InvalidInput("Another.", code="gateway.other_market"), "failed"),
    ],
)
def test_a_gateway_that_fails_is_silent_one_of_another_market_is_not(fair, failure, step, monkeypatch):
    _, seller = fair.sold()

    def fail(_deal):
        raise failure

    monkeypatch.setattr(fair.gateway, "get_deal", fail)
    assert due(seller)[0] == step


def test_a_node_of_another_time_draws_no_key(fair, monkeypatch):
    """Whoever sets the head's time could draw the keys of epochs to come."""
    monkeypatch.setattr(agreement, "LOCAL_CHAIN", 0)
    offer, seller = fair.sold()
    market = fair.open_market()
    head = market.reads.read_head().time_seconds
    market._clock = lambda: (head - MOST_DRIFT_SECONDS - 60) * 1000
    apart = Seller(market, seller.vault, seller.wallet)
    assert due(apart)[0] == "failed"
    assert code_of(lambda: apart._deliverer.deliver(offer)) == "deliver.clock"
    market._clock = lambda: head * 1000
    assert due(apart)[0] == "delivered"


@pytest.mark.parametrize(
    ("drift", "chain", "refused"),
    [(900, 1, False), (-900, 1, False), (901, 1, True), (-901, 1, True), (10**6, 31337, False)],
)
def test_a_quarter_of_an_hour_either_way_is_borne_and_a_developer_s_own_chain_moves_its_time(
    fair, drift, chain, refused
):
    market = fair.open_market()
    market.deployment = replace(market.deployment, chain_id=chain)
    head = market.reads.read_head()
    market._clock = lambda: (head.time_seconds + drift) * 1000
    if refused:
        assert code_of(lambda: verify_clock(market, head)) == "deliver.clock"
    else:
        verify_clock(market, head)
