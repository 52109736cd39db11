"""An honest epoch: beacon, root, window, levels, all by the process alone."""

import pytest
from deployed import EPOCH_SECONDS
from people_world import PeopleWorld, settle

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
    assert [world.level(name) for name in ("anna", "cleo", "founder0")] == [1, 1, 1]
