"""A foreign network, and an operator with a keystore that Brownie made."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import ROOT, Anvil
from foreign import CHAIN_ID, KEY, PASSWORD, Operator

MAKE_ACCOUNTS = """
import sys
from brownie import accounts
deployer, password = sys.stdin.read().split("\\n")
accounts.add(deployer).save("deployer", password=password)
accounts.add("0x" + "07" * 32).save("poor", password=password)
"""


@pytest.fixture
def foreign() -> Iterator[Anvil]:
    """An anvil that is nobody's development chain: its own id, a real base fee."""
    node = Anvil.start("--chain-id", str(CHAIN_ID))
    yield node
    node.stop()


@pytest.fixture(scope="session")
def brownie_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Brownie home with the encrypted accounts `deployer` (funded on every anvil) and `poor`."""
    home = tmp_path_factory.mktemp("brownie")
    made = subprocess.run(
        [str(ROOT / "scripts/brownie"), "python", "-c", MAKE_ACCOUNTS],
        input=f"0x{KEY.hex()}\n{PASSWORD}",
        env=os.environ | {"BROWNIE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture
def operator(foreign: Anvil, brownie_home: Path, tmp_path: Path) -> Operator:
    password_file = tmp_path / "password"
    password_file.write_text(PASSWORD + "\n")
    password_file.chmod(0o600)
    return Operator(brownie_home, tmp_path / "deployments", foreign.url, password_file=password_file)
