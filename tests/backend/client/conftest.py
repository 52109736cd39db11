import pytest
from anvil_node import Anvil
from deployed import deploy
from fair import Fair
from gateway_stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """A gateway that all tests of the SDK share; each brings its own people."""
    node = Anvil.start("--slots-in-an-epoch", "1", "--block-time", "1", "--mixed-mining")
    made = Stack(deploy(node), tmp_path_factory.mktemp("gateway"))
    try:
        yield made.start_all()
    finally:
        made.stop()
        node.stop()


@pytest.fixture(scope="module")
def fair(tmp_path_factory):
    """A business and people on a chain of this module's own, with a gateway in memory."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield Fair(deploy(node), tmp_path_factory.mktemp("fair"))
    node.stop()
