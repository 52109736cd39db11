"""A record's columns: the domain's verdict on every record, and numbers that fit whatever was signed."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.events import Checkpoint, Published, PublishedInline
from hashtagspace.domain.intent import IntentDomain, record_id
from hashtagspace.domain.kinds import ZERO_WORD
from hashtagspace.domain.validity import parse_intent
from hashtagspace.errors import InvalidIntent
from hashtagspace.indexer.words import MAX_NUMBER, publication_row, read_words

DOMAIN = IntentDomain(1, b"\x11" * 20)
uint64 = st.one_of(st.integers(0, 2**64 - 1), st.sampled_from([0, 1, 2**63 - 1, 2**63, 2**64 - 1]))
words = st.one_of(
    st.binary(min_size=32, max_size=32),
    st.just(ZERO_WORD),
    st.sampled_from([1, 2**63 - 1, 2**63, 2**64, 2**255]).map(lambda number: number.to_bytes(32, "big")),
)
records = st.builds(
    lambda profile, kind, subject, content, created: (
        profile.to_bytes(8, "big") + bytes((kind,)) + subject + content + created.to_bytes(8, "big")
    ),
    uint64,
    st.one_of(st.integers(0, 16), st.integers(0, 255)),
    words,
    words,
    uint64,
)


@given(records)
def test_the_domains_verdict(record: bytes) -> None:
    try:
        intent = parse_intent(record)
        expected = None
    except InvalidIntent as refusal:
        intent, expected = None, refusal.exact_code
    found = read_words(record)
    assert found.fault == expected
    assert 0 <= found.profile <= MAX_NUMBER
    assert 0 <= found.created_at_ms <= MAX_NUMBER
    assert (found.subject, found.content, found.kind) == (record[9:41], record[41:73], record[8])
    if intent is not None:
        assert found.profile == intent.profile
        assert found.created_at_ms == min(intent.created_at_ms, MAX_NUMBER)


def published(head: bytes, content: bytes = b"\x05" * 32) -> Published:
    return Published(Checkpoint(3, 4), b"\x0f" * 32, b"\x0a" * 20, head, ZERO_WORD, content)


def test_a_publication() -> None:
    head = (7).to_bytes(8, "big") + b"\x01" + (9).to_bytes(8, "big") + bytes(15)
    row = publication_row(published(head), 100, DOMAIN)
    record = head[:9] + ZERO_WORD + b"\x05" * 32 + head[9:17]
    expected = (
        3, 4, 100, b"\x0f" * 32, record_id(record, DOMAIN), 7, 1, ZERO_WORD, b"\x05" * 32, 9, None,
        b"\x0a" * 20, False, None,
    )  # fmt: skip
    assert row == expected


@pytest.mark.parametrize("at", range(17, 32))
def test_padding_must_be_zero(at: int) -> None:
    head = bytearray((7).to_bytes(8, "big") + b"\x01" + (9).to_bytes(8, "big") + bytes(15))
    head[at] = 1
    assert publication_row(published(bytes(head)), 100, DOMAIN)[-1] == "intent.head"


@pytest.mark.parametrize(("size", "fault"), [(0, None), (65_536, None), (65_537, "content.too_large")])
def test_inline_content_has_its_digest_and_its_limit(size: int, fault: str | None) -> None:
    head = (7).to_bytes(8, "big") + b"\x01" + (9).to_bytes(8, "big") + bytes(15)
    event = PublishedInline(Checkpoint(3, 4), b"\x0f" * 32, b"\x0a" * 20, head, ZERO_WORD, b"x" * size)
    row = publication_row(event, 100, DOMAIN)
    assert row[8] == sha256(b"x" * size).digest()
    assert row[-2:] == (True, fault)
