"""Calls of the market through a relay, on a real chain: what it carries, refuses and survives."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from deployed import UNIT, Deployed
from hypothesis import given
from hypothesis import strategies as st
from market_world import DAY
from relay_market import MarketTown, hexed, spell_consent
from world import wallet

from hashtagspace.config import Budgets
from hashtagspace.domain.consent import Consent, Revoke, consent_digest
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import HashtagspaceError, InvalidInput, InvalidStamp
from hashtagspace.relay.answers import CallSubmission
from hashtagspace.relay.call_list import parse_call
from hashtagspace.relay.errors import BudgetSpent, CallConflict, CallRefused
from hashtagspace.relay.gas_limits import gas_limit_of
from hashtagspace.relay.market_calls import MARKET_FORMS

HOUR = 3600


@pytest.fixture
def town(deployed: Deployed, tmp_path) -> Iterator[MarketTown]:
    made = MarketTown(deployed, tmp_path)
    yield made
    made.close()


def refused(call: Any, kind: type[HashtagspaceError] = HashtagspaceError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.exact_code


@pytest.mark.anvil
def test_a_key_is_delivered_and_paid_without_any_coin(town: MarketTown) -> None:
    one = town.person(1)
    sale = town.bazaar.answer(town.bazaar.open(), 1, one)
    town.accepted(sale)
    answer = town.deliver(sale)
    assert answer.state == "pending"
    assert town.deliver(sale).call_id == answer.call_id
    town.carry()
    assert town.is_done(answer)
    assert town.deal_state(sale) == DealState.SETTLED
    paid = town.withdraw(1)
    town.carry()
    assert town.is_done(paid)
    assert town.deployed.token.functions.balanceOf(town.bazaar.address(1)).call() == 5 * UNIT
    town.deployed.anvil.mine(4)
    town.carry()
    assert (town.state(answer), town.state(paid)) == ("final", "final")
    assert town.sent_count() == 2


@pytest.mark.anvil
def test_a_key_is_not_shown_before_the_accept_is_final(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(), 1, town.person(1))
    town.accepted(sale, final=False)
    assert refused(lambda: town.deliver(sale), CallConflict) == "deliver.not_final"
    block = town.projection.accept_blocks.pop(sale.deal)
    town.deployed.anvil.mine(5)
    assert refused(lambda: town.deliver(sale), CallConflict) == "deliver.not_final"
    town.projection.accept_blocks[sale.deal] = block
    town.deliver(sale)


@pytest.mark.anvil
def test_a_key_is_not_shown_when_it_may_come_too_late(town: MarketTown) -> None:
    offer = town.bazaar.open(deliver_seconds=10 * HOUR)
    early, late = (town.bazaar.answer(offer, n, town.person(n)) for n in (1, 2))
    town.accepted(early, late)
    town.deployed.anvil.move_time(9 * HOUR - 60)
    town.deliver(early)
    town.carry()
    town.deployed.anvil.move_time(120)
    assert refused(lambda: town.deliver(late), CallConflict) == "deliver.too_late"
    town.deployed.anvil.move_time(2 * HOUR)
    assert refused(lambda: town.deliver(late), CallConflict) == "deliver.too_late"


@pytest.mark.anvil
def test_a_key_that_waited_too_long_is_given_up_unseen(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(deliver_seconds=10 * HOUR), 1, town.person(1))
    town.accepted(sale)
    answer = town.deliver(sale)
    town.deployed.anvil.move_time(9 * HOUR + 60)
    town.carry()
    assert town.state(answer) == "rejected deliver.too_late"
    assert town.sent_count() == 0


@pytest.mark.anvil
def test_a_key_that_was_shown_is_delivered_to_the_last_second(town: MarketTown) -> None:
    """A reorganisation takes the delivery back; the key is public, so nothing is won by waiting."""
    sale = town.bazaar.answer(town.bazaar.open(deliver_seconds=10 * HOUR), 1, town.person(1))
    town.accepted(sale)
    town.deployed.anvil.move_time(9 * HOUR - 60)
    answer = town.deliver(sale)
    town.carry()
    assert town.is_done(answer)
    town.deployed.anvil.reorg(1)
    assert town.deal_state(sale) == DealState.ACCEPTED
    town.deployed.anvil.move_time(10 * 60)
    town.carry(4)
    assert town.is_done(answer)
    assert town.deal_state(sale) == DealState.SETTLED


@pytest.mark.anvil
def test_a_proof_that_proves_nothing(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(), 1, town.person(1))
    town.accepted(sale)
    for _ in range(5):
        assert refused(lambda: town.deliver(sale, dx="7"), CallRefused) == "deal.proof"
    other = replace(sale, consent=replace(sale.consent, price=9 * UNIT))
    assert refused(lambda: town.deliver(other), CallRefused) == "deal.consent"
    town.deliver(sale)  # what strangers try does not use up what the deal may ask
    town.carry()
    assert town.deal_state(sale) == DealState.SETTLED


@pytest.mark.anvil
def test_a_key_that_somebody_else_delivered(town: MarketTown) -> None:
    one, two = town.person(1), town.person(2)
    offer = town.bazaar.open()
    sale, waiting = town.bazaar.answer(offer, 1, one), town.bazaar.answer(offer, 2, two)
    town.accepted(sale, waiting)
    town.bazaar.deliver(sale)
    assert town.deliver(sale).state == "anchored"
    answer = town.deliver(waiting)
    town.bazaar.deliver(waiting)
    town.carry()
    assert town.is_done(answer)
    assert town.sent_count() == 0


@pytest.mark.anvil
def test_epochs_in_their_time(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(epochs=3, deliver_seconds=HOUR), 1, town.person(1))
    town.accepted(sale)
    first = town.deliver_epoch(sale, 0)
    town.carry()
    assert town.is_done(first)
    assert refused(lambda: town.deliver_epoch(sale, 1), CallConflict) == "deal.too_late"
    town.deployed.anvil.move_time(HOUR)
    town.deliver_epoch(sale, 1)
    town.carry()
    town.deployed.anvil.move_time(HOUR + 55 * 60)
    assert refused(lambda: town.deliver_epoch(sale, 2), CallConflict) == "deliver.too_late"
    assert town.bazaar.functions.creditOf(town.bazaar.address(1)).call() == 10 * UNIT


@pytest.mark.anvil
def test_consent_is_withdrawn_in_every_state(town: MarketTown) -> None:
    one, two, three = (town.person(n) for n in (1, 2, 3))
    offer = town.bazaar.open(vesting_seconds=1_000, up_front_bps=1_000)
    accepted, vesting = town.bazaar.answer(offer, 1, one), town.bazaar.answer(offer, 2, two)
    town.accepted(accepted, vesting)
    town.bazaar.deliver(vesting)
    answers = [town.revoke(n, offer.offer, profile) for n, profile in ((1, one), (2, two), (3, three))]
    town.carry()
    assert all(map(town.is_done, answers))
    assert [town.deal_state(sale) for sale in (accepted, vesting)] == [DealState.REVOKED] * 2
    again = town.revoke(1, offer.offer, one, deadline=town.deployed.anvil.time() + 99)
    assert again.state == "anchored"
    town.carry()
    assert town.sent_count() == 3


@pytest.mark.anvil
def test_withdrawals_that_are_refused(town: MarketTown) -> None:
    one = town.person(1)
    offer = town.bazaar.open()
    assert refused(lambda: town.revoke(1, b"\x09" * 32, one), CallConflict) == "offer.unknown"
    assert (
        refused(lambda: town.revoke(1, offer.offer, one, deadline=5), CallRefused) == "call.deadline_passed"
    )
    assert (
        refused(lambda: town.revoke(2, offer.offer, one, signer=1), InvalidInput) == "signature.wrong_signer"
    )
    assert refused(lambda: town.revoke(2, offer.offer, one), CallRefused) == "consent.not_entitled"


@pytest.mark.anvil
def test_the_way_out_stays_open_when_all_else_is_spent(deployed: Deployed, tmp_path) -> None:
    budgets = Budgets(
        calls_per_ip_day=0, calls_per_day=0, call_gas_per_day=0, market_calls_per_ip_day=0,
        market_calls_per_day=0, market_gas_per_day=0,
    )  # fmt: skip
    town = MarketTown(deployed, tmp_path, budgets)
    sale = town.bazaar.answer(town.bazaar.open(), 1, town.person(1))
    town.accepted(sale)
    assert refused(lambda: town.deliver(sale), BudgetSpent) == "relay.budget"
    answer = town.revoke(1, sale.consent.offer, sale.consent.profile)
    town.carry()
    assert town.is_done(answer)
    town.close()


@pytest.mark.anvil
def test_a_stranger_at_the_same_address_keeps_nobody_from_leaving(deployed: Deployed, tmp_path) -> None:
    """Regression: 100 junk withdrawals from a shared address spent its day for everybody there."""
    town = MarketTown(deployed, tmp_path, Budgets(revokes_per_ip_day=1))
    one = town.person(1)
    sale, other = town.bazaar.answer(town.bazaar.open(), 1, one), town.bazaar.open()
    town.accepted(sale)
    for _ in range(2):
        refused(lambda: town.revoke(2, other.offer, one))
    assert refused(lambda: town.revoke(1, other.offer, one), BudgetSpent) == "relay.budget"
    answer = town.revoke(1, sale.consent.offer, one)
    town.carry()
    assert town.is_done(answer)
    town.close()


@pytest.mark.anvil
def test_a_flood_of_early_withdrawals_leaves_a_real_one_free(deployed: Deployed, tmp_path) -> None:
    """Regression: withdrawals from offers that accepted nobody used the gas of all withdrawals up."""
    gas = gas_limit_of("revokeFor")
    town = MarketTown(deployed, tmp_path, Budgets(revoke_gas_per_day=gas, early_revoke_gas_per_day=2 * gas))
    one, offers = town.person(1), [town.bazaar.open(budget=10) for _ in range(4)]
    sale = town.bazaar.answer(offers[3], 1, one)
    flood = [town.revoke(1, offer.offer, one) for offer in offers[:2]]
    assert refused(lambda: town.revoke(1, offers[2].offer, one), BudgetSpent) == "relay.budget"
    town.carry(6)
    assert all(map(town.is_done, flood))
    assert refused(lambda: town.revoke(1, offers[2].offer, one), BudgetSpent) == "relay.budget"
    town.accepted(sale)
    answer = town.revoke(1, offers[3].offer, one)
    town.carry()
    assert town.is_done(answer)
    town.close()


@pytest.mark.anvil
def test_early_withdrawals_that_wait_hold_no_real_one_up(deployed: Deployed, tmp_path) -> None:
    """Kept while their gas was there; today's is for one alone. What was accepted since goes."""
    gas = gas_limit_of("revokeFor")
    rich = Budgets(revoke_gas_per_day=9 * gas, early_revoke_gas_per_day=9 * gas)
    town = MarketTown(deployed, tmp_path, rich)
    one, offers = town.person(1), [town.bazaar.open(budget=10) for _ in range(4)]
    sales = [town.bazaar.answer(offer, 1, one) for offer in offers]
    waiting = [town.revoke(1, offer.offer, one) for offer in offers[:3]]
    town.accepted(sales[2], sales[3])
    real = town.revoke(1, offers[3].offer, one)
    town.budgets = Budgets(revoke_gas_per_day=2 * gas, early_revoke_gas_per_day=gas)
    town.close()
    town.open()
    town.carry(8)
    assert town.is_done(real)
    assert [town.is_done(answer) for answer in waiting] == [True, False, True]
    town.close()


