"""Fixtures every backend test may use: a real anvil and the contracts on it."""

import os
from collections.abc import Iterator

import pytest
from anvil_node import Anvil
from deployed import Deployed, deploy
from hypothesis import HealthCheck, settings

from hashtagspace.chain.deployment import Deployment

settings.register_profile(
    "default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def anvil() -> Iterator[Anvil]:
    """An anvil of this test's own, chain id 31337, one block a transaction, final two blocks behind."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield node
    node.stop()


@pytest.fixture
def deployed(anvil: Anvil) -> Deployed:
    """The contracts on `anvil`, with web3 handles (see tests/deployed.py)."""
    return deploy(anvil)


@pytest.fixture
def deployment(deployed: Deployed) -> Deployment:
    """Where those contracts are, as the gateway reads it from deployments/<chainId>.json."""
    return deployed.deployment
