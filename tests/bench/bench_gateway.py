"""What a home page of 50 posts costs over HTTP: processor time of the server, and time as a reader sees it.

    python tests/bench/bench_gateway.py [--database FILE] [--workers N] [--requests N] [--connections N]

The client runs on the same machine, so pages per second are given twice: as counted, and as the server's
own processor time allows on two cores with nothing else to do.
"""

import argparse
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from synthetic import Size, load, profile_id

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from gateway_process import GatewayProcess, write_deployment

from hashtagspace.chain.deployment import REQUIRED, Deployment
from hashtagspace.store.engine import open_engine

SMALL = Size(posts=50_000, follows=250_000, profiles=5_000, tags=1_000, days=3)


def main() -> None:
    """Prints one line of JSON for each kind of asking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--profiles", type=int, default=SMALL.profiles)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--connections", type=int, default=16)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = given.database or folder / "projection.sqlite3"
        if not database.exists():
            load(open_engine(f"sqlite:///{database}"), SMALL)
        gateway = _start(folder, database, given.workers)
        rng = random.Random(3)
        everybody = [profile_id(rng.randrange(given.profiles)) for _ in range(given.requests)]
        few = [profile_id(rng.randrange(given.profiles)) for _ in range(50)]
        try:
            _measure(gateway, "each reader once", everybody, given.connections)
            _measure(
                gateway, "fifty readers again and again", few * (given.requests // 50), given.connections
            )
        finally:
            gateway.stop()


def _start(folder: Path, database: Path, workers: int) -> GatewayProcess:
    addresses = {name: os.urandom(20) for name in REQUIRED}
    write_deployment(Deployment(31337, 0, bytes(32), addresses), folder / "deployment.json")

    class Bench(GatewayProcess):
        @property
        def environment(self) -> dict[str, str]:
            return super().environment | {
                "HASHTAGSPACE_DATABASE_URL": f"sqlite:///{database}",
                "HASHTAGSPACE_DEV": "1",
            }

    gateway = Bench(folder)
    gateway.start("--workers", str(workers))
    return gateway


def _measure(gateway: GatewayProcess, name: str, readers: list[int], connections: int) -> None:
    before, started = _processor_seconds(gateway.process), time.perf_counter()
    times: list[float] = []
    parts = [readers[n::connections] for n in range(connections)]
    threads = [threading.Thread(target=_ask, args=(gateway.port, part, times)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    spent = _processor_seconds(gateway.process) - before
    times.sort()
    print(json.dumps({
        "asking": name,
        "pages_per_second_counted": round(len(times) / took),
        "pages_per_second_on_two_cores": round(2 * len(times) / spent),
        "server_us_per_page": round(spent / len(times) * 1e6),
        "p50_ms": round(statistics.median(times) * 1000, 2),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2),
    }))  # fmt: skip


def _ask(port: int, readers: list[int], times: list[float]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        stream = connection.makefile("rb")
        for reader in readers:
            started = time.perf_counter()
            connection.sendall(
                b"GET /v1/feeds/home?profile=%d&limit=50 HTTP/1.1\r\nHost: bench\r\n\r\n" % reader
            )
            status, length = stream.readline(), 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            stream.read(length)
            times.append(time.perf_counter() - started)
            if b" 200 " not in status:
                raise SystemExit(f"the gateway answered {status!r}")
        stream.close()


def _processor_seconds(process: subprocess.Popen[bytes] | None) -> float:
    """User and system time of the process and its children."""
    assert process is not None
    tick = os.sysconf("SC_CLK_TCK")
    family = [process.pid, *_children(process.pid)]
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in family]
    return sum(int(field[11]) + int(field[12]) for field in fields) / tick


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    main()
