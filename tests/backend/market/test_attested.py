"""The files between a person and an attester, by the golden vectors that the browser passes too."""

import json

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain.attestation import Attestation, attestation_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.attested import (
    MAX_KEPT,
    build_attestation,
    build_request,
    encode_attested,
    list_attestations,
    parse_attestation,
    parse_request,
    put_attestation,
    root_of,
)
from hashtagspace.market.record import decode_record

GOLDEN = vectors("market_attested")
OF_THE_FILE = (
    "another type",
    "another version",
    "a version that is true",
    "a member more",
    "no type",
    "no version",
)
DOMAIN = TypedDomain(int(GOLDEN["chainId"]), unhex(GOLDEN["market"]))


@pytest.mark.parametrize("row", GOLDEN["requests"], ids=lambda row: row["bundle"][100:140])
def test_a_request_gives_its_root_and_an_attestation_its_signer(row):
    bundle, seed = row["bundle"].encode(), unhex(row["seed"])
    assert build_request(bundle, seed).decode() == row["file"]
    request = parse_request(row["file"].encode())
    assert (request.bundle, request.kind.seed) == (bundle, seed)
    assert request.pt_root == root_of(bundle, seed) == unhex(row["ptRoot"])
    kept = parse_attestation(row["attestation"].encode())
    assert (kept.kind, kept.pt_root) == (request.kind, request.pt_root)
    assert build_attestation(kept).decode() == row["attestation"]
    form = Attestation(kept.kind.profile, kept.pt_root, kept.kind.category, kept.issued_at)
    digest = attestation_digest(form, DOMAIN)
    assert digest == unhex(row["digest"])
    assert find_signer(digest, kept.signature) == unhex(GOLDEN["attester"])


@pytest.mark.parametrize("row", GOLDEN["refused"], ids=lambda row: row["name"])
def test_a_malformed_attestation_is_refused(row):
    assert code_of(parse_attestation, row["file"].encode()) == row["code"]
    entry = {"type": "attestations", "version": 1, "items": [_members(row["file"])]}
    if row["name"] not in OF_THE_FILE:
        assert list_attestations(entry) == ()  # a vault made by something else harms nothing


def test_a_record_keeps_one_for_each_offer_and_the_latest_eight():
    made = [parse_attestation(row["attestation"].encode()) for row in GOLDEN["requests"]]
    found = None
    for one in (*made, made[0]):
        found = put_attestation(found, one)
    assert found == GOLDEN["kept"]["all"]
    assert list_attestations(found) == (*made[1:], made[0])
    assert len(list_attestations(GOLDEN["kept"]["latest"])) == MAX_KEPT == GOLDEN["kept"]["latestCount"]
    for foreign in (None, {}, {"type": "attestations"}, {"type": "other", "items": found["items"]}):
        assert list_attestations(foreign) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"bundle": "{}"},
        {"bundle": 7},
        {"bundle": "["},
        {"seed": "0x11"},
        {"type": "attestation"},
        {"version": 2},
        {"more": None},
    ],
    ids=str,
)
def test_a_malformed_request_is_refused(change):
    request = {**json.loads(GOLDEN["requests"][0]["file"]), **change}
    assert code_of(parse_request, json.dumps(request).encode()).startswith("attestation.")


def test_a_request_for_two_kinds_is_refused():
    bundle = json.loads(GOLDEN["requests"][0]["bundle"])
    bundle["kinds"] *= 2
    assert code_of(build_request, json.dumps(bundle).encode(), bytes(32)) == "attestation.form"


@given(st.binary(max_size=2_000), st.binary(min_size=32, max_size=32))
def test_the_data_comes_out_again_and_another_seed_has_another_root(data, seed):
    assert bytes(decode_record(encode_attested(data, seed))) == data
    assert encode_attested(data, seed) == encode_attested(data, seed)
    assert root_of(data, seed) != root_of(data, bytes([seed[0] ^ 1]) + seed[1:])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_code(data):
    assert code_of(parse_attestation, data).startswith("attestation.")
    assert code_of(parse_request, data).startswith("attestation.")


def _members(text):
    try:
        return json.loads(text)
    except ValueError:
        return None
