"""The compiler settings of foundry.toml and brownie-config.yaml agree; exits 1 and names those that differ.

Standard library only: neither environment has both a TOML and a YAML reader on every Python it supports.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_brownie(text: str, key: str) -> str:
    """Return the scalar of the only line `key: value` below `compiler.solc`."""
    section = text.split("\n  solc:\n", 1)[1].split("\nnetworks:", 1)[0]
    match = re.search(rf"^\s+{key}: (\S+)", section, re.MULTILINE)
    return match[1] if match else "(missing)"


def main() -> int:
    """Print each setting that differs and return the process exit code."""
    forge = tomllib.loads((ROOT / "foundry.toml").read_text())["profile"]["default"]
    brownie = (ROOT / "brownie-config.yaml").read_text()
    wrapper = (ROOT / "scripts" / "brownie").read_text()
    version = (
        (ROOT / "node_modules/solc/package.json").read_text().split('"version": "', 1)[1].split('"', 1)[0]
    )
    pairs = {
        "evm_version": (forge["evm_version"], read_brownie(brownie, "evm_version")),
        "optimizer": (str(forge["optimizer"]).lower(), read_brownie(brownie, "enabled")),
        "optimizer_runs": (str(forge["optimizer_runs"]), read_brownie(brownie, "runs")),
        "via_ir": (str(forge["via_ir"]).lower(), read_brownie(brownie, "viaIR")),
        "compiler of brownie-config.yaml": (version, read_brownie(brownie, "version")),
        "compiler of scripts/brownie": (version, wrapper.split("\nversion=", 1)[1].split("\n", 1)[0]),
    }
    differing = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    for name, (left, right) in differing.items():
        print(f"compiler settings differ: {name}: {left} against {right}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
