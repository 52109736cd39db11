"""docs/market-formats.md names every refusal of the market and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "backend/hashtagspace"
DOCUMENT = (ROOT / "docs/market-formats.md").read_text()
CRYPTOGRAPHY = ("points", "blinding", "dleq", "keystream", "record", "roots", "epochs", "garbage")
# Where the codes of a family are written; those that a rule's name makes are held by the vectors.
FAMILIES = {
    "terms": (
        "domain/terms_members",
        "domain/terms_parsing",
        "domain/terms_format",
        "domain/prices",
        "market/asks",
    ),
    "record": ("market/record_values", "market/categories", "market/ladder", "market/activity"),
    "import": ("market/imports", "market/import_values"),
    "selection": ("market/selection", "market/words"),
    "bundle": ("market/bundle",),
    "receipt": ("market/sale",),
}
VECTORS = "".join(
    (ROOT / f"tests/vectors/market_{name}.json").read_text() for name in ("terms", "ladder", "receipt")
)


def sources(names):
    return "\n".join((PACKAGE / f"{name}.py").read_text() for name in names)


def test_the_document_and_the_code_name_the_same_codes():
    source = sources(["chain/curve", *(f"market/{name}" for name in CRYPTOGRAPHY)])
    written = set(re.findall(r'code="((?:market|curve)\.[a-z_]+)"', source)) | {"market.secret"}
    assert set(re.findall(r"`((?:market|curve)\.[a-z_]+)`", DOCUMENT)) == written


@pytest.mark.parametrize("family", FAMILIES)
def test_the_document_names_every_refusal_of_a_format(family):
    source = sources(FAMILIES[family])
    written = set(re.findall(r'(?:broken|refuse)\(\s*"([a-z0-9_]+)"', source))
    written |= set(re.findall(rf'code="{family}\.([a-z0-9_]+)"', source))
    written |= set(re.findall(rf'"{family}\.([a-z0-9_]+)"', VECTORS))
    named = set(re.findall(rf"`{family}\.([a-z0-9_]+)`", DOCUMENT))
    if family == "terms":  # its table names the rules alone
        table = DOCUMENT[DOCUMENT.index("| member | rule") : DOCUMENT.index("A *line*")]
        named |= set(re.findall(r"`([a-z_]+)`", table))
    assert named == written
