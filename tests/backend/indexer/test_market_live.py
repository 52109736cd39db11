"""The market on a real anvil: tables say what the contract answers, live, after a reorg, and from nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from deployed import UNIT, Deployed
from indexing import indexing, settle
from market_world import BUYER, DAY, Bazaar, OpenOffer, Sale, word
from projection_dump import differences, dump
from sqlalchemy import Engine
from world import World, wallet

from hashtagspace.domain.consent import offer_id
from hashtagspace.domain.market_states import DealState
from hashtagspace.store import read_deals, read_offers, read_payees
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.read_deals import DealRecord
from hashtagspace.store.read_feeds import END
from hashtagspace.store.read_offers import OfferRecord

pytestmark = pytest.mark.anvil


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    yield made
    made.dispose()


@pytest.fixture
def bazaar(deployed: Deployed) -> Bazaar:
    return Bazaar(World(deployed))


def people(bazaar: Bazaar, count: int) -> list[int]:
    """Profiles of wallets 1 … count."""
    return [bazaar.world.register(n, f"person{n}") for n in range(1, count + 1)]


def index(bazaar: Bazaar, engine: Engine) -> None:
    deployed = bazaar.deployed
    with indexing(deployed.anvil.url, deployed.deployment, engine, bazaar.world.content) as indexer:
        settle(indexer)


def find_deal(engine: Engine, deal: bytes) -> DealRecord:
    with read_transaction(engine) as connection:
        found = read_deals.find_deal(connection, deal)
    assert found is not None
    return found


def find_offer(engine: Engine, offer: OpenOffer) -> OfferRecord:
    with read_transaction(engine) as connection:
        found = read_offers.find_offer(connection, offer.offer)
    assert found is not None
    return found


def assert_as_contract(bazaar: Bazaar, engine: Engine, sales: list[Sale]) -> None:
    """States, budgets and credits are what the contract answers."""
    views = bazaar.functions
    for sale in sales:
        theirs = views.dealOf(sale.consent.offer, sale.consent.profile).call()
        ours = find_deal(engine, sale.deal)
        assert ours.state == theirs[3], sale
        assert (ours.withdrawn_at is not None) == theirs[4]
        if ours.state in (DealState.ACCEPTED, DealState.DELIVERED, DealState.VESTING):
            assert ours.until == theirs[1]
        if ours.state is DealState.VESTING:
            assert ours.vesting_rest == theirs[0]
        if ours.state is DealState.SUBSCRIBED:
            length = sale.offer.terms.deliver_seconds
            assert ours.until == theirs[1] + theirs[5] * length - 1
    for offer in {sale.offer.offer: sale.offer for sale in sales}.values():
        found, theirs = find_offer(engine, offer), views.offerOf(offer.offer).call()
        assert found.free == theirs[6]
        assert found.is_closed == (theirs[1] == 0)
        assert found.terms == offer.terms
        assert sum(found.counts) == sum(sale.offer.offer == offer.offer for sale in sales)
    for number in {sale.seller for sale in sales} | {sale.offer.buyer for sale in sales}:
        with read_transaction(engine) as connection:
            payee = read_payees.find_payee(connection, wallet(number).address)
            moves = read_payees.list_movements(connection, wallet(number).address, 500)
        assert payee.credited - payee.withdrawn == views.creditOf(bazaar.address(number)).call()
        assert payee.withdrawn == sum(m.amount for m in moves if m.deal is None and m.offer is None)
        assert payee.credited == sum(m.amount for m in moves if m.deal or m.offer)


def assert_from_nothing(bazaar: Bazaar, engine: Engine, tmp_path: Path) -> None:
    again = open_engine(f"sqlite:///{tmp_path}/again.sqlite3")
    index(bazaar, again)
    assert differences(dump(engine), dump(again)) == {}
    again.dispose()


@dataclass
class Street:
    """Nine deals of three offers, all accepted."""

    plain: OpenOffer
    contested: OpenOffer
    slow: OpenOffer
    sales: list[Sale]


def accept_nine(bazaar: Bazaar) -> Street:
    one, two, three, four, five, six = people(bazaar, 6)
    plain, contested = bazaar.open(), bazaar.open(garbage_seconds=2 * DAY)
    slow = bazaar.open(vesting_seconds=100, up_front_bps=2_500)
    sales = [
        bazaar.answer(plain, 1, one),
        bazaar.answer(plain, 2, two),
        bazaar.answer(plain, 3, three),
        bazaar.answer(contested, 4, four, data=b"as promised"),
        bazaar.answer(contested, 5, five, data=b"as promised", is_honest=False),
        bazaar.answer(contested, 6, six, data=b"as promised"),
        bazaar.answer(slow, 1, one, price=8),
        bazaar.answer(slow, 2, two, price=8),
        bazaar.answer(slow, 3, three, price=8),
    ]
    for at in (0, 3, 6):
        bazaar.accept(*sales[at : at + 3])
    return Street(plain, contested, slow, sales)


def test_every_way_a_deal_can_go(bazaar: Bazaar, engine: Engine, tmp_path: Path) -> None:
    street = accept_nine(bazaar)
    plain, sales = street.plain, street.sales
    paid, taken_back, missed, settled, bad, pending, vested, stopped, _waiting = sales
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    bazaar.revoke(2, plain.offer, taken_back.consent.profile)
    for sale in (paid, settled, bad, pending, vested, stopped):
        bazaar.deliver(sale)
    bazaar.garbage(bad)
    bazaar.revoke(6, street.contested.offer, pending.consent.profile)
    bazaar.deployed.anvil.move_time(30)
    bazaar.claim(vested)
    bazaar.revoke(2, street.slow.offer, stopped.consent.profile)
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    bazaar.deployed.anvil.move_time(3 * DAY)
    bazaar.reclaim(missed)
    bazaar.settle(settled)
    bazaar.settle(pending)
    bazaar.claim(vested)
    bazaar.withdraw(1)
    bazaar.fund(plain, 7)
    bazaar.close(plain)
    bazaar.close(plain)
    bazaar.withdraw(BUYER)
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    assert [find_deal(engine, sale.deal).state.word for sale in sales] == [
        "settled", "revoked", "refunded", "settled", "refunded", "settled", "settled", "revoked", "accepted",
    ]  # fmt: skip
    assert find_offer(engine, plain).swept == find_offer(engine, plain).put_in - 5 * UNIT
    assert_from_nothing(bazaar, engine, tmp_path)


def test_what_is_told_of_a_deal(bazaar: Bazaar, engine: Engine) -> None:
    one, two = people(bazaar, 2)
    offer = bazaar.open(garbage_seconds=DAY)
    sale, other = bazaar.answer(offer, 1, one, data=b"x"), bazaar.answer(offer, 2, two)
    bazaar.accept(sale, other)
    bazaar.deliver(sale)
    bazaar.deployed.anvil.move_time(2 * DAY)
    bazaar.settle(sale)
    bazaar.revoke(2, offer.offer, two)
    bazaar.attest_deletion(other, word("gone"))
    bazaar.attest_deletion(other, word("gone again"))
    index(bazaar, engine)
    with read_transaction(engine) as connection:
        words = read_deals.map_deletions(connection, [sale.deal, other.deal])
        events = read_deals.map_events(connection, [sale.deal, other.deal])
        keys = read_deals.map_deliveries(connection, [sale.deal, other.deal])
    assert {deal: one.statement for deal, one in words.items()} == {other.deal: word("gone again")}
    assert [e.type for e in events[sale.deal]] == ["ConsentGiven", "KeyDelivered", "DealMoved"]
    assert [e.type for e in events[other.deal]] == ["ConsentGiven", "ConsentWithdrawn", "DeletionAttested"]
    point, _ = bazaar.delivery(sale)
    assert {deal: (key.dx, key.d_parity) for deal, key in keys.items()} == {
        sale.deal: (point.x, point.parity)
    }


def test_subscriptions(bazaar: Bazaar, engine: Engine, tmp_path: Path) -> None:
    one, two, three, four = people(bazaar, 4)
    offer = bazaar.open(epochs=3, deliver_seconds=3600)
    sales = [bazaar.answer(offer, n, profile) for n, profile in enumerate((one, two, three, four), 1)]
    whole, ended, withdrawn, silent = sales
    bazaar.accept(*sales)
    for sale in (whole, ended, withdrawn):
        bazaar.deliver_epoch(sale, 0)
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    bazaar.deployed.anvil.move_time(3700)
    bazaar.deliver_epoch(whole, 1)
    bazaar.stop(ended)
    bazaar.stop(ended)
    bazaar.revoke(3, offer.offer, three)
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    bazaar.deployed.anvil.move_time(3600)
    bazaar.deliver_epoch(whole, 2)
    bazaar.reclaim(ended)
    bazaar.deployed.anvil.move_time(3600)
    bazaar.reclaim(silent)
    index(bazaar, engine)
    assert_as_contract(bazaar, engine, sales)
    assert [find_deal(engine, sale.deal).state.word for sale in sales] == [
        "settled", "settled", "revoked", "refunded",
    ]  # fmt: skip
    with read_transaction(engine) as connection:
        epochs = read_deals.map_epochs(connection, [whole.deal], 2)[whole.deal]
    assert [epoch.epoch for epoch in epochs] == [2, 1]
    assert_from_nothing(bazaar, engine, tmp_path)


def test_a_withdrawal_before_there_is_an_offer(bazaar: Bazaar, engine: Engine, tmp_path: Path) -> None:
    (one,) = people(bazaar, 1)
    terms = bazaar.terms()
    bazaar.salts -= 1
    offer = OpenOffer(offer_id(wallet(BUYER).address, terms), BUYER, terms, 1)
    bazaar.revoke(1, offer.offer, one)
    index(bazaar, engine)
    with read_transaction(engine) as connection:
        (deal,) = read_deals.list_of_profile(connection, one, END, 10)
    assert (deal.state, deal.digest, deal.price, deal.accepted_at) == (DealState.REVOKED, None, None, None)
    opened = bazaar.open(accept_until=terms.accept_until)
    index(bazaar, engine)
    assert opened.offer == offer.offer
    assert find_offer(engine, opened).counts == (0, 0, 0, 0, 0, 0, 1)
    assert_from_nothing(bazaar, engine, tmp_path)


def test_a_reorganisation_takes_everything_back(bazaar: Bazaar, engine: Engine, tmp_path: Path) -> None:
    one, two = people(bazaar, 2)
    offer = bazaar.open(vesting_seconds=1_000, up_front_bps=5_000)
    sales = [bazaar.answer(offer, 1, one), bazaar.answer(offer, 2, two)]
    deployed = bazaar.deployed
    with indexing(deployed.anvil.url, deployed.deployment, engine, bazaar.world.content) as indexer:
        bazaar.accept(*sales)
        settle(indexer)
        before = dump(engine)
        snapshot = deployed.anvil.head()
        bazaar.deliver(sales[0])
        bazaar.claim(sales[0])
        bazaar.revoke(2, offer.offer, two)
        bazaar.withdraw(1)
        bazaar.close(offer)
        settle(indexer)
        assert_as_contract(bazaar, engine, sales)
        deployed.anvil.reorg(deployed.anvil.head() - snapshot)
        settle(indexer)
        assert differences(dump(engine), before) == {}
        assert_as_contract(bazaar, engine, sales)
        bazaar.revoke(1, offer.offer, one)
        settle(indexer)
        assert_as_contract(bazaar, engine, sales)
    assert_from_nothing(bazaar, engine, tmp_path)
