"""A gateway as an operator runs it: `hashtagspace serve` on a free port."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from hashtagspace.chain.deployment import Deployment


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_deployment(deployment: Deployment, path: Path) -> None:
    """The file that a gateway reads its deployment from."""
    contracts = {name: {"address": f"0x{address.hex()}"} for name, address in deployment.addresses.items()}
    start = {"number": deployment.start_block, "hash": f"0x{deployment.start_block_hash.hex()}"}
    path.write_text(json.dumps({"chainId": deployment.chain_id, "startBlock": start, "contracts": contracts}))


@dataclass
class GatewayProcess:
    """One running gateway."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the process is told."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HASHTAGSPACE_RPC_URL": "http://127.0.0.1:9",
            "HASHTAGSPACE_DEPLOYMENT": str(self.folder / "deployment.json"),
            "HASHTAGSPACE_DATA_DIR": str(self.folder),
            "HASHTAGSPACE_LISTEN": f"127.0.0.1:{self.port}",
        }

    def start(self, *arguments: str) -> None:
        """The gateway answers."""
        command = [sys.executable, "-m", "hashtagspace.cli", "serve", *arguments]
        with (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/config", timeout=2).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "serve.log").read_text())

    def stop(self, seconds: float = 10) -> int:
        """The gateway was asked to stop and did; its exit status."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
