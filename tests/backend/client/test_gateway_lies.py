"""What a gateway or node shows is what its ids stand for, or it is refused."""

import base64
from dataclasses import replace

import msgspec
import pytest
from fair import CHOICES, code_of, draft

from hashtagspace.chain.deployment import Deployment
from hashtagspace.client.market import Market
from hashtagspace.client.market_records import Offer
from hashtagspace.client.matching import verify_offer
from hashtagspace.client.offering import prepare_offer
from hashtagspace.client.records import GatewayConfig
from hashtagspace.domain.consent import offer_id
from hashtagspace.market.points import H

pytestmark = pytest.mark.anvil


# What a gateway says.


def retold(offer, **changes):
    return Offer(**({name: getattr(offer, name) for name in offer.__struct_fields__} | changes))


@pytest.fixture
def shown(fair):
    offer = fair.offer()
    return fair.gateway.get_offer(offer)


@pytest.mark.parametrize(
    "name",
    ["terms", "qx", "q_parity", "accept_until", "deliver_seconds", "garbage_seconds", "vesting_seconds",
     "upfront_bps", "max_responses", "min_level", "epochs", "salt"],
)  # fmt: skip
def test_an_offer_shown_with_another_parameter_is_not_the_one_of_its_id(shown, name):
    terms = {field: getattr(shown.on_chain, field) for field in shown.on_chain.__struct_fields__}
    value = terms[name]
    changed = value + 1 if isinstance(value, int) else "0x" + "11" * 32 if value[:2] == "0x" else "7"
    on_chain = type(shown.on_chain)(**(terms | {name: changed}))
    assert code_of(lambda: verify_offer(retold(shown, on_chain=on_chain))) == "offer.mismatch"


def test_an_offer_shown_as_another_buyer_s(shown):
    assert code_of(lambda: verify_offer(retold(shown, buyer="0x" + "11" * 20))) == "offer.mismatch"


def test_other_terms_than_those_the_offer_is_bound_to(fair, shown):
    other = fair.gateway.get_offer(fair.offer())
    fake = retold(shown, document_bytes=other.document_bytes)
    assert code_of(lambda: verify_offer(fake)) == "terms.mismatch"
    assert code_of(lambda: verify_offer(retold(shown, document_bytes=None))) == "offer.no_terms"
    assert code_of(lambda: verify_offer(retold(shown, document_bytes="%%%"))) == "gateway.unreachable"


def test_a_key_of_the_buyer_that_hides_nothing(fair, shown):
    """The contract refuses Q = H too; here nobody even looks further."""
    prepared = prepare_offer_of(fair)
    on_chain = replace(prepared.on_chain, qx=H.x, q_parity=0)
    fair.gateway.put_terms(prepared.document)
    forged = retold(
        shown,
        offer_id="0x" + offer_id(fair.buyer.wallet.address, on_chain).hex(),
        on_chain=type(shown.on_chain)(
            **{
                **{name: getattr(shown.on_chain, name) for name in shown.on_chain.__struct_fields__},
                "salt": "0x" + on_chain.salt.hex(),
                "terms": "0x" + on_chain.terms.hex(),
                "qx": str(H.x),
                "q_parity": 0,
                "accept_until": on_chain.accept_until,
            }
        ),
        document_bytes=base64.b64encode(prepared.document).decode(),
    )
    assert code_of(lambda: verify_offer(forged)) == "market.blinding"


def prepare_offer_of(fair):
    now = fair.market.reads.read_head().time_seconds * 1000
    return prepare_offer(draft(), fair.buyer.wallet.address, b"\x01" * 32, fair.market.place, now)


def test_an_offer_that_only_the_gateway_knows_is_not_answered(fair, shown):
    seller = fair.person()
    made = verify_offer(shown)
    ghost = replace(made, offer=b"\x01" * 32)
    assert code_of(lambda: seller.draft(ghost, CHOICES)) == "offer.unknown"


def test_a_gateway_of_other_contracts_is_refused(fair):
    deployment = fair.deployed.deployment
    other = Deployment(
        deployment.chain_id,
        deployment.start_block,
        deployment.start_block_hash,
        {**deployment.addresses, "DataMarket": b"\x01" * 20},
    )
    contracts = {name: "0x" + address.hex() for name, address in deployment.addresses.items()}
    config = msgspec.convert(
        {
            "network": {"chainId": 31_337, "name": "x"},
            "contracts": contracts,
            "startBlock": {"number": 0, "hash": "0x"},
            "stampBits": {"call": 1, "faucet": 1},
        },
        GatewayConfig,
    )
    market = Market(other, fair.anvil.url)
    assert code_of(lambda: market._verify_config(config)) == "gateway.other_market"


def test_a_node_of_another_chain_is_refused(fair):
    deployment = fair.deployed.deployment
    other = replace(deployment, start_block_hash=b"\x01" * 32)
    market = Market(other, fair.anvil.url)
    assert code_of(market.reads.verify_network) == "chain.wrong_network"
    Market(deployment, fair.anvil.url).reads.verify_network()
