"""Offers, deals and payees as the API tells them: every word held to its schema and to what was projected."""

import base64
import time
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from market_stall import BUYER, UNIT, Stall, digest
from projected_world import World

from hashtagspace.api.schemas.deal import Deal, DealPage
from hashtagspace.api.schemas.offer import Offer, OfferPage
from hashtagspace.api.schemas.payee import Payee
from hashtagspace.domain.consent import OfferTerms, offer_id
from hashtagspace.domain.market_states import DealState


@pytest.fixture
def stall(world: World) -> Stall:
    return Stall(world)


def get(client: FlaskClient, path: str, model: Any) -> Any:
    time.sleep(0.06)  # a page is made anew 50 ms after the projection changed
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    model.model_validate_json(answer.data, strict=False)
    assert answer.headers["ETag"]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    return answer.json


def refused(client: FlaskClient, path: str, status: int) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.json["code"])


def test_an_offer_is_what_its_id_commits_to(stall: Stall, client: FlaskClient) -> None:
    shop = stall.world.person("shop", "The Shop")
    terms = stall.terms_document(shop, title="Shopping")
    offer = stall.open(terms, buyer=shop.wallet.address, budget=40)
    found = get(client, f"/v1/offers/0x{offer.hex()}", Offer)
    chain = found["onChain"]
    rebuilt = OfferTerms(
        bytes.fromhex(chain["salt"][2:]), bytes.fromhex(chain["terms"][2:]), int(chain["qx"]),
        chain["qParity"],
        chain["acceptUntil"], chain["deliverSeconds"], chain["garbageSeconds"], chain["vestingSeconds"],
        chain["upfrontBps"], chain["maxResponses"], chain["minLevel"], chain["epochs"],
    )  # fmt: skip
    assert "0x" + offer_id(bytes.fromhex(found["buyer"][2:]), rebuilt).hex() == found["offerId"]
    document = base64.b64decode(found["documentBytes"])
    assert sha256(document).digest() == terms
    assert found["document"] == msgspec.json.decode(document)
    assert (found["document"]["title"], found["documentState"]) == ("Shopping", "available")
    assert found["business"] == {
        "profileId": str(shop.profile), "handle": "shop", "name": "The Shop", "custodyMatches": True,
        "domain": {"name": "acme.example", "state": "unchecked", "checkedAt": None},
    }  # fmt: skip
    assert (found["budget"], found["free"], found["returned"]) == (str(40 * UNIT), str(40 * UNIT), "0")
    assert not found["final"]
    stall.world.finalise()
    assert get(client, f"/v1/offers/0x{offer.hex()}", Offer)["final"]


def test_who_claims_to_be_another_business(stall: Stall, client: FlaskClient) -> None:
    shop = stall.world.person("shop")
    impostor = stall.open(stall.terms_document(shop, domain=None))
    found = get(client, f"/v1/offers/0x{impostor.hex()}", Offer)
    assert found["business"]["custodyMatches"] is False
    assert found["business"]["domain"] is None
    nobody = stall.open(stall.terms_document(None, title="x"))
    assert get(client, f"/v1/offers/0x{nobody.hex()}", Offer)["business"] is None


def test_terms_that_nobody_can_read(stall: Stall, client: FlaskClient) -> None:
    states = {
        stall.open(bytes(32)): "none",
        stall.open(digest("never uploaded")): "unavailable",
        stall.open(stall.world.document(b'{"type":"terms","version":1}')): "invalid",
        stall.open(stall.world.document(b'{"type":"post","text":"hello"}')): "invalid",
        stall.open(stall.world.document(b"\xff\xfe no JSON at all")): "invalid",
    }
    for offer, state in states.items():
        found = get(client, f"/v1/offers/0x{offer.hex()}", Offer)
        assert (found["documentState"], found["document"], found["business"]) == (state, None, None)


def test_terms_that_come_late(stall: Stall, client: FlaskClient) -> None:
    late = b'{"type":"post","text":"late"}'
    offer = stall.open(sha256(late).digest())
    path = f"/v1/offers/0x{offer.hex()}"
    assert get(client, path, Offer)["documentState"] == "unavailable"
    stall.world.document(late)
    assert get(client, path, Offer)["documentState"] == "invalid"


