from dataclasses import fields, replace

import pytest
from domain_strategies import unhex, vectors, words
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of

from golden.sale_samples import TERMS, kinds_of, offer_of, selection_of, signing_of
from golden.terms_refused import changed
from hashtagspace.domain.attestation import Attestation, attestation_digest, attestation_to_wallet
from hashtagspace.domain.consent import Consent, OfferTerms
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.terms import Granularity
from hashtagspace.domain.terms_format import build_terms, parse_terms
from hashtagspace.errors import InvalidContent, InvalidInput
from hashtagspace.market.sale import Documents, open_sale
from hashtagspace.market.selection import (
    AttestedBy,
    SelectedKind,
    Selection,
    build_selection,
    parse_selection,
    price_of,
    select_kinds,
    verify_kinds,
    verify_selection,
)
from hashtagspace.market.spans import iso_time, spell_span, spell_time
from hashtagspace.market.words import Signing, describe_consent, shown_digest, verify_shown

GOLDEN = vectors("market_receipt")
ALL_TERMS = [parse_terms(text.encode()) for text in GOLDEN["terms"]]
DOMAIN = TypedDomain(int(GOLDEN["chainId"]), unhex(GOLDEN["market"]))
SECOND = GOLDEN["words"][1]["selection"]

kind_of = st.builds(
    SelectedKind,
    st.from_regex(r"\A[a-z][a-z0-9_-]{0,5}\Z"),
    st.sampled_from(Granularity),
    st.lists(st.from_regex(r"\A[a-z][a-z0-9_-]{0,5}\Z"), max_size=4, unique=True).map(tuple),
)
attestations = st.builds(
    AttestedBy,
    st.binary(min_size=20, max_size=20),
    words,
    st.just("custom"),
    st.integers(1, 2**53 - 1),
    st.binary(min_size=65, max_size=65),
)
selections = st.builds(
    Selection,
    words,
    st.integers(1, 2**63 - 1),
    st.lists(kind_of, min_size=1, max_size=5, unique_by=lambda kind: kind.category).map(
        lambda kinds: tuple(sorted(kinds, key=lambda kind: kind.category))
    ),
    words,
    st.none() | attestations,
)


def record_of(record, row):
    """An OfferTerms or Consent as the vectors spell it."""

    def value(text):
        return unhex(text) if text.startswith("0x") else int(text)

    return record(*(value(text) for _, text in zip(fields(record), row.values(), strict=True)))


def signing_of_row(row):
    selection = parse_selection(row["selection"].encode())
    return Signing(
        ALL_TERMS[row["terms"]],
        record_of(OfferTerms, row["offer"]),
        int(row["profile"]),
        selection.kinds,
        unhex(row["payee"]),
        int(row["validUntil"]),
    )


@pytest.mark.parametrize("row", GOLDEN["selectionsRefused"], ids=lambda row: row["name"])
def test_a_selection_has_one_spelling_only(row):
    assert code_of(parse_selection, changed(SECOND, (row["old"], row["new"])).encode()) == row["code"]


@given(selections)
def test_a_selection_is_read_as_it_was_built(selection):
    assert parse_selection(build_selection(selection)) == selection


