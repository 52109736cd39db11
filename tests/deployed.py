"""The project's contracts on an anvil, deployed from forge's output and called through web3.py."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anvil_node import KEYS, ROOT, Anvil
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.types import TxReceipt

from hashtagspace.chain.deployment import REQUIRED, WITH_PEOPLE, Deployment
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.typed_data import TypedDomain

ARTIFACTS = ROOT / "build/forge/out"
UNIT = 10**18
EPOCH_SECONDS = 3600
VOUCH_STAKE, JUROR_STAKE, CASE_DEPOSIT = 10 * UNIT, 200 * UNIT, 25 * UNIT
ROOT_BOND, DISPUTE_BOND, CHECKS, PAIR_CAP = 500 * UNIT, 100 * UNIT, 2, 20 * UNIT


@cache
def artifact(name: str) -> dict[str, Any]:
    """ABI and creation bytecode; compiles once when a source is newer than its artifact."""
    path = ARTIFACTS / f"{name}.sol/{name}.json"
    newest = max(source.stat().st_mtime for source in (ROOT / "contracts").rglob("*.sol"))
    if not path.exists() or (path.stat().st_mtime < newest and not _is_cached()):
        forge = [str(ROOT / "scripts/forge"), "build", "--skip", "test", "script"]
        environment = os.environ | {"FOUNDRY_LINT_LINT_ON_BUILD": "false"}  # lints are `make check`'s
        done = subprocess.run(
            forge, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, f"forge did not compile:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        _stamp().touch()
    return dict(json.loads(path.read_text()))


def _stamp() -> Path:
    return ARTIFACTS / ".built-by-tests"


def _is_cached() -> bool:
    """forge leaves an artifact's date alone when its source has not changed in substance."""
    newest = max(source.stat().st_mtime for source in (ROOT / "contracts").rglob("*.sol"))
    return _stamp().exists() and _stamp().stat().st_mtime > newest


@dataclass
class Deployed:
    """Contracts on a chain; `send` runs a function of one and returns its receipt."""

    anvil: Anvil
    web3: Web3
    contracts: dict[str, Contract]
    deployment: Deployment

    @property
    def profiles(self) -> Contract:
        return self.contracts["ProfileRegistry"]

    @property
    def posts(self) -> Contract:
        return self.contracts["PostRegistry"]

    @property
    def token(self) -> Contract:
        return self.contracts["TagToken"]

    @property
    def market(self) -> Contract:
        return self.contracts["DataMarket"]

    def typed_domain(self, name: str = "ProfileRegistry") -> TypedDomain:
        return TypedDomain(self.deployment.chain_id, self.deployment.addresses[name])

    def send(self, function: Any, sender: Wallet | None = None, **options: Any) -> TxReceipt:
        """The receipt of a call that succeeded; `sender` needs no coin, anvil signs for it."""
        account = self.web3.to_checksum_address((sender or Wallet(KEYS[0])).address)
        self.anvil.call("anvil_impersonateAccount", account)
        self.anvil.call("anvil_setBalance", account, hex(10**21))
        gas = options.pop("gas", 3_000_000)
        sent = function.transact({"from": account, "gas": gas, **options})
        receipt = self.web3.eth.wait_for_transaction_receipt(sent, timeout=20, poll_latency=0.02)
        assert receipt["status"] == 1, f"{function.fn_name} reverted"
        return receipt

    def write(self, path: Path) -> Path:
        """deployments/<chainId>.json as the gateway reads it."""
        path.write_text(json.dumps(deployment_json(self.deployment)))
        return path


def deployment_json(deployment: Deployment) -> dict[str, Any]:
    contracts: dict[str, Any] = {n: {"address": "0x" + a.hex()} for n, a in deployment.addresses.items()}
    if "Jury" in contracts:
        contracts["Jury"]["constructorArguments"] = [None, None, None, [str(n) for n in deployment.founders]]
    return {
        "chainId": deployment.chain_id,
        "startBlock": {"number": deployment.start_block, "hash": "0x" + deployment.start_block_hash.hex()},
        "contracts": contracts,
    }


def _constructor_arguments(
    name: str, deployer: str, addresses: dict[str, str], founders: Sequence[int]
) -> list[Any]:
    levels = "PersonhoodRegistry" if founders else "NoLevels"
    links = {
        "Jury": ("TagToken", "ProfileRegistry", "EpochClock"),
        "Vouches": ("TagToken", "ProfileRegistry", "Jury", "EpochClock"),
        "Arbiter": ("Vouches",),
        "EpochRoots": ("TagToken", "Arbiter"),
        "PersonhoodRegistry": ("EpochRoots", "Jury"),
        "DataMarket": ("TagToken", "ProfileRegistry", levels),
        "RewardPool": ("TagToken", "ProfileRegistry", "PersonhoodRegistry", "EpochClock"),
    }
    linked: list[Any] = [addresses[link] for link in links.get(name, ())]
    match name:
        case "TagToken":
            return [[deployer], [1_000_000_000 * UNIT]]
        case "Faucet":
            return [addresses["TagToken"], 100 * UNIT, 10_000 * UNIT, 3600]
        case "EpochClock":
            return [EPOCH_SECONDS]
        case "Jury":
            return [*linked, list(founders), JUROR_STAKE, CASE_DEPOSIT]
        case "Vouches":
            return [*linked, VOUCH_STAKE]
        case "Arbiter":
            return [*linked, CHECKS]
        case "EpochRoots":
            return [*linked, ROOT_BOND, DISPUTE_BOND]
        case "RewardPool":
            return [*linked, PAIR_CAP]
        case _:
            return linked


def deploy(anvil: Anvil, founders: Sequence[int] = ()) -> Deployed:
    """All contracts, deployed by the first account; the start block is the one before.

    With founders, who need not be registered, the people registry is among them.
    """
    web3 = Web3(HTTPProvider(anvil.url, request_kwargs={"timeout": 20}))
    deployer = web3.to_checksum_address(Wallet(KEYS[0]).address)
    start = web3.eth.get_block("latest")
    contracts: dict[str, Contract] = {}
    for name in WITH_PEOPLE if founders else REQUIRED:
        made_so_far = {n: c.address for n, c in contracts.items()}
        arguments = _constructor_arguments(name, deployer, made_so_far, founders)
        made = artifact(name)
        factory = web3.eth.contract(abi=made["abi"], bytecode=made["bytecode"]["object"])
        sent = factory.constructor(*arguments).transact({"from": deployer})
        receipt = web3.eth.wait_for_transaction_receipt(sent, timeout=20, poll_latency=0.02)
        assert receipt["status"] == 1, f"{name} was not deployed"
        contracts[name] = web3.eth.contract(address=receipt["contractAddress"], abi=made["abi"])
    addresses = {name: bytes.fromhex(contract.address[2:]) for name, contract in contracts.items()}
    deployment = Deployment(
        web3.eth.chain_id, start["number"], bytes(start["hash"]), addresses, {}, tuple(founders)
    )
    return Deployed(anvil, web3, contracts, deployment)
