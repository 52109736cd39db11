"""Write frontend/openapi.json from the routes, or with --check fail if it differs."""

import argparse
import json
import sys
from pathlib import Path

from hashtagspace.api.openapi import build_document

SNAPSHOT = Path(__file__).resolve().parent.parent / "frontend" / "openapi.json"


def main() -> int:
    """Exit status: 0 when the snapshot is (now) fresh, 1 when --check found it stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if the snapshot is stale")
    text = json.dumps(build_document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    stale = not SNAPSHOT.exists() or SNAPSHOT.read_text(encoding="utf-8") != text
    if parser.parse_args().check and stale:
        print(f"{SNAPSHOT.name} is stale; run `make openapi` and commit it.", file=sys.stderr)
        return 1
    if stale:
        SNAPSHOT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
