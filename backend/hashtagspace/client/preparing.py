"""An answer before it is signed: every secret of it is saved first, then the person reads what it does."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.attesting import AttestedRecord, find_attested
from hashtagspace.client.market import Market
from hashtagspace.client.matching import Choices, OpenOffer, choose_asks, read_vault
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.client.sealing import (
    NO_ROOT,
    MaskedRecord,
    RecordPlace,
    mask_bundle,
    mask_plain,
    show_kinds,
)
from hashtagspace.domain.consent import Consent, deal_id, receipt_digest
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.terms import Ask
from hashtagspace.errors import Conflict, InvalidInput, Refused
from hashtagspace.market.attested import encode_attested
from hashtagspace.market.blinding import build_commitment
from hashtagspace.market.consent_json import spell_consent
from hashtagspace.market.derivation import derive_deal_scalar
from hashtagspace.market.envelope import (
    SUBSCRIPTION_START,
    EnvelopeContents,
    EnvelopePlace,
    seal_envelope,
)
from hashtagspace.market.epochs import build_keys_root
from hashtagspace.market.ladder import KindData
from hashtagspace.market.selection import (
    SelectedKind,
    Selection,
    build_selection,
    price_of,
    select_kinds,
    verify_kinds,
)
from hashtagspace.market.vault.key_file import DealSecret
from hashtagspace.market.words import Signing, describe_consent, shown_digest

VALID_SECONDS: Final = 14 * 86_400
_DRAWS: Final = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to sign, in words and as numbers; nothing is signed, uploaded or saved yet."""

    offer: OpenOffer
    asks: tuple[Ask, ...]
    shown: tuple[KindData, ...]
    kinds: tuple[SelectedKind, ...]
    payee: bytes
    price: int
    valid_until: int
    text: str
    now: int
    attested: AttestedRecord | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A consent whose secrets are saved and whose envelope is at the gateway: what is left is to sign it."""

    consent: Consent
    secret: DealSecret
    text: str


class Preparer:
    """Prepares answers of one profile, with its vault and its custody wallet."""

    def __init__(self, market: Market, vault: SaleVault, wallet: Wallet) -> None:
        self._market = market
        self._vault = vault
        self._wallet = wallet

    def draft(
        self,
        offer: OpenOffer,
        choices: Choices,
        payee: bytes | None,
        valid_seconds: int = VALID_SECONDS,
        *,
        is_attested: bool = True,
    ) -> Draft:
        """What an answer would give and bring; raises `offer.*`, `selection.*`, `record.*`, `deal.answered`.

        The chain is asked whether the offer stands, can pay, and waits for an answer of this profile. What is
        attested for the offer is sold as it was attested; raises `attestation.*` when it cannot be.
        """
        now = self._market.now(self._market.reads.read_head())
        asks = tuple(choose_asks(offer, choices))
        held = read_vault(self._vault)
        profile = self._vault.profile
        attested = find_attested(self._market, profile, offer, asks, held) if is_attested else None
        shown = show_kinds(self._vault, held, asks, now) if attested is None else (attested.data,)
        kinds = select_kinds(shown)
        verify_kinds(kinds, offer.terms)
        price = price_of(kinds, offer.terms)
        receiver = self._wallet.address if payee is None else payee
        valid_until = min(now + valid_seconds, offer.on_chain.accept_until - 1)
        self._verify_offer(offer, price, now)
        self._verify_self(offer, receiver)
        signing = Signing(offer.terms, offer.on_chain, profile, kinds, receiver, valid_until)
        text = describe_consent(signing)
        return Draft(offer, asks, shown, kinds, receiver, price, valid_until, text, now, attested)

    def prepare(self, draft: Draft) -> Prepared:
        """Envelope uploaded, secrets saved: only now may the consent be signed."""
        offer, profile = draft.offer, self._vault.profile
        deal = deal_id(offer.offer, profile)
        nonce, scalars = self._draw_nonce(offer)
        named = None if draft.attested is None else draft.attested.named
        selection = Selection(offer.offer, profile, draft.kinds, shown_digest(draft.text), named)
        text = build_selection(selection).decode()
        receipt_salt = secrets.token_bytes(32)
        record = self._mask(draft, deal, scalars)
        consent = self._build_consent(draft, scalars, receipt_digest(receipt_salt, text.encode()), record)
        contents = EnvelopeContents(text, receipt_salt, record.record, record.leaves)
        place = EnvelopePlace(deal, SUBSCRIPTION_START if offer.on_chain.epochs else 0)
        envelope = self._market.gateway.blobs.put(seal_envelope(contents, offer.terms.envelope_key, place))
        secret = DealSecret(
            deal_id=deal,
            offer_id=offer.offer,
            nonce=nonce,
            receipt_salt=receipt_salt,
            selection=text,
            consent=dict(spell_consent(consent)),
            signature=None,
            envelope=envelope,
            terms=offer.on_chain.terms,
            epochs=offer.on_chain.epochs,
            created_at_ms=self._market.now_ms(),
        )
        self._vault.save_deal(secret)
        return Prepared(consent, secret, draft.text)

    def _verify_offer(self, offer: OpenOffer, price: int, now: int) -> None:
        found = self._market.reads.find_offer(offer.offer)
        if found is None or found.buyer != offer.buyer:
            raise Refused("The chain knows no such offer; the gateway may be wrong.", code="offer.unknown")
        if now >= found.accept_until:
            raise Conflict("The offer takes no answers any more.", code="offer.over")
        if found.live >= found.max_responses:
            raise Conflict("The offer has as many answers as it asked for.", code="offer.full")
        if found.free < price * max(1, found.epochs):
            raise Conflict(
                "The offer's budget does not pay this answer; it may be filled up.",
                code="offer.budget_too_small",
            )
        level = self._market.reads.read_level(self._vault.profile) if found.min_level else 0
        if level < found.min_level:
            raise Conflict(
                f"The offer asks for personhood level {found.min_level}, the profile has {level}.",
                code="consent.level",
            )

    def _verify_self(self, offer: OpenOffer, payee: bytes) -> None:
        profile = self._vault.profile
        if self._market.reads.read_custody(profile) != self._wallet.address:
            raise InvalidInput("This wallet does not control that profile.", code="profile.not_custody")
        if not any(payee) or payee == self._market.deployment.data_market:
            raise InvalidInput("Nobody can be paid at this address; name another.", code="consent.payee")
        deal = self._market.reads.read_deal(offer.offer, profile)
        if deal.withdrawn or deal.state is not DealState.NONE:
            raise Conflict(
                "The profile answered this offer already, or withdrew beforehand.", code="deal.answered"
            )

    def _draw_nonce(self, offer: OpenOffer) -> tuple[bytes, tuple[int, ...]]:
        """A nonce and the scalars that come of it, none of them ever used by this vault."""
        known = self._vault.list_deals()
        nonces = {deal.nonce for deal in known}
        commitments = {str(deal.consent.get("xx")) for deal in known}
        for _ in range(_DRAWS):
            nonce = secrets.token_bytes(32)
            scalars = tuple(
                derive_deal_scalar(self._vault.vault_key(), self._market.place, offer.offer, nonce, epoch)
                for epoch in range(max(1, offer.on_chain.epochs))
            )
            if nonce not in nonces and str(_committed(scalars, offer)[0]) not in commitments:
                return nonce, scalars
        raise Refused(
            "This machine's random numbers repeat: nothing was signed. Use another machine.",
            code="deal.nonce_used",
        )

    def _mask(self, draft: Draft, deal: bytes, scalars: Sequence[int]) -> MaskedRecord:
        if draft.offer.on_chain.epochs:
            return MaskedRecord(b"", NO_ROOT, NO_ROOT, None)
        place = RecordPlace(deal, scalars[0])
        if draft.attested is not None:
            return mask_plain(encode_attested(draft.attested.bundle, draft.attested.kept.kind.seed), place)
        return mask_bundle(draft.offer, self._vault.profile, draft.shown, place, draft.now)

    def _build_consent(
        self, draft: Draft, scalars: Sequence[int], receipt: bytes, record: MaskedRecord
    ) -> Consent:
        on_chain = draft.offer.on_chain
        xx, x_parity = _committed(scalars, draft.offer)
        return Consent(
            draft.offer.offer, self._vault.profile, draft.payee, draft.price, draft.valid_until,
            on_chain.terms, receipt, on_chain.qx, on_chain.q_parity, xx, x_parity, record.ct_root,
            record.pt_root, secrets.token_bytes(32),
        )  # fmt: skip


def _committed(scalars: Sequence[int], offer: OpenOffer) -> tuple[int, int]:
    """X of a sale, or the root of a subscription's keys."""
    if offer.on_chain.epochs:
        root = build_keys_root([build_commitment(x) for x in scalars])
        return int.from_bytes(root, "big"), 0
    commitment = build_commitment(scalars[0])
    return commitment.x, commitment.parity
