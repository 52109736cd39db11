"""Blobs, responses, vault heads and envelopes over HTTP: hostile input gets a code, and is never repeated."""

import base64
import time
from dataclasses import astuple, replace
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient
from market_stall import UNIT, Stall
from projected_world import Person, World

from hashtagspace.api.schemas.response import ResponsePage, StoredEpochEnvelope, StoredResponse
from hashtagspace.api.schemas.vault import StoredBlob, StoredVaultHead, VaultHead
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.consent import Consent, consent_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import EpochEnvelope, OffersAccess, market_digest
from hashtagspace.domain.vault_forms import VaultHead as VaultHeadForm
from hashtagspace.domain.vault_forms import vault_digest
from hashtagspace.market.vault.manifest import Manifest, Wrap, build_manifest, manifest_digest

BUSINESS = Wallet(sha256(b"business").digest())
STRANGER = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"


NAMED = "Hashtagspace gateway=http://127.0.0.1:8000,"


class Street:
    """Ann, an offer of the business, and requests about them."""

    def __init__(self, world: World, client: FlaskClient) -> None:
        self.world, self.client, self.stall = world, client, Stall(world)
        self.ann: Person = world.person("ann")
        self.offer = self.stall.open(buyer=BUSINESS.address)
        self.market = TypedDomain(31337, world.deployment.data_market)

    def blob(self, data: bytes = b"ciphertext") -> str:
        answer = self.client.post("/v1/blobs", data=data, content_type="application/octet-stream")
        assert answer.status_code == 201, answer.text
        return StoredBlob.model_validate_json(answer.data).cid

    def consent(self, offer: bytes | None = None) -> Consent:
        terms = self.stall.offers[offer or self.offer]
        record = bytes(32) if terms.epochs else sha256(b"ct").digest()
        return Consent(
            offer or self.offer, self.ann.profile, self.ann.wallet.address, 5 * UNIT, terms.accept_until,
            terms.terms, sha256(b"receipt").digest(), terms.qx, terms.q_parity, 77, 0, record, bytes(32),
            sha256(b"salt").digest(),
        )  # fmt: skip

    def response(self, consent: Consent | None = None) -> dict[str, Any]:
        made = consent or self.consent()
        signature = self.ann.wallet.sign_digest(consent_digest(made, self.market))
        return {"consent": spell(made), "signature": hexed(signature), "envelope": self.blob()}

    def respond(self, body: Any, offer: bytes | None = None) -> Any:
        return self.client.post(f"/v1/offers/{hexed(offer or self.offer)}/responses", json=body)

    def read(
        self, query: str = "", signer: Wallet = BUSINESS, seconds: int = 3600, *,
        gateway: str = "http://127.0.0.1:8000", host: str | None = None,
    ) -> Any:  # fmt: skip
        deadline = int(time.time()) + seconds
        access = OffersAccess(BUSINESS.address, gateway, deadline)
        signature = hexed(signer.sign_digest(market_digest(access, self.market)))
        named = f"Hashtagspace gateway={gateway},deadline={deadline},signature={signature}"
        headers = {"Authorization": named}
        if host is not None:
            headers["Host"] = host
        return self.client.get(f"/v1/offers/{hexed(self.offer)}/responses{query}", headers=headers)

    def head(self, sequence: int, blobs: list[str], **changes: Any) -> dict[str, Any]:
        wrap = Wrap("code", sha256(b"wrap").digest(), bytes(12), bytes(48), 1)
        manifest = build_manifest(
            bytes(32),
            Manifest(self.ann.profile, sequence, bytes(32), (wrap,), blobs[0], tuple(sorted(blobs)), 1),
        )
        at = int(time.time())
        form = VaultHeadForm(self.ann.profile, manifest_digest(manifest), sequence, False, at)
        domain = TypedDomain(31337, self.world.deployment.profile_registry)
        signature = self.ann.wallet.sign_digest(vault_digest(form, domain))
        body = {
            "manifest": base64.b64encode(manifest).decode(), "sequence": sequence, "forget": False,
            "signedAt": at, "signature": hexed(signature),
        }  # fmt: skip
        return body | changes

    def put_head(self, body: Any, profile: int | None = None) -> Any:
        return self.client.put(f"/v1/profiles/{profile or self.ann.profile}/vault", json=body)


@pytest.fixture
def street(world: World, client: FlaskClient) -> Street:
    return Street(world, client)


