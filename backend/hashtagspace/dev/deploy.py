"""The contracts on the embedded chain, put there by the same Brownie script that serves every network."""

import json
import os
import subprocess
from pathlib import Path
from typing import Final

from hashtagspace.chain.rpc import Rpc
from hashtagspace.dev.chain import CHAIN_ID
from hashtagspace.dev.founders import derive_founders
from hashtagspace.dev.layout import Layout, read_or_make_secret
from hashtagspace.dev.process import DevError

_PEOPLE: Final = ("--epoch-hours=1", "--checks=2")
"""A demo world is small, and nobody waits a week for a level in it."""


def deployment_path(layout: Layout) -> Path:
    """The file that names the contracts of the embedded chain."""
    return layout.deployments / f"{CHAIN_ID}.json"


def deploy(layout: Layout, rpc: Rpc) -> None:
    """The contracts stand and the deployment file names them. Idempotent: the script resumes and checks.

    Raises: `dev.stopped` with the script's last words.
    """
    deployer = rpc.call("eth_accounts", [], list[str])[0]
    layout.logs.mkdir(parents=True, exist_ok=True)
    log_path = layout.logs / "deploy.log"
    command = [
        str(layout.root / "scripts" / "brownie"),
        "python",
        str(layout.root / "scripts" / "deploy.py"),
        f"--rpc-url={layout.rpc_url}",
        f"--chain-id={CHAIN_ID}",
        f"--deployments={layout.deployments}",
        f"--unlocked={deployer}",
        "--yes",
        *_people_options(layout),
    ]
    with log_path.open("ab") as log:
        result = subprocess.run(command, cwd=layout.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603, PLW1510
    if result.returncode != 0 or not deployment_path(layout).exists():
        tail = "\n".join(log_path.read_text(errors="replace").splitlines()[-8:])
        raise DevError(f"deploying the contracts failed; {os.path.relpath(log_path)} ends with:\n{tail}")


def _people_options(layout: Layout) -> list[str]:
    """The founders of a new world; a world from before the people registry goes on as it is."""
    try:
        is_older = "PersonhoodRegistry" not in json.loads(deployment_path(layout).read_text())["contracts"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        is_older = False  # no record, or one that the script itself refuses
    if is_older:
        return []
    founders = derive_founders(read_or_make_secret(layout.seed_file))
    return [*(f"--founder=0x{founder.address.hex()}" for founder in founders), *_PEOPLE]