def test_lists_by_state_and_buyer(stall: Stall, client: FlaskClient) -> None:
    other = b"\xb1" * 20
    open_one = stall.open()
    over = stall.open(accept_until=stall.world.now() + 3)
    closed = stall.open(buyer=other)
    stall.close(closed, 100)
    assert ids(client, "") == [open_one]
    assert ids(client, "?state=over") == [closed, over]
    assert ids(client, "?state=all") == [closed, over, open_one]
    assert ids(client, f"?state=all&buyer=0x{other.hex()}") == [closed]
    states = {o["offerId"]: o["state"] for o in get(client, "/v1/offers?state=all", OfferPage)["items"]}
    assert states == {
        "0x" + open_one.hex(): "open", "0x" + over.hex(): "over", "0x" + closed.hex(): "closed",
    }  # fmt: skip
    body = get(client, f"/v1/offers/0x{closed.hex()}", Offer)
    assert (body["free"], body["returned"]) == ("0", str(100 * UNIT))


def ids(client: FlaskClient, query: str) -> list[bytes]:
    page = get(client, f"/v1/offers{query}", OfferPage)
    return [bytes.fromhex(item["offerId"][2:]) for item in page["items"]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_show_each_offer_once(stall: Stall, client: FlaskClient, limit: int) -> None:
    made = [stall.open() for _ in range(6)]
    seen: list[bytes] = []
    cursor = ""
    while True:
        page = get(client, f"/v1/offers?limit={limit}{cursor}", OfferPage)
        assert len(page["items"]) <= limit
        seen += [bytes.fromhex(item["offerId"][2:]) for item in page["items"]]
        if page["nextCursor"] is None:
            break
        stall.open()  # the head grows meanwhile
        cursor = f"&cursor={page['nextCursor']}"
    assert seen == made[::-1]


def test_a_deal_from_consent_to_payment(stall: Stall, client: FlaskClient) -> None:
    ann = stall.world.person("ann")
    offer = stall.open(vesting_seconds=1000, up_front_bps=2_500, garbage_seconds=7200)
    deal = stall.accept(offer, ann, price=8)
    path = f"/v1/deals/0x{deal.hex()}"
    found = get(client, path, Deal)
    assert (found["state"], found["price"], found["payee"]) == (
        "accepted",
        str(8 * UNIT),
        hexed(ann.wallet.address),
    )
    assert found["until"] == stall.world.now() + 86_400
    assert (found["delivery"], found["vesting"], found["acceptFinal"]) == (None, None, False)
    stall.world.finalise()
    assert get(client, path, Deal)["acceptFinal"]
    stall.deliver(deal, DealState.DELIVERED)
    found = get(client, path, Deal)
    assert (found["state"], found["until"]) == ("delivered", stall.world.now() + 7200)
    assert (found["delivery"]["dx"], found["delivery"]["dParity"]) == ("123", 1)
    assert (found["final"], found["acceptFinal"]) == (False, True)
    stall.move(deal, DealState.VESTING)
    began = stall.world.now()
    stall.credit(deal, ann.wallet.address, 2)
    found = get(client, path, Deal)
    assert found["vesting"] == {"rest": str(6 * UNIT), "from": began, "until": began + 1000}
    assert (found["state"], found["until"], found["credited"]) == ("vesting", began + 1000, str(2 * UNIT))
    stall.withdraw_consent(offer, ann, DealState.VESTING, 5)
    found = get(client, path, Deal)
    assert (found["state"], found["returned"], found["until"]) == ("revoked", str(5 * UNIT), None)
    assert found["withdrawn"]["stage"] == "vesting"
    stall.attest(deal, digest("gone"))
    found = get(client, path, Deal)
    assert found["deletion"]["statement"] == hexed(digest("gone"))
    assert [event["type"] for event in found["events"]] == [
        "ConsentGiven", "KeyDelivered", "DealMoved", "ConsentWithdrawn", "DeletionAttested",
    ]  # fmt: skip
    counts = get(client, f"/v1/offers/0x{offer.hex()}", Offer)["counts"]
    assert {state for state, n in counts.items() if n} == {"revoked"}


def test_deals_of_offers_and_profiles(stall: Stall, client: FlaskClient) -> None:
    ann, bob = stall.world.person("ann"), stall.world.person("bob")
    one, two = stall.open(), stall.open(epochs=20)
    first, second, third = stall.accept(one, ann), stall.accept(two, ann), stall.accept(one, bob)
    before = stall.withdraw_consent(two, bob)
    sent = []
    for epoch in range(12):
        stall.deliver_epoch(second, epoch)
        sent.append(hexed(digest("tx", stall.serial)))
    page = get(client, f"/v1/offers/0x{one.hex()}/deals", DealPage)
    assert [item["dealId"] for item in page["items"]] == [hexed(third), hexed(first)]
    page = get(client, f"/v1/profiles/{ann.profile}/deals", DealPage)
    assert [item["dealId"] for item in page["items"]] == [hexed(second), hexed(first)]
    assert [epoch["epoch"] for epoch in page["items"][0]["epochs"]] == [11, 10, 9, 8, 7, 6, 5, 4]
    whole = get(client, f"/v1/deals/0x{second.hex()}", Deal)
    assert len(whole["epochs"]) == 12
    assert {epoch["envelope"] for epoch in whole["epochs"]} == {None}
    assert [epoch["txHash"] for epoch in whole["epochs"]] == sent[::-1]
    page = get(client, f"/v1/profiles/{bob.profile}/deals?limit=1", DealPage)
    assert page["items"][0]["dealId"] == hexed(before)
    assert (page["items"][0]["state"], page["items"][0]["digest"]) == ("revoked", None)
    rest = get(client, f"/v1/profiles/{bob.profile}/deals?cursor={page['nextCursor']}", DealPage)
    assert [item["dealId"] for item in rest["items"]] == [hexed(third)]


def test_what_an_account_earned(stall: Stall, client: FlaskClient) -> None:
    ann = stall.world.person("ann")
    offer = stall.open(buyer=ann.wallet.address)
    deal = stall.accept(offer, ann)
    stall.credit(deal, ann.wallet.address, 5)
    stall.close(offer, 95)
    stall.close(offer, 0)
    stall.pay_out(ann.wallet.address, 100)
    stall.credit(deal, ann.wallet.address, 1)
    found = get(client, f"/v1/payees/{hexed(ann.wallet.address)}", Payee)
    assert [found[name] for name in ("credited", "withdrawn", "credit")] == [
        str(n * UNIT) for n in (101, 100, 1)
    ]
    moves = [(one["type"], one["amount"], one["dealId"], one["offerId"]) for one in found["history"]]
    assert moves == [
        ("credited", str(UNIT), hexed(deal), None),
        ("withdrawn", str(100 * UNIT), None, None),
        ("credited", str(95 * UNIT), None, hexed(offer)),
        ("credited", str(5 * UNIT), hexed(deal), None),
    ]
    nobody = get(client, f"/v1/payees/{hexed(BUYER)}", Payee)
    assert (nobody["credit"], nobody["history"]) == ("0", [])


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/offers/0x12", 400, "offer.id_malformed"),
        (f"/v1/offers/0x{'00' * 32}", 404, "offer.unknown"),
        (f"/v1/offers/0x{'00' * 32}/deals", 404, "offer.unknown"),
        ("/v1/offers?state=maybe", 400, "offer.state_unknown"),
        ("/v1/offers?buyer=0x1", 400, "address.malformed"),
        ("/v1/offers?cursor=!!", 400, "cursor.malformed"),
        ("/v1/offers?limit=101", 400, "limit.malformed"),
        ("/v1/offers?q=1", 400, "parameter.extra_forbidden"),
        ("/v1/deals/xyz", 400, "deal.id_malformed"),
        (f"/v1/deals/0x{'00' * 32}", 404, "deal.unknown"),
        ("/v1/profiles/12/deals", 404, "profile.unknown"),
        ("/v1/payees/0x12", 400, "address.malformed"),
        (f"/v1/offers/0x{'00' * 32}/responses", 403, "access.missing"),
    ],
)
def test_refusals(bare_client: FlaskClient, path: str, status: int, code: str) -> None:
    assert refused(bare_client, path, status) == code


def hexed(data: bytes) -> str:
    return "0x" + data.hex()
