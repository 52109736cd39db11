"""A real Kubo in a folder of its own: no peers, no telemetry, only free ports of this machine."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
SETTINGS: dict[str, object] = {
    "Addresses.Swarm": ["/ip4/127.0.0.1/tcp/0"],
    "Addresses.API": "/ip4/127.0.0.1/tcp/0",
    "Addresses.Gateway": "/ip4/127.0.0.1/tcp/0",
    "AutoConf.Enabled": False,
    "AutoTLS.Enabled": False,
    "Bootstrap": [],
    "Discovery.MDNS.Enabled": False,
    "HTTPRetrieval.Enabled": False,
    "Provide.Enabled": False,
    "Routing.Type": "none",
    "Routing.DelegatedRouters": [],
    "Ipns.DelegatedPublishers": [],
    "DNS.Resolvers": {},
    "Swarm.DisableNatPortMap": True,
    "Swarm.RelayClient.Enabled": False,
}


def find_ipfs() -> Path | None:
    built = ROOT / ".tools" / "bin" / "ipfs"
    if built.is_file():
        return built
    found = shutil.which("ipfs")
    return Path(found) if found else None


class Kubo:
    def __init__(self, binary: Path, repository: Path) -> None:
        self.binary = binary
        self.environment = {
            "HOME": str(repository),
            "IPFS_PATH": str(repository),
            "IPFS_TELEMETRY": "off",
            "PATH": os.environ["PATH"],
        }
        self.repository = repository
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str, given: bytes | None = None) -> bytes:
        done = subprocess.run(
            [self.binary, *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            check=True,
            timeout=120,
        )
        return done.stdout

    def prepare(self, settings: dict[str, object]) -> None:
        self.command("init", "--profile=server,test")
        for key, value in settings.items():
            self.command("config", "--json", key, json.dumps(value))

    def start(self) -> str:
        (self.repository / "api").unlink(missing_ok=True)
        with (self.repository / "daemon.log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.binary, "daemon"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while b"Daemon is ready" not in (self.repository / "daemon.log").read_bytes():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.repository / "daemon.log").read_text())
            time.sleep(0.05)
        _, _, host, _, port = (self.repository / "api").read_text().strip().split("/")[:5]
        return f"http://{host}:{port}"

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@contextmanager
def running_kubo(
    binary: Path, repository: Path, settings: dict[str, object] | None = None
) -> Iterator[tuple[Kubo, str]]:
    kubo = Kubo(binary, repository)
    kubo.prepare(SETTINGS | (settings or {}))
    try:
        yield kubo, kubo.start()
    finally:
        kubo.stop()
