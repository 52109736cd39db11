"""Writes tests/vectors/unixfs.json with the CIDs that a real Kubo gives; run `make kubo` first."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VECTORS = ROOT / "tests" / "vectors" / "unixfs.json"
sys.path.insert(0, str(ROOT / "tests"))

from unixfs_content import LABEL, build_content  # noqa: E402 - a test module, found by the line above

CHUNK = 262_144
SIZES = (
    0,
    1,
    255,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK - 1,
    2 * CHUNK,
    2 * CHUNK + 1,
    5_000_000,
    10 * 1024 * 1024,
)
LARGE_SIZES = (174 * CHUNK - 1, 174 * CHUNK, 174 * CHUNK + 1, 176 * CHUNK + 7)
OPTIONS = ("--cid-version=1", "--raw-leaves", "--chunker=size-262144")


def get_cid(ipfs: str, repository: str, content: bytes) -> str:
    """What `ipfs add` calls these bytes."""
    environment = dict(os.environ, IPFS_PATH=repository, IPFS_TELEMETRY="off")
    command = [ipfs, "add", "--quieter", "--only-hash", *OPTIONS]
    done = subprocess.run(command, env=environment, input=content, capture_output=True, check=True)
    return done.stdout.decode().strip()


def build_vectors(ipfs: str) -> str:
    """The file's text."""
    with tempfile.TemporaryDirectory() as repository:
        environment = dict(os.environ, IPFS_PATH=repository, IPFS_TELEMETRY="off")
        subprocess.run([ipfs, "init", "--profile=test"], env=environment, capture_output=True, check=True)
        files = [
            {
                "size": size,
                "cid": get_cid(ipfs, repository, build_content(size)),
                "large": size in LARGE_SIZES,
            }
            for size in (*SIZES, *LARGE_SIZES)
        ]
    document = {"label": LABEL.decode(), "options": list(OPTIONS), "files": files}
    return json.dumps(document, indent=2) + "\n"


def main() -> int:
    """Exit status."""
    built = ROOT / ".tools" / "bin" / "ipfs"
    text = build_vectors(str(built) if built.is_file() else "ipfs")
    VECTORS.parent.mkdir(parents=True, exist_ok=True)
    VECTORS.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
