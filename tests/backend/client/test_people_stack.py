"""People without a coin, through a gateway's relay: permits, vouches, an appeal, a tip, a level."""

from collections.abc import Iterator

import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS, UNIT
from gateway_stack import Stack
from people_world import FOUNDERS, PeopleWorld, ring, settle

from hashtagspace.client.explaining import explain_level
from hashtagspace.client.people import Person
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.domain.people_states import CaseState
from hashtagspace.errors import HashtagspaceError, NotFound

pytestmark = [pytest.mark.anvil, pytest.mark.slow]
NEWCOMERS = ("anna", "bert", "cleo")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeopleWorld]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    stack = None
    try:
        made = PeopleWorld.make(node)
        made.vouch_all(ring([f"founder{number}" for number in range(FOUNDERS)], 3))
        for name in NEWCOMERS:
            made.join(name)
            for spender in ("Vouches", "Jury", "EpochRoots", "RewardPool"):
                made.call(made.people[name], "TagToken", "approve", made.deployment.addresses[spender], 0)
            node.call("anvil_setBalance", "0x" + made.people[name].address.hex(), "0x0")
        stack = Stack(made.deployed, tmp_path_factory.mktemp("stack")).start_all()
        made.stack = stack
        yield made
    finally:
        if stack is not None:
            stack.stop()
        node.stop()


def person(world: PeopleWorld, name: str) -> Person:
    network = PeopleNetwork(world.deployment, world.anvil.url, world.stack.url, poll_seconds=0.1)
    return Person(network, world.people[name], world.id(name), way="relay")


def test_three_people_without_a_coin_reach_a_level_through_the_relay(world: PeopleWorld) -> None:
    newcomers = [person(world, name) for name in NEWCOMERS]
    for one in newcomers:
        for other in newcomers:
            if one is not other:
                assert one.vouch(other.profile) == "relay"
        assert one.vouch(world.id("founder0")) == "relay"
        world.call(world.people["founder0"], "Vouches", "vouch", world.id("founder0"), one.profile)
    scorer = world.scorer("poster")
    world.begin(3)
    world.take_beacon(scorer)
    settle(scorer)
    world.pass_seconds(EPOCH_SECONDS + 5)
    scorer.levels_at_once = 0
    settle(scorer)
    world.anvil.mine(3)
    assert newcomers[0].level() == 0
    assert newcomers[0].prove_level() >= 1
    assert newcomers[0].level() >= 1
    assert newcomers[2].withdraw_vouch(newcomers[1].profile) == "relay"
    before = world.tag("bert")
    assert newcomers[0].tip(world.id("bert"), 3 * UNIT) == "relay"
    assert world.tag("bert") == before + 3 * UNIT
    case = newcomers[2].appeal(b"\x09" * 32)
    assert newcomers[2].read_case_state(case) is CaseState.READY


def test_a_relay_that_refuses_says_why(world: PeopleWorld) -> None:
    anna = person(world, "anna")
    with pytest.raises(HashtagspaceError) as caught:
        anna.vouch(anna.profile)
    assert caught.value.exact_code == "vouch.self"


def test_a_level_is_explained_in_words(world: PeopleWorld) -> None:
    found = explain_level(world.stack.url, world.id("founder0"))
    assert found.document["founder"] is True
    assert found.lines[0] == found.document["sentence"]
    assert len(found.lines) >= 2
    with pytest.raises(NotFound):
        explain_level(world.stack.url, 5)
