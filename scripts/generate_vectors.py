"""Writes the golden vectors of tests/vectors; `--check` says which file is out of date."""

import json
import sys
from pathlib import Path

from golden import (
    authorisation,
    batch,
    cid,
    content,
    hashtag,
    intent,
    market_attested,
    market_consent,
    market_envelope,
    market_export,
    market_garbage,
    market_keys,
    market_ladder,
    market_proof,
    market_receipt,
    market_record,
    market_terms,
    market_vault,
    merkle,
    order,
    people_commit,
    people_forms,
    people_newcomers,
    personhood,
    profile_id,
    report,
    stamp,
    typed_data,
)

FOLDER = Path(__file__).resolve().parent.parent / "tests/vectors"
MODULES = (
    authorisation,
    batch,
    cid,
    content,
    hashtag,
    intent,
    market_attested,
    market_consent,
    market_envelope,
    market_export,
    market_garbage,
    market_keys,
    market_ladder,
    market_proof,
    market_receipt,
    market_record,
    market_terms,
    market_vault,
    merkle,
    order,
    people_commit,
    people_forms,
    people_newcomers,
    personhood,
    profile_id,
    report,
    stamp,
    typed_data,
)


def main() -> None:
    """Builds each file anew from the Python domain and writes or compares it."""
    checking = sys.argv[1:] == ["--check"]
    stale = []
    for module in MODULES:
        path = FOLDER / f"{module.__name__.removeprefix('golden.')}.json"
        text = json.dumps(module.build(), indent=1, ensure_ascii=True) + "\n"
        if not checking:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"Out of date: {', '.join(stale)}. Run scripts/generate_vectors.py and read the difference.")


if __name__ == "__main__":
    main()
