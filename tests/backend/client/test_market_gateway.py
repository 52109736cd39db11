"""The market's routes of a gateway that may answer anything."""

import json
from types import SimpleNamespace

import pytest
from fair import code_of
from hostile_gateway import hostile_gateway

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.market_gateway import MarketGateway
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import OffersAccess, market_digest

DOMAIN = TypedDomain(31_337, b"\x01" * 20)
OFFER = b"\x02" * 32


def ask(answer, act):
    """What `act` makes of a gateway that answers with these JSON values, one after the other."""
    answers = iter(answer if isinstance(answer, list) else [answer])
    paths = []

    def respond(_method, path, _body):
        paths.append(path)
        return 200, json.dumps(next(answers)).encode()

    with hostile_gateway(respond) as url:
        gateway = MarketGateway(Gateway(url, sleep=lambda _: None), None, DOMAIN)
        return act(gateway), paths


def shown(**changes):
    terms = {
        "salt": "0x" + "11" * 32, "terms": "0x" + "22" * 32, "qx": "5", "qParity": 0, "acceptUntil": 1,
        "deliverSeconds": 1, "garbageSeconds": 0, "vestingSeconds": 0, "upfrontBps": 10_000,
        "maxResponses": 1, "minLevel": 0, "epochs": 0,
    }  # fmt: skip
    return {
        "offerId": "0x" + OFFER.hex(),
        "buyer": "0x" + "01" * 20,
        "state": "open",
        "onChain": terms,
    } | changes


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (shown(), "offer.mismatch"),
        (shown(offerId="0x" + "03" * 32), "offer.mismatch"),
        (shown(offerId="zz"), "gateway.unreachable"),
        (shown(buyer="0x12"), "gateway.unreachable"),
        (shown(onChain=shown()["onChain"] | {"qx": "-5"}), "gateway.unreachable"),
        (shown(onChain=shown()["onChain"] | {"qx": str(2**256)}), "offer.mismatch"),
        (shown(onChain=shown()["onChain"] | {"acceptUntil": -1}), "offer.mismatch"),
        (shown(onChain={}), "gateway.unreachable"),
        ([], "gateway.unreachable"),
        ("offer", "gateway.unreachable"),
    ],
)
def test_an_offer_that_is_not_the_one_of_its_id(answer, code):
    answers = [answer] if isinstance(answer, list) else answer
    assert code_of(lambda: ask(answers, lambda gateway: gateway.get_offer(OFFER))) == code


def test_pages_end_where_they_lead_back_to_themselves():
    page = {"items": [], "nextCursor": "again"}
    found, paths = ask([page] * 3, lambda gateway: list(gateway.list_offers()))
    assert (found, len(paths)) == ([], 2)


def test_pages_follow_one_another():
    deals = [{"dealId": str(n), "offerId": "", "profileId": "", "state": "none"} for n in range(3)]
    pages = [
        {"items": deals[:2], "nextCursor": "a"},
        {"items": deals[2:], "nextCursor": None},
    ]
    found, paths = ask(pages, lambda gateway: list(gateway.list_offer_deals(OFFER)))
    assert [one.deal_id for one in found] == ["0", "1", "2"]
    assert "cursor=a" in paths[1]


def test_terms_that_the_gateway_keeps_otherwise_are_told():
    answer = {"cid": "b", "digest": "0x" + "00" * 32, "size": 1}
    assert code_of(lambda: ask(answer, lambda gateway: gateway.put_terms(b"{}"))) == "blob.mismatch"


def test_the_buyer_s_signature_is_for_an_hour_this_gateway_and_in_the_market_s_domain():
    seen = []

    def respond(_method, path, _body):
        seen.append(path)
        return 200, b'{"items":[],"nextCursor":null}'

    with hostile_gateway(respond) as url:
        gateway = Gateway(url, sleep=lambda _: None)
        headers = []
        real = gateway.get

        def get(path, answer, **options):
            headers.append(options.get("headers"))
            return real(path, answer, **options)

        gateway.get = get
        wallet = Wallet(b"\x07" * 32)
        list(MarketGateway(gateway, None, DOMAIN).list_responses(OFFER, wallet, lambda: 1_000))
    shown = headers[0]["Authorization"]
    assert shown.startswith(f"Hashtagspace gateway={url},deadline=4600,signature=0x")
    signed = market_digest(OffersAccess(wallet.address, url, 4_600), DOMAIN)
    assert shown.endswith(wallet.sign_digest(signed).hex())
    assert wallet.private_key().hex() not in shown


def test_a_stamp_that_nobody_can_pay_is_refused_at_once():
    bits = SimpleNamespace(stamp_bits=SimpleNamespace(call=64))
    gateway = MarketGateway(Gateway("http://127.0.0.1:9"), bits, DOMAIN)
    assert code_of(lambda: gateway.submit_call("claim", {}, bytes(32))) == "stamp.too_much"
