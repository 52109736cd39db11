"""Accepting what was found good: in batches that a block takes, each deal kept here before it is paid for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.market_reverts import FAULTS
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.buyer_store import BuyerStore
from hashtagspace.client.check_steps import Expected, need
from hashtagspace.client.checking import Verdict
from hashtagspace.client.deal_facts import DealFacts, tell_deals
from hashtagspace.client.kept_deals import KeptDeal
from hashtagspace.client.market import Market
from hashtagspace.client.market_calls import encode_accept, encode_accept_one
from hashtagspace.domain.consent import consent_digest
from hashtagspace.market.envelope import SUBSCRIPTION_START

BATCH_COUNT: Final = 40


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one response: accepted, or the code and sentence of why not."""

    deal: bytes
    profile: str
    ok: bool
    code: str
    detail: str


class Accepter:
    """Accepts responses to one offer with the wallet that opened it."""

    def __init__(self, market: Market, store: BuyerStore, wallet: Wallet, expected: Expected) -> None:
        self._market = market
        self._store = store
        self._wallet = wallet
        self._expected = expected

    def accept(self, verdicts: Sequence[Verdict]) -> list[Accepted]:
        """One entry a verdict: those with a check that does not hold are never sent.

        Where a level is asked for, each is simulated first. What the budget does not pay, and what the chain
        leaves out of a batch, is
        told with its reason.
        """
        refused = [_refuse(verdict) for verdict in verdicts if not verdict.ok]
        standing, fallen = self._simulate([verdict for verdict in verdicts if verdict.ok])
        good, unpaid = self._fit_budget(standing)
        done: list[Accepted] = []
        for at in range(0, len(good), BATCH_COUNT):
            done += self._accept_batch(good[at : at + BATCH_COUNT])
        return [*done, *unpaid, *fallen, *refused]

    def _simulate(self, verdicts: list[Verdict]) -> tuple[list[Verdict], list[Accepted]]:
        """Those whose level has not fallen since they were judged, by what the chain would do with each now.

        Whatever else is in the way is told by the transaction itself.
        """
        if not self._expected.on_chain.min_level:
            return verdicts, []
        sender, market = self._market.open_transactor(self._wallet), self._market.deployment.data_market
        standing, fallen = [], []
        for verdict in verdicts:
            consent = need(verdict.consent)
            try:
                sender.simulate(market, encode_accept_one(consent, verdict.signature))
            except CallReverted as refusal:
                if refusal.exact_code == "consent.level":
                    fallen.append(self._tell_level(verdict, consent.profile))
                    continue
            standing.append(verdict)
        return standing, fallen

    def _tell_level(self, verdict: Verdict, profile: int) -> Accepted:
        level, least = self._market.reads.read_level(profile), self._expected.on_chain.min_level
        detail = f"The profile's level is {level} by now; the offer asks for {least}."
        return Accepted(need(verdict.deal), verdict.profile, False, "consent.level", detail)

    def _fit_budget(self, verdicts: list[Verdict]) -> tuple[list[Verdict], list[Accepted]]:
        """Those that the free budget and the number of answers left pay for, first come first served."""
        offer = self._market.reads.find_offer(self._expected.offer)
        free, room = (0, 0) if offer is None else (offer.free, offer.max_responses - offer.live)
        good, unpaid = [], []
        for verdict in verdicts:
            cost = need(verdict.consent).price * max(1, self._expected.on_chain.epochs)
            fault = "OfferFull" if room <= 0 else "BudgetTooSmall" if cost > free else None
            if fault is None:
                good.append(verdict)
                free, room = free - cost, room - 1
            else:
                code, detail, _ = FAULTS[_FAULT_NUMBERS[fault]]
                unpaid.append(Accepted(need(verdict.deal), verdict.profile, False, code, detail))
        return good, unpaid

    def _accept_batch(self, verdicts: Sequence[Verdict]) -> list[Accepted]:
        """The batch in one transaction, in halves where a block takes less."""
        for verdict in verdicts:
            self._keep(verdict)
        consents = [need(verdict.consent) for verdict in verdicts]
        data = encode_accept(consents, [verdict.signature for verdict in verdicts])
        try:
            mined = self._market.transact(self._wallet, data)
        except CallReverted as refusal:
            if refusal.exact_code != "call.too_expensive" or len(verdicts) == 1:
                raise
            half = len(verdicts) // 2
            return [*self._accept_batch(verdicts[:half]), *self._accept_batch(verdicts[half:])]
        deals = [need(verdict.deal) for verdict in verdicts]
        told = tell_deals(self._market.logs.list_deals(deals, mined.block_number), self._expected.on_chain)
        return [self._tell(verdict, told.get(need(verdict.deal), DealFacts())) for verdict in verdicts]

    def _tell(self, verdict: Verdict, facts: DealFacts) -> Accepted:
        deal, consent = need(verdict.deal), need(verdict.consent)
        if facts.given is not None and facts.given.digest == consent_digest(consent, self._market.domain):
            return Accepted(deal, verdict.profile, True, "deal.accepted", "Accepted; the key is due.")
        code, detail, _ = FAULTS[facts.skipped or 0] if (facts.skipped or 0) < len(FAULTS) else FAULTS[0]
        return Accepted(deal, verdict.profile, False, code, detail)

    def _keep(self, verdict: Verdict) -> None:
        """The deal and its sealed record are on disk: a gateway forgets them, a crash must not."""
        contents, consent, deal = need(verdict.contents), need(verdict.consent), need(verdict.deal)
        first = SUBSCRIPTION_START if self._expected.on_chain.epochs else 0
        self._store.keep_envelope(consent.offer, deal, first, need(verdict.envelope))
        kept = self._store.find_deal(consent.offer, deal)
        if kept is None or kept.consent != consent:
            self._store.keep_deal(
                KeptDeal(consent, verdict.signature, contents.selection, contents.receipt_salt)
            )


_FAULT_NUMBERS: Final = {"OfferFull": 3, "BudgetTooSmall": 4}


def _refuse(verdict: Verdict) -> Accepted:
    problem = verdict.problems[0]
    return Accepted(
        verdict.deal or bytes(32), verdict.profile, False, f"response.{problem.name}", problem.detail
    )
