"""market_receipt.json: words shown, selections, bundles and consent receipts, refusals included."""

from dataclasses import fields, replace

from golden.market_consent import camel
from golden.market_samples import DOMAIN
from golden.sale_refused import BUNDLE_CHANGES, SELECTION_CHANGES
from golden.sale_samples import (
    ALL_OR_NONE,
    BUYER,
    GIVEN_AT,
    PAYEE,
    TERMS,
    WHOLE,
    consent_of,
    kinds_of,
    offer_of,
    selection_of,
    signed_in,
    signing_of,
)
from golden.samples import Vectors, hexed
from golden.terms_refused import changed
from hashtagspace.domain.attestation import Attestation, attestation_digest
from hashtagspace.domain.consent import Consent, OfferTerms
from hashtagspace.domain.terms_format import build_terms
from hashtagspace.errors import InvalidInput
from hashtagspace.market.bundle import Bundle, build_bundle, parse_bundle
from hashtagspace.market.ladder import KindData
from hashtagspace.market.receipt import build_receipt
from hashtagspace.market.sale import Course, Documents, open_sale
from hashtagspace.market.selection import (
    AttestedBy,
    Selection,
    build_selection,
    parse_selection,
    price_of,
    verify_selection,
)
from hashtagspace.market.spans import iso_time, spell_span, spell_time
from hashtagspace.market.words import Signing, describe_consent, shown_digest, verify_shown

ALL_TERMS = (TERMS, ALL_OR_NONE, WHOLE)
DAY_SECONDS = 86_400
MANY = ("activity bracket", "contact exact", "demographics noised", "location bracket", "purchases yesno")
OFFERS = (
    offer_of(TERMS),
    offer_of(TERMS, garbage_seconds=5_400, vesting_seconds=30 * DAY_SECONDS, up_front_bps=2_550),
    offer_of(TERMS, vesting_seconds=DAY_SECONDS, up_front_bps=0, accept_until=GIVEN_AT + 3),
    offer_of(TERMS, epochs=12, deliver_seconds=30 * DAY_SECONDS),
)
SIGNINGS: tuple[Signing, ...] = (
    signing_of(TERMS, OFFERS[0], "interests exact"),
    signing_of(TERMS, OFFERS[0], *MANY),
    signing_of(TERMS, OFFERS[1], "custom exact", "demographics bracket", "purchases exact"),
    signing_of(TERMS, OFFERS[2], "location exact"),
    signing_of(TERMS, OFFERS[3], "purchases bracket"),
    signing_of(
        ALL_OR_NONE,
        offer_of(ALL_OR_NONE, epochs=1, deliver_seconds=3_601),
        "interests bracket",
        "contact yesno",
    ),
    signing_of(WHOLE, offer_of(WHOLE), "custom exact"),
)
COURSES: tuple[tuple[Course, int], ...] = (
    (Course(GIVEN_AT), GIVEN_AT + 5),
    (Course(GIVEN_AT, delivered_at=GIVEN_AT + 100, withdrawn_at=GIVEN_AT + 10**6), GIVEN_AT + 10**6 + 1),
    (Course(GIVEN_AT, delivered_at=GIVEN_AT + 100), GIVEN_AT + 100 + 365 * DAY_SECONDS),
    (Course(GIVEN_AT, delivered_at=GIVEN_AT + 100), GIVEN_AT + 99 + 365 * DAY_SECONDS),
    (Course(GIVEN_AT, ended_at=GIVEN_AT + 4 * DAY_SECONDS), GIVEN_AT + 5 * DAY_SECONDS),
    (Course(GIVEN_AT, withdrawn_at=GIVEN_AT + 7), GIVEN_AT + 8),
    (Course(GIVEN_AT), GIVEN_AT + 9),
)
ATTESTED = AttestedBy(PAYEE, b"\x33" * 32, "custom", GIVEN_AT, b"\x44" * 65)


def spelled(record: OfferTerms | Consent) -> Vectors:
    """Members as the contract names them: bytes as hex, numbers as decimal strings."""
    row: Vectors = {}
    for field in fields(record):
        value = getattr(record, field.name)
        row[camel(field.name)] = hexed(value) if isinstance(value, bytes) else str(value)
    return row


