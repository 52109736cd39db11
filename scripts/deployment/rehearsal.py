"""The whole deployment on a scratch chain first: constructors run, and the exact code they leave is known.

Immutables (chain id, own address, domain separators, the clock's start) are filled in by a local EVM with the
target's chain id and the planned addresses, not by the node that is checked later.
"""

import ctypes
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deployment.failure import DeployError
from deployment.node import Node, NodeRefused
from deployment.plan import Step

_PR_SET_PDEATHSIG: Final = 1
_CLOCK_SECONDS: Final = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The runtime code that each contract will have, and the gas it took here, by name."""

    codes: dict[str, bytes]
    gas: dict[str, int]


def rehearse(
    root: Path,
    chain_id: int,
    deployer: str,
    steps: tuple[Step, ...],
    creation: dict[str, str],
    clock_seconds: int = _CLOCK_SECONDS,
) -> Rehearsal:
    """What the deployment will leave; raises when a constructor refuses.

    `clock_seconds` is the time of the block that EpochClock is in, known only once it is mined.
    """
    with _scratch_chain(root, chain_id) as node:
        node.call("anvil_impersonateAccount", deployer)
        node.call("anvil_setBalance", deployer, hex(10**24))
        node.call("anvil_setNonce", deployer, hex(steps[0].nonce))
        made = {}
        for step in steps:
            if step.name == "EpochClock":
                node.call("evm_setNextBlockTimestamp", hex(clock_seconds))
            made[step.name] = _create(node, deployer, step, creation[step.name])
    return Rehearsal(
        {name: code for name, (code, _) in made.items()}, {name: gas for name, (_, gas) in made.items()}
    )


def _create(node: Node, deployer: str, step: Step, data: str) -> tuple[bytes, int]:
    transaction = {"from": deployer, "data": data, "nonce": hex(step.nonce)}
    try:
        sent = str(node.call("eth_sendTransaction", transaction))
    except NodeRefused as refusal:
        raise DeployError(
            f"The constructor of {step.name} refuses ({refusal.said}): nothing was sent."
        ) from None
    receipt = None
    for _ in range(200):  # mined at once, but answered sooner
        receipt = node.find_receipt(sent)
        if receipt is not None:
            break
        time.sleep(0.05)
    code = node.code(step.address)
    if not code or receipt is None:
        raise DeployError(f"{step.name} leaves no code in the rehearsal: nothing was sent.")
    return code, int(receipt["gasUsed"], 16)


@contextmanager
def _scratch_chain(root: Path, chain_id: int) -> Iterator[Node]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [_find_anvil(root), "--host=127.0.0.1", f"--port={port}", f"--chain-id={chain_id}", "--quiet"]
    process = subprocess.Popen(
        [*command, "--accounts=1", "--timestamp=1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs yet
    )
    try:
        yield _wait(process, Node(f"http://127.0.0.1:{port}"), port)
    finally:
        process.terminate()
        process.wait()


def _end_with_parent() -> None:
    """The scratch chain does not outlive a killed deployment."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], node: Node, port: int) -> Node:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return node
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise DeployError("The scratch chain of the rehearsal did not start: run `make node`, then this again.")


def _find_anvil(root: Path) -> str:
    system = {"darwin": "darwin", "win32": "win32"}.get(sys.platform, "linux")
    machine = "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "amd64"
    packaged = root / "node_modules" / "@foundry-rs" / f"anvil-{system}-{machine}" / "bin" / "anvil"
    found = str(packaged) if packaged.exists() else shutil.which("anvil")
    if found is None:
        raise DeployError("anvil is missing for the rehearsal: run `make node`, then this again.")
    return found
