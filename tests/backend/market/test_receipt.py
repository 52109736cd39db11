import copy
import json
from importlib.resources import files

import pytest
from domain_strategies import unhex, vectors
from jsonschema import Draft202012Validator, FormatChecker

from golden.market_receipt import COURSES, SIGNINGS
from golden.sale_samples import BUYER, GIVEN_AT, consent_of, selection_of
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.receipt import build_receipt
from hashtagspace.market.sale import Course, kept_until, open_sale

GOLDEN = vectors("market_receipt")
DOMAIN = TypedDomain(int(GOLDEN["chainId"]), unhex(GOLDEN["market"]))
SCHEMA = json.loads(files("hashtagspace.market").joinpath("receipt.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
YEAR = 365 * 86_400

# ISO/IEC TS 27560:2023 by the guide of the DPV community group: field of the standard, where it is here.
RECORD = ("dpv:hasRecordOfActivity",)
PROCESS = (*RECORD, "dpv:hasProcess", 0)
CONTROLLER = (*RECORD, "dpv:hasEntity", 1)
STATE = (*RECORD, "dpv:hasConsentStatus", 0)
MANDATORY = {
    "receipt: schema version": ("dct:conformsTo",),
    "receipt: identifier": ("dct:identifier",),
    "receipt: associated record": RECORD,
    "receipt: creation time": ("dct:created",),
    "schema version": (*RECORD, "dct:conformsTo"),
    "record identifier": (*RECORD, "dct:identifier"),
    "data subject": (*RECORD, "dpv:hasDataSubject"),
    "notice": (*RECORD, "dpv:hasNotice"),
    "language": (*RECORD, "dpv:hasNotice", "dct:language"),
    "process": (*RECORD, "dpv:hasProcess"),
    "purpose": (*PROCESS, "dpv:hasPurpose"),
    "personal data": (*PROCESS, "dpv:hasPersonalData"),
    "personal data type": (*PROCESS, "dpv:hasPersonalData", 0, "skos:broader"),
    "storage location": (*PROCESS, "dpv:hasStorageCondition", 0, "dpv:hasLocation"),
    "storage duration": (*PROCESS, "dpv:hasStorageCondition", 1, "dpv:hasDuration"),
    "controller": (*PROCESS, "dpv:hasDataController"),
    "recipients": (*PROCESS, "dpv:hasRecipient"),
    "withdrawal": (*RECORD, "dpv:hasConsentControl"),
    "withdrawal: where": (*RECORD, "dpv:hasConsentControl", 0, "dpv:isExercisedAt"),
    "jurisdiction": (*RECORD, "dpv:hasJurisdiction"),
    "rights": (*RECORD, "dpv:hasRight"),
    "party name": (*CONTROLLER, "dpv:hasName"),
    "party identifier": (*CONTROLLER, "dpv:hasIdentifier"),
    "party role": (*CONTROLLER, "@type"),
    "party contact": (*CONTROLLER, "schema:contactPoint"),
    "party postal address": (*CONTROLLER, "schema:address"),
    "event type": (*RECORD, "dpv:hasLegalBasis"),
    "event state": (*STATE, "@type"),
    "event time": (*STATE, "dpv:isIndicatedAtTime"),
    "event duration": (*STATE, "dpv:hasDuration"),
    "event expressed by": (*STATE, "dpv:isIndicatedBy"),
}


def sale_of(at):
    signing = SIGNINGS[at]
    consent, documents = consent_of(signing, selection_of(signing))
    return open_sale(DOMAIN, BUYER, signing.offer, consent, documents)


def find(receipt, path):
    for step in path:
        receipt = receipt[step]
    return receipt


def without(receipt, path):
    changed = copy.deepcopy(receipt)
    del find(changed, path[:-1])[path[-1]]
    return changed


def states(course, now, at=0):
    record = build_receipt(sale_of(at), course, now)["dpv:hasRecordOfActivity"]
    return [state["@type"][0].removeprefix("dpv:Consent") for state in record["dpv:hasConsentStatus"]]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("at", "row"), list(enumerate(GOLDEN["receipts"])))
def test_receipts_are_those_of_the_vectors_and_fit_the_schema(at, row):
    course, created_at = COURSES[at]
    receipt = build_receipt(sale_of(at), course, created_at)
    assert json.dumps(receipt) == json.dumps(row["receipt"])  # the order of the members too
    VALIDATOR.validate(receipt)


@pytest.mark.parametrize("field", MANDATORY)
def test_every_mandatory_field_is_there_and_required(field):
    receipt = GOLDEN["receipts"][0]["receipt"]
    assert find(receipt, MANDATORY[field])
    assert not VALIDATOR.is_valid(without(receipt, MANDATORY[field]))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("dct:created",), "yesterday"),
        (("@type",), "dpv:ConsentRecord"),
        ((*RECORD, "dpv:hasJurisdiction"), {"@id": "EU"}),
        ((*RECORD, "dpv:hasConsentStatus"), []),
        ((*RECORD, "dpv:hasProcess"), []),
        ((*STATE, "@type"), ["dpv:ConsentRefused"]),
        ((*RECORD, "note"), "small print"),
        ((*RECORD, "dpv:hasEntity", 0, "schema:email"), "ada@mail.example"),
        ((*PROCESS, "dpv:hasStorageCondition", 1, "dpv:hasDuration", "rdf:value"), "for ever"),
    ],
)
def test_the_schema_refuses_what_is_no_receipt(path, value):
    receipt = copy.deepcopy(GOLDEN["receipts"][0]["receipt"])
    find(receipt, path[:-1])[path[-1]] = value
    assert not VALIDATOR.is_valid(receipt)


