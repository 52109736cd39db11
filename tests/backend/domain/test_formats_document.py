"""docs/formats.md names every refusal of the domain, and the domain knows every code it names."""

import re
from pathlib import Path

from hashtagspace.domain.documents import MAX_CONTENT_BYTES, MAX_TEXT_CHARACTERS
from hashtagspace.domain.hashtag_rules import hashtag_rules
from hashtagspace.domain.kinds import Kind

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs/formats.md").read_text()
FAMILIES = "intent|signature|batch|merkle|content|cid|stamp|hashtag"
# `content.<member>` refusals whose member is a variable in the source; the vectors hold each of them.
BY_VARIABLE = {f"content.{name}" for name in ("media", "name", "bio", "avatar", "links", "reason")}


def codes_of_the_source():
    source = "\n".join(path.read_text() for path in (ROOT / "backend/hashtagspace/domain").glob("*.py"))
    written = set(re.findall(rf'code="((?:{FAMILIES})\.[a-z0-9_]+)"', source))
    refused = {f"content.{name}" for name in re.findall(r'refuse\(\s*"([a-z0-9_]+)"', source)}
    return written | refused | BY_VARIABLE


def test_the_document_and_the_domain_name_the_same_codes():
    assert set(re.findall(rf"`((?:{FAMILIES})\.[a-z0-9_]+)`", DOCUMENT)) == codes_of_the_source()


def test_the_figures_of_the_document_are_those_of_the_code():
    rules = hashtag_rules()
    allowed = sum(last - first + 1 for first, last, _ in rules.classes)
    for figure in (allowed, MAX_CONTENT_BYTES, MAX_TEXT_CHARACTERS):
        assert f"{figure:,}" in DOCUMENT
    for kind in Kind:
        assert kind.name.lower().replace("_", "-") in DOCUMENT
