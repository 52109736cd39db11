"""A sale from offer to withdrawal, on a real chain."""

import json
from hashlib import sha256

import pytest
from deployed import UNIT
from fair import CHOICES, DAY

from hashtagspace.domain.market_states import DealState
from hashtagspace.market.export_folder import write_export
from hashtagspace.market.table import build_dictionary

pytestmark = pytest.mark.anvil


def test_an_offer_is_answered_accepted_delivered_opened_exported_and_withdrawn(fair, tmp_path):  # noqa: PLR0915
    offer = fair.offer()
    seller = fair.person()
    match = next(one for one in seller.list_offers() if one.offer.offer == offer)
    assert match.is_answerable
    assert (match.least, match.most) == (UNIT, 2 * UNIT)
    draft = seller.draft(match.offer, CHOICES)
    assert draft.price == 2 * UNIT
    assert "You sell 2 kinds of data" in draft.text
    seller.answer(draft)
    (verdict,) = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    assert {check.name: check.detail for check in verdict.problems} == {}
    assert [check.name for check in verdict.checks] == [
        "form", "deal", "terms", "payment", "time", "signature", "level", "state", "commitment", "envelope",
        "opened", "ciphertext", "leaves", "receipt", "selection", "shown", "attestation",
    ]  # fmt: skip
    (accepted,) = fair.buyer.accept(offer, [verdict])
    assert accepted.ok
    assert [due.step for due in seller.deliver_due()] == ["waiting"]  # not final yet
    fair.finalise()
    assert [due.step for due in seller.deliver_due()] == ["delivered"]
    assert fair.state(offer, seller) is DealState.SETTLED
    (collected,) = fair.buyer.collect(offer)
    assert collected.outcome == "opened"
    table = fair.buyer.table([collected], offer)
    assert [row[6:8] for row in table.rows] == [("demographics", "bracket"), ("interests", "exact")]
    write_export(tmp_path / "out", table, build_dictionary(table, ["dpv:Marketing"], "x", 30), "csv")
    assert "'=1+1" not in (tmp_path / "out/rows.csv").read_text()  # it stands in a JSON list
    assert seller.withdraw() == 2 * UNIT
    assert fair.market.reads.read_balance(seller.wallet.address) == 2 * UNIT
    assert seller.revoke(offer) == "relay"
    (gone,) = fair.buyer.collect(offer)
    assert gone.outcome == "withdrawn"
    table = fair.buyer.table([gone], offer)
    assert (table.rows, [one.profile_id for one in table.withdrawn]) == ((), [str(seller.vault.profile)])
    statement = fair.buyer.attest(offer, seller.vault.profile)
    assert json.loads(statement)["profile"] == str(seller.vault.profile)
    (deleted,) = fair.buyer.collect(offer)
    assert deleted.outcome == "deleted"
    assert not list((fair.buyer.store._folder).rglob("*.sealed"))
    events = [one.event for one in fair.market.logs.list_offer(offer)]
    assert events[-1].statement == sha256(statement.encode()).digest()
    report = fair.buyer.report(offer)
    assert (report.paid, report.responses, report.delivered, report.withdrawn) == (2 * UNIT, 1, 1, 1)
    assert (report.cost_per_person, report.deletions_due) == (2 * UNIT, 0)
    receipt = seller.receipt(offer)
    assert receipt["@type"] == "dpv:ConsentReceipt"
    assert "Withdrawn" in json.dumps(receipt)


def test_never_delivered_goes_back_to_the_offer(fair):
    offer, seller = fair.sold()
    fair.anvil.move_time(2 * DAY + 1)
    assert [due.step for due in seller.deliver_due()] == ["late"]
    assert fair.buyer.reclaim(offer, seller.vault.profile) == "relay"
    assert fair.state(offer, seller) is DealState.REFUNDED
    assert fair.market.reads.find_offer(offer).free == 100 * UNIT
    (collected,) = fair.buyer.collect(offer)
    assert collected.outcome == "ended"


def test_withdrawn_at_half_the_vesting_keeps_what_was_earned(fair):
    offer, seller = fair.delivered(vesting_seconds=100 * DAY, up_front_bps=4_000)
    vesting = fair.market.reads.read_deal(offer, seller.vault.profile)
    assert vesting.state is DealState.VESTING
    fair.anvil.call("evm_setNextBlockTimestamp", vesting.time - 50 * DAY)
    fair.anvil.mine()
    assert seller.claim(offer) == "relay"
    seller.revoke(offer)
    earned = fair.market.reads.read_credit(seller.wallet.address)
    half = 2 * UNIT * 4 // 10 + 2 * UNIT * 6 // 10 // 2
    assert half <= earned < half + UNIT // 10**5
    report = fair.buyer.report(offer)
    assert report.vesting_returned == 2 * UNIT - earned == report.returned


def test_a_record_that_can_be_contested_is_paid_after_its_window(fair):
    offer, seller = fair.delivered(garbage_seconds=3_600)
    assert fair.state(offer, seller) is DealState.DELIVERED
    assert fair.buyer.collect(offer)[0].outcome == "opened"
    fair.anvil.move_time(3_601)
    assert seller.settle(offer) == "relay"
    assert seller.earnings().credit == 2 * UNIT


def test_a_subscription_delivers_epoch_by_epoch_until_the_business_stops_it(fair):
    offer, seller = fair.sold(epochs=3, deliver_seconds=DAY)
    assert [due.step for due in seller.deliver_due()] == ["delivered"]
    assert [due.detail for due in seller.deliver_due()] == [
        "The running epoch has its key, or none runs any more."
    ]
    fair.anvil.move_time(DAY)
    record = seller.vault.records[1]
    seller.vault.values[record.record_id] = seller.vault.values[record.record_id].__class__(
        "demographics", {"birth_year": 1967, "household_size": 3}
    )
    assert [due.step for due in seller.deliver_due()] == ["delivered"]
    first, second = fair.buyer.collect(offer)
    assert (first.outcome, second.outcome, second.epoch) == ("opened", "opened", 1)
    years = [one.bundle.kinds[0].values["birth_year"]["from"] for one in (first, second)]
    assert years == [1980, 1960]
    fair.buyer.stop(offer, seller.vault.profile)
    assert fair.state(offer, seller) is DealState.SETTLED
    assert seller.earnings().credit == 4 * UNIT
    assert fair.market.reads.find_offer(offer).free == 96 * UNIT


def test_a_subscription_is_withdrawn_by_the_person(fair):
    offer, seller = fair.sold(epochs=3, deliver_seconds=DAY)
    seller.deliver_due()
    seller.revoke(offer)
    assert fair.state(offer, seller) is DealState.REVOKED
    assert fair.market.reads.find_offer(offer).free == 98 * UNIT
    assert seller.deliver_due() == []
