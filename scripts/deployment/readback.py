"""What the contracts on chain say of themselves, compared with what they were made with."""

from typing import Any, Final

from deployment.failure import DeployError
from deployment.founders import profile_of
from deployment.journal import Journal
from deployment.networks import Network
from deployment.node import Json, Node
from deployment.plan import UNIT, Parameters
from deployment.project import Project
from deployment.record import code_hash

_NETWORK_ID: Final = "hashtagspace-deploy"
_SIGNED: Final = ("ProfileRegistry", "PostRegistry", "DataMarket", "Jury", "Vouches", "RewardPool")
"""Contracts that take signatures."""
Reading = tuple[str, Any, Any]  # what is read, the value on chain, the planned one


def require_code(node: Node, journal: Journal) -> None:
    """Returns when the code on chain is, byte for byte, what the compiler made with immutables filled in."""
    for step in journal.steps:
        found = node.code(step.address)
        if code_hash(found) != journal.code_hashes[step.name]:
            raise DeployError(
                f"{step.name} at {step.address} has other code than was compiled ({len(found)} bytes on "
                "chain): do not use this deployment; try another node, or begin anew with --start-over."
            )


def require_values(
    node: Node, network: Network, journal: Journal, project: Project, receipts: dict[str, Json]
) -> list[str]:
    """Lines that say what was read back; raises at the first value that is not the planned one."""
    contracts = _connect(node, network, journal, project)
    wanted: list[Reading] = [] if journal.standing else _read_token(contracts, journal, receipts)
    wanted += _read_links(contracts)
    if any(step.name == "EpochClock" for step in journal.steps):
        wanted += _read_people(contracts, journal.parameters)
    for name in _SIGNED:
        if name not in contracts:
            continue
        domain = tuple(contracts[name].eip712Domain())[1:5]
        own = ("hashtagspace", "1", journal.chain_id, contracts[name].address)
        wanted.append((f"{name}.eip712Domain", domain, own))
    for label, found, planned in wanted:
        if found != planned:
            raise DeployError(f"{label} reads {found} instead of {planned}: do not use this deployment.")
    return [f"{label} = {planned}" for label, _, planned in wanted]


def _read_links(contracts: dict[str, Any]) -> list[Reading]:
    """Each contract asks the others of this deployment."""
    levels = "PersonhoodRegistry" if "PersonhoodRegistry" in contracts else "NoLevels"
    wires = {
        "DataMarket": {"TOKEN": "TagToken", "PROFILES": "ProfileRegistry", "PERSONHOOD": levels},
        "Jury": {"TOKEN": "TagToken", "PROFILES": "ProfileRegistry", "CLOCK": "EpochClock"},
        "Vouches": {
            "TOKEN": "TagToken",
            "PROFILES": "ProfileRegistry",
            "JURY": "Jury",
            "CLOCK": "EpochClock",
        },
        "Arbiter": {"VOUCHES": "Vouches", "JURY": "Jury", "CLOCK": "EpochClock"},
        "EpochRoots": {"TOKEN": "TagToken", "ARBITER": "Arbiter", "CLOCK": "EpochClock"},
        "PersonhoodRegistry": {"ROOTS": "EpochRoots", "JURY": "Jury", "VOUCHES": "Vouches"},
        "RewardPool": {
            "TOKEN": "TagToken",
            "PROFILES": "ProfileRegistry",
            "PERSONHOOD": levels,
            "CLOCK": "EpochClock",
        },
    }
    return [
        (f"{name}.{view}", str(getattr(contracts[name], view)()), contracts[wired].address)
        for name, views in wires.items()
        if name in contracts
        for view, wired in views.items()
    ]


def _read_people(contracts: dict[str, Any], given: Parameters) -> list[Reading]:
    jury, roots = contracts["Jury"], contracts["EpochRoots"]
    profiles = [profile_of(founder) for founder in given.founders]
    since = tuple(jury.vettedSince(profile) for profile in profiles)
    return [
        ("EpochClock.EPOCH_SECONDS", contracts["EpochClock"].EPOCH_SECONDS(), given.epoch_hours * 3600),
        ("Jury.vettedSince of the founders", since, (1,) * len(profiles)),
        ("Jury.JUROR_STAKE", jury.JUROR_STAKE(), given.juror_stake * UNIT),
        ("Jury.DEPOSIT", jury.DEPOSIT(), given.case_deposit * UNIT),
        ("Vouches.STAKE", contracts["Vouches"].STAKE(), given.vouch_stake * UNIT),
        ("Arbiter.CHECKS", contracts["Arbiter"].CHECKS(), given.checks),
        ("EpochRoots.BOND", roots.BOND(), given.root_bond * UNIT),
        ("EpochRoots.DISPUTE_BOND", roots.DISPUTE_BOND(), given.dispute_bond * UNIT),
        ("RewardPool.PAIR_CAP", contracts["RewardPool"].PAIR_CAP(), given.pair_cap * UNIT),
    ]


def _read_token(contracts: dict[str, Any], journal: Journal, receipts: dict[str, Json]) -> list[Reading]:
    at = int(receipts["Faucet"]["blockNumber"], 16)
    token, faucet, given = contracts["TagToken"], contracts["Faucet"], journal.parameters
    share = given.faucet_tag * UNIT
    return [
        ("TagToken.totalSupply", token.totalSupply(), given.supply_tag * UNIT),
        ("TagToken.balanceOf(Faucet)", token.balanceOf(faucet.address, block_identifier=at), share),
        ("Faucet.TOKEN", str(faucet.TOKEN()), token.address),
        ("Faucet.AMOUNT", faucet.AMOUNT(), given.drip_tag * UNIT),
        ("Faucet.POOL", faucet.POOL(), given.pool_tag * UNIT),
        ("Faucet.PERIOD_SECONDS", faucet.PERIOD_SECONDS(), given.period_seconds),
    ]


def _connect(node: Node, network: Network, journal: Journal, project: Project) -> dict[str, Any]:
    from brownie import Contract  # noqa: PLC0415
    from brownie import network as brownie_network  # noqa: PLC0415
    from brownie._config import CONFIG  # noqa: PLC0415 - the way to a network that the command line did not add

    CONFIG.networks[_NETWORK_ID] = {
        "id": _NETWORK_ID,
        "name": network.name,
        "host": node.url,
        "chainid": network.chain_id,
    }
    if not brownie_network.is_connected():
        brownie_network.connect(_NETWORK_ID, launch_rpc=False)
    addresses = {**journal.standing, **{step.name: step.address for step in journal.steps}}
    return {
        name: Contract.from_abi(name, address, project.abi(name), persist=False)
        for name, address in addresses.items()
    }
