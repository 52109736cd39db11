"""Deliveries as the chain tells of them: each with its proof, checked at home before anything is opened."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from hashtagspace.chain.curve import Point
from hashtagspace.client.buyer_store import BuyerStore
from hashtagspace.client.check_record import most_envelope_bytes
from hashtagspace.client.check_steps import Expected
from hashtagspace.client.deal_facts import DatedKey, DealFacts, tell_deals
from hashtagspace.client.kept_deals import KeptDeal, KeptEpoch, KeptKey
from hashtagspace.client.market import Market
from hashtagspace.client.opening import GarbageFound, Opener, Sealed
from hashtagspace.domain.consent import consent_digest
from hashtagspace.domain.market_events import EpochDelivered
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import HashtagspaceError, InvalidInput
from hashtagspace.market.delivery import delivery_domain, epoch_domain
from hashtagspace.market.dleq import Proof, Statement
from hashtagspace.market.ladder import KindData
from hashtagspace.market.points import wire_point
from hashtagspace.market.proof_search import find_proof
from hashtagspace.market.rows import BoughtBundle
from hashtagspace.market.selection import parse_selection

Outcome = Literal["waiting", "opened", "unproven", "garbage", "spoiled", "withdrawn", "deleted", "ended"]
_OVER: Final = (DealState.REFUNDED, DealState.REVOKED)


@dataclass(frozen=True, slots=True)
class Collected:
    """What there is of one deal, or of one epoch: its bundle once it is opened, else why it is not."""

    deal: bytes
    profile: int
    outcome: Outcome
    detail: str
    state: DealState
    epoch: int | None = None
    bundle: BoughtBundle | None = None


class Collector:
    """Collects the deliveries of one offer; what it finds is kept."""

    def __init__(self, market: Market, store: BuyerStore, expected: Expected, opener: Opener) -> None:
        self._market = market
        self._store = store
        self._expected = expected
        self._opener = opener

    def collect(self, *, trust_node: bool = False) -> list[Collected]:
        """One entry a deal, in a subscription one an epoch that came.

        A key whose proof is not in its transaction's calldata stays unopened unless the node is trusted.
        """
        events = self._market.logs.list_offer(self._expected.offer)
        facts = tell_deals(events, self._expected.on_chain)
        found: list[Collected] = []
        for kept in self._store.list_deals(self._expected.offer):
            told = facts.get(kept.deal, DealFacts())
            current = kept if told.withdrawn_at is not None else self._keep_keys(kept, told)
            found += self._collect_deal(current, told, trust_node=trust_node)
        return found

    def _collect_deal(self, kept: KeptDeal, told: DealFacts, *, trust_node: bool) -> list[Collected]:
        state, consent = told.story.state, kept.consent
        base = Collected(kept.deal, consent.profile, "waiting", "The key has not come yet.", state)
        if told.given is not None and told.given.digest != self._digest(kept):
            return [replace(base, outcome="ended", detail="Another consent was accepted for this deal.")]
        if told.withdrawn_at is not None:
            return [self._withdrawn(base, kept, told)]
        if self._expected.on_chain.epochs:
            return [self._open_epoch(base, kept, one, trust_node=trust_node) for one in told.epochs]
        if told.key is None:
            ended = state in _OVER
            return [replace(base, outcome="ended", detail="The key never came.") if ended else base]
        return [self._open(base, kept, told.key, None, trust_node=trust_node)]

    def _withdrawn(self, base: Collected, kept: KeptDeal, told: DealFacts) -> Collected:
        came = [told.key] if told.key is not None else told.epochs
        if not came:
            detail = "The person withdrew before the key came; nothing is left to delete."
            return replace(base, outcome="withdrawn", detail=detail)
        kinds = parse_selection(kept.selection.encode()).kinds
        bundle = BoughtBundle(
            kept.deal,
            self._digest(kept),
            kept.consent.profile,
            tuple(KindData(kind.category, kind.granularity) for kind in kinds),
            "",
            came[0].time,
            withdrawn_at=told.withdrawn_at,
        )
        if kept.statement is not None and told.deletion is not None:
            detail = "Withdrawn; its deletion is declared on the chain."
            return replace(base, outcome="deleted", detail=detail, bundle=bundle)
        detail = "The person withdrew: delete every copy, then declare it (attest)."
        return replace(base, outcome="withdrawn", detail=detail, bundle=bundle)

    def _open_epoch(self, base: Collected, kept: KeptDeal, dated: DatedKey, *, trust_node: bool) -> Collected:
        event = dated.event
        number = event.epoch if isinstance(event, EpochDelivered) else 0
        base = replace(base, epoch=number)
        epoch = next((one for one in kept.epochs if one.epoch == number), None)
        if epoch is None:
            return replace(base, detail=f"The key of epoch {number} came; its record is not here yet.")
        return self._open(base, kept, dated, epoch, trust_node=trust_node)

    def _open(
        self, base: Collected, kept: KeptDeal, dated: DatedKey, epoch: KeptEpoch | None, *, trust_node: bool
    ) -> Collected:
        number = 0 if epoch is None else epoch.epoch
        envelope = self._store.find_envelope(self._expected.offer, kept.deal, number)
        if envelope is None:
            detail = "The sealed record is not in this folder: take it from your backup."
            return replace(base, outcome="spoiled", detail=detail)
        sealed = Sealed(kept, envelope, epoch)
        if sealed.key.proof is None and not trust_node:
            detail = "No proof is in the delivering transaction: look at another node, or trust this one."
            return replace(base, outcome="unproven", detail=detail)
        try:
            opened = self._opener.open(sealed)
        except GarbageFound as failure:
            return replace(base, outcome="garbage", detail=failure.detail)
        except HashtagspaceError as failure:
            return replace(base, outcome="spoiled", detail=failure.detail)
        bundle = BoughtBundle(
            kept.deal,
            self._digest(kept),
            kept.consent.profile,
            opened.kinds,
            opened.day,
            dated.time,
            None if epoch is None else number,
        )
        return replace(base, outcome="opened", detail="Opened.", bundle=bundle)

    def _keep_keys(self, kept: KeptDeal, told: DealFacts) -> KeptDeal:
        """The deal with every key that came and was not kept yet."""
        updated = kept
        if told.key is not None and (kept.key is None or kept.key.proof is None):
            event = told.key.event
            commitment = wire_point(kept.consent.xx, kept.consent.x_parity)
            domain = delivery_domain(self._digest(kept))
            proof = self._find_proof(told.key, domain, commitment)
            updated = replace(kept, key=KeptKey(event.dx, event.d_parity, proof))
        epochs = {one.epoch: one for one in kept.epochs}
        for dated in told.epochs:
            fresh = self._fetch_epoch(kept, dated)
            if fresh is not None:
                epochs[fresh.epoch] = fresh
        updated = replace(updated, epochs=tuple(epochs[number] for number in sorted(epochs)))
        if updated != kept:
            self._store.keep_deal(updated)
        return updated

    def _fetch_epoch(self, kept: KeptDeal, dated: DatedKey) -> KeptEpoch | None:
        """The epoch with its sealed record kept here; None while the gateway does not have the record."""
        event = dated.event
        proven = {one.epoch for one in kept.epochs if one.key.proof is not None}
        if not isinstance(event, EpochDelivered) or event.epoch in proven:
            return None
        domain = epoch_domain(self._digest(kept), event.epoch, event.ct_root)
        proof = self._find_proof(dated, domain, wire_point(event.xx, event.x_parity))
        key = KeptKey(event.dx, event.d_parity, proof)
        epoch = KeptEpoch(event.epoch, event.xx, event.x_parity, event.ct_root, key)
        try:
            envelope = self._fetch_envelope(kept.deal, event.epoch)
            self._opener.read_contents(Sealed(kept, envelope, epoch))
        except HashtagspaceError:
            return None
        self._store.keep_envelope(self._expected.offer, kept.deal, event.epoch, envelope)
        return epoch

    def _fetch_envelope(self, deal: bytes, epoch: int) -> bytes:
        told = self._market.gateway.get_deal(deal)
        cid = next((one.envelope for one in told.epochs if one.epoch == epoch), None)
        if cid is None:
            raise InvalidInput("The gateway has no envelope of this epoch yet.", code="delivery.none")
        return self._market.gateway.blobs.get(cid, most_envelope_bytes(self._expected.terms.max_bytes))

    def _find_proof(self, dated: DatedKey, domain: bytes, commitment: Point) -> Proof | None:
        on_chain, event = self._expected.on_chain, dated.event
        calldata = self._market.logs.find_calldata(event.transaction_hash)
        if calldata is None:
            return None
        base = wire_point(on_chain.qx, on_chain.q_parity)
        return find_proof(calldata, Statement(domain, commitment, base, wire_point(event.dx, event.d_parity)))

    def _digest(self, kept: KeptDeal) -> bytes:
        return consent_digest(kept.consent, self._market.domain)
