"""The envelope of a response: opened, hashed, and compared with every digest that was signed."""

from typing import Final

from hashtagspace.chain.signatures import find_signer
from hashtagspace.client.check_steps import Expected, Steps, need, require
from hashtagspace.client.market import Market
from hashtagspace.domain.attestation import Attestation, attestation_digest, attestation_hash
from hashtagspace.domain.consent import Consent, deal_id, receipt_digest
from hashtagspace.market.envelope import (
    SUBSCRIPTION_START,
    EnvelopeContents,
    EnvelopePlace,
    open_envelope,
)
from hashtagspace.market.record import CHUNK, chunk_count
from hashtagspace.market.roots import build_root, list_cipher_leaves
from hashtagspace.market.selection import Selection, parse_selection, verify_selection
from hashtagspace.market.words import verify_shown

_NOTHING: Final = bytes(32)
# Encapsulated key, tag, length and the longest header of an envelope.
_ENVELOPE_OVERHEAD: Final = 1_120 + 16 + 4 + 65_536


def most_envelope_bytes(max_bytes: int) -> int:
    """The largest envelope that a bundle of `max_bytes` can need."""
    return chunk_count(max_bytes) * (CHUNK + 32) + _ENVELOPE_OVERHEAD


class RecordChecks:
    """The second half: what lies in the envelope."""

    def __init__(self, market: Market, expected: Expected, consent: Consent, envelope_cid: str) -> None:
        self._market = market
        self._expected = expected
        self._consent = consent
        self._cid = envelope_cid
        self.envelope: bytes | None = None
        self.contents: EnvelopeContents | None = None
        self.selection: Selection | None = None

    def run(self, steps: Steps) -> None:
        """Every check is made that can be, without the envelope none after it."""
        if not steps.check("envelope", "the envelope can be had", self._fetch):
            return
        if not steps.check("opened", "the envelope opens with the offer's key", self._open):
            return
        steps.check("ciphertext", "the record is the one that was signed", self._verify_ciphertext)
        steps.check("leaves", "its leaves are those that were signed", self._verify_leaves)
        if steps.check("receipt", "the selection is the one that was signed", self._verify_receipt):
            steps.check("selection", "the kinds are asked for and cost the price", self._verify_selection)
            steps.check("shown", "the person was shown the words of this consent", self._verify_shown)
            steps.check("attestation", "an attester that the terms name signed it", self._verify_attestation)

    def _fetch(self) -> None:
        most = most_envelope_bytes(self._expected.terms.max_bytes)
        self.envelope = self._market.gateway.blobs.get(self._cid, most)

    def _open(self) -> None:
        epoch = SUBSCRIPTION_START if self._expected.on_chain.epochs else 0
        place = EnvelopePlace(deal_id(self._consent.offer, self._consent.profile), epoch)
        self.contents = open_envelope(need(self.envelope), self._expected.seed, place)

    def _verify_ciphertext(self) -> None:
        record = need(self.contents).record
        if self._expected.on_chain.epochs:
            require(not record, "The first envelope of a subscription holds no record.")
            require(self._consent.ct_root == _NOTHING, "A subscription commits to no record beforehand.")
            return
        most = CHUNK * chunk_count(self._expected.terms.max_bytes)
        require(0 < len(record) <= most, "The record is missing, or larger than the terms allow.")
        root = build_root(list_cipher_leaves(record))
        require(root == self._consent.ct_root, "The ciphertext has another root than the consent.")

    def _verify_leaves(self) -> None:
        """Where a record can be contested there must be something to contest it by."""
        contents = need(self.contents)
        if self._consent.pt_root == _NOTHING:
            window = self._expected.on_chain.garbage_seconds
            require(not window, "It commits to no plaintext, so that nothing could be contested.")
            require(contents.leaves is None, "It has leaves but no root of them.")
            return
        leaves = need(contents.leaves)
        require(len(leaves) * CHUNK == len(contents.record), "There is not one leaf for each chunk.")
        require(build_root(leaves) == self._consent.pt_root, "The leaves have another root than the consent.")

    def _verify_receipt(self) -> None:
        contents = need(self.contents)
        selection = contents.selection.encode()
        digest = receipt_digest(contents.receipt_salt, selection)
        require(digest == self._consent.receipt, "The selection is not the one that was signed.")
        self.selection = parse_selection(selection)

    def _verify_selection(self) -> None:
        selection = need(self.selection)
        told = (selection.offer, selection.profile)
        own = (self._consent.offer, self._consent.profile)
        require(told == own, "The selection is for another offer or profile.")
        verify_selection(selection, self._expected.terms, self._consent.price)

    def _verify_shown(self) -> None:
        expected = self._expected
        verify_shown(need(self.selection), expected.terms, expected.on_chain, self._consent)

    def _verify_attestation(self) -> None:
        attested = need(self.selection).attestation
        if attested is None:
            return
        require(attested.pt_root == self._consent.pt_root, "Another record was attested than is sold.")
        form = Attestation(self._consent.profile, attested.pt_root, attested.category, attested.issued_at)
        digest = attestation_digest(form, self._market.domain)
        if find_signer(digest, attested.signature) == attested.attester:
            return
        is_signed = self._market.reads.is_signed(
            attested.attester, attestation_hash(form), attested.signature
        )
        require(is_signed, f"The signature is not that of 0x{attested.attester.hex()}.")
