"""Hashtags: which parts of a text are tags, and the one spelling of each.

A tag is # or its full-width form ＃, not preceded by a tag character, then a run of letters,
marks, digits and underscores from the committed table, the first of them no mark, at least one no
digit, at most 50 characters once folded and composed. A longer run is no tag at all. The joiners
that Persian and Indic spelling put between letters belong to the run and vanish in the tag.
"""

import re
from functools import cache
from typing import Final

from hashtagspace.domain.hashtag_rules import canonical, hashtag_rules
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidHashtag

MAX_TAG_CHARACTERS: Final = 50
MAX_TAG_COUNT: Final = 32
SIGNS: Final = "#\uff03"
JOINERS: Final = "\u200c\u200d"
_DROP_JOINERS: Final = str.maketrans("", "", JOINERS)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A tag inside a text, and the form that its run must have once the joiners are gone."""
    runs = hashtag_rules().classes
    spans = {name: _span(runs, name) for name in "LMN"}
    any_class = "[" + "".join(spans.values()) + "]"
    inside = re.compile(f"[{SIGNS}](?<!{any_class}.)({any_class}+(?:[{JOINERS}]+{any_class}+)*)")
    whole = re.compile(f"(?=[{spans['N']}]*[{spans['L']}{spans['M']}])[{spans['L']}{spans['N']}]{any_class}*")
    return inside, whole


def _span(runs: tuple[tuple[int, int, str], ...], name: str) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last, kind in runs if kind == name)


def _find_canonical(run: str) -> str | None:
    """The canonical tag of a run of characters, None when it is no tag."""
    _, whole = _patterns()
    visible = run.translate(_DROP_JOINERS)
    if not whole.fullmatch(visible):
        return None
    tag = canonical(visible)
    return tag if len(tag) <= MAX_TAG_CHARACTERS else None


def find_hashtags(text: str) -> tuple[str, ...]:
    """The canonical tags of a text in order of first appearance, each once, the first 32 of them."""
    inside, _ = _patterns()
    tags: dict[str, None] = {}
    for found in inside.finditer(text):
        tag = _find_canonical(found[1])
        if tag is not None:
            tags[tag] = None
            if len(tags) == MAX_TAG_COUNT:
                break
    return tuple(tags)


def canonical_tag(tag: str) -> str:
    """The one spelling of a tag given with or without its sign; raises `hashtag.invalid`."""
    inside, _ = _patterns()
    found = inside.fullmatch(tag if tag.startswith(("#", "\uff03")) else "#" + tag)
    canonical_form = found and _find_canonical(found[1])
    if not canonical_form:
        raise InvalidHashtag(
            "A hashtag is 1 to 50 letters, digits or underscores, not digits alone and no spaces.",
            code="hashtag.invalid",
        )
    return canonical_form


def tag_id(tag: str) -> bytes:
    """keccak256 of the UTF-8 of the canonical tag, 32 bytes; any spelling of the tag gives the same."""
    return keccak256(canonical_tag(tag).encode())
