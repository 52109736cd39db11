from dataclasses import replace

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st

from golden.terms_refused import changed
from golden.terms_samples import ASKS, CONTROLLER, TAG, sample_terms
from hashtagspace.domain.content import build_post, content_digest, parse_content
from hashtagspace.domain.kinds import DOCUMENT_TYPES, DocumentType, Kind
from hashtagspace.domain.odrl import spell_tag
from hashtagspace.domain.terms import Ask, Granularity, Question
from hashtagspace.domain.terms_format import build_terms, parse_terms
from hashtagspace.domain.validity import verify_document_type
from hashtagspace.errors import InvalidContent

GOLDEN = vectors("market_terms")
GOOD = GOLDEN["accepted"][0]["text"]


def code_of(data):
    refusal = None
    try:
        parse_terms(data)
    except InvalidContent as error:
        refusal = error
    assert refusal is None or refusal.detail.endswith(".")
    return refusal and refusal.exact_code


def spliced(data, splices):
    for splice in splices:
        at = splice["at"]
        data = data[:at] + unhex(splice["insert"]) + data[at + splice["cut"] :]
    return data


@pytest.mark.parametrize("row", GOLDEN["refused"], ids=lambda row: row["name"])
def test_terms_that_break_a_rule_are_refused(row):
    assert code_of(changed(GOOD, (row["old"], row["new"])).encode()) == row["code"]


@pytest.mark.parametrize("row", GOLDEN["accepted"], ids=lambda row: row["name"])
def test_terms_that_keep_the_rules_are_read_and_built_the_same(row):
    data = row["text"].encode()
    assert content_digest(data) == unhex(row["digest"])
    assert build_terms(parse_terms(data)) == data
    assert parse_content(data).type is DocumentType.TERMS


def test_an_ask_for_nothing_is_refused():
    with pytest.raises(InvalidContent) as caught:
        build_terms(sample_terms(asks=(), max_kinds=1))
    assert caught.value.exact_code == "terms.asks"


@pytest.mark.parametrize("value", ["null", "[]", '"x"', "1", "true"])
def test_objects_that_are_none_are_refused(value):
    start = GOOD.index('{"name":"Acme')
    end = GOOD.index(',"recipients"')
    assert code_of((GOOD[:start] + value + GOOD[end:]).encode()) == "terms.controller"


def test_another_document_is_not_terms():
    assert code_of(build_post("hello")) == "terms.type"


@pytest.mark.parametrize("kind", [kind for kind in Kind if DOCUMENT_TYPES[kind] is not None])
def test_no_intent_carries_terms(kind):
    with pytest.raises(InvalidContent) as caught:
        verify_document_type(kind, parse_terms(GOOD.encode()).type)
    assert caught.value.exact_code == "content.wrong_type"


def test_half_a_surrogate_pair_is_not_built():
    with pytest.raises(InvalidContent) as caught:
        build_terms(sample_terms(title="\ud800"))
    assert caught.value.exact_code == "terms.surrogate"


def test_a_document_over_64_kib_is_refused():
    data = GOOD.encode() + b" " * 65_536
    assert code_of(data) == "content.too_large"


@given(st.data())
def test_changed_bytes_are_read_or_refused_with_the_typed_error(data):
    seed = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    code = code_of(bytes(seed))
    assert code is None or code.startswith(("terms.", "content."))


def test_no_member_of_the_document_can_change_unnoticed():
    """Whatever is signed stands in a record, except the spelling of JSON."""
    terms = sample_terms()
    changes = {
        "title": "T",
        "purpose": "P",
        "purposes": ("dpv:Marketing",),
        "controller": replace(CONTROLLER, domain=None),
        "recipients": (),
        "jurisdiction": "DE",
        "language": "de",
        "retention_days": 1,
        "storage_locations": ("DE",),
        "rights": tuple(reversed(terms.rights)),
        "withdrawal": replace(terms.withdrawal, url=None),
        "asks": ASKS[:4],
        "min_kinds": 2,
        "max_kinds": 1,
        "envelope_key": bytes(1216),
        "attesters": (),
        "max_bytes": 5_000,
        "created_at_ms": 1,
    }
    assert set(changes) == set(terms.__slots__)
    for name, value in changes.items():
        more = {"max_kinds": 1} if name == "asks" else {}
        other = replace(terms, **{name: value}, **more)
        assert parse_terms(build_terms(other)) == other != terms


def test_questions_are_kept_in_the_order_of_their_fields():
    questions = (Question("topics", one_of=("sport",)), Question("brands", least=1))
    ask = Ask("interests", Granularity.YESNO, TAG, ("topics", "brands"), questions)
    terms = parse_terms(build_terms(sample_terms(asks=(ask,), max_kinds=1)))
    assert terms.asks[0].questions == questions[::-1]
    assert terms.find_ask("interests", Granularity.YESNO) == terms.asks[0]
    assert terms.find_ask("interests", Granularity.EXACT) is None
    assert terms.list_categories() == ("interests",)


@given(st.integers(0, 10**27))
def test_an_amount_is_spelled_exactly(wei):
    whole, _, part = spell_tag(wei).partition(".")
    assert int(whole) * TAG + int(part.ljust(18, "0")) == wei
    assert not part.endswith("0")