def spell(consent: Consent) -> dict[str, str]:
    values = zip((name for name, _ in Consent.STRUCT.members), astuple(consent), strict=True)
    return {name: hexed(value) if isinstance(value, bytes) else str(value) for name, value in values}


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def code(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    return str(answer.json["code"])


def test_a_blob_is_read_back_as_it_was(street: Street) -> None:
    data = sha256(b"x").digest() * 20_000
    cid = street.blob(data)
    answer = street.client.get(f"/ipfs/{cid}?format=car")
    assert answer.status_code == 200
    assert data[:1000] in answer.data


@pytest.mark.parametrize("mime", ["text/html", "image/png", "application/json", ""])
def test_a_blob_is_nothing_but_bytes(street: Street, mime: str) -> None:
    answer = street.client.post("/v1/blobs", data=b"x", content_type=mime)
    assert code(answer, 415) == "body.type"


def test_blobs_that_are_too_large_or_empty(street: Street) -> None:
    kind = "application/octet-stream"
    assert code(street.client.post("/v1/blobs", data=b"", content_type=kind), 400) == "body.empty"
    huge = bytes(10 * 1024 * 1024 + 1)
    assert code(street.client.post("/v1/blobs", data=huge, content_type=kind), 413) == "body.too_large"


def test_the_config_says_what_is_taken(client: FlaskClient, world: World) -> None:
    config = client.get("/v1/config").json
    assert config["limits"]["blobBytes"] == 10 * 1024 * 1024
    assert config["contracts"]["DataMarket"] == hexed(world.deployment.data_market)


def test_from_response_to_deal(street: Street) -> None:
    body = street.response()
    answer = street.respond(body)
    assert answer.status_code == 201, answer.text
    deal = StoredResponse.model_validate_json(answer.data).deal_id
    page = street.read()
    ResponsePage.model_validate_json(page.data)
    assert page.headers["Cache-Control"] == "no-store"
    (row,) = page.json["items"]
    assert (row["dealId"], row["profileId"], row["deal"]) == (deal, str(street.ann.profile), None)
    assert (row["consent"], row["signature"], row["envelope"]) == (
        body["consent"], body["signature"], body["envelope"],
    )  # fmt: skip
    street.stall.accept(street.offer, street.ann)
    (row,) = street.read().json["items"]
    assert row["deal"]["state"] == "accepted"
    assert code(street.respond(body), 409) == "response.answered"


def test_numbers_may_be_json_numbers_where_they_fit(street: Street) -> None:
    body = street.response()
    consent = body["consent"]
    consent |= {"validUntil": int(consent["validUntil"]), "qParity": int(consent["qParity"]), "xParity": 0}
    assert street.respond(body).status_code == 201


@pytest.mark.parametrize(
    ("member", "value", "wanted"),
    [
        ("offer", "0x12", "consent.malformed"),
        ("profile", "-1", "consent.malformed"),
        ("profile", str(2**64), "consent.malformed"),
        ("profile", "0x10", "consent.malformed"),
        ("profile", "٣", "consent.malformed"),
        ("profile", 1.5, "parameter.string_type"),
        ("profile", None, "parameter.string_type"),
        ("profile", ["7"], "parameter.string_type"),
        ("price", "1e18", "consent.malformed"),
        ("price", str(2**128), "consent.malformed"),
        ("price", "9" * 5000, "consent.malformed"),
        ("payee", "0x" + "zz" * 20, "consent.malformed"),
        ("payee", "0x" + "11" * 21, "parameter.string_too_long"),
        ("qParity", "256", "consent.malformed"),
        ("ctRoot", "11" * 32, "consent.malformed"),
        ("salt", "0x" + "1 " * 32, "consent.malformed"),
        ("extra", "1", "parameter.extra_forbidden"),
    ],
)
def test_a_malformed_consent(street: Street, member: str, value: Any, wanted: str) -> None:
    body = street.response()
    body["consent"][member] = value
    answer = street.respond(body)
    assert code(answer, 400) == wanted
    assert "9999" not in answer.text


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"signature": "0x"}, "signature.malformed"),
        ({"signature": "0x123"}, "signature.malformed"),
        ({"signature": "zz" * 65}, "signature.malformed"),
        ({"signature": "0x" + "11" * 4097}, "parameter.string_too_long"),
        ({"envelope": "../../etc/passwd"}, "cid.malformed"),
        ({"envelope": "Qm" + "a" * 44}, "cid.malformed"),
        ({"consent": {}}, "parameter.missing"),
        ({"consent": "x"}, "parameter.model_type"),
        ({"plaintext": "my secrets"}, "parameter.extra_forbidden"),
    ],
)
def test_a_malformed_response(street: Street, changes: dict[str, Any], wanted: str) -> None:
    found = code(street.respond(street.response() | changes), 400)
    assert found == wanted or (wanted.startswith("cid.") and found.startswith("cid."))