def text_of(selection: Selection) -> str:
    """The selection's bytes as text."""
    return build_selection(selection).decode()


def words(signing: Signing) -> Vectors:
    """What is shown of one signing, and what the selection holds of it."""
    text = describe_consent(signing)
    return {
        "terms": ALL_TERMS.index(signing.terms),
        "offer": spelled(signing.offer),
        "profile": str(signing.profile),
        "payee": hexed(signing.payee),
        "validUntil": str(signing.valid_until),
        "text": text,
        "shown": hexed(shown_digest(text)),
        "selection": text_of(selection_of(signing)),
        "price": str(price_of(signing.kinds, signing.terms)),
    }


def code_of(call: object, *arguments: object) -> str | None:
    """The code of the refusal, None when there is none."""
    try:
        call(*arguments)  # type: ignore[operator]
    except InvalidInput as error:
        return error.exact_code
    return None


def attested() -> Vectors:
    """An attestation's message and digest, and a selection that carries it."""
    message = Attestation(7, ATTESTED.pt_root, ATTESTED.category, ATTESTED.issued_at)
    selection = replace(selection_of(SIGNINGS[-1]), attestation=ATTESTED)
    return {
        "profile": "7",
        "ptRoot": hexed(message.pt_root),
        "category": message.category,
        "issuedAt": message.issued_at,
        "type": message.STRUCT.encoded,
        "digest": hexed(attestation_digest(message, DOMAIN)),
        "selection": text_of(selection),
    }


def list_verified() -> list[Vectors]:
    """Selections against terms and price."""
    one, many, all_kinds, whole = (selection_of(SIGNINGS[at]) for at in (0, 1, 5, 6))
    tag, first = 10**18, many.kinds[0]
    noised = next(kind for kind in many.kinds if kind.category == "demographics")
    cases: list[tuple[Selection, int, int]] = [
        (one, 0, tag),
        (one, 0, tag + 1),
        (one, 0, 0),
        (one, 1, tag),
        (many, 0, 5 * tag),
        (all_kinds, 1, 2 * tag),
        (all_kinds, 0, 2 * tag),
        (replace(all_kinds, kinds=all_kinds.kinds[:1]), 1, tag),
        *(
            (replace(many, kinds=(replace(first, fields=fields), *many.kinds[1:])), 0, 5 * tag)
            for fields in (first.fields[1:], (), first.fields[::-1], ("constructor",))
        ),
        (replace(many, kinds=(replace(noised, fields=("birth_year", "children")),)), 0, tag),
        (replace(whole, kinds=(replace(whole.kinds[0], fields=("name",)),)), 2, tag),
        (replace(whole, attestation=ATTESTED), 2, tag),
        (replace(whole, attestation=replace(ATTESTED, attester=b"\x55" * 20)), 2, tag),
        (replace(whole, attestation=replace(ATTESTED, category="contact")), 2, tag),
        (replace(many, attestation=ATTESTED), 0, 5 * tag),
    ]
    return [
        {
            "selection": text_of(selection),
            "terms": terms,
            "price": str(price),
            "code": code_of(verify_selection, selection, ALL_TERMS[terms], price),
        }
        for selection, terms, price in cases
    ]


def bundled(signing: Signing, kinds: tuple[KindData, ...]) -> Vectors:
    """A bundle that holds just what was sold."""
    selection = selection_of(signing)
    data = build_bundle(
        Bundle(selection.offer, selection.profile, "2026-11-23", kinds), signing.terms.max_bytes
    )
    parse_bundle(data, signing.terms, selection)
    return {
        "terms": ALL_TERMS.index(signing.terms),
        "selection": text_of(selection),
        "text": data.decode(),
    }


def list_bundles() -> list[Vectors]:
    """One for each signing."""
    names = [[f"{kind.category} {kind.granularity.value}" for kind in signing.kinds] for signing in SIGNINGS]
    return [
        bundled(signing, kinds_of(signing.terms, *some))
        for signing, some in zip(SIGNINGS, names, strict=True)
    ]


