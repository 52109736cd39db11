"""Forge and Brownie compile alike, settings and bytecode; exits 1 and names what differs.

Standard library only: neither environment has both a TOML and a YAML reader on every Python it supports.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_brownie(text: str, key: str) -> str:
    """Return the scalar of the only line `key: value` below `compiler.solc`."""
    section = text.split("\n  solc:\n", 1)[1].split("\nnetworks:", 1)[0]
    match = re.search(rf"^\s+{key}: (\S+)", section, re.MULTILINE)
    return match[1] if match else "(missing)"


def strip_metadata(code: str) -> str:
    """Return hex bytecode without its CBOR tail, which names remappings and so differs between the two."""
    code = code.removeprefix("0x")
    return code[: -2 * (int(code[-4:], 16) + 2)] if code else code


def list_differing_contracts() -> Iterator[str]:
    """Yield the contracts whose runtime bytecode differs between the two builds."""
    for path in sorted((ROOT / "build/brownie/contracts").glob("*.json")):
        brownie = json.loads(path.read_text())
        source = ROOT / brownie["sourcePath"]
        twin = ROOT / "build/forge/out" / source.name / f"{path.stem}.json"
        if not source.is_relative_to(ROOT / "contracts") or not source.exists() or not twin.exists():
            continue
        forge = json.loads(twin.read_text())["deployedBytecode"]["object"]
        if strip_metadata(brownie["deployedBytecode"]) != strip_metadata(forge):
            yield path.stem


def list_differing_settings() -> Iterator[str]:
    """Yield each setting that differs, with both values."""
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
    yield from (f"{name}: {left} against {right}" for name, (left, right) in pairs.items() if left != right)


def main() -> int:
    """Print what differs and return the process exit code."""
    faults = [f"compiler settings differ: {line}" for line in list_differing_settings()]
    faults += [f"forge and Brownie compile {name} to different code" for name in list_differing_contracts()]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
