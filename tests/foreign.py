"""Runs scripts/deploy.py as an operator does, against an anvil that plays a foreign network."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from anvil_node import KEYS, ROOT, Anvil
from eth_abi import encode

from deployment.plan import WITHOUT_PEOPLE, Step
from hashtagspace.chain.wallet import Wallet

CHAIN_ID = 777_001
PASSWORD = "correct horse"
KEY = KEYS[4]
DEPLOYER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
POOR = "0x" + Wallet(b"\x07" * 32).address.hex()
COIN = 10**18


@cache
def build(name: str) -> dict[str, Any]:
    """Brownie's artifact of one contract."""
    path = ROOT / f"build/brownie/contracts/{name}.json"
    assert path.exists(), "the contracts are not compiled: run `make contracts`"
    return dict(json.loads(path.read_text()))


def creation_code(step: Step) -> str:
    made = build(step.name)
    inputs = next((e["inputs"] for e in made["abi"] if e["type"] == "constructor"), [])
    return str("0x" + made["bytecode"] + encode([i["type"] for i in inputs], step.arguments).hex())


@dataclass
class Operator:
    """A person at a terminal: a keystore, a folder of deployments, a node."""

    home: Path
    folder: Path
    url: str
    chain_id: int = CHAIN_ID
    password_file: Path | None = None
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def record_path(self) -> Path:
        return self.folder / f"{self.chain_id}.json"

    @property
    def journal_path(self) -> Path:
        return self.folder / f"{self.chain_id}.journal.json"

    def record(self) -> dict[str, Any]:
        return dict(json.loads(self.record_path.read_text()))

    def start(self, *options: str, account: str = "deployer") -> subprocess.Popen[str]:
        command = [str(ROOT / "scripts/brownie"), "python", str(ROOT / "scripts/deploy.py")]
        common = [f"--chain-id={self.chain_id}", f"--deployments={self.folder}", "--confirmations=0"]
        if account:
            common += [f"--account={account}", f"--password-file={self.password_file}"]
        environ = os.environ | {"BROWNIE_HOME": str(self.home), "RPC_URL": self.url} | self.environ
        return subprocess.Popen(
            [*command, *common, *options],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def deploy(self, *options: str, account: str = "deployer") -> "Outcome":
        """The end of one run with --yes and --unlisted-network."""
        return self.run("--yes", "--unlisted-network", *options, account=account)

    def run(self, *options: str, account: str = "deployer") -> "Outcome":
        process = self.start(*options, account=account)
        out, err = process.communicate(timeout=120)
        return Outcome(process.returncode, out, err)


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    def refused(self, words: str) -> None:
        """It ended with one sentence that contains these words."""
        assert self.code == 1, self.out + self.err
        assert self.err.startswith("deploy: "), self.err
        assert words in self.err, self.err
        assert self.err.count("\n") == 1

    def succeeded(self) -> "Outcome":
        assert self.code == 0, self.out + self.err
        assert self.err == ""
        return self


def nonce(anvil: Anvil, address: str = DEPLOYER) -> int:
    return int(anvil.call("eth_getTransactionCount", address, "latest"), 16)


def assert_deployed_once(
    anvil: Anvil, operator: Operator, first_nonce: int = 0, names: tuple[str, ...] = WITHOUT_PEOPLE
) -> None:
    """One contract a nonce, all of them recorded, no journal left."""
    assert nonce(anvil) == first_nonce + len(names)
    contracts = operator.record()["contracts"]
    assert list(contracts) == list(names)
    for entry in contracts.values():
        assert anvil.call("eth_getCode", entry["address"], "latest") != "0x"
        receipt = anvil.call("eth_getTransactionReceipt", entry["transactionHash"])
        assert receipt["contractAddress"].lower() == entry["address"].lower()
        assert int(receipt["blockNumber"], 16) == entry["blockNumber"]
    assert not operator.journal_path.exists()


def deploy_before_the_market(operator: Operator, anvil: Anvil) -> dict[str, Any]:
    """The record, and the chain, as they were when there was no market yet."""
    operator.deploy().succeeded()
    record = operator.record()
    for name in ("NoLevels", "DataMarket"):
        anvil.call("anvil_setCode", record["contracts"].pop(name)["address"], "0x")
    operator.record_path.write_text(json.dumps(record))
    return record
