"""Wrong roots fall: a second process finds the lie and wins, however well it is defended."""

import pytest
from fights import Liar, make_ready, play_out
from forged_roots import forge_rest, list_forgeries
from people_world import PeopleWorld

from hashtagspace.domain.people_states import PostState

pytestmark = pytest.mark.anvil


def test_a_lie_anywhere_falls(world: PeopleWorld) -> None:
    """Every kind of cell, the drawings, the totals and the padding; of the equal steps the first and last."""
    _, made = make_ready(world)
    middle = range(11, made.share_column - 2)
    chosen = [column for column in range(made.column_count) if column not in middle]
    lies = [*list_forgeries(made, chosen), *forge_rest(made)]
    assert len(lies) > 35
    for forgery in lies:
        snapshot = world.anvil.snapshot()
        watcher = world.scorer("watcher")
        liar = Liar(world, made, forgery)
        play_out(world, liar, watcher)
        assert world.state_of(liar.post) == PostState.REFUTED, forgery.name
        assert liar.post in watcher.tally.wrong_roots
        world.anvil.revert(snapshot)
