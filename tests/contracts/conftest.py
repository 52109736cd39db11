"""Brownie on an anvil of its own: a free port for every run, so that runs never meet each other.

Brownie starts the node when the first test begins and ends it, by its process, after the last one.
"""

import socket
from types import SimpleNamespace

import pytest
from brownie import _config, accounts  # Brownie hashes what is imported and cannot read compiled modules
from figures import UNIT
from sale import Business
from signed_forms import Person

NETWORK = "hashtagspace-test"


def pytest_configure() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        _config.CONFIG.networks[NETWORK]["cmd_settings"]["port"] = probe.getsockname()[1]


@pytest.fixture(scope="module")
def deployed(
    module_isolation,  # noqa: ARG001 (goes first)
    TagToken,
    ProfileRegistry,
    PostRegistry,
    Faucet,
    NoLevels,
    DataMarket,
):
    """The whole set, deployed in order as scripts/deploy.py does."""
    deployer = accounts[0]
    token = deployer.deploy(TagToken, [deployer], [1_000_000 * UNIT])
    registry = deployer.deploy(ProfileRegistry)
    posts = deployer.deploy(PostRegistry)
    faucet = deployer.deploy(Faucet, token, 100 * UNIT, 250 * UNIT, 86_400)
    token.transfer(faucet, 1_000 * UNIT, {"from": deployer})
    levels = deployer.deploy(NoLevels)
    market = deployer.deploy(DataMarket, token, registry, levels)
    return SimpleNamespace(
        token=token,
        registry=registry,
        posts=posts,
        faucet=faucet,
        levels=levels,
        market=market,
        deployer=deployer,
    )


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Every test starts from the same chain."""


@pytest.fixture(scope="module")
def relayer():
    return accounts[9]


@pytest.fixture(scope="module")
def alice():
    return Person.new(accounts, "alice")


@pytest.fixture(scope="module")
def bob():
    return Person.new(accounts, "bob")


@pytest.fixture(scope="module")
def carol():
    return Person.new(accounts, "carol")


@pytest.fixture
def registry(deployed):
    return deployed.registry


@pytest.fixture
def profile(registry, alice, bob):
    """A profile of alice's, with bob for recovery and no session key."""
    registry.register(
        "alice", bob.address, b"c" * 32, b"e" * 32, ("0x" + "00" * 20, 0, 0), {"from": alice.account}
    )
    return registry.profileOfHandle("alice")


@pytest.fixture
def market(deployed):
    return deployed.market


@pytest.fixture
def token(deployed):
    return deployed.token


@pytest.fixture
def business(deployed, carol):
    """Carol's business with 100 TAG."""
    deployed.token.transfer(carol.address, 100 * UNIT, {"from": deployed.deployer})
    return Business(carol, deployed.market, deployed.token)