@pytest.mark.anvil
def test_early_withdrawals_have_bounds_and_those_of_deals_do_not(town: MarketTown) -> None:
    one, two = town.person(1), town.person(2)
    offers = [town.bazaar.open(budget=10) for _ in range(22)]
    for offer in offers[:20]:
        town.revoke(1, offer.offer, one)
    assert refused(lambda: town.revoke(1, offers[20].offer, one), BudgetSpent) == "relay.budget"
    town.revoke(2, offers[20].offer, two)
    sale = town.bazaar.answer(offers[21], 1, one)
    town.accepted(sale)
    answer = town.revoke(1, offers[21].offer, one)
    town.carry(12)
    assert town.is_done(answer)


@pytest.mark.anvil
def test_one_aim_is_carried_once_however_often_it_is_signed(town: MarketTown) -> None:
    """Each of many signatures or proofs would simulate well until the first is in a block."""
    one, two = town.person(1), town.person(2)
    offer = town.bazaar.open()
    withdrawn, delivered = town.bazaar.answer(offer, 1, one), town.bazaar.answer(offer, 2, two)
    town.accepted(withdrawn, delivered)
    now = town.deployed.anvil.time()
    revokes = {town.revoke(1, offer.offer, one, deadline=now + 900 + n).call_id for n in range(5)}
    first = town.deliver(delivered)
    town.deliveries.clear()  # a fresh proof of the same
    assert town.deliver(delivered).call_id == first.call_id
    assert len(revokes) == 1
    town.carry()
    assert town.sent_count() == 2
    assert town.deal_state(withdrawn) == DealState.REVOKED
    assert town.deal_state(delivered) == DealState.SETTLED


