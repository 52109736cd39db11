"""The demo world opens with levels, also after a break in which they ran out; who knows whom is fixed."""

from pathlib import Path

import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS, deploy
from people_world import FOUNDERS as COUNT
from people_world import PeopleWorld, ring

from hashtagspace.dev import chain
from hashtagspace.dev.layout import Layout
from hashtagspace.dev.people_past import PeoplePast
from hashtagspace.dev.people_seed import NEWCOMER, STRANGER, list_pairs
from hashtagspace.dev.world import load_world

FOUNDED = [f"founder{number}" for number in range(COUNT)]


def make_layout(world_folder: Path, anvil: Anvil) -> Layout:
    layout = Layout(root=world_folder, data=world_folder, port=1, rpc_port=anvil.port)
    layout.deployments.mkdir()
    return layout


@pytest.mark.anvil
def test_a_world_opens_with_levels_and_so_it_does_after_a_break(tmp_path: Path) -> None:
    start = chain.now_seconds() - 30 * EPOCH_SECONDS - EPOCH_SECONDS // 2
    anvil = Anvil.start("--slots-in-an-epoch", "1", "--timestamp", str(start))
    try:
        world = PeopleWorld.make(anvil)
        world.vouch_all(ring(FOUNDED, 3))
        layout = make_layout(tmp_path, anvil)
        world.deployed.write(layout.deployments / "31337.json")
        now = chain.now_seconds()
        past = PeoplePast(layout, anvil.rpc)
        past.move_to(now - 20 * EPOCH_SECONDS)
        assert anvil.head() < 300, "what lies long ago is not lived through"
        past.move_to(now)
        past.settle()
        assert abs(anvil.time() - chain.now_seconds()) < 90
        assert world.level("founder0") >= 1
        assert past.count_levels() == COUNT
        assert past.epoch() == 31
        again = PeoplePast(layout, anvil.rpc)
        again.move_to(chain.now_seconds())
        again.settle()
        assert world.level("founder0") >= 1
    finally:
        anvil.stop()


@pytest.mark.anvil
def test_a_world_without_people_only_moves_its_clock(tmp_path: Path) -> None:
    anvil = Anvil.start("--timestamp", str(chain.now_seconds() - 10 * EPOCH_SECONDS))
    try:
        layout = make_layout(tmp_path, anvil)
        deploy(anvil).write(layout.deployments / "31337.json")
        past = PeoplePast(layout, anvil.rpc)
        assert not past.has_people
        past.move_to(chain.now_seconds())
        past.settle()
        assert past.epoch() == 0
        assert abs(anvil.time() - chain.now_seconds()) < 30
    finally:
        anvil.stop()


def test_most_are_known_to_some_one_to_one_and_one_to_nobody() -> None:
    handles = [person.handle for person in load_world().people]
    pairs = list_pairs(handles)
    assert pairs == list_pairs(handles)
    assert len(set(pairs)) == len(pairs)
    known = [handle for pair in pairs for handle in pair]
    assert known.count(NEWCOMER) == 1
    assert STRANGER not in known
    assert {handle for handle in handles if handle not in known} == {STRANGER}
