import unicodedata
from itertools import islice

import pytest
from domain_strategies import unhex, vectors
from hypothesis import assume, given
from hypothesis import strategies as st

from hashtagspace.domain.hashtag import (
    MAX_TAG_CHARACTERS,
    MAX_TAG_COUNT,
    canonical_tag,
    find_hashtags,
    tag_id,
)
from hashtagspace.domain.hashtag_rules import canonical, compose, decompose, fold, hashtag_rules
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidHashtag

GOLDEN = vectors("hashtag")
RULES = hashtag_rules()
ALLOWED = [chr(code) for first, last, _ in RULES.classes for code in range(first, last + 1)]
BUSY = sorted(
    {*RULES.decompositions, *RULES.folds, *RULES.combining, *map(chr, range(0x1100, 0x1200)), *"각한aA1_"}
    & set(ALLOWED)
)
CROWDED = "aeS\u0131\u03b1\u0300\u0301\u0308\u030d\u0316\u0323\u0327\u0345\u1100\u1161\u11a8\uac00"
runs = st.text(st.sampled_from(BUSY) | st.sampled_from(ALLOWED), min_size=1, max_size=12) | st.text(
    st.sampled_from(CROWDED), min_size=1, max_size=8
)
any_text = st.text(
    st.characters() | st.sampled_from("#＃ _1a\u0301\u200d\u200c") | st.sampled_from(BUSY), max_size=40
)


@pytest.mark.parametrize("row", GOLDEN["texts"], ids=lambda row: ascii(row["text"])[:30])
def test_texts_have_the_tags_of_the_vectors(row):
    assert list(find_hashtags(row["text"])) == row["tags"]


def test_random_texts_have_the_tags_of_the_vectors():
    for row in GOLDEN["random"]:
        assert list(find_hashtags(row["text"])) == row["tags"]


@pytest.mark.parametrize("row", GOLDEN["given"], ids=lambda row: ascii(row["given"])[:30])
def test_a_tag_alone_is_spelled_one_way_or_refused(row):
    if row["canonical"] is not None:
        assert canonical_tag(row["given"]) == row["canonical"]
        return
    with pytest.raises(InvalidHashtag) as caught:
        canonical_tag(row["given"])
    assert caught.value.exact_code == "hashtag.invalid"


def test_every_allowed_character_has_the_form_of_the_vectors():
    forms: dict[int, list[str]] = {}
    for character in ALLOWED:
        forms.setdefault(ord(character) >> 12, []).append(canonical(character))
    for row in GOLDEN["everyCharacter"]:
        assert keccak256("".join(forms[row["block"]]).encode()) == unhex(row["digest"])


def test_every_allowed_character_is_what_the_interpreter_says():
    for character in ALLOWED:
        assert decompose(character) == unicodedata.normalize("NFD", character)
        assert compose(decompose(character)) == unicodedata.normalize("NFC", character)
        assert fold(decompose(character)) == unicodedata.normalize("NFD", character).casefold()
        assert unicodedata.category(character)[0] in "LMN" or character == "_"


@given(runs)
def test_normalisation_is_the_interpreters(run):
    assert decompose(run) == unicodedata.normalize("NFD", run)
    assert compose(decompose(run)) == unicodedata.normalize("NFC", run)
    folded = unicodedata.normalize("NFD", run).casefold()
    assert canonical(run) == unicodedata.normalize("NFC", folded)


@given(runs)
def test_the_canonical_form_is_one(run):
    once = canonical(run)
    assert canonical(once) == once
    folded = unicodedata.normalize("NFD", run).casefold()
    for form in ("NFC", "NFD"):
        assert canonical(unicodedata.normalize(form, run)) == once
        assert canonical(unicodedata.normalize(form, folded)) == once


@given(any_text)
def test_any_text_has_tags_that_are_canonical(text):
    tags = find_hashtags(text)
    assert len(set(tags)) == len(tags) <= MAX_TAG_COUNT
    for tag in tags:
        assert canonical_tag(tag) == tag
        assert canonical_tag("#" + tag) == tag
        assert find_hashtags(f"#{tag}") == (tag,)
        assert 1 <= len(tag) <= MAX_TAG_CHARACTERS
        assert tag_id(tag) == keccak256(tag.encode())


@given(any_text)
def test_a_tag_alone_is_a_tag_or_the_typed_error(text):
    try:
        tag = canonical_tag(text)
    except InvalidHashtag:
        return
    assert find_hashtags("#" + tag) == (tag,)
    assert tag_id(text) == tag_id(tag)


@given(st.lists(runs, min_size=1, max_size=40))
def test_a_post_counts_in_its_first_32_tags(words):
    assume(all("\u200d" not in word for word in words))
    text = " ".join(f"#{word}" for word in words)
    each = dict.fromkeys(tag for word in words for tag in find_hashtags(f"#{word}"))
    assert find_hashtags(text) == tuple(islice(each, MAX_TAG_COUNT))


def test_ids_are_those_of_the_vectors():
    for tag, expected in zip(GOLDEN["ids"]["tag"], GOLDEN["ids"]["id"], strict=True):
        assert tag_id(tag) == unhex(expected)


def test_joiners_never_part_two_spaces():
    assert tag_id("می\u200cخواهم") == tag_id("میخواهم")


@pytest.mark.parametrize(
    "code", [0x3164, 0x115F, 0x1160, 0xFFA0, 0x34F, 0xFE0F, 0x17B4, 0xE0100, 0x180B, 0xAD, 0x200B]
)
def test_what_nobody_sees_makes_no_tag(code):
    assert find_hashtags(f"#{chr(code)}") == ()
    assert find_hashtags(f"#a{chr(code)}b") == ("a",)