@pytest.mark.anvil
def test_waiting_calls_of_others_do_not_keep_a_withdrawal_waiting(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(), 1, town.person(1))
    town.accepted(sale)
    offer, sellers = town.bazaar.open(), range(10, 34)
    sales = [town.bazaar.answer(offer, n, town.person(n)) for n in sellers]
    town.accepted(*sales)
    waiting = [town.deliver(one) for one in sales]
    town.deployed.anvil.call("evm_setAutomine", False)
    try:
        town.carry(1)
        answer = town.revoke(1, sale.consent.offer, sale.consent.profile)
        town.carry(1)
        assert town.state(answer) == "sent"
        assert sum(town.state(one) == "sent" for one in waiting) == 12
    finally:
        town.deployed.anvil.call("evm_setAutomine", True)
        town.deployed.anvil.mine()
    town.carry(4)
    assert town.is_done(answer)


@pytest.mark.anvil
def test_what_anyone_may_do_for_a_deal(town: MarketTown) -> None:
    one, two, three = (town.person(n) for n in (1, 2, 3))
    contested = town.bazaar.open(garbage_seconds=DAY)
    slow = town.bazaar.open(vesting_seconds=1_000, up_front_bps=1_000)
    settled = town.bazaar.answer(contested, 1, one, data=b"x")
    missed = town.bazaar.answer(contested, 2, two, data=b"x")
    vesting = town.bazaar.answer(slow, 3, three, price=10)
    town.accepted(settled, missed)
    town.accepted(vesting)
    for sale in (settled, vesting):
        town.deliver(sale)
    town.carry()
    assert refused(lambda: town.settle(settled), CallConflict) == "deal.too_early"
    assert refused(lambda: town.of_deal("reclaim", missed), CallConflict) == "deal.too_early"
    town.deployed.anvil.move_time(2 * DAY)
    answers = [town.settle(settled), town.of_deal("reclaim", missed), town.of_deal("claim", vesting)]
    town.carry()
    assert all(map(town.is_done, answers))
    assert [town.deal_state(sale) for sale in (settled, missed, vesting)] == [
        DealState.SETTLED, DealState.REFUNDED, DealState.SETTLED,
    ]  # fmt: skip
    done = [town.settle(settled).state, town.of_deal("reclaim", missed).state]
    assert set(done) <= {"anchored", "final"}


