"""The market through the processes that an operator runs: index, relay and serve, and a chain."""

import csv
import json
import os
import signal

import pytest
from anvil_node import Anvil
from deployed import UNIT, deploy
from fair import code_of
from gateway_stack import Stack
from stack_fair import StackFair

from hashtagspace.client.buying import LEGAL_BASIS, Buyer
from hashtagspace.client.selling import Seller
from hashtagspace.client.vault import Vault, unlock_by
from hashtagspace.domain.market_states import DealState
from hashtagspace.market.export_folder import write_export
from hashtagspace.market.table import build_dictionary

pytestmark = [pytest.mark.anvil, pytest.mark.slow]


@pytest.fixture(scope="module")
def fair(tmp_path_factory):
    """A gateway of its own: these tests move the chain's time."""
    node = Anvil.start("--slots-in-an-epoch", "1", "--block-time", "1", "--mixed-mining")
    stack = Stack(deploy(node), tmp_path_factory.mktemp("gateway"))
    try:
        yield StackFair(stack.start_all(), tmp_path_factory.mktemp("market"))
    finally:
        stack.stop()
        node.stop()


def state(fair, offer, seller):
    return fair.buyer.market.reads.read_deal(offer, seller.vault.profile).state


def test_a_person_without_a_coin_sells_is_paid_and_withdraws(fair, tmp_path):
    offer, seller = fair.sold()
    fair.deliver(seller)
    assert state(fair, offer, seller) is DealState.SETTLED
    assert seller.withdraw(way="relay") == 2 * UNIT
    (collected,) = fair.buyer.collect(offer)
    assert (collected.outcome, collected.bundle.kinds[1].values["topics"]) == ("opened", ["sport.climbing"])
    table = fair.buyer.table([collected], offer)
    terms = fair.buyer.expected(offer).terms
    dictionary = build_dictionary(table, terms.purposes, LEGAL_BASIS, terms.retention_days)
    write_export(tmp_path / "out", table, dictionary, "csv")
    with (tmp_path / "out/rows.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["profile"] for row in rows} == {str(seller.vault.profile)}
    assert seller.revoke(offer, "relay") == "relay"
    (gone,) = fair.buyer.collect(offer)
    assert gone.outcome == "withdrawn"
    write_export(tmp_path / "out", fair.buyer.table([gone], offer), dictionary, "csv", replace=True)
    assert json.loads((tmp_path / "out/withdrawn.json").read_text())["withdrawn"]
    assert len((tmp_path / "out/rows.csv").read_text().splitlines()) == 1
    fair.buyer.attest(offer, seller.vault.profile)
    assert "Withdrawn" in json.dumps(seller.receipt(offer))
    report = fair.buyer.report(offer)
    assert (report.paid, report.deletions_due) == (2 * UNIT, 0)


def test_what_the_gateway_tells_is_what_the_chain_tells(fair):
    offer, seller = fair.sold()
    fair.deliver(seller)
    deal_id = seller.vault.list_deals()[0].deal_id
    fair.wait(lambda: told(fair, deal_id).state == "settled", "the gateway is behind")
    found = told(fair, deal_id)
    facts = seller.earner.read_facts(offer)
    assert found.digest == "0x" + facts.given.digest.hex()
    assert int(found.delivery.dx) == facts.key.event.dx
    assert found.credited == str(facts.credited)


def told(fair, deal_id):
    return fair.buyer.market.gateway.get_deal(deal_id)


def test_never_delivered_is_reclaimed(fair):
    offer, seller = fair.sold(deliver_seconds=3_600)
    fair.anvil.move_time(3_601)
    assert fair.buyer.reclaim(offer, seller.vault.profile, "relay") == "relay"
    assert state(fair, offer, seller) is DealState.REFUNDED


def test_withdrawn_while_vesting(fair):
    offer, seller = fair.sold(vesting_seconds=100_000, up_front_bps=5_000)
    fair.deliver(seller)
    fair.anvil.move_time(50_000)
    fair.wait(lambda: [due.step for due in seller.collect_due("relay")] == ["done"], "nothing was claimed")
    seller.revoke(offer, "relay")
    assert state(fair, offer, seller) is DealState.REVOKED
    credit = seller.earnings().credit
    assert 1.49 * UNIT < credit < 1.51 * UNIT
    assert fair.buyer.report(offer).vesting_returned == 2 * UNIT - credit


def test_a_contestable_record_is_settled_by_the_relay(fair):
    offer, seller = fair.sold(garbage_seconds=3_600)
    fair.deliver(seller)
    assert code_of(lambda: seller.settle(offer, "relay")) in ("deal.too_early", "deal.state")
    fair.anvil.move_time(3_601)
    assert seller.settle(offer, "relay") == "relay"
    assert state(fair, offer, seller) is DealState.SETTLED


def test_a_subscription_until_the_business_stops_it(fair):
    offer, seller = fair.sold(epochs=3, deliver_seconds=7_200)
    fair.deliver(seller)
    fair.wait(lambda: outcomes(fair, offer) == ["opened"], "epoch 0 is not opened")
    fair.anvil.move_time(7_200)
    fair.deliver(seller)
    fair.wait(lambda: outcomes(fair, offer) == ["opened"] * 2, "epoch 1 is not opened")
    fair.buyer.stop(offer, seller.vault.profile)
    assert state(fair, offer, seller) is DealState.SETTLED
    assert seller.earnings().credit == 4 * UNIT


def outcomes(fair, offer):
    return [one.outcome for one in fair.buyer.collect(offer)]


def test_a_subscription_that_the_person_ends(fair):
    offer, seller = fair.sold(epochs=3, deliver_seconds=7_200)
    fair.deliver(seller)
    seller.revoke(offer, "relay")
    assert state(fair, offer, seller) is DealState.REVOKED


def test_answering_once_more_replaces_the_answer(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    fair.answer(offer, seller)
    assert len(fair.buyer.list_responses(offer)) == 1
    fair.accept(offer)
    fair.deliver(seller)
    assert code_of(lambda: fair.answer(offer, seller)) == "deal.answered"


def test_only_the_buyer_reads_the_answers(fair):
    offer = fair.offer()
    fair.answer(offer)
    stranger = Buyer(fair.market(), fair.register().wallet, b"\x01" * 32, fair.folder / "stranger")
    assert code_of(lambda: stranger.list_responses(offer)).startswith("access.")


def test_with_the_gateway_gone_both_finish_against_the_chain(fair):
    """Every process of it is killed; the person has a copy of the vault and coin, the business its folder."""
    offer, seller = fair.sold()
    fair.give_coin(seller.wallet)
    profile = seller.vault.profile
    ports = seller.vault._vault._open.ports
    seller.vault._vault.lock()
    for child in fair.stack.children.values():  # with its workers
        os.killpg(child.pid, signal.SIGKILL)
    assert code_of(lambda: fair.market().gateway) == "gateway.unreachable"
    vault = Vault.open(ports, unlock_by(seller.wallet))
    assert [deal.offer_id for deal in vault.deals] == [offer]
    alone = Seller(fair.market(), vault, seller.wallet)
    fair.wait(lambda: [one.step for one in alone.deliver_due()] == ["delivered"], "no key was delivered")
    business = Buyer(fair.market(), fair.buyer.wallet, fair.buyer._market_key, fair.buyer.store._folder)
    assert [one.outcome for one in business.collect(offer)] == ["opened"]
    assert alone.withdraw() == 2 * UNIT
    assert alone.revoke(offer) == "direct"
    assert "controller" in business.attest(offer, profile)
    assert business.report(offer).deletions_due == 0
