import pytest
from relay_world import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.outbox.close()
