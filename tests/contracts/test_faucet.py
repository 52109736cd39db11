"""The faucet: a little to each, no more than the pool per period."""

import pytest
from brownie import ZERO_ADDRESS, chain
from figures import UNIT
from refusals import refused

DAY = 86_400


@pytest.fixture
def faucet(deployed):
    """With half a day to go, so that no test crosses midnight by itself."""
    chain.sleep(DAY - chain.time() % DAY + DAY // 2)
    chain.mine()
    return deployed.faucet


@pytest.mark.parametrize(
    ("amount", "pool", "period"), [(0, 1, DAY), (2, 1, DAY), (1, 1, 0), (1, 1, 400 * DAY)]
)
def test_refuses_figures_that_make_no_faucet(Faucet, deployed, amount, pool, period):
    with refused("ParametersInvalid"):
        deployed.deployer.deploy(Faucet, deployed.token, amount, pool, period)


def test_refuses_a_faucet_without_a_token(Faucet, deployed):
    with refused("ParametersInvalid"):
        deployed.deployer.deploy(Faucet, ZERO_ADDRESS, 1, 1, DAY)


def test_gives_once_per_address_and_period(deployed, faucet, alice, relayer):
    tx = faucet.drip(alice.address, {"from": relayer})
    period = tx.timestamp // DAY
    assert dict(tx.events["Dripped"]) == {"to": alice.address, "amount": 100 * UNIT, "period": period}
    assert deployed.token.balanceOf(alice.address) == 100 * UNIT
    assert not faucet.canDrip(alice.address)
    with refused("AlreadyDripped", alice.address, (period + 1) * DAY):
        faucet.drip(alice.address, {"from": relayer})
    chain.sleep(DAY)
    chain.mine()
    assert faucet.canDrip(alice.address)
    faucet.drip(alice.address, {"from": relayer})
    assert deployed.token.balanceOf(alice.address) == 200 * UNIT


def test_stays_within_its_pool(faucet, alice, bob, carol, relayer):
    faucet.drip(alice.address, {"from": relayer})
    tx = faucet.drip(bob.address, {"from": relayer})
    with refused("PoolUsedUp", (tx.timestamp // DAY + 1) * DAY):
        faucet.drip(carol.address, {"from": relayer})