def test_the_state_is_given_until_the_data_must_be_gone():
    delivered = Course(GIVEN_AT, delivered_at=GIVEN_AT + 100)
    assert kept_until(sale_of(0), delivered) == GIVEN_AT + 100 + YEAR
    assert states(delivered, GIVEN_AT + 99 + YEAR) == ["Given"]
    assert states(delivered, GIVEN_AT + 100 + YEAR) == ["Given", "Expired"]


def test_while_nothing_is_delivered_the_last_moment_for_it_counts():
    assert kept_until(sale_of(0), Course(GIVEN_AT)) == GIVEN_AT + 3 * 86_400 + YEAR
    assert kept_until(sale_of(4), Course(GIVEN_AT)) == GIVEN_AT + 12 * 30 * 86_400 + YEAR


def test_a_withdrawn_consent_is_withdrawn_for_ever():
    withdrawn = Course(GIVEN_AT, delivered_at=GIVEN_AT, withdrawn_at=GIVEN_AT + 5)
    assert states(withdrawn, GIVEN_AT + 6) == states(withdrawn, GIVEN_AT + 9 * YEAR) == ["Given", "Withdrawn"]


def test_a_deal_that_ended_without_data_has_expired():
    assert states(Course(GIVEN_AT, ended_at=GIVEN_AT + 9), GIVEN_AT + 8) == ["Given"]
    assert states(Course(GIVEN_AT, ended_at=GIVEN_AT + 9), GIVEN_AT + 9) == ["Given", "Expired"]


def test_no_value_of_the_data_stands_in_a_receipt():
    for row in GOLDEN["receipts"]:
        text = json.dumps(row["receipt"], ensure_ascii=False)
        for secret in ("Ada", "ada@mail.example", "1987", "Berlin", "aGVsbG8", "0115", "Bäcker", "12.50"):
            assert secret not in text


def test_every_iri_is_of_a_namespace_that_the_context_names():
    def iris(value):
        if isinstance(value, dict):
            for name, inner in value.items():
                if not name.startswith("@"):
                    yield name
                yield from iris(inner)
                if name == "@id":
                    yield inner
        elif isinstance(value, list):
            for inner in value:
                yield from iris(inner)

    receipt = GOLDEN["receipts"][1]["receipt"]
    prefixes = set(receipt["@context"]) | {"urn", "did", "https", "mailto"}
    body = {name: value for name, value in receipt.items() if name != "@context"}
    assert {iri.split(":")[0] for iri in iris(body)} <= prefixes
