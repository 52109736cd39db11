"""What a business pays, opens and contests; and what it never shows to anybody."""

import json
import secrets
from dataclasses import astuple, replace

import pytest
from chain_proxy import ChainProxy
from deployed import UNIT
from fair import CHOICES, Fair, code_of, draft
from forged import Forger

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.errors import TooManyResults
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.buying import Buyer
from hashtagspace.client.market_calls import call_deliver
from hashtagspace.domain.consent import consent_digest
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.delivery import delivery_domain
from hashtagspace.market.dleq import build_statement, prove
from hashtagspace.market.points import wire_point
from hashtagspace.market.proof_search import find_proof

pytestmark = pytest.mark.anvil


def test_a_wrong_key_is_refused_by_the_chain_and_proves_nothing_here(fair):
    offer, seller = fair.sold()
    made = Forger(fair, offer, seller)
    q = wire_point(made.consent.qx, made.consent.q_parity)
    digest = consent_digest(made.consent, fair.market.domain)
    wrong = build_statement(delivery_domain(digest), q, 12_345)
    call = call_deliver(made.consent, wrong.product, prove(wrong, 12_345))
    assert code_of(lambda: fair.market.transact(fair.rich(), call.calldata)) == "deal.proof"
    honest = build_statement(delivery_domain(digest), q, seller._deliverer.scalar_of(seller.vault.deals[0]))
    assert find_proof(call.calldata, honest) is None
    proof = prove(honest, seller._deliverer.scalar_of(seller.vault.deals[0]))
    good = call_deliver(made.consent, honest.product, proof).calldata
    assert find_proof(good, honest) == proof
    for at in range(len(good) - 7 * 32, len(good), 32):
        bad = bytearray(good)
        bad[at + 31] ^= 1
        assert find_proof(bytes(bad), honest) is None
    assert find_proof(good[:-1], honest) is None
    assert find_proof(b"", honest) is None


def test_a_late_key_is_refused_by_the_chain(fair):
    offer, seller = fair.sold()
    made = Forger(fair, offer, seller)
    x = seller._deliverer.scalar_of(seller.vault.deals[0])
    digest = consent_digest(made.consent, fair.market.domain)
    statement = build_statement(
        delivery_domain(digest), wire_point(made.consent.qx, made.consent.q_parity), x
    )
    fair.anvil.move_time(2 * 86_400 + 1)
    call = call_deliver(made.consent, statement.product, prove(statement, x))
    assert code_of(lambda: fair.market.transact(fair.rich(), call.calldata)) == "deal.too_late"


def test_keys_that_somebody_delivered_in_one_transaction_are_found_with_their_proofs(fair):
    offer = fair.offer()
    people = [fair.answer(offer) for _ in range(2)]
    fair.accept(offer)
    fair.finalise()
    consents, deliveries = [], []
    for seller in people:
        made = Forger(fair, offer, seller)
        x = seller._deliverer.scalar_of(seller.vault.deals[0])
        digest = consent_digest(made.consent, fair.market.domain)
        base = wire_point(made.consent.qx, made.consent.q_parity)
        statement = build_statement(delivery_domain(digest), base, x)
        consents.append(astuple(made.consent))
        d = statement.product
        deliveries.append((d.x, d.parity, astuple(prove(statement, x))))
    fair.market.transact(fair.rich(), encode_call("DataMarket", "deliverMany", [consents, deliveries]))
    assert [one.outcome for one in fair.buyer.collect(offer)] == ["opened", "opened"]


def test_a_key_without_a_proof_in_its_transaction_stays_closed_unless_the_node_is_trusted(fair):
    offer, _ = fair.delivered()
    real = fair.buyer.market.logs.find_calldata
    fair.buyer.market.logs.find_calldata = lambda _tx: None
    try:
        assert [one.outcome for one in fair.buyer.collect(offer)] == ["unproven"]
        assert [one.outcome for one in fair.buyer.collect(offer, trust_node=True)] == ["opened"]
    finally:
        fair.buyer.market.logs.find_calldata = real
    assert [one.outcome for one in fair.buyer.collect(offer)] == ["opened"]


