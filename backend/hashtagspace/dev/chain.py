"""The embedded chain: anvil with its state in a file, and the ticker that lets its blocks become final."""

import platform
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Final

import msgspec

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.dev.process import DevError
from hashtagspace.errors import HashtagspaceError

CHAIN_ID: Final = 31_337
STATE_INTERVAL_SECONDS: Final = 5
IDLE_BLOCK_SECONDS: Final = 12
FINAL_DEPTH_BLOCKS: Final = 2
"""With one slot in an epoch anvil calls everything two blocks below the head final."""


class _Head(msgspec.Struct):
    number: str
    timestamp: str
    transactions: list[str]


def find_anvil(root: Path) -> Path:
    """The anvil binary of this checkout's npm packages, else the one on PATH.

    The npm launcher is passed over: it does not hand signals on. Raises: `dev.stopped` when there is none.
    """
    system = {"darwin": "darwin", "win32": "win32"}.get(sys.platform, "linux")
    machine = "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "amd64"
    packaged = root / "node_modules" / "@foundry-rs" / f"anvil-{system}-{machine}" / "bin" / "anvil"
    if packaged.exists():
        return packaged
    on_path = shutil.which("anvil")
    if on_path is None:
        raise DevError("anvil is missing: run `make run`, which installs it, or put Foundry's anvil on PATH.")
    return Path(on_path)


def build_anvil_command(anvil: Path, port: int, state: Path, start_seconds: int | None) -> list[str]:
    """The command line of the chain; `start_seconds` dates a new one and is None for one that goes on."""
    command = [
        str(anvil),
        "--host=127.0.0.1",
        f"--port={port}",
        f"--chain-id={CHAIN_ID}",
        "--slots-in-an-epoch=1",
        f"--state={state}",
        f"--state-interval={STATE_INTERVAL_SECONDS}",
        "--quiet",
    ]
    if start_seconds is not None:
        command.append(f"--timestamp={start_seconds}")
    return command


class Ticker:
    """Mines what a network with other people on it would mine: blocks that make ours final, and idle ones."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc.clone()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)

    def start(self) -> None:
        """Blocks come about once a second while something waits to become final."""
        self._thread.start()

    def stop(self) -> None:
        """No further block is mined."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(1.0):
            try:
                if self._is_block_due():
                    _mine(self._rpc)
            except HashtagspaceError:
                continue  # the chain is gone or going; the supervisor sees its process end

    def _is_block_due(self) -> bool:
        head = _read_head(self._rpc, "latest")
        if int(head.timestamp, 16) + IDLE_BLOCK_SECONDS <= read_chain_seconds(self._rpc):
            return True
        number = int(head.number, 16)
        recent = range(max(0, number - FINAL_DEPTH_BLOCKS + 1), number + 1)
        return any(_read_head(self._rpc, hex(block)).transactions for block in recent)


def read_chain_seconds(rpc: Rpc) -> int:
    """The time that the next block would carry, in Unix seconds."""
    return int(_read_head(rpc, "pending").timestamp, 16)


def read_head_seconds(rpc: Rpc) -> int:
    """The time of the latest block, in Unix seconds."""
    return int(_read_head(rpc, "latest").timestamp, 16)


def move_time(rpc: Rpc, to_seconds: int) -> None:
    """The chain's clock stands at `to_seconds`, with a block that says so. It never goes back."""
    if to_seconds > int(_read_head(rpc, "latest").timestamp, 16):
        rpc.call("anvil_setTime", [to_seconds], msgspec.Raw)
        _mine(rpc)


def is_answering(rpc: Rpc) -> bool:
    """True once the chain answers and is ours."""
    try:
        return int(rpc.call("eth_chainId", [], str), 16) == CHAIN_ID
    except HashtagspaceError:
        return False


def set_balance(rpc: Rpc, address: bytes, wei: int) -> None:
    """The address holds `wei` of the chain's coin."""
    rpc.call("anvil_setBalance", ["0x" + address.hex(), hex(wei)], msgspec.Raw)


def send_as(rpc: Rpc, sender: bytes, to: bytes, data: bytes) -> None:
    """The sender calls the contract, in a block, without a key. Raises `chain.rpc` where it reverts."""
    account = "0x" + sender.hex()
    rpc.call("anvil_impersonateAccount", [account], msgspec.Raw)
    transaction = {"from": account, "to": "0x" + to.hex(), "data": "0x" + data.hex()}
    rpc.call("eth_sendTransaction", [transaction], str)


def give_tag(rpc: Rpc, deployment: Deployment, receiver: bytes, amount: int) -> None:
    """The receiver has so much more of TAG (1e-18), from the deployer."""
    deployer = bytes.fromhex(rpc.call("eth_accounts", [], list[str])[0][2:])
    send_as(rpc, deployer, deployment.tag_token, encode_call("TagToken", "transfer", [receiver, amount]))


def now_seconds() -> int:
    """Wall-clock Unix seconds."""
    return int(time.time())


def _read_head(rpc: Rpc, tag: str) -> _Head:
    return rpc.call("eth_getBlockByNumber", [tag, False], _Head)


def _mine(rpc: Rpc) -> None:
    rpc.call("evm_mine", [], msgspec.Raw)
