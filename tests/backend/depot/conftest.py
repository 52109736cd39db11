"""A depot of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from depot_world import DepotWorld, open_depot_world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[DepotWorld]:
    made = open_depot_world(tmp_path)
    yield made
    made.depot.close()
    made.world.projection.close()