def test_refused_responses(street: Street) -> None:
    other = street.stall.open(buyer=BUSINESS.address)
    assert code(street.respond(street.response(), other), 400) == "consent.offer"
    assert code(street.respond(street.response() | {"envelope": STRANGER}), 422) == "response.envelope"
    spoiled = street.response()
    spoiled["consent"]["price"] = "1"
    # Not a key's signature of this consent, so the wallet might be a contract; the node is away.
    assert code(street.respond(spoiled), 503).startswith("chain.")
    free = street.response(replace(street.consent(), price=0))
    assert code(street.respond(free), 422) == "response.price"
    street.stall.close(street.offer, 100)
    assert code(street.respond(street.response()), 409) == "response.offer_over"


@pytest.mark.parametrize(
    "header",
    [
        None, "", "Bearer x", "Hashtagspace", f"{NAMED}deadline=1",
        "Hashtagspace deadline=1,signature=0x00",
        "Hashtagspace gateway=,deadline=1,signature=0x00",
        "Hashtagspace gateway=file:///x,deadline=1,signature=0x00",
        f"{NAMED}deadline=x,signature=0x00",
        f"{NAMED}deadline=1,signature=00", f"{NAMED}deadline=1,signature=0x0",
        f"{NAMED.lower()}deadline=1,signature=0x00", f"{NAMED}deadline=-1,signature=0x00",
        f"{NAMED}deadline=" + "9" * 17 + ",signature=0x00", f"{NAMED}deadline=٣,signature=0x00",
        f"{NAMED}deadline=1,signature=0x" + "00" * 4097,
        f"Hashtagspace gateway=http://{'a' * 300},deadline=1,signature=0x00",
    ],
)  # fmt: skip
def test_who_does_not_show_to_be_the_buyer(street: Street, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    answer = street.client.get(f"/v1/offers/{hexed(street.offer)}/responses", headers=headers)
    assert code(answer, 403) == "access.missing"


@pytest.mark.parametrize(
    "gateway",
    ["https://other.example", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://127.0.0.1:8000/",
     "http://localhost:8000", "HTTP://127.0.0.1:8000"],
)  # fmt: skip
def test_an_access_for_another_gateway_is_good_for_nothing_here(street: Street, gateway: str) -> None:
    """Regression: a gateway that a business signed in to could read its responses at every other one."""
    answer = street.read(gateway=gateway)
    if gateway.startswith("HTTP"):
        assert code(answer, 403) == "access.missing"
        return
    assert code(answer, 403) == "access.gateway"
    assert "http://127.0.0.1:8000:" in answer.json["detail"]


def test_whoever_replays_an_access_chooses_its_host_in_vain(street: Street) -> None:
    evil = "https://evil.example"
    assert code(street.read(gateway=evil, host="evil.example"), 403) == "access.gateway"
    assert code(street.read(gateway="http://evil.example", host="evil.example"), 403) == "access.gateway"
    assert code(street.read(gateway="http://localhost:5173", host="localhost:5173"), 403) == "access.gateway"


def test_a_developer_s_own_machine_has_several_names(street: Street, monkeypatch) -> None:
    gateway = street.client.application.extensions["hashtagspace"]
    services = replace(gateway.services, settings=replace(gateway.services.settings, dev=True))
    monkeypatch.setitem(
        street.client.application.extensions, "hashtagspace", replace(gateway, services=services)
    )
    for host in ("localhost:5173", "127.0.0.1:8123", "[::1]:9000", "localhost"):
        assert street.read(gateway=f"http://{host}", host=host).status_code == 200
    assert code(street.read(gateway="http://localhost:5173", host="127.0.0.1:8000"), 403) == "access.gateway"
    assert code(street.read(gateway="http://evil.example", host="evil.example"), 403) == "access.gateway"


def test_an_access_that_is_not_good(street: Street) -> None:
    assert code(street.read(seconds=-5), 403) == "access.expired"
    assert code(street.read(seconds=3 * 86_400), 403) == "access.too_long"
    assert code(street.read(signer=street.ann.wallet), 503).startswith("chain.")


def test_pages_of_responses(street: Street) -> None:
    people = [street.ann, *(street.world.person(f"p{n:03}") for n in range(4))]
    for street.ann in people:
        assert street.respond(street.response()).status_code == 201
    seen, cursor = [], ""
    while True:
        page = street.read(f"?limit=2{cursor}").json
        seen += [row["profileId"] for row in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert sorted(seen) == sorted(str(person.profile) for person in people)
    assert len(seen) == len(people)


def test_a_vault_comes_back(street: Street) -> None:
    path = f"/v1/profiles/{street.ann.profile}/vault"
    assert code(street.client.get(path), 404) == "vault.none"
    body = street.head(1, [street.blob(b"keys")])
    answer = street.put_head(body)
    assert answer.status_code == 200, answer.text
    assert StoredVaultHead.model_validate_json(answer.data).sequence == 1
    found = street.client.get(path)
    VaultHead.model_validate_json(found.data)
    assert found.json == body
    assert found.headers["Cache-Control"] == "no-store"
    assert code(street.put_head(body), 409) == "vault.stale"


@pytest.mark.parametrize(
    ("changes", "status", "wanted"),
    [
        ({"manifest": "!!"}, 400, "vault.base64"),
        ({"manifest": "e30="}, 422, "vault.manifest"),
        ({"manifest": base64.b64encode(b"x" * 65_537).decode()}, 413, "vault.too_large"),
        ({"manifest": "A" * 90_000}, 400, "parameter.string_too_long"),
        ({"sequence": 0}, 400, "parameter.greater_than_equal"),
        ({"sequence": 2}, 422, "vault.manifest"),
        ({"sequence": "1"}, 422, "vault.manifest"),
        ({"sequence": 2**60}, 400, "parameter.less_than_equal"),
        ({"signedAt": 5}, 422, "vault.signed_at"),
        ({"forget": "perhaps"}, 400, "parameter.bool_parsing"),
        ({"signature": "0x"}, 400, "signature.malformed"),
        ({"key": "my vault key"}, 400, "parameter.extra_forbidden"),
    ],
)
def test_heads_that_are_not_taken(street: Street, changes: dict[str, Any], status: int, wanted: str) -> None:
    body = street.head(1, [street.blob(b"keys")]) | changes
    if changes.get("sequence") == "1":
        body["manifest"] = "e30="
    assert code(street.put_head(body), status) == wanted


def test_more_heads_that_are_not_taken(street: Street) -> None:
    blob = street.blob(b"keys")
    assert code(street.put_head(street.head(1, [blob, STRANGER])), 422) == "vault.blob_missing"
    assert code(street.put_head(street.head(1, [blob]), street.ann.profile + 1), 422) == "vault.manifest"
    assert code(street.put_head(street.head(2_000_000, [blob])), 422) == "vault.sequence"
    for body in (b"[]", b"null", b'"x"'):
        answer = street.client.put(
            f"/v1/profiles/{street.ann.profile}/vault", data=body, content_type="application/json"
        )
        assert code(answer, 400) == "body.not_object"


def test_an_envelope_of_an_epoch(street: Street) -> None:
    offer = street.stall.open(buyer=BUSINESS.address, epochs=3)
    deal = street.stall.accept(offer, street.ann)
    cid = street.blob(b"epoch")
    digest = market_digest(EpochEnvelope(deal, 0, cid), street.market)
    body = {"epoch": 0, "envelope": cid, "authorisation": hexed(street.ann.wallet.sign_digest(digest))}
    path = f"/v1/deals/{hexed(deal)}/epochs"
    answer = street.client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    StoredEpochEnvelope.model_validate_json(answer.data)
    street.stall.deliver_epoch(deal, 0)
    (epoch,) = street.client.get(f"/v1/deals/{hexed(deal)}").json["epochs"]
    assert epoch["envelope"] == cid
    assert code(street.client.post(path, json=body | {"epoch": 1}), 422) == "epoch.time"
    assert code(street.client.post(path, json=body | {"epoch": 255}), 400) == "parameter.less_than_equal"
    assert code(street.client.post(path, json=body | {"authorisation": "0x"}), 400) == "signature.malformed"


def test_nothing_that_people_leave_here_is_logged(street: Street, capsys: pytest.CaptureFixture[str]) -> None:
    marker = "c0ffee" * 8
    body = street.response()
    street.respond(body | {"signature": "0x" + marker})
    street.respond(body | {"consent": body["consent"] | {"salt": "0x" + marker}})
    street.respond({"consent": marker, marker: marker})
    street.blob(marker.encode())
    street.client.post("/v1/blobs", data=marker.encode() * 300_000, content_type="application/octet-stream")
    street.put_head(street.head(1, [street.blob()], signature="0x" + marker))
    street.put_head(street.head(1, [street.blob()], manifest=base64.b64encode(marker.encode()).decode()))
    street.stall.open(street.world.document(b'{"type":"terms","title":"%b"}' % marker.encode()))
    street.client.get("/v1/offers?state=all")
    street.client.get(f"/v1/offers/0x{marker}")
    street.read(f"?cursor={marker}")
    said = "".join(capsys.readouterr())
    assert "c0ffee" not in said
    assert hexed(street.ann.wallet.address)[2:] not in said