@pytest.mark.anvil
def test_dust_is_not_worth_the_gas(town: MarketTown) -> None:
    one = town.person(1)
    offer = town.bazaar.open(vesting_seconds=1_000_000, up_front_bps=1)
    sale = town.bazaar.answer(offer, 1, one, price=1)
    town.accepted(sale)
    town.deliver(sale)
    town.carry()
    assert refused(lambda: town.of_deal("claim", sale), CallRefused) == "claim.too_little"
    assert refused(lambda: town.withdraw(1), CallRefused) == "withdraw.too_little"
    assert refused(lambda: town.withdraw(7), CallConflict) == "credit.none"


@pytest.mark.anvil
def test_claims_and_payments_may_come_again_another_day(town: MarketTown) -> None:
    offer = town.bazaar.open(vesting_seconds=100 * DAY, up_front_bps=5_000)
    sale = town.bazaar.answer(offer, 1, town.person(1), price=100)
    town.accepted(sale)
    town.deliver(sale)
    town.carry()
    now = int(time.time())
    first, again = town.withdraw(1, at=now), town.withdraw(1, at=now)
    assert first.call_id == again.call_id
    town.carry()
    town.deployed.anvil.move_time(DAY)
    claimed = town.of_deal("claim", sale, at=now)
    town.carry()
    assert town.is_done(claimed)
    assert refused(lambda: town.of_deal("claim", sale, at=now + 1)) in ("claim.too_little", "relay.budget")
    assert refused(lambda: town.withdraw(1, at=now + 1), BudgetSpent) == "relay.budget"
    assert town.bazaar.functions.creditOf(town.bazaar.address(1)).call() > 0


