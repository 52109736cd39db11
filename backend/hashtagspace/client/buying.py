"""A business: offers opened, answers judged and accepted, records collected, contested, exported, deleted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from hashtagspace.chain.transact import Mined
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.accepting import Accepted, Accepter
from hashtagspace.client.buyer_store import BuyerStore
from hashtagspace.client.check_steps import Expected
from hashtagspace.client.checking import Verdict, check_response
from hashtagspace.client.collecting import Collected, Collector
from hashtagspace.client.contesting import contest
from hashtagspace.client.kept_deals import KeptDeal
from hashtagspace.client.market import Market, Way
from hashtagspace.client.market_calls import (
    call_on_deal,
    call_withdraw,
    encode_fund,
    encode_on_offer,
    encode_open,
)
from hashtagspace.client.market_records import Response
from hashtagspace.client.offering import OfferDraft, PreparedOffer, prepare_offer
from hashtagspace.client.opening import Opener, Sealed
from hashtagspace.domain.consent import consent_digest, deal_id
from hashtagspace.domain.market_events import ConsentGiven
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.offer_price import find_most_price
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.domain.typed_data import Permit, token_domain
from hashtagspace.errors import Conflict, InvalidInput, NotFound
from hashtagspace.market.envelope import envelope_seed
from hashtagspace.market.level_worth import verify_worth
from hashtagspace.market.report import Report, build_report
from hashtagspace.market.rows import build_table
from hashtagspace.market.table import Table

_PERMIT_SECONDS: Final = 3600
LEGAL_BASIS: Final = "eu-gdpr:A6-1-a"
"""Consent. Source: DPV, EU-GDPR extension."""


class Buyer:
    """One business in one market. What it must not lose lies in `folder`, sealed to its market key."""

    def __init__(self, market: Market, wallet: Wallet, market_key: bytes, folder: Path) -> None:
        """`market_key` is the one of the business's vault; asks nobody yet."""
        self.market = market
        self.wallet = wallet
        self.store = BuyerStore(folder)
        self._market_key = market_key
        self._expected: dict[bytes, Expected] = {}

    def __repr__(self) -> str:
        """The wallet's address only."""
        return f"Buyer(0x{self.wallet.address.hex()})"

    def prepare(self, draft: OfferDraft) -> PreparedOffer:
        """The offer with fresh keys, judged but not signed; raises `offer.*` and `terms.*`.

        Where there are people, the level that is asked for has to carry the dearest answer:
        `offer.level_worth`.
        """
        now_ms = self.market.now(self.market.reads.read_head()) * 1000
        prepared = prepare_offer(draft, self.wallet.address, self._market_key, self.market.place, now_ms)
        people = self.market.people.find_terms()
        if people is not None:
            price = find_most_price(draft.terms) * max(1, draft.epochs)
            verify_worth(draft.min_level, price, people.vouch_stake)
        return prepared

    def open(self, prepared: PreparedOffer) -> bytes:
        """The offer stands, its terms are published, its budget is in the market; its id.

        One signature for the budget, one transaction. Kept on disk before it is sent.
        """
        self._require_balance(prepared.budget)
        self.market.gateway.put_terms(prepared.document)
        self.store.keep_offer(prepared)
        permit = self._sign_permit(prepared.budget)
        self._transact(encode_open(prepared.on_chain, prepared.budget, permit))
        return prepared.offer

    def fund(self, offer: bytes, amount: int) -> Mined:
        """The offer's budget is larger by `amount` (1e-18 TAG)."""
        if amount <= 0:
            raise InvalidInput("An amount of nothing funds nothing; give one.", code="offer.budget")
        self._require_balance(amount)
        return self._transact(encode_fund(offer, amount, self._sign_permit(amount)))

    def close(self, offer: bytes) -> Mined:
        """The offer accepts no more; its free budget is credit that `withdraw` pays out."""
        return self._transact(encode_on_offer("close", offer))

    def withdraw(self, way: Way = "any") -> int:
        """The wallet's credit is paid out to it; how much (1e-18 TAG). Raises `credit.none`."""
        amount = self.market.reads.read_credit(self.wallet.address)
        if not amount:
            raise Conflict("The account has no credit to be paid out.", code="credit.none")
        self.market.carry(
            call_withdraw(self.wallet.address),
            lambda: self.market.reads.read_credit(self.wallet.address) < amount,
            self.wallet,
            way,
        )
        return amount

    def list_responses(self, offer: bytes) -> list[Response]:
        """The answers that wait at the gateway, the earliest first."""
        answers = self.market.gateway.list_responses(offer, self.wallet, lambda: self.market.now_ms() / 1000)
        return list(answers)[::-1]

    def check(self, offer: bytes, responses: Sequence[Response]) -> list[Verdict]:
        """Every promise of each response checked, by name; X that were met stay known for good."""
        expected, seen = self.expected(offer), self.store.map_seen()
        known = len(seen)
        verdicts = [check_response(self.market, expected, response, seen) for response in responses]
        if len(seen) > known:
            self.store.keep_seen(seen)
        return verdicts

    def accept(self, offer: bytes, verdicts: Sequence[Verdict]) -> list[Accepted]:
        """The good ones are accepted, in batches of at most 40; each with what became of it."""
        return Accepter(self.market, self.store, self.wallet, self.expected(offer)).accept(verdicts)

    def collect(self, offer: bytes, *, trust_node: bool = False) -> list[Collected]:
        """What came of each deal: opened where the key came with its proof."""
        expected = self.expected(offer)
        return Collector(self.market, self.store, expected, self._opener(expected)).collect(
            trust_node=trust_node
        )

    def contest(self, offer: bytes, profile: int) -> Mined:
        """The price of a record that is garbage went back; raises `garbage.*` before anything is shown."""
        expected, kept = self.expected(offer), self.get_deal(offer, profile)
        envelope = self.store.find_envelope(offer, kept.deal, 0)
        if envelope is None:
            raise NotFound("The sealed record is not in this folder.", code="record.missing")
        opener = self._opener(expected)
        return contest(self.market, self.wallet, expected, opener, Sealed(kept, envelope))

    def reclaim(self, offer: bytes, profile: int, way: Way = "any") -> str:
        """The price of a key that never came went back to the offer; returns how it was sent."""
        return self.market.carry(
            call_on_deal("reclaim", offer, profile),
            lambda: (
                self.market.reads.read_deal(offer, profile).state in (DealState.REFUNDED, DealState.SETTLED)
            ),
            self.wallet,
            way,
        )

    def stop(self, offer: bytes, profile: int) -> Mined:
        """A subscription ends with the running epoch."""
        return self._transact(encode_on_offer("stop", offer, profile))

    def attest(self, offer: bytes, profile: int) -> str:
        """The sealed records of a withdrawn deal are deleted here, and that is declared on the chain.

        Returns the statement, whose digest is on the chain. Earlier exports are yours to delete.
        """
        kept = self.get_deal(offer, profile)
        if not self.market.reads.read_deal(offer, profile).withdrawn:
            raise Conflict("The person did not withdraw; nothing has to be deleted.", code="consent.stands")
        statement = kept.statement or self._write_statement(kept)
        self.store.keep_deal(replace(kept, statement=statement))
        digest = sha256(statement.encode()).digest()
        self._transact(encode_on_offer("attestDeletion", offer, profile, digest))
        self.store.drop_records(offer, kept.deal)
        self.store.keep_deal(replace(kept, key=None, epochs=(), statement=statement))
        return statement

    def table(self, collected: Sequence[Collected], offer: bytes) -> Table:
        """The rows of everything opened; who withdrew is in none."""
        bundles = [one.bundle for one in collected if one.bundle is not None]
        return build_table(self.expected(offer).terms, bundles)

    def report(self, offer: bytes) -> Report:
        """Money and people of the offer, from the chain's events; levels as they are now."""
        events = self.market.logs.list_offer(offer)
        profiles = {one.event.profile for one in events if isinstance(one.event, ConsentGiven)}
        levels = {profile: self.market.reads.read_level(profile) for profile in sorted(profiles)}
        dated = [(one.event, one.time_seconds) for one in events]
        return build_report(offer, self.expected(offer).on_chain, dated, levels)

    def list_offers(self) -> Iterator[tuple[bytes, TermsDocument]]:
        """The offers kept in the folder, with their terms."""
        for offer in self.store.list_offers():
            yield offer, self.expected(offer).terms

    def get_deal(self, offer: bytes, profile: int) -> KeptDeal:
        """A deal accepted from this folder; raises `deal.not_kept`."""
        kept = self.store.find_deal(offer, deal_id(offer, profile))
        if kept is None:
            raise NotFound("No deal of this profile is kept in this folder.", code="deal.not_kept")
        return kept

    def expected(self, offer: bytes) -> Expected:
        """What responses to an offer of this folder are judged by; raises `offer.not_kept`."""
        if offer not in self._expected:
            kept = self.store.get_offer(offer)
            seed = envelope_seed(self._market_key, kept.on_chain.salt)
            self._expected[offer] = Expected(offer, kept.on_chain, parse_terms(kept.document), seed)
        return self._expected[offer]

    def _opener(self, expected: Expected) -> Opener:
        return Opener(self.market.place, self._market_key, expected)

    def _transact(self, data: bytes) -> Mined:
        return self.market.transact(self.wallet, data)

    def _require_balance(self, amount: int) -> None:
        held = self.market.reads.read_balance(self.wallet.address)
        if held < amount:
            raise Conflict(
                f"The wallet holds {held} of the {amount} (1e-18 TAG) that are needed.", code="token.balance"
            )

    def _sign_permit(self, amount: int) -> tuple[int, int, bytes, bytes]:
        deployment = self.market.deployment
        deadline = self.market.now(self.market.reads.read_head()) + _PERMIT_SECONDS
        nonce = self.market.reads.read_permit_nonce(self.wallet.address)
        form = Permit(self.wallet.address, deployment.data_market, amount, nonce, deadline)
        signature = self.wallet.sign_form(form, token_domain(deployment.chain_id, deployment.tag_token))
        return deadline, signature[64], signature[:32], signature[32:64]

    def _write_statement(self, kept: KeptDeal) -> str:
        now = self.market.now(self.market.reads.read_head())
        body = {
            "type": "deletion",
            "version": 1,
            "offer": "0x" + kept.consent.offer.hex(),
            "profile": str(kept.consent.profile),
            "consent": "0x" + consent_digest(kept.consent, self.market.domain).hex(),
            "controller": self.expected(kept.consent.offer).terms.controller.name,
            "deletedAt": now,
            "words": "We deleted every copy of the data that this consent covered and told everybody we "
            "passed it on to.",
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
