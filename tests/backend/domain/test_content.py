from dataclasses import asdict
from hashlib import sha256

import pytest
from domain_strategies import unhex, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.cid import DAG_PB, cid_of_digest
from hashtagspace.domain.content import (
    build_label,
    build_post,
    build_profile,
    build_reaction,
    content_digest,
    parse_content,
)
from hashtagspace.domain.documents import (
    MAX_CONTENT_BYTES,
    MEDIA_MIMES,
    LabelDocument,
    Media,
    Mention,
    PostDocument,
    ProfileDocument,
    ReactionDocument,
)
from hashtagspace.domain.kinds import MAX_PROFILE_ID
from hashtagspace.errors import InvalidContent

GOLDEN = vectors("content")
texts = st.text(
    st.characters(exclude_categories=("Cs",)).filter(
        lambda c: c != "\0" and not 0xFDD0 <= ord(c) <= 0xFDEF and ord(c) & 0xFFFE != 0xFFFE
    ),
    max_size=30,
)
media = st.builds(
    Media,
    words.map(lambda digest: cid_of_digest(digest, DAG_PB)),
    st.sampled_from(sorted(MEDIA_MIMES)),
    texts,
    st.integers(1, 10 * 1024 * 1024),
)
handles = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=3, max_size=20)
mentions = st.builds(Mention, st.integers(1, MAX_PROFILE_ID), handles)


def bytes_of(row):
    if "bytes" in row:
        return unhex(row["bytes"])
    return b"".join(unhex(piece) * times for piece, times in row["pieces"])


def refusal_of(data):
    try:
        parse_content(data)
    except InvalidContent as error:
        return error
    return None


def code_of(call, *arguments, **members):
    with pytest.raises(InvalidContent) as caught:
        call(*arguments, **members)
    return caught.value.exact_code


@pytest.mark.parametrize("row", GOLDEN["refused"], ids=lambda row: row["name"])
def test_documents_that_break_a_rule_are_refused(row):
    assert code_of(parse_content, bytes_of(row)) == row["code"]


@pytest.mark.parametrize("row", GOLDEN["accepted"], ids=lambda row: row["name"])
def test_documents_that_keep_the_rules_are_read(row):
    data = bytes_of(row)
    document = parse_content(data)
    assert content_digest(data) == sha256(data).digest() == unhex(row["digest"])
    assert cid_of_digest(content_digest(data)) == row["cid"]
    if "document" in row:
        assert document.type.value == row["document"]["type"]
        assert set(asdict(document)) == set(row["document"]) - {"type"}


def test_mutated_documents_are_judged_as_before():
    for row in GOLDEN["mutated"]:
        refusal = refusal_of(bytes_of(row))
        assert (refusal and refusal.exact_code) == row.get("code")


@given(st.data())
def test_a_changed_document_is_read_or_refused_with_the_typed_error(data):
    seed = bytearray(bytes_of(data.draw(st.sampled_from(GOLDEN["accepted"][:5]))))
    for _ in range(data.draw(st.integers(1, 3))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    refusal = refusal_of(bytes(seed))
    assert refusal is None or refusal.exact_code.startswith("content.")
    assert refusal is None or refusal.detail.endswith(".")


@given(
    texts.filter(len),
    st.lists(media, max_size=4),
    st.lists(mentions, max_size=3),
    st.sampled_from((None, "en")),
)
def test_a_post_is_read_as_it_was_built(text, entries, named, lang):
    document = parse_content(build_post(text, entries, named, lang))
    assert document == PostDocument(text, tuple(entries), tuple(named), lang)


@given(texts, texts, st.none() | media)
def test_a_profile_is_read_as_it_was_built(name, bio, avatar):
    links = ["https://example.org/~a?b=(c)"]
    assert parse_content(build_profile(name, bio, avatar, links)) == ProfileDocument(
        name, bio, avatar, (*links,)
    )


@given(texts.filter(lambda text: 0 < len(text.encode()) <= 32), words)
def test_a_reaction_is_read_as_it_was_built(emoji, seen):
    assert parse_content(build_reaction(emoji, seen)) == ReactionDocument(emoji, seen)


@given(st.none() | texts)
def test_a_label_is_read_as_it_was_built(reason):
    assert parse_content(build_label("spam", reason)) == LabelDocument("spam", reason)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "content.text"),
        ("a" * 10_001, "content.text"),
        ("\0", "content.nul"),
        ("\ud800", "content.surrogate"),
        ("\ufdd0", "content.noncharacter"),
    ],
)
def test_nobody_builds_what_nobody_may_read(text, code):
    assert code_of(build_post, text) == code


def test_too_much_is_refused_before_it_is_read():
    assert code_of(parse_content, b"\xff" * (MAX_CONTENT_BYTES + 1)) == "content.too_large"


def test_the_same_document_in_other_bytes_is_other_content():
    tight, loose = b'{"type":"post","text":"hi"}', b'{ "type": "post", "text": "hi" }'
    assert parse_content(tight) == parse_content(loose)
    assert content_digest(tight) != content_digest(loose)
