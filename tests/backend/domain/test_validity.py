import pytest
from domain_strategies import nonzero_words, unhex, valid_intents, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.intent import Intent, decode_record, encode_record
from hashtagspace.domain.kinds import (
    DOCUMENT_TYPES,
    MAX_PROFILE_ID,
    SUBJECT_RULES,
    ZERO_WORD,
    DocumentType,
    Kind,
    mask_of_kinds,
)
from hashtagspace.domain.validity import judge, judge_form, judge_window, parse_intent, verify_document_type
from hashtagspace.errors import InvalidContent, InvalidIntent

WITHOUT_CONTENT = [kind for kind in Kind if DOCUMENT_TYPES[kind] is None]
WITH_CONTENT = [kind for kind in Kind if DOCUMENT_TYPES[kind] is not None]
seconds = st.integers(10**6, 2**40)


def code_of(refusal):
    return None if refusal is None else refusal.exact_code


def test_vectors_hold():
    for row in vectors("intent")["validity"]:
        assert code_of(judge(decode_record(unhex(row["record"])), int(row["anchoredAt"]))) == row["code"]


@pytest.mark.parametrize("kind", WITHOUT_CONTENT)
@given(content=nonzero_words)
def test_content_where_none_belongs_is_refused(kind, content):
    subject = (1).to_bytes(32, "big")
    assert code_of(judge_form(Intent(1, kind, subject, content, 0))) == "intent.content"


@pytest.mark.parametrize("kind", WITH_CONTENT)
@given(data=st.data())
def test_missing_content_is_refused(kind, data):
    intent = data.draw(valid_intents(kind))
    bare = Intent(intent.profile, kind, intent.subject, ZERO_WORD, 0)
    assert code_of(judge_form(bare)) == "intent.content"


@pytest.mark.parametrize("kind", [Kind.FOLLOW, Kind.UNFOLLOW])
@given(number=st.one_of(st.just(0), st.integers(MAX_PROFILE_ID + 1, 2**256 - 1)))
def test_one_follows_a_profile_id(kind, number):
    intent = Intent(1, kind, number.to_bytes(32, "big"), ZERO_WORD, 0)
    assert code_of(judge_form(intent)) == "intent.subject"


@given(nonzero_words, words)
def test_a_post_has_no_subject(subject, content):
    assert code_of(judge_form(Intent(1, Kind.POST, subject, content, 0))) == "intent.subject"


@pytest.mark.parametrize("profile", [0, MAX_PROFILE_ID + 1, 2**64 - 1])
def test_a_number_that_no_profile_has_is_refused(profile):
    intent = Intent(profile, Kind.POST, ZERO_WORD, b"\x01" * 32, 0)
    assert code_of(judge_form(intent)) == "intent.profile"
    with pytest.raises(InvalidIntent, match="profile id"):
        parse_intent(encode_record(intent))


@given(valid_intents())
def test_fields_that_fit_their_kind_pass(intent):
    assert judge_form(intent) is None
    assert parse_intent(encode_record(intent)) == intent


@given(seconds, st.integers(-(7 * 24 * 3600 * 1000), 10 * 60 * 1000))
def test_the_window_includes_both_ends(anchored, offset_ms):
    assert judge_window(anchored * 1000 + offset_ms, anchored) is None


@given(seconds, st.integers(1, 2**50))
def test_dates_outside_the_window_are_refused(anchored, beyond):
    assert code_of(judge_window(anchored * 1000 + 600_000 + beyond, anchored)) == "intent.future"
    assert code_of(judge_window(anchored * 1000 - 604_800_000 - beyond, anchored)) == "intent.too_old"


def test_every_kind_has_its_rules():
    assert set(SUBJECT_RULES) == set(DOCUMENT_TYPES) == set(Kind)
    assert [int(kind) for kind in Kind] == list(range(1, 15))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_document_of_another_type_is_refused(kind):
    for document_type in DocumentType:
        if document_type is DOCUMENT_TYPES[kind]:
            verify_document_type(kind, document_type)
            continue
        with pytest.raises(InvalidContent) as caught:
            verify_document_type(kind, document_type)
        assert caught.value.exact_code == "content.wrong_type"


def test_the_mask_has_one_bit_for_each_kind():
    assert mask_of_kinds() == 0
    assert mask_of_kinds(Kind.POST, Kind.FOLLOW, Kind.POST) == 0b1000000010
    assert mask_of_kinds(*Kind) == 0x7FFE
