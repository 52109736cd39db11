"""A person who sells: offers matched at home, consents given and withdrawn, keys delivered, money paid."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hashtagspace.chain.market_reads import DealOnChain
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.attesting import keep_attestation, request_attestation
from hashtagspace.client.deal_facts import DealFacts
from hashtagspace.client.delivering import Deliverer, Due, explain
from hashtagspace.client.earning import Earner, Earnings
from hashtagspace.client.epoch_selling import EpochSeller
from hashtagspace.client.market import Market, Way
from hashtagspace.client.market_calls import call_revoke_for, encode_on_offer
from hashtagspace.client.matching import Choices, Match, OpenOffer, match_offers, verify_offer
from hashtagspace.client.preparing import VALID_SECONDS, Draft, Prepared, Preparer
from hashtagspace.client.sale_vault import OpenVault, SaleVault
from hashtagspace.client.vault import Vault
from hashtagspace.domain.consent import Revoke, consent_digest, deal_id
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.terms import Granularity
from hashtagspace.errors import Conflict, HashtagspaceError, NotFound
from hashtagspace.market.attested import parse_attestation
from hashtagspace.market.consent_json import read_consent
from hashtagspace.market.receipt import JsonLd, build_receipt
from hashtagspace.market.sale import Course, Documents, open_sale
from hashtagspace.market.vault.key_file import DealSecret, VaultRecord

_REVOKE_SECONDS: Final = 3600
_LIVE: Final = ("signed", "sent")
_GIVEN_UP: Final = ("dropped", "closed")
_ACCEPTED: Final = (DealState.ACCEPTED, DealState.SUBSCRIBED)
_EARNING: Final = (DealState.DELIVERED, DealState.VESTING)


class Seller:
    """One profile with its vault and its custody wallet, in one market."""

    def __init__(self, market: Market, vault: Vault | SaleVault, wallet: Wallet) -> None:
        """Asks nobody yet."""
        self.market = market
        self.vault: SaleVault = OpenVault(vault) if isinstance(vault, Vault) else vault
        self.wallet = wallet
        self._preparer = Preparer(market, self.vault, wallet)
        self._deliverer = Deliverer(market, self.vault, wallet)
        self.earner = Earner(market, self.vault, wallet)

    def __repr__(self) -> str:
        """Profile and address only."""
        return f"Seller({self.vault.profile}, 0x{self.wallet.address.hex()})"

    def list_offers(self) -> list[Match]:
        """The open offers, matched with the vault here; the gateway is not told what matches."""
        return match_offers(self.market.gateway.list_offers(), self.vault)

    def get_offer(self, offer: bytes) -> OpenOffer:
        """One offer, every part of it checked."""
        return verify_offer(self.market.gateway.get_offer(offer))

    def draft(
        self,
        offer: OpenOffer,
        choices: Choices,
        *,
        payee: bytes | None = None,
        valid_seconds: int = VALID_SECONDS,
        is_attested: bool = True,
    ) -> Draft:
        """The sum and the plain words of an answer, before anything is signed.

        A record that is attested for the offer is sold with its attestation unless `is_attested` is False.
        """
        return self._preparer.draft(offer, choices, payee, valid_seconds, is_attested=is_attested)

    def request_attestation(self, offer: OpenOffer, category: str, granularity: Granularity) -> bytes:
        """The file for an attester whom the offer names: the data in the clear, for their eyes only."""
        now = self.market.now(self.market.reads.read_head())
        return request_attestation(self.vault, offer, category, granularity, now)

    def keep_attestation(self, data: bytes) -> VaultRecord:
        """What an attester handed back is kept beside its record, once every part of it was checked."""
        offer = self.get_offer(parse_attestation(data).kind.offer)
        return keep_attestation(self.market, self.vault, offer, data)

    def answer(self, draft: Draft) -> bytes:
        """The person's consent, signed, waits for the buyer; the deal's id.

        The secrets are saved before the signature is made, the signature before it is sent.
        """
        prepared = self._preparer.prepare(draft)
        signed = self.sign(prepared)
        self.send(signed)
        return signed.deal_id

    def prepare(self, draft: Draft) -> Prepared:
        """The envelope is uploaded and the secrets are saved; what is left is to sign."""
        return self._preparer.prepare(draft)

    def sign(self, prepared: Prepared) -> DealSecret:
        """The consent is signed and the signature saved."""
        signature = self.wallet.sign_digest(consent_digest(prepared.consent, self.market.domain))
        signed = replace(prepared.secret, signature=signature, state="signed")
        self.vault.save_deal(signed)
        return signed

    def send(self, secret: DealSecret) -> None:
        """The signed consent waits at the gateway; it may be sent again."""
        if secret.signature is None or secret.envelope is None:
            raise Conflict("This consent is not signed yet.", code="deal.not_signed")
        self.market.gateway.put_response(read_consent(secret.consent), secret.signature, secret.envelope)
        self.vault.save_deal(replace(secret, state="sent"))

    def deliver_due(self, way: Way = "any") -> list[Due]:
        """Every key that may go out is on the chain; each deal with what was done, or why nothing was.

        May be called again and again: what is done is not done twice, what was lost is sent anew. An answer
        that was given up here is delivered all the same when the chain has accepted just that one.
        """
        return [self._deliver(offer, way) for offer in (*self._list_live(), *self._list_reopened(_ACCEPTED))]

    def revoke(self, offer: bytes, way: Way = "any") -> str:
        """Consent is withdrawn, in whatever state the deal is, also before any; returns how it was sent.

        One signature, no coin; with `direct` or without a gateway the wallet pays for a transaction.
        """
        profile = self.vault.profile

        def is_done() -> bool:
            return self.market.reads.read_deal(offer, profile).withdrawn

        if is_done():
            raise Conflict("The consent is withdrawn already.", code="consent.withdrawn")
        self._mark_withdrawn(offer)
        if way == "direct":
            self.market.transact(self.wallet, encode_on_offer("revoke", offer, profile))
            return "direct"
        deadline = self.market.now(self.market.reads.read_head()) + _REVOKE_SECONDS
        form = Revoke(offer, profile, deadline)
        signature = self.wallet.sign_digest(consent_digest(form, self.market.domain))
        call = call_revoke_for(form, self.wallet.address, signature, self.market.domain)
        return self.market.carry(call, is_done, self.wallet, way)

    def collect_due(self, way: Way = "any") -> list[Due]:
        """What is due of all deals is credited: contested no more, or vested; each with what was done."""
        offers = (*self._list_live((*_LIVE, "withdrawn")), *self._list_reopened(_EARNING))
        return [self.earner.collect(offer, way) for offer in offers]

    def settle(self, offer: bytes, way: Way = "any") -> str:
        """A delivered deal is paid once nobody can contest it any more."""
        return self.earner.settle(offer, way)

    def claim(self, offer: bytes, way: Way = "any") -> str:
        """What has vested is credited."""
        return self.earner.claim(offer, way)

    def withdraw(self, payee: bytes | None = None, way: Way = "any") -> int:
        """All credit of the payee, the wallet unless named, is paid out to it; how much (1e-18 TAG)."""
        return self.earner.withdraw(self.wallet.address if payee is None else payee, way)

    def earnings(self, payee: bytes | None = None) -> Earnings:
        """What the payee, the wallet unless named, earned and was paid, by the chain."""
        return self.earner.earnings(self.wallet.address if payee is None else payee)

    def receipt(self, offer: bytes) -> JsonLd:
        """The consent receipt (ISO/IEC TS 27560) of an answer, with its status by the chain's events."""
        facts = self.earner.read_facts(offer)
        if facts.given is None or facts.given_at is None:
            raise NotFound(
                "The chain accepted no consent of this profile for the offer.", code="deal.not_accepted"
            )
        secret = self.earner.find_secret(offer, facts.given.digest)
        found = self.get_offer(offer)
        documents = Documents(found.document, secret.selection.encode(), secret.receipt_salt)
        sale = open_sale(
            self.market.domain, found.buyer, found.on_chain, read_consent(secret.consent), documents
        )
        now = self.market.now(self.market.reads.read_head())
        return build_receipt(sale, _course(facts, facts.given_at), now)

    def epochs(self) -> EpochSeller:
        """The subscriptions of this profile: a record and its key for each epoch."""
        return EpochSeller(self.market, self.vault, self.wallet, self._deliverer)

    def _deliver(self, offer: bytes, way: Way) -> Due:
        deal = deal_id(offer, self.vault.profile)
        try:
            found = self.market.reads.read_deal(offer, self.vault.profile)
            if found.state is DealState.NONE and self._close_expired(offer):
                return Due(
                    offer, deal, "expired", "The answer was not accepted in time; it can never be now."
                )
            if found.state >= DealState.DELIVERED and found.state is not DealState.SUBSCRIBED:
                self._close(offer, found.state)
                return Due(offer, deal, "done", f"The deal is {found.state.word}.")
            if found.state is DealState.SUBSCRIBED:
                how = self.epochs().deliver(offer, way)
            else:
                how = self._deliverer.deliver(offer, way)
        except HashtagspaceError as failure:
            return Due(offer, deal, explain(failure), failure.detail)
        return Due(offer, deal, "delivered", f"The key is on the chain ({how}).")

    def _close_expired(self, offer: bytes) -> bool:
        """Whether every consent to the offer is past its time for good; they need no look any more."""
        secrets = [one for one in self.vault.list_deals() if one.offer_id == offer and one.state in _LIVE]
        last = max((read_consent(one.consent).valid_until for one in secrets), default=None)
        if last is None or self.market.reads.read_final().time_seconds <= last:
            return False
        for secret in secrets:
            self.vault.save_deal(replace(secret, state="closed"))
        return True

    def _mark_withdrawn(self, offer: bytes) -> None:
        """No key of the offer ever leaves this vault again, whatever becomes of the call.

        A vault that cannot be saved keeps nobody from withdrawing: the chain remembers too.
        """
        for secret in self.vault.list_deals():
            if secret.offer_id == offer and secret.state != "withdrawn":
                with contextlib.suppress(HashtagspaceError):
                    self.vault.save_deal(replace(secret, state="withdrawn"))

    def _list_live(self, states: tuple[str, ...] = _LIVE) -> Iterator[bytes]:
        """The offers with a signed consent that is not over, each once."""
        secrets = self.vault.list_deals()
        yield from dict.fromkeys(secret.offer_id for secret in secrets if secret.state in states)

    def _list_reopened(self, states: tuple[DealState, ...]) -> Iterator[bytes]:
        """The offers whose answer was given up here, perhaps by mistake, while the chain runs that one."""
        live = set(self._list_live((*_LIVE, "withdrawn")))
        for secret in self.vault.list_deals():
            if secret.state not in _GIVEN_UP or secret.signature is None or secret.offer_id in live:
                continue
            deal = self.market.reads.read_deal(secret.offer_id, self.vault.profile)
            if deal.state in states and self._is_accepted(secret, deal):
                live.add(secret.offer_id)
                yield secret.offer_id

    def _is_accepted(self, secret: DealSecret, deal: DealOnChain) -> bool:
        """Whether the deal is of this very consent; once its key is out, it can be of no other."""
        digest = consent_digest(read_consent(secret.consent), self.market.domain)
        return deal.state not in _ACCEPTED or deal.word == digest

    def _close(self, offer: bytes, state: DealState) -> None:
        """What is over needs no look any more; delivered and vesting deals still wait to be paid."""
        if not state.is_over:
            return
        for secret in self.vault.list_deals():
            if secret.offer_id == offer and secret.state in _LIVE:
                self.vault.save_deal(replace(secret, state="closed"))


def _course(facts: DealFacts, given_at: int) -> Course:
    came = [*([facts.key.time] if facts.key else []), *(one.time for one in facts.epochs)]
    ended = None
    if facts.story.state is DealState.REFUNDED:
        ended = given_at if facts.story.until is None else facts.story.until
    return Course(given_at, max(came, default=None), facts.withdrawn_at, ended)
