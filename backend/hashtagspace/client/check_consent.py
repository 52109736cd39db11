"""The consent of a response: whose it is, what it promises, and whether the chain would take it."""

from typing import Final

from hashtagspace.chain.signatures import find_signer
from hashtagspace.client.check_steps import Expected, Steps, need, require
from hashtagspace.client.market import Market
from hashtagspace.client.market_records import Response, read_hex
from hashtagspace.domain.consent import Consent, consent_digest, consent_hash, deal_id
from hashtagspace.domain.market_states import DealState
from hashtagspace.market.consent_json import read_consent
from hashtagspace.market.points import wire_point

ACCEPT_SECONDS: Final = 60
"""How long a consent must still hold, so that the transaction finds it valid."""


class ConsentChecks:
    """The first half: everything that needs no envelope."""

    def __init__(
        self, market: Market, expected: Expected, response: Response, seen: dict[int, bytes]
    ) -> None:
        self._market = market
        self._expected = expected
        self._response = response
        self._seen = seen
        self.consent: Consent | None = None
        self.signature = b""

    def run(self, steps: Steps) -> None:
        """Every check is made, unless the consent does not even read."""
        if not steps.check("form", "the consent reads", self._read):
            return
        steps.check("deal", "it answers this offer, under the deal's own id", self._verify_deal)
        steps.check("terms", "it names the terms and the key of the offer", self._verify_terms)
        steps.check("payment", "it names a payee and a price", self._verify_payment)
        steps.check("time", "it holds long enough to be accepted", self._verify_time)
        is_signed = steps.check("signature", "the profile's custody signed it", self._verify_signature)
        steps.check("level", "the profile has the level that is asked", self._verify_level)
        steps.check("state", "the profile neither answered nor withdrew before", self._verify_state)
        steps.check("commitment", "its X is a point that no other deal has", self._verify_commitment)
        if is_signed:
            self._seen.setdefault(need(self.consent).xx, self.deal)

    @property
    def deal(self) -> bytes:
        """The deal's id, as computed here."""
        consent = need(self.consent)
        return deal_id(consent.offer, consent.profile)

    def _read(self) -> None:
        self.consent = read_consent(self._response.consent)
        self.signature = read_hex(self._response.signature)

    def _verify_deal(self) -> None:
        consent = need(self.consent)
        require(consent.offer == self._expected.offer, "The consent answers another offer.")
        told = (self._response.deal_id, self._response.profile_id)
        own = ("0x" + self.deal.hex(), str(consent.profile))
        require(told == own, "The gateway shows it under another deal or profile.")

    def _verify_terms(self) -> None:
        consent, terms = need(self.consent), self._expected.on_chain
        found = (consent.terms, consent.qx, consent.q_parity)
        require(found == (terms.terms, terms.qx, terms.q_parity), "Terms or key are another offer's.")

    def _verify_payment(self) -> None:
        consent = need(self.consent)
        require(consent.price > 0, "The price is nothing.")
        is_payable = any(consent.payee) and consent.payee != self._market.deployment.data_market
        require(is_payable, "Nobody can be paid at this address.")

    def _verify_time(self) -> None:
        now = self._market.now(self._market.reads.read_head())
        left = need(self.consent).valid_until - now
        require(left >= ACCEPT_SECONDS, f"It has {max(0, left)} seconds left; ask the person again.")
        require(now < self._expected.on_chain.accept_until, "The offer accepts no longer.")

    def _verify_signature(self) -> None:
        consent = need(self.consent)
        custody = self._market.reads.read_custody(consent.profile)
        if find_signer(consent_digest(consent, self._market.domain), self.signature) == custody:
            return
        is_signed = self._market.reads.is_signed(custody, consent_hash(consent), self.signature)
        require(is_signed, f"The signature is not that of 0x{custody.hex()}.")

    def _verify_level(self) -> None:
        least = self._expected.on_chain.min_level
        level = self._market.reads.read_level(need(self.consent).profile) if least else 0
        require(level >= least, f"The profile has level {level}, {least} is asked.")

    def _verify_state(self) -> None:
        consent = need(self.consent)
        deal = self._market.reads.read_deal(consent.offer, consent.profile)
        require(not deal.withdrawn, "The person withdrew.")
        require(deal.state is DealState.NONE, "The deal was accepted before.")

    def _verify_commitment(self) -> None:
        consent = need(self.consent)
        if self._expected.on_chain.epochs:
            require(consent.xx != 0 and consent.x_parity == 0, "The root of its keys is malformed.")
        else:
            wire_point(consent.xx, consent.x_parity)
        require(self._seen.get(consent.xx, self.deal) == self.deal, "Another deal has this X already.")
