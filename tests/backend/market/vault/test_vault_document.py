"""docs/market-formats.md names every refusal of vault and envelope and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PACKAGE = ROOT / "backend/hashtagspace"
DOCUMENT = (ROOT / "docs/market-formats.md").read_text()
SOURCES = {
    "envelope": [PACKAGE / "market/envelope.py"],
    "vault": [*(PACKAGE / "market/vault").glob("*.py"), *(PACKAGE / "client").glob("vault*.py")],
}


@pytest.mark.parametrize("family", SOURCES)
def test_the_document_names_every_refusal(family):
    source = "\n".join(path.read_text() for path in SOURCES[family])
    written = set(re.findall(rf'code="{family}\.([a-z_]+)"', source))
    written |= set(re.findall(rf'Notice\(\s*"{family}\.([a-z_]+)"', source))
    if family == "vault":
        written |= set(re.findall(r'refuse\(\s*"([a-z_]+)"', source))
    named = set(re.findall(rf"`{family}\.([a-z_]+)`", DOCUMENT))
    assert named == written - {"invalid"}


def test_the_web_refuses_with_the_same_codes():
    source = "\n".join(path.read_text() for path in (ROOT / "frontend/src/vault").glob("*.ts"))
    written = set(re.findall(r"refuse\(\s*'([a-z_]+)'", source))
    written |= set(re.findall(r"'vault\.([a-z_]+)'", source)) - {"signature", "blob"}
    assert written - set(re.findall(r"`vault\.([a-z_]+)`", DOCUMENT)) == set()