def test_another_business_cannot_open_what_was_sold_to_this_one(fair):
    offer, _ = fair.delivered()
    fair.buyer.collect(offer)
    thief = Buyer(fair.market, fair.buyer.wallet, secrets.token_bytes(32), fair.buyer.store._folder)
    assert [one.outcome for one in thief.collect(offer)] == ["spoiled"]


def test_a_folder_on_disk_holds_no_plaintext_and_is_private(fair):
    offer, seller = fair.delivered()
    fair.buyer.collect(offer)
    for path in fair.buyer.store._folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        if path.is_file():
            assert b"sport.climbing" not in path.read_bytes()
    assert (
        str(seller.vault.profile)
        in (
            fair.buyer.store._folder / offer.hex() / f"{seller.vault.deals[0].deal_id.hex()}.json"
        ).read_text()
    )


def test_a_sealed_record_that_was_changed_on_disk_is_not_opened(fair):
    offer, seller = fair.delivered()
    deal = seller.vault.deals[0].deal_id
    other, _ = fair.delivered()
    (theirs,) = [one.deal for one in fair.buyer.store.list_deals(other)]
    fair.buyer.store.keep_envelope(offer, deal, 0, fair.buyer.store.find_envelope(other, theirs, 0))
    assert [one.outcome for one in fair.buyer.collect(offer)] == ["spoiled"]
    fair.buyer.store.drop_records(offer, deal)
    assert [one.outcome for one in fair.buyer.collect(offer)] == ["spoiled"]


def test_without_any_gateway_the_business_accepts_collects_and_is_paid_back(fair):
    offer = fair.offer()
    seller = fair.answer(offer)
    verdicts = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    alone = Buyer(
        fair.open_market(with_gateway=False),
        fair.buyer.wallet,
        fair.buyer._market_key,
        fair.buyer.store._folder,
    )
    assert [one.ok for one in alone.accept(offer, verdicts)] == [True]
    fair.finalise()
    seller.deliver_due()
    assert [one.outcome for one in alone.collect(offer)] == ["opened"]
    other = fair.answer(offer)
    fair.accept(offer)
    fair.anvil.move_time(2 * 86_400 + 1)
    assert alone.reclaim(offer, other.vault.profile) == "direct"
    alone.close(offer)
    assert alone.market.reads.read_credit(alone.wallet.address) == 98 * UNIT


def test_a_business_that_is_gone_leaves_nobody_unpaid(fair):
    """Nobody settles or closes any more: the person is paid by calls that anyone may send."""
    offer, seller = fair.delivered(garbage_seconds=3_600, vesting_seconds=86_400, up_front_bps=5_000)
    fair.anvil.move_time(3_601)
    seller.settle(offer)
    fair.anvil.move_time(86_401)
    seller.claim(offer)
    assert seller.withdraw() == 2 * UNIT
    assert fair.state(offer, seller) is DealState.SETTLED


@pytest.mark.parametrize(("budget", "code"), [(0, "offer.budget"), (10**6 * UNIT, "token.balance")])
def test_an_offer_that_cannot_be_paid_is_not_opened(fair, budget, code):
    def act():
        return fair.buyer.open(fair.buyer.prepare(draft(budget=budget)))

    assert code_of(act) == code


def test_an_offer_is_funded_and_closed_and_its_rest_paid_out(fair):
    offer = fair.offer(budget=2 * UNIT)
    fair.buyer.fund(offer, 3 * UNIT)
    assert fair.market.reads.find_offer(offer).free == 5 * UNIT
    assert code_of(lambda: fair.buyer.fund(offer, 0)) == "offer.budget"
    fair.buyer.close(offer)
    assert code_of(lambda: fair.buyer.fund(offer, UNIT)) == "offer.over"
    stranger = Buyer(fair.market, fair.rich(), b"\x01" * 32, fair.folder / "stranger")
    assert code_of(lambda: stranger.close(fair.offer())) == "offer.not_buyer"