def refused_bundle(bundles: list[Vectors], name: str, at: int, change: tuple[str, str], code: str) -> Vectors:
    """A bundle changed in one place, and the code it must be refused with."""
    signing = SIGNINGS[at]
    data = changed(str(bundles[at]["text"]), change).encode()
    found = code_of(parse_bundle, data, signing.terms, selection_of(signing))
    if found != f"bundle.{code}":
        raise AssertionError(f"{name}: expected bundle.{code}, got {found}")
    return {"name": name, "bundle": at, "old": change[0], "new": change[1], "code": found}


def refused_selection(name: str, change: tuple[str, str], code: str) -> Vectors:
    """The second signing's selection, changed in one place."""
    found = code_of(parse_selection, changed(text_of(selection_of(SIGNINGS[1])), change).encode())
    if found != f"selection.{code}":
        raise AssertionError(f"{name}: expected selection.{code}, got {found}")
    return {"name": name, "old": change[0], "new": change[1], "code": found}


def spelled_course(course: Course) -> Vectors:
    """Seconds; null for what did not happen."""
    return {camel(field.name): getattr(course, field.name) for field in fields(course)}


def receipt(signing: Signing, course: Course, created_at: int) -> Vectors:
    """A sale with all its documents, and the receipt of it."""
    selection = selection_of(signing)
    consent, documents = consent_of(signing, selection)
    sale = open_sale(DOMAIN, BUYER, signing.offer, consent, documents)
    verify_shown(selection, signing.terms, signing.offer, consent)
    return {
        "terms": ALL_TERMS.index(signing.terms),
        "offer": spelled(signing.offer),
        "consent": spelled(consent),
        "selection": documents.selection.decode(),
        "receiptSalt": hexed(documents.receipt_salt),
        "course": spelled_course(course),
        "createdAt": created_at,
        "receipt": build_receipt(sale, course, created_at),
    }


def list_mismatches() -> list[Vectors]:
    """The first sale with one thing exchanged."""
    signing = SIGNINGS[0]
    consent, documents = consent_of(signing, selection_of(signing))
    wrong = replace(selection_of(signing), profile=8)
    other = Documents(documents.terms, build_selection(wrong), documents.receipt_salt)
    cheap = replace(consent, price=1)
    cases: list[tuple[str, OfferTerms, Consent, Documents]] = [
        ("another offer", replace(signing.offer, min_level=1), consent, documents),
        ("another terms digest", signing.offer, replace(consent, terms=bytes(32)), documents),
        ("another document", signing.offer, consent, replace(documents, terms=documents.terms + b" ")),
        ("another salt", signing.offer, consent, replace(documents, receipt_salt=bytes(32))),
        ("another selection", signing.offer, consent, replace(documents, selection=other.selection)),
        ("another profile", signing.offer, replace(consent, profile=8), documents),
        ("another price", signing.offer, cheap, documents),
    ]
    return [
        {
            "name": name,
            "offer": spelled(offer),
            "consent": spelled(given),
            "termsText": docs.terms.decode(),
            "selection": docs.selection.decode(),
            "receiptSalt": hexed(docs.receipt_salt),
            "code": code_of(open_sale, DOMAIN, BUYER, offer, given, docs),
        }
        for name, offer, given, docs in cases
    ]


def build() -> Vectors:
    """The words of each signing, and what follows from them."""
    bundles = list_bundles()
    seconds = (0, 1, 59, 60, 3_600, 5_400, 86_399, 86_400, 129_600, 2_592_000, 63_072_000)
    times = (0, 1_790_100_000, 951_782_400, 4_107_542_400, 253_402_300_799, 253_402_300_800, 2**64 - 1)
    return {
        **signed_in(),
        "buyer": hexed(BUYER),
        "spans": [{"seconds": size, "words": spell_span(size)} for size in seconds if size],
        "times": [{"seconds": str(at), "words": spell_time(at), "iso": iso_time(at)} for at in times],
        "terms": [build_terms(terms).decode() for terms in ALL_TERMS],
        "words": [words(signing) for signing in SIGNINGS],
        "attestation": attested(),
        "selectionsRefused": [refused_selection(*case) for case in SELECTION_CHANGES],
        "verified": list_verified(),
        "bundles": bundles,
        "bundlesRefused": [refused_bundle(bundles, *case) for case in BUNDLE_CHANGES],
        "receipts": [
            receipt(signing, course, at) for signing, (course, at) in zip(SIGNINGS, COURSES, strict=True)
        ],
        "mismatches": list_mismatches(),
    }