@pytest.mark.anvil
@pytest.mark.parametrize("profile", [0, 2**63, 2**64 - 1])
def test_profiles_that_no_registry_gives(town: MarketTown, profile: int) -> None:
    offer = hexed(town.bazaar.open().offer)
    for call in ("claim", "reclaim"):
        arguments = {"offer": offer, "profile": str(profile)}
        assert refused(lambda: town.submit(call, arguments), CallConflict) == "deal.state"  # noqa: B023


@pytest.mark.anvil
def test_stamps_are_on_what_is_asked(town: MarketTown) -> None:
    sale = town.bazaar.answer(town.bazaar.open(), 1, town.person(1))
    town.accepted(sale)
    arguments = {"offer": hexed(sale.consent.offer), "profile": str(sale.consent.profile)}
    bad = Stamp(bytes(8), 64, int(time.time()))
    assert refused(lambda: town.submit("reclaim", arguments, stamp=bad), InvalidStamp) == "stamp.wrong"
    until = town.deployed.anvil.time() + 900
    named = {**arguments, "deadline": str(until), "signer": hexed(wallet(1).address)}
    signed = town.bazaar.signed_revocation(1, sale.consent.offer, sale.consent.profile, until)
    revoke = {**named, "signature": hexed(signed)}
    assert refused(lambda: town.submit("revokeFor", revoke, stamp=bad), InvalidStamp) == "stamp.wrong"


@pytest.mark.anvil
def test_budgets_of_callers(deployed: Deployed, tmp_path) -> None:
    town = MarketTown(deployed, tmp_path, Budgets(market_calls_per_ip_day=2, market_calls_per_day=3))
    offer = town.bazaar.open()
    sales = [town.bazaar.answer(offer, n, town.person(n)) for n in (1, 2, 3)]
    town.accepted(*sales)
    town.deliver(sales[0])
    town.deliver(sales[1])
    assert refused(lambda: town.deliver(sales[2]), BudgetSpent) == "relay.budget"
    town.close()


@pytest.mark.anvil
def test_no_transaction_takes_more_gas_than_its_limit(town: MarketTown) -> None:
    """With a quarter and more to spare: what the relay pays for at most is known before anybody asks."""
    one, two = town.person(1), town.person(2)
    contested = town.bazaar.open(garbage_seconds=DAY)
    slow = town.bazaar.open(vesting_seconds=1_000, up_front_bps=1_000)
    epochs = town.bazaar.open(epochs=255, deliver_seconds=HOUR)
    settled = town.bazaar.answer(contested, 1, one, data=b"x")
    missed = town.bazaar.answer(contested, 2, two)
    vesting = town.bazaar.answer(slow, 1, one, price=10)
    subscribed = town.bazaar.answer(epochs, 1, one, price=1)
    town.accepted(settled, missed)
    for sale in (vesting, subscribed):
        town.accepted(sale)
    answers = {
        "deliver": [town.deliver(settled), town.deliver(vesting)],
        "deliverEpoch": [town.deliver_epoch(subscribed, 0)],
    }
    town.carry()
    town.deployed.anvil.move_time(2 * DAY)
    answers |= {
        "settle": [town.settle(settled)],
        "reclaim": [town.of_deal("reclaim", missed)],
        "claim": [town.of_deal("claim", vesting)],
        "revokeFor": [town.revoke(1, epochs.offer, one), town.revoke(2, slow.offer, two)],
    }
    town.carry()
    answers["withdraw"] = [town.withdraw(1)]
    town.carry()
    assert answers.keys() == MARKET_FORMS.keys()
    for name, made in answers.items():
        for answer in made:
            found = town.relay.find_call(answer.call_id)
            assert found is not None
            assert found.tx_hash is not None, (name, found)
            receipt = town.deployed.web3.eth.get_transaction_receipt(found.tx_hash)
            assert receipt["gasUsed"] * 1.3 <= gas_limit_of(name), name


