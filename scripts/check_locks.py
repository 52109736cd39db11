"""The locks hold no download address and fit what they lock; exits 1 with one line for each fault.

`npm ci` cannot do the second part here: Foundry names optional packages of platforms that not every
registry carries, and `npm ci` takes their absence for a lock out of date.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


def list_npm_faults() -> Iterator[str]:
    """Yield what is wrong with package-lock.json."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        if "//" in entry.get("resolved", ""):
            yield f"package-lock.json: {name} holds a download address; run `make lock`"
        if name and "version" in entry and name.startswith("node_modules/") and "integrity" not in entry:
            yield f"package-lock.json: {name} has no integrity hash; run `make lock`"
    for folder in ("", *json.loads((ROOT / "package.json").read_text())["workspaces"]):
        wanted = json.loads((ROOT / folder / "package.json").read_text())
        locked = packages.get(folder, {})
        for section in SECTIONS:
            if wanted.get(section, {}) != locked.get(section, {}):
                yield f"package-lock.json: {section} of {folder or '.'}/package.json differ; run `make lock`"


def list_python_faults() -> Iterator[str]:
    """Yield what is wrong with requirements/*.txt."""
    for name in ("base", "dev", "brownie"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        if re.search(r"^\s*(-i|-f|--\S*index\S*|--find-links)\b|://", text, re.MULTILINE):
            yield f"requirements/{name}.txt holds an address; run `make lock`"
        for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
            wanted = re.match(r"([A-Za-z0-9_.-]+)(\[[a-z]+\])?(==\S+)?", line)
            if wanted and not line.startswith("-"):
                package = re.sub(r"[-_.]+", "-", wanted[1]).lower()
                if not re.search(
                    rf"^{package}(\[[a-z]+\])?{re.escape(wanted[3] or '==')}", text, re.MULTILINE
                ):
                    yield f"requirements/{name}.txt does not fit {name}.in at {package}; run `make lock`"


def main() -> int:
    """Print every fault and return the process exit code."""
    faults = [*list_npm_faults(), *list_python_faults()]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
