"""Hypothesis strategies for the frozen formats, and the golden vectors by name."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hashtagspace.domain.intent import Intent, IntentDomain
from hashtagspace.domain.kinds import (
    DOCUMENT_TYPES,
    MAX_PROFILE_ID,
    SUBJECT_RULES,
    ZERO_WORD,
    Kind,
    SubjectRule,
)

VECTORS = Path(__file__).parent / "vectors"
DOMAIN = IntentDomain(31337, bytes.fromhex("2279b7a0a67db372996a5fab50d91eaa73d2ebe6"))

words = st.binary(min_size=32, max_size=32)
addresses = st.binary(min_size=20, max_size=20)
uint64s = st.integers(0, 2**64 - 1)
kinds = st.sampled_from(list(Kind))
profiles = st.integers(1, MAX_PROFILE_ID)
any_intents = st.builds(Intent, uint64s, kinds, words, words, uint64s)
nonzero_words = words.filter(any)
signatures = st.builds(
    lambda r, s, v: r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes((v,)),
    st.integers(1, 2**255),
    st.integers(1, 2**254),
    st.sampled_from((27, 28)),
)


@st.composite
def valid_intents(draw: st.DrawFn, kind: Kind | None = None) -> Intent:
    kind = kind or draw(kinds)
    match SUBJECT_RULES[kind]:
        case SubjectRule.NONE:
            subject = ZERO_WORD
        case SubjectRule.PROFILE:
            subject = draw(profiles).to_bytes(32, "big")
        case SubjectRule.INTENT | SubjectRule.TAG:
            subject = draw(nonzero_words)
    content = draw(nonzero_words) if DOCUMENT_TYPES[kind] else ZERO_WORD
    return Intent(draw(profiles), kind, subject, content, draw(uint64s))


@cache
def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text())


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])
