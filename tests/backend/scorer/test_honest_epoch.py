"""An honest epoch: beacon, root, window, levels, all by the process alone."""

import pytest
from deployed import EPOCH_SECONDS
from people_world import PeopleWorld, settle, wallet_of

pytestmark = pytest.mark.anvil


def test_an_epoch_is_posted_becomes_final_and_levels_are_proven(world: PeopleWorld) -> None:
    scorer = world.scorer("poster")
    world.take_beacon(scorer)
    settle(scorer)
    assert "post" in scorer.tally.sent
    made = scorer.epochs.find(scorer.ledger.look(), 3)
    assert made is not None
    world.pass_seconds(EPOCH_SECONDS + 5)
    settle(scorer)
    assert world.final_root(3) == made.header.root
    profiles = scorer.ledger.look().facts.profiles_in(3)
    for name in world.people:
        if name != "poster":
            seat = profiles.index(world.id(name))
            assert world.level(name) == int(made.standing.level[seat]) >= 1, name
    assert scorer.tally.refused == []


def test_the_next_epochs_go_on_by_themselves(world: PeopleWorld) -> None:
    scorer = world.scorer("poster")
    for epoch in (3, 4, 5):
        if epoch > 3:
            world.begin(epoch)
        world.take_beacon(scorer)
        settle(scorer)
    world.begin(6)
    settle(scorer)
    assert world.final_root(3) != bytes(32) != world.final_root(4)
    roots = {world.final_root(epoch) for epoch in (3, 4)}
    assert len(roots) == 2
    assert world.level("anna") >= 1


def test_without_a_beacon_the_root_is_posted_in_the_next_epoch(world: PeopleWorld) -> None:
    scorer = world.scorer("poster")
    world.begin(4)
    settle(scorer)
    assert "post" in scorer.tally.sent
    post = next(iter(scorer.ledger.look().games.posts.values()))
    assert (post.epoch, post.header.draws) == (3, ())


def test_without_a_key_it_only_looks(world: PeopleWorld) -> None:
    looker = world.scorer(None)
    head = world.anvil.head()
    assert looker.step() is False
    assert world.anvil.head() == head


def test_a_wallet_without_the_bond_says_so_and_does_the_rest(world: PeopleWorld) -> None:
    world.people["poor"] = wallet_of("poor")
    world.fund(world.people["poor"], 1)
    scorer = world.scorer("poor")
    world.take_beacon(scorer)
    settle(scorer)
    assert scorer.tally.unpaid == {"post"}
    assert "take" in scorer.tally.sent