@given(st.data())
def test_changed_bytes_are_another_selection_or_refused(data):
    seed = bytearray(SECOND.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    try:
        selection = parse_selection(bytes(seed))
    except InvalidInput as error:
        code = error.exact_code
    else:
        code = "selection.read"
        assert build_selection(selection) == bytes(seed)
    assert code.startswith("selection.")


@pytest.mark.parametrize("issued_at", [True, 0, -1])
def test_an_attestation_has_a_time(issued_at):
    selection = parse_selection(GOLDEN["attestation"]["selection"].encode())
    attestation = replace(selection.attestation, issued_at=issued_at)
    assert code_of(build_selection, replace(selection, attestation=attestation)) == "selection.form"


@pytest.mark.parametrize("row", GOLDEN["verified"])
def test_a_selection_is_held_against_the_terms_and_the_price(row):
    selection = parse_selection(row["selection"].encode())
    arguments = (verify_selection, selection, ALL_TERMS[row["terms"]], int(row["price"]))
    if row["code"] is None:
        verify_selection(*arguments[1:])
    else:
        assert code_of(*arguments) == row["code"]


def test_a_row_of_every_refusal_stands_in_the_vectors():
    codes = {row["code"] for row in GOLDEN["verified"]}
    assert codes == {None} | {
        f"selection.{name}" for name in ("kinds", "ask", "fields", "price", "attestation")
    }


def test_a_category_is_sold_at_one_granularity_only():
    kinds = select_kinds(kinds_of(TERMS, "location bracket", "location exact"))
    assert code_of(verify_kinds, kinds, TERMS) == "selection.kinds"


def test_a_selection_names_the_fields_that_are_shown():
    kinds = kinds_of(TERMS, "location bracket", "demographics noised")
    assert select_kinds(kinds) == (
        SelectedKind("demographics", Granularity.NOISED, ("birth_year",)),
        SelectedKind("location", Granularity.BRACKET, ("country", "postcode", "coordinates", "moved")),
    )


@pytest.mark.parametrize("row", GOLDEN["words"])
def test_the_words_shown_are_those_of_the_vectors(row):
    signing = signing_of_row(row)
    text = describe_consent(signing)
    assert text == row["text"]
    assert shown_digest(text) == unhex(row["shown"])
    assert parse_selection(row["selection"].encode()).shown == unhex(row["shown"])
    assert price_of(signing.kinds, signing.terms) == int(row["price"])


@given(st.text(min_size=1, max_size=40) | st.text("\n\r\v\f\x1c\x85\u2028\u2029 a", min_size=1, max_size=5))
def test_what_a_business_writes_adds_no_line_to_the_words(text):
    good = describe_consent(signing_of(TERMS, offer_of(TERMS), "contact exact"))
    name = replace(TERMS.controller, name=text)
    method = replace(TERMS.withdrawal, method=text)
    terms = replace(TERMS, title=text, purpose=text, controller=name, withdrawal=method)
    try:
        build_terms(terms)
    except InvalidContent:
        return
    words_shown = describe_consent(signing_of(terms, offer_of(terms), "contact exact"))
    assert len(words_shown.splitlines()) == len(good.splitlines()) == good.count("\n") + 1


@pytest.mark.parametrize("row", GOLDEN["spans"])
def test_spans_are_spelled(row):
    assert spell_span(row["seconds"]) == row["words"]


@pytest.mark.parametrize("row", GOLDEN["times"])
def test_times_are_spelled(row):
    assert (spell_time(int(row["seconds"])), iso_time(int(row["seconds"]))) == (row["words"], row["iso"])


def test_an_attestation_has_the_digest_of_the_vectors():
    row = GOLDEN["attestation"]
    message = Attestation(int(row["profile"]), unhex(row["ptRoot"]), row["category"], row["issuedAt"])
    assert attestation_digest(message, DOMAIN) == unhex(row["digest"])
    wallet = attestation_to_wallet(message, DOMAIN)
    assert wallet["message"]["category"] == row["category"]
    assert message.STRUCT.encoded == row["type"]


@pytest.mark.parametrize("row", GOLDEN["mismatches"], ids=lambda row: row["name"])
def test_a_sale_whose_digests_do_not_meet_is_not_opened(row):
    documents = Documents(row["termsText"].encode(), row["selection"].encode(), unhex(row["receiptSalt"]))
    offer, consent = record_of(OfferTerms, row["offer"]), record_of(Consent, row["consent"])
    assert code_of(open_sale, DOMAIN, unhex(GOLDEN["buyer"]), offer, consent, documents) == row["code"]


def test_other_words_than_those_of_the_consent_are_found_out():
    row = GOLDEN["receipts"][0]
    terms, offer = ALL_TERMS[row["terms"]], record_of(OfferTerms, row["offer"])
    consent = record_of(Consent, row["consent"])
    selection = parse_selection(row["selection"].encode())
    verify_shown(selection, terms, offer, consent)
    for other in (
        replace(consent, valid_until=consent.valid_until + 1),
        replace(consent, payee=bytes(19) + b"\x01"),
        replace(consent, profile=1),
    ):
        assert code_of(verify_shown, selection, terms, offer, other) == "selection.shown"
    assert (
        code_of(verify_shown, replace(selection, shown=bytes(32)), terms, offer, consent) == "selection.shown"
    )


def test_a_subscription_says_so_first():
    signing = signing_of(TERMS, offer_of(TERMS, epochs=2, deliver_seconds=86_400), "contact exact")
    assert describe_consent(signing).startswith(
        "You sell 1 kind of data to Acme Coffee GmbH, 2 times, once every 1 day"
    )
    assert selection_of(signing).kinds == signing.kinds
