"""docs/market-formats.md names every refusal of the market's cryptography and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MODULES = ("points", "blinding", "dleq", "keystream", "record", "roots", "epochs", "garbage")


def test_the_document_and_the_code_name_the_same_codes():
    package = ROOT / "backend/hashtagspace"
    paths = [package / "chain/curve.py", *(package / f"market/{name}.py" for name in MODULES)]
    source = "\n".join(path.read_text() for path in paths)
    written = set(re.findall(r'code="((?:market|curve)\.[a-z_]+)"', source)) | {"market.secret"}
    document = (ROOT / "docs/market-formats.md").read_text()
    assert set(re.findall(r"`((?:market|curve)\.[a-z_]+)`", document)) == written
