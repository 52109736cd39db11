"""A real anvil for one test or one session: started on a free port, ended by its own pid."""

import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hashtagspace.chain.rpc import Rpc
from hashtagspace.dev.chain import find_anvil
from hashtagspace.errors import ChainUnavailable

ROOT = Path(__file__).resolve().parents[1]
# The first keys of anvil's published test mnemonic; they are worth nothing anywhere.
KEYS = [
    bytes.fromhex(key)
    for key in (
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
        "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
        "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
        "47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a",
    )
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Anvil:
    """One anvil process and the calls that move it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.rpc = Rpc(self.url)

    @classmethod
    def start(cls, *options: str, port: int | None = None) -> "Anvil":
        number = port or free_port()
        process = subprocess.Popen(
            [str(find_anvil(ROOT)), "--port", str(number), "--silent", "--order", "fifo", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        node = cls(process, number)
        node._wait()
        return node

    def _wait(self) -> None:
        for _ in range(400):
            assert self._process.poll() is None, "anvil ended at its start"
            try:
                self.rpc.call("eth_chainId", [], str)
            except ChainUnavailable:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise AssertionError("anvil did not answer within 20 seconds")

    def stop(self) -> None:
        self.rpc.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(self, method: str, *params: object) -> Any:
        return self.rpc.call(method, params, object)

    def mine(self, count: int = 1) -> None:
        self.call("anvil_mine", hex(count))

    def reorg(self, depth: int, transactions: Sequence[tuple[dict[str, str] | str, int]] = ()) -> None:
        """The last `depth` blocks are replaced by as many others, which hold these (transaction, index)."""
        self.call("anvil_reorg", depth, list(transactions))

    def snapshot(self) -> str:
        return str(self.call("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        assert self.call("evm_revert", snapshot) is True

    def move_time(self, seconds: int) -> None:
        self.call("evm_increaseTime", seconds)
        self.mine()

    def head(self) -> int:
        return int(self.rpc.call("eth_blockNumber", [], str), 16)

    def time(self) -> int:
        block = self.rpc.call("eth_getBlockByNumber", ["latest", False], dict)
        return int(block["timestamp"], 16)
