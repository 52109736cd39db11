"""market_attested.json: bundles with the seed's salts, and the files between a person and an attester."""

import json
from typing import Any

from golden.market_samples import DOMAIN
from golden.sale_samples import BRACKET, EXACT, PROFILE, YESNO
from golden.samples import Vectors, address_of, hexed, sign, source, test_key
from hashtagspace.domain.attestation import Attestation, attestation_digest
from hashtagspace.market.attested import (
    AttestedKind,
    KeptAttestation,
    build_attestation,
    build_request,
    list_attestations,
    parse_request,
    put_attestation,
)
from hashtagspace.market.bundle import Bundle, build_bundle
from hashtagspace.market.ladder import KindData

ISSUED_AT = 1_790_200_000
PURCHASES = tuple({"date": f"2026-01-{day:02}", "shop": "Quay " * 9} for day in range(1, 29))
KINDS = (
    KindData("interests", EXACT, {"topics": ["sport.climbing"]}),
    KindData("demographics", YESNO, {"birth_year": True}),
    KindData("contact", EXACT, {"full_name": "Mira Kestrel-Ålund 日本", "city": "Husum"}),
    KindData("location", BRACKET, {"country": "europe"}),
    KindData("purchases", EXACT, rows=PURCHASES),
)  # fmt: skip
CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("another type", {"type": "attestation-request"}),
    ("another version", {"version": 2}),
    ("a version that is true", {"version": True}),
    ("a member more", {"more": 1}),
    ("an offer in capitals", {"offer": "0x" + "AB" * 32}),
    ("profile zero", {"profile": "0"}),
    ("a profile as a number", {"profile": 5}),
    ("a profile of 64 bits", {"profile": str(1 << 63)}),
    ("a category with spaces", {"category": "con tact"}),
    ("an unknown granularity", {"granularity": "whole"}),
    ("a day that is none", {"day": "2026-02-30"}),
    ("a short seed", {"seed": "0x12"}),
    ("a short root", {"ptRoot": "0x12"}),
    ("an attester of 21 bytes", {"attester": "0x" + "11" * 21}),
    ("a time that is true", {"issuedAt": True}),
    ("a time of nothing", {"issuedAt": 0}),
    ("a time as text", {"issuedAt": "1790200000"}),
    ("a short signature", {"signature": "0x" + "11" * 64}),
)


def build() -> Vectors:
    """Requests with their roots, attestations with their digests, what a record keeps, what is refused."""
    random = source("market_attested")
    attester = test_key(7)
    requests, kept = [], []
    for kind in KINDS:
        offer, seed, day = random.randbytes(32), random.randbytes(32), "2026-11-23"
        bundle = build_bundle(Bundle(offer, PROFILE, day, (kind,)), 65_536)
        file = build_request(bundle, seed)
        root = parse_request(file).pt_root
        digest = attestation_digest(Attestation(PROFILE, root, kind.category, ISSUED_AT), DOMAIN)
        of = AttestedKind(offer, PROFILE, kind.category, kind.granularity, day, seed)
        made = KeptAttestation(of, root, address_of(attester), ISSUED_AT, sign(attester, digest))
        requests.append(
            {
                "bundle": bundle.decode(),
                "seed": hexed(seed),
                "file": file.decode(),
                "ptRoot": hexed(root),
                "digest": hexed(digest),
                "attestation": build_attestation(made).decode(),
            }
        )
        kept.append(made)
    good = json.loads(requests[0]["attestation"])
    return {
        "chainId": str(DOMAIN.chain_id),
        "market": hexed(DOMAIN.contract),
        "attester": hexed(address_of(attester)),
        "requests": requests,
        "kept": keep(kept),
        "refused": [
            {"name": name, "file": json.dumps({**good, **change}), "code": "attestation.form"}
            for name, change in CHANGES
        ]
        + [
            {"name": f"no {name}", "file": json.dumps(without(good, name)), "code": "attestation.form"}
            for name in good
        ]
        + [
            {"name": "a list", "file": "[]", "code": "attestation.form"},
            {"name": "no JSON", "file": "{", "code": "attestation.json"},
            {"name": "a member twice", "file": '{"type":1,"type":1}', "code": "attestation.json"},
        ],
    }


def keep(kept: list[KeptAttestation]) -> Vectors:
    """What a record of the vault holds after each was kept, the first of them twice, and ten others."""
    found = None
    for made in (*kept, kept[0]):
        found = put_attestation(found, made)
    first = found
    for number in range(10):
        kind = kept[0].kind
        other = AttestedKind(
            bytes([number]) * 32, kind.profile, kind.category, kind.granularity, kind.day, kind.seed
        )
        found = put_attestation(
            found, KeptAttestation(other, kept[0].pt_root, kept[0].attester, 1, bytes(65))
        )
    return {"all": first, "latest": found, "latestCount": len(list_attestations(found))}


def without(members: dict[str, Any], name: str) -> dict[str, Any]:
    """The members but one."""
    return {key: value for key, value in members.items() if key != name}
