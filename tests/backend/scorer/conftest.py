"""One world with a society in it for all tests here; each test begins from the same snapshot."""

from collections.abc import Iterator

import pytest
from anvil_node import Anvil
from people_world import FOUNDERS, PeopleWorld, ring

NEWCOMERS = ["anna", "bert", "cleo", "dora", "emil", "fred"]


@pytest.fixture(scope="package")
def _society() -> Iterator[PeopleWorld]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        world = PeopleWorld.make(node)
        for name in NEWCOMERS:
            world.join(name)
        founders = [f"founder{number}" for number in range(FOUNDERS)]
        world.vouch_all(ring([*founders, *NEWCOMERS], 3))
        world.begin(3)
        yield world
    finally:
        node.stop()


@pytest.fixture
def world(_society: PeopleWorld) -> Iterator[PeopleWorld]:
    """Thirteen people, seven of them founders, whose vouches count in this epoch, the third."""
    snapshot = _society.anvil.snapshot()
    people = dict(_society.people)
    yield _society
    _society.people = people
    _society.anvil.revert(snapshot)
