"""TAG: what the recipients got is all there will ever be."""

import brownie
from brownie import ZERO_ADDRESS
from figures import FAR, UNIT
from refusals import refused


def test_refuses_lists_that_make_no_supply(TagToken, deployed):
    deployer = deployed.deployer
    for recipients, amounts in (([], []), ([deployer], []), ([deployer], [1, 2])):
        with refused("RecipientsMismatch", len(recipients), len(amounts)):
            deployer.deploy(TagToken, recipients, amounts)
    with refused("AmountZero", deployer.address):
        deployer.deploy(TagToken, [deployer], [0])
    with refused("ERC20InvalidReceiver", ZERO_ADDRESS):
        deployer.deploy(TagToken, [ZERO_ADDRESS], [1])


def test_supply_is_minted_once_to_those_named(TagToken, deployed, alice, bob):
    token = deployed.deployer.deploy(TagToken, [alice.address, bob.address], [3 * UNIT, 4 * UNIT])
    assert (token.name(), token.symbol(), token.decimals()) == ("hashtagspace TAG", "TAG", 18)
    assert token.totalSupply() == 7 * UNIT
    assert (token.balanceOf(alice.address), token.balanceOf(bob.address)) == (3 * UNIT, 4 * UNIT)
    assert len(token.tx.events["Transfer"]) == 2
    assert not {"mint", "burn", "owner", "pause"} & {entry.get("name") for entry in token.abi}


def test_permit_by_signature(deployed, alice, bob, relayer):
    token = deployed.token
    token.transfer(alice.address, 5 * UNIT, {"from": deployed.deployer})
    form = (alice.address, bob.address, 2 * UNIT, 0, FAR)
    signature = alice.sign(token, "Permit", *form, name="hashtagspace TAG")
    r, s, v = signature[:32], signature[32:64], signature[64]
    token.permit(alice.address, bob.address, 2 * UNIT, FAR, v, r, s, {"from": relayer})
    token.transferFrom(alice.address, bob.address, 2 * UNIT, {"from": bob.account})
    assert token.balanceOf(bob.address) == 2 * UNIT
    with brownie.reverts():
        token.permit(alice.address, bob.address, 2 * UNIT, FAR, v, r, s, {"from": relayer})
