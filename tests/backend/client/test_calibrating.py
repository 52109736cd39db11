"""Having the drawn people judged, on a real chain."""

import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS, UNIT, deploy
from fair import code_of
from people_world import FOUNDERS, PeopleWorld, settle

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.calibrating import ask_checks, list_silent
from hashtagspace.client.juror import Juror
from hashtagspace.client.market import Market
from hashtagspace.client.people import Person
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.client.people_reading import read_people
from hashtagspace.domain.people_states import Vote

pytestmark = pytest.mark.anvil
NEWCOMERS = ("ada", "bob", "cyd")


@pytest.fixture(scope="module")
def world():
    node = Anvil.start("--slots-in-an-epoch", "1")
    made = PeopleWorld.make(node)
    for name in NEWCOMERS:
        made.join(name)
    made.begin(2)
    made.take_beacon(made.scorer("poster"))
    yield made
    node.stop()


@pytest.fixture
def market(world):
    return Market(world.deployment, world.anvil.url, poll_seconds=0.01)


def draw(market):
    return read_people(market, market.reads.read_head()).draw(2, 1)


def test_a_network_without_people_judges_nobody(world):
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        market = Market(deploy(node).deployment, node.url)
        assert read_people(market, market.reads.read_head()).find_sample(1) is None
        sample = draw(Market(world.deployment, world.anvil.url))
        assert code_of(lambda: ask_checks(market, Wallet.create(), sample, 1)) == "people.none"
    finally:
        node.stop()


def test_a_wallet_that_cannot_pay_all_the_deposits_asks_for_none(world, market):
    poor = Wallet.create()
    world.fund(poor, 40 * UNIT)
    assert code_of(lambda: ask_checks(market, poor, draw(market), 2)) == "token.balance"
    assert market.reads.read_balance(poor.address) == 40 * UNIT


def test_who_has_no_verdict_is_asked_in_the_order_drawn(world, market):
    sample = draw(market)
    assert sample.accepted.count("real") == 7
    silent = list_silent(sample)
    assert sorted(silent) == sorted(world.id(name) for name in NEWCOMERS)
    assert silent == [profile for profile, _ in sample.rejected.drawn]
    payer = Wallet.create()
    world.fund(payer, 1_000 * UNIT)
    asked = ask_checks(market, payer, sample, 2)
    assert [(one.profile, one.ok) for one in asked] == [(profile, True) for profile in silent[:2]]
    assert market.reads.read_balance(payer.address) == 950 * UNIT
    again = ask_checks(market, payer, sample, 3)
    assert [one.ok for one in again] == [False, False, True]
    assert again[0].detail
    assert market.reads.read_balance(payer.address) == 925 * UNIT


def test_what_a_jury_finds_about_the_drawn_is_in_the_sample_of_their_epoch(world, market, tmp_path):
    """The cases that the test before asked for: one answers and is judged fake, the others are silent."""
    network = PeopleNetwork(world.deployment, world.anvil.url, poll_seconds=0.01)

    def person(name):
        return Person(network, world.people[name], world.id(name))

    jurors = [Juror(person(f"founder{number}"), tmp_path) for number in range(FOUNDERS)]
    for juror in jurors:
        juror.join()
    first = next(name for name in NEWCOMERS if world.id(name) == list_silent(draw(market))[0])
    person(first).answer(1, b"\x11" * 32)
    scorer = world.scorer("poster")
    world.begin(3)
    world.take_beacon(scorer)
    settle(scorer)
    on_duty = [juror for juror in jurors if juror.list_duties() == [1]]
    for juror in on_duty:
        juror.commit_vote(1, Vote.FAKE)
    world.pass_seconds(EPOCH_SECONDS // 2 + 5)
    for juror in on_duty:
        juror.reveal_vote(1)
    settle(scorer)
    sample = draw(market)
    assert dict(sample.rejected.drawn) == {
        world.id(name): "fake" if name == first else "silent" for name in NEWCOMERS
    }
    found = read_people(market, market.reads.read_head()).find_sample(1)
    assert (found.epoch, found.judged) == (2, (1, 7))