def test_only_what_was_withdrawn_is_attested_deleted(fair):
    offer, seller = fair.delivered()
    profile = seller.vault.profile
    assert code_of(lambda: fair.buyer.attest(offer, profile)) == "consent.stands"
    assert code_of(lambda: fair.buyer.attest(offer, 1)) == "deal.not_kept"
    seller.revoke(offer)
    first = fair.buyer.attest(offer, profile)
    assert fair.buyer.attest(offer, profile) == first  # said again, the same words
    assert json.loads(first)["controller"] == "Acme Coffee GmbH"


def test_a_consent_accepted_from_another_folder_is_told(fair):
    offer, seller = fair.delivered()
    deal = seller.vault.deals[0].deal_id
    kept = fair.buyer.store.find_deal(offer, deal)
    fair.buyer.store.keep_deal(replace(kept, consent=replace(kept.consent, salt=bytes(32)), key=None))
    (found,) = fair.buyer.collect(offer)
    assert (found.outcome, "Another consent" in found.detail) == ("ended", True)


def test_an_offer_of_another_folder_is_told(fair, tmp_path):
    offer = fair.offer()
    elsewhere = Buyer(fair.market, fair.buyer.wallet, fair.buyer._market_key, tmp_path)
    assert code_of(lambda: elsewhere.collect(offer)) == "offer.not_kept"
    assert list(elsewhere.list_offers()) == []
    assert offer in [one for one, _ in fair.buyer.list_offers()]


def test_a_node_that_finds_a_range_too_large_is_asked_in_halves(fair: Fair):
    offer, _ = fair.delivered()
    proxy = ChainProxy(fair.anvil.url)
    asked = []

    def before(method, params):
        if method == "eth_getLogs":
            first, last = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
            asked.append(last - first + 1)

    proxy.before = before
    try:
        market = type(fair.market)(fair.deployed.deployment, proxy.url)
        real = market.logs._rpc.call

        def call(method, params=()):
            answer = real(method, params)
            if method == "eth_getLogs" and asked[-1] > 16:
                raise TooManyResults("The node finds the range too large.")
            return answer

        market.logs._rpc.call = call
        told = market.logs.list_offer(offer)
    finally:
        proxy.close()
    assert told == fair.market.logs.list_offer(offer)
    assert min(asked) <= 16 < max(asked)


def test_wallets_and_keys_are_in_no_repr(fair):
    text = repr(fair.buyer) + repr(fair.person()) + repr(fair.buyer.expected(fair.offer()))
    assert fair.buyer._market_key.hex() not in text
    assert fair.buyer.wallet.private_key().hex() not in text
    assert repr(fair.buyer.expected(fair.offer()).seed) not in text


def test_strangers_are_not_profiles(fair):
    """A wallet without the profile's custody cannot accept for the buyer."""
    offer = fair.offer()
    fair.answer(offer, choices=CHOICES)
    verdicts = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    poor = Buyer(fair.market, Wallet.create(), fair.buyer._market_key, fair.buyer.store._folder)
    with pytest.raises(HashtagspaceError):
        poor.accept(offer, verdicts)


def test_nothing_is_deleted_before_the_chain_agrees_that_consent_was_withdrawn(fair):
    """A node that lies about the withdrawal costs no record that was paid for."""
    offer, seller = fair.delivered()
    reads = fair.buyer.market.reads
    real = reads.read_deal
    reads.read_deal = lambda *deal: replace(real(*deal), withdrawn=True)
    try:
        assert code_of(lambda: fair.buyer.attest(offer, seller.vault.profile)) == "consent.stands"
    finally:
        reads.read_deal = real
    assert [one.outcome for one in fair.buyer.collect(offer)] == ["opened"]