@pytest.mark.anvil
def test_a_wallet_that_is_code_costs_a_bounded_amount(town: MarketTown) -> None:
    one = town.person(1)
    offer = town.bazaar.open()
    burner = "62009c405b600190038060045750631626ba7e60e01b60005260206000f3"  # a million gas, then yes
    town.deployed.anvil.call("anvil_setCode", hexed(wallet(1).address), "0x" + burner)
    until = town.deployed.anvil.time() + 900
    arguments = {
        "offer": hexed(offer.offer), "profile": str(one), "deadline": str(until),
        "signer": hexed(wallet(1).address), "signature": hexed(b"\x01" * 65),
    }  # fmt: skip
    digest = consent_digest(Revoke(offer.offer, one, until), town.bazaar.domain)
    answer = town.submit("revokeFor", arguments, digest=digest)
    town.carry()
    assert town.state(answer) == "rejected call.too_expensive"
    assert town.sent_count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70) | st.just("0x" + "11" * 32),
    lambda inner: st.lists(inner, max_size=10) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(name=st.sampled_from(sorted(MARKET_FORMS)), data=st.data())
def test_any_json_is_calldata_or_one_typed_error(name: str, data: st.DataObject) -> None:
    names = [one for one, _ in MARKET_FORMS[name].parameters]
    arguments = {one: data.draw(JSON) for one in names}
    try:
        parse_call(CallSubmission(name, arguments, Stamp(b"", 0, 0)))
    except InvalidInput as refusal:
        assert refusal.exact_code == "call.arguments"  # noqa: PT017 - not every draw is refused


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("consent",), None),
        (("consent",), []),
        (("consent", "price"), str(2**128)),
        (("consent", "price"), -1),
        (("consent", "price"), 1.5),
        (("consent", "price"), True),
        (("consent", "payee"), "0x12"),
        (("consent", "more"), "1"),
        (("delivery", "path"), ["0x" + "11" * 32] * 9),
        (("delivery", "path"), "0x"),
        (("delivery", "path"), [7]),
        (("delivery", "epoch"), "256"),
        (("delivery", "proof"), {}),
        (("delivery", "proof", "c"), str(2**256)),
        (("delivery", "proof", "c"), "9" * 79),
        (("delivery", "proof", "c"), "0x10"),
    ],
)
def test_arguments_that_do_not_fit(path: tuple[str, ...], value: Any) -> None:
    arguments = good_epoch()
    place = arguments
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    assert (
        refused(lambda: parse_call(CallSubmission("deliverEpoch", arguments, Stamp(b"", 0, 0))))
        == "call.arguments"
    )


def good_epoch() -> dict[str, Any]:
    word = bytes(32)
    consent = Consent(word, 1, bytes(20), 1, 1, word, word, 1, 0, 1, 0, word, word, word)
    proof = dict.fromkeys(("c", "s", "ux", "uy", "vx", "vy", "inv"), "1")
    delivery = {
        "epoch": 1, "xx": "1", "xParity": 0, "path": ["0x" + "11" * 32], "ctRoot": "0x" + "11" * 32,
        "dx": "1", "dParity": 1, "proof": proof,
    }  # fmt: skip
    arguments: dict[str, Any] = {"consent": spell_consent(consent), "delivery": delivery}
    assert parse_call(CallSubmission("deliverEpoch", arguments, Stamp(b"", 0, 0))).calldata
    return arguments
