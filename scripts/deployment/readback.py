"""What the contracts on chain say of themselves, compared with what they were made with."""

from typing import Any, Final

from deployment.failure import DeployError
from deployment.journal import Journal
from deployment.networks import Network
from deployment.node import Json, Node
from deployment.plan import UNIT
from deployment.project import Project
from deployment.record import code_hash

_NETWORK_ID: Final = "hashtagspace-deploy"


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
    at = int(receipts["Faucet"]["blockNumber"], 16)
    contracts = _connect(node, network, journal, project)
    token, faucet, given = contracts["TagToken"], contracts["Faucet"], journal.parameters
    share = given.faucet_tag * UNIT
    wanted: list[tuple[str, Any, Any]] = [
        ("TagToken.totalSupply", token.totalSupply(), given.supply_tag * UNIT),
        ("TagToken.balanceOf(Faucet)", token.balanceOf(faucet.address, block_identifier=at), share),
        ("Faucet.TOKEN", str(faucet.TOKEN()), token.address),
        ("Faucet.AMOUNT", faucet.AMOUNT(), given.drip_tag * UNIT),
        ("Faucet.POOL", faucet.POOL(), given.pool_tag * UNIT),
        ("Faucet.PERIOD_SECONDS", faucet.PERIOD_SECONDS(), given.period_seconds),
    ]
    for name in ("ProfileRegistry", "PostRegistry"):
        domain = tuple(contracts[name].eip712Domain())[1:5]
        own = ("hashtagspace", "1", journal.chain_id, contracts[name].address)
        wanted.append((f"{name}.eip712Domain", domain, own))
    for label, found, planned in wanted:
        if found != planned:
            raise DeployError(f"{label} reads {found} instead of {planned}: do not use this deployment.")
    return [f"{label} = {planned}" for label, _, planned in wanted]


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
    return {
        step.name: Contract.from_abi(step.name, step.address, project.abi(step.name), persist=False)
        for step in journal.steps
    }
