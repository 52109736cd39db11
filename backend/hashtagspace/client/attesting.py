"""Records that somebody vouches for: the signature is kept beside the record and sold with its very bytes.

The person builds a request for one offer, the attester looks at the data in it and signs its root, the person
keeps what comes back. Nobody else takes part: no gateway hears of it before the record is sold.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hashtagspace.chain.signatures import find_signer
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.market import Market
from hashtagspace.client.matching import Held, OpenOffer, choose_asks, read_vault
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.client.sealing import show_kinds
from hashtagspace.domain.attestation import Attestation, attestation_digest, attestation_hash
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.attested import (
    SEED,
    AttestationRequest,
    AttestedKind,
    KeptAttestation,
    build_attestation,
    build_request,
    list_attestations,
    parse_attestation,
    parse_request,
    put_attestation,
    root_of,
)
from hashtagspace.market.bundle import Bundle, build_bundle
from hashtagspace.market.errors import InvalidAttestation
from hashtagspace.market.ladder import KindData, can_answer, coarsen
from hashtagspace.market.selection import AttestedBy
from hashtagspace.market.vault.key_file import VaultRecord


class Attester:
    """Somebody whom businesses trust, with a key and without coin: judges data, then signs for it."""

    def __init__(self, wallet: Wallet, domain: TypedDomain) -> None:
        """`domain`: the market's, `Market.domain`."""
        self._wallet = wallet
        self._domain = domain

    def read(self, request: bytes) -> AttestationRequest:
        """The data that somebody wants attested, to be judged before `attest`; raises `attestation.*`."""
        return parse_request(request)

    def attest(self, request: AttestationRequest, issued_at: int) -> bytes:
        """The file for the person; `issued_at` in Unix seconds.

        Call it for data that you know to be true, and this profile's.
        """
        kind, root = request.kind, request.pt_root
        digest = attestation_digest(_form(kind, root, issued_at), self._domain)
        signature = self._wallet.sign_digest(digest)
        return build_attestation(KeptAttestation(kind, root, self._wallet.address, issued_at, signature))


@dataclass(frozen=True, slots=True)
class AttestedRecord:
    """What an attester signed, made again of the record in the vault: these bytes are sold."""

    kept: KeptAttestation
    data: KindData
    bundle: bytes

    @property
    def named(self) -> AttestedBy:
        """As a selection names it."""
        kept = self.kept
        return AttestedBy(kept.attester, kept.pt_root, kept.kind.category, kept.issued_at, kept.signature)


def request_attestation(
    vault: SaleVault, offer: OpenOffer, category: str, granularity: Granularity, now_seconds: int
) -> bytes:
    """The file for an attester: what the offer would get of the category, in the clear.

    Raises `attestation.offer`, `selection.ask`, `record.unanswerable`, `bundle.bytes`.
    """
    require_contestable(offer)
    asks = choose_asks(offer, {category: granularity})
    (data,) = show_kinds(vault, read_vault(vault), asks, now_seconds)
    day = datetime.fromtimestamp(now_seconds, UTC).date().isoformat()
    bundle = build_bundle(Bundle(offer.offer, vault.profile, day, (data,)), offer.terms.max_bytes)
    return build_request(bundle, secrets.token_bytes(SEED))


def keep_attestation(market: Market, vault: SaleVault, offer: OpenOffer, data: bytes) -> VaultRecord:
    """The attestation is kept beside the record that it fits, saved when this returns.

    Raises `attestation.*` unless profile, offer, attester, signature and every byte of a record agree.
    """
    kept = parse_attestation(data)
    verify_attestation(market, vault.profile, offer, kept)
    asks = choose_asks(offer, {kept.kind.category: kept.kind.granularity})
    answering = [held for held in read_vault(vault) if can_answer(asks[0], held.value)]
    for held in answering:
        if _rebuild(offer, asks[0], held, kept) is not None:
            record = held.record
            return vault.save_attestation(record, put_attestation(record.attestation, kept))
    raise _altered()


def verify_attestation(market: Market, profile: int, offer: OpenOffer, kept: KeptAttestation) -> None:
    """Raises `attestation.offer`, `.profile`, `.attester` or `.signature`; no record is looked at."""
    require_contestable(offer)
    kind = kept.kind
    if kind.offer != offer.offer:
        raise _refuse("offer", "The attestation is for another offer: each is for one.")
    if kind.profile != profile:
        raise _refuse("profile", f"The attestation is about profile {kind.profile}, this is {profile}.")
    if kept.attester not in offer.terms.attesters:
        raise _refuse("attester", f"The offer does not trust 0x{kept.attester.hex()}, who attested it.")
    form = _form(kind, kept.pt_root, kept.issued_at)
    if find_signer(attestation_digest(form, market.domain), kept.signature) == kept.attester:
        return
    if not market.reads.is_signed(kept.attester, attestation_hash(form), kept.signature):
        raise _refuse("signature", f"The signature is not that of 0x{kept.attester.hex()}.")


def find_attested(
    market: Market, profile: int, offer: OpenOffer, asks: Sequence[Ask], held: Sequence[Held]
) -> AttestedRecord | None:
    """The attested record for this answer; None where none is kept, or the answer has another kind with it.

    Raises as `verify_attestation`, and `attestation.altered` when the record is another than was attested.
    """
    if len(asks) != 1 or not offer.terms.attesters:
        return None
    (ask,) = asks
    refusal: HashtagspaceError | None = None
    for one in held:
        for kept in list_attestations(one.record.attestation):
            if (kept.kind.offer, kept.kind.granularity) != (offer.offer, ask.granularity):
                continue
            try:
                verify_attestation(market, profile, offer, kept)
            except InvalidAttestation as error:
                refusal = error
                continue
            found = _rebuild(offer, ask, one, kept) if can_answer(ask, one.value) else None
            if found is not None:
                return found
            refusal = _altered()
    if refusal is not None:
        raise refusal
    return None


def require_contestable(offer: OpenOffer) -> None:
    """Raises `attestation.offer` unless a plaintext root is signed in answers to the offer."""
    if offer.on_chain.epochs or not offer.on_chain.garbage_seconds:
        raise _refuse(
            "offer", "The offer is a subscription or gives no time to contest: nothing attested fits in it."
        )


def _rebuild(offer: OpenOffer, ask: Ask, held: Held, kept: KeptAttestation) -> AttestedRecord | None:
    """The very bytes that were attested, if the record still gives them."""
    kind = kept.kind
    data = coarsen(ask, held.value, kind.day)
    bundle = build_bundle(Bundle(offer.offer, kind.profile, kind.day, (data,)), offer.terms.max_bytes)
    return AttestedRecord(kept, data, bundle) if root_of(bundle, kind.seed) == kept.pt_root else None


def _form(kind: AttestedKind, pt_root: bytes, issued_at: int) -> Attestation:
    return Attestation(kind.profile, pt_root, kind.category, issued_at)


def _altered() -> InvalidAttestation:
    return _refuse(
        "altered",
        "The record is not the one that was attested, or was changed since: have it attested anew.",
    )


def _refuse(code: str, sentence: str) -> InvalidAttestation:
    return InvalidAttestation(sentence, code=f"attestation.{code}")
