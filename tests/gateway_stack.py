"""A whole gateway on a real anvil: the processes that an operator starts, on ports of their own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests
from anvil_node import KEYS, free_port
from deployed import Deployed

from hashtagspace.chain.deployment import Deployment

PROGRAM = Path(sys.executable).with_name("hashtagspace")


class Stack:
    """index, relay and serve as child processes, each ended by its own pid."""

    def __init__(self, deployed: Deployed, folder: Path, **changes: str):
        self.deployed = deployed
        self.folder = folder
        self.children: dict[str, subprocess.Popen] = {}
        key = folder / "relay-key"
        key.write_text("0x" + KEYS[3].hex())
        key.chmod(0o600)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.rpc_url = deployed.anvil.url
        file = deployed.write(folder / "31337.json")
        self.deployment = Deployment.load(file)
        settings = {
            "RPC_URL": self.rpc_url,
            "PUBLIC_RPC_URL": self.rpc_url,
            "DEPLOYMENT": str(file),
            "DATA_DIR": str(folder / "data"),
            "RELAY_KEY_FILE": str(key),
            "LISTEN": f"127.0.0.1:{self.port}",
            "STAMP_BITS": "4",
            "FAUCET_STAMP_BITS": "4",
            "BATCH_SECONDS": "0.1",
            "INTENTS_PER_PROFILE_MINUTE": "100000",
            "INTENTS_PER_IP_MINUTE": "100000",
            "CALLS_PER_IP_DAY": "1000",
            "DRIPS_PER_IP_DAY": "1000",
            "LOG_FORMAT": "json",
            **changes,
        }
        self.settings = {f"HASHTAGSPACE_{name}": value for name, value in settings.items()}
        self.environ = {
            k: v for k, v in os.environ.items() if not k.startswith("HASHTAGSPACE_")
        } | self.settings

    def start(self, name: str, command: list[str] | None = None, **environ: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                command or [str(PROGRAM), name],
                env=self.environ | environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.children[name] = child
        return child

    def start_all(self) -> "Stack":
        for name in ("index", "relay", "serve"):
            self.start(name)
        self.wait_until(self._answers, "the gateway does not answer")
        return self

    def _answers(self) -> bool:
        for name, child in self.children.items():
            assert child.poll() is None, f"{name} ended: {self.log_of(name)}"
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/v1/config", timeout=2).status_code == 200
        return False

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()[-2000:]

    def kill(self, name: str) -> None:
        child = self.children.pop(name)
        child.send_signal(signal.SIGKILL)
        child.wait(10)

    def stop(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()

    @staticmethod
    def wait_until(is_there, what: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not is_there():
            assert time.monotonic() < end, what
            time.sleep(0.1)
