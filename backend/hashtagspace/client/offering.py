"""An offer before it is opened: what is asked for and paid, judged here as the contract will judge it."""

import secrets
from dataclasses import dataclass, replace
from typing import Final

from hashtagspace.domain.consent import OfferTerms, offer_id
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.offer_price import find_least_price
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.domain.terms_format import build_terms
from hashtagspace.errors import InvalidInput
from hashtagspace.market.asks import verify_terms
from hashtagspace.market.blinding import build_blinding
from hashtagspace.market.derivation import Buffer, MarketPlace, derive_offer_scalar
from hashtagspace.market.envelope import envelope_key_pair, envelope_seed
from hashtagspace.market.errors import InvalidDelivery

HOUR: Final = 3_600
DAY: Final = 86_400
ALL_BPS: Final = 10_000
_MAX_WINDOW: Final = 30 * DAY
_MAX_EPOCH: Final = 92 * DAY
_MAX_SPAN: Final = 730 * DAY
_MAX_RESPONSES: Final = 2**24 - 1
_MAX_AMOUNT: Final = 2**128 - 1


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """What a business decides; `terms` still without envelope key and date. Amounts in 1e-18 TAG."""

    terms: TermsDocument
    budget: int
    accept_seconds: int
    max_responses: int
    deliver_seconds: int = 2 * DAY
    garbage_seconds: int = 0
    vesting_seconds: int = 0
    up_front_bps: int = ALL_BPS
    min_level: int = 0
    epochs: int = 0


@dataclass(frozen=True, slots=True)
class PreparedOffer:
    """An offer that can be opened: its id, the contract's terms, the document they name, the budget."""

    offer: bytes
    on_chain: OfferTerms
    document: bytes
    budget: int


def prepare_offer(
    draft: OfferDraft, buyer: bytes, market_key: Buffer, place: MarketPlace, now_ms: int
) -> PreparedOffer:
    """The offer with fresh salt and keys; raises `offer.*` and `terms.*` naming the rule that is broken."""
    verify_draft(draft)
    while True:
        salt = secrets.token_bytes(32)
        try:
            q = build_blinding(derive_offer_scalar(market_key, place, salt))
        except InvalidDelivery:
            continue  # once in 2^127: another salt
        break
    keys = envelope_key_pair(envelope_seed(market_key, salt))
    terms = replace(draft.terms, envelope_key=keys.public_key, created_at_ms=now_ms)
    document = build_terms(terms)
    verify_terms(terms)
    on_chain = OfferTerms(
        salt, content_digest(document), q.x, q.parity, now_ms // 1000 + draft.accept_seconds,
        draft.deliver_seconds, draft.garbage_seconds, draft.vesting_seconds, draft.up_front_bps,
        draft.max_responses, draft.min_level, draft.epochs,
    )  # fmt: skip
    return PreparedOffer(offer_id(buyer, on_chain), on_chain, document, draft.budget)


def verify_draft(draft: OfferDraft) -> None:
    """Raises the first of the contract's bounds that the draft breaks, and `offer.budget_too_small`."""
    _require(0 < draft.budget <= _MAX_AMOUNT, "budget", "The budget is an amount of TAG above nothing.")
    _require(
        HOUR <= draft.accept_seconds < _MAX_SPAN,
        "accept_until",
        "An offer accepts for at least an hour and less than 730 days from now: correct the end.",
    )
    _require(0 <= draft.epochs <= 255, "epochs", "A subscription has 1 to 255 epochs; a one-time sale has 0.")
    _verify_windows(draft)
    _verify_payment(draft)
    _require(
        1 <= draft.max_responses <= _MAX_RESPONSES,
        "max_responses",
        f"An offer takes 1 to {_MAX_RESPONSES:,} responses.",
    )
    _require(0 <= draft.min_level <= 3, "min_level", "The lowest personhood level is a number from 0 to 3.")
    least = find_least_price(draft.terms) * max(1, draft.epochs)
    _require(
        draft.budget >= least,
        "budget_too_small",
        f"The budget pays not even one answer, which costs at least {least} (1e-18 TAG): raise it.",
    )


def _verify_windows(draft: OfferDraft) -> None:
    most = _MAX_WINDOW if draft.epochs == 0 else _MAX_EPOCH
    _require(
        HOUR <= draft.deliver_seconds <= most,
        "deliver_seconds",
        f"The time to deliver, in a subscription an epoch, is 1 hour to {most // DAY} days.",
    )
    _require(
        draft.garbage_seconds == 0 or HOUR <= draft.garbage_seconds <= _MAX_WINDOW,
        "garbage_seconds",
        "The time to contest a record is 1 hour to 30 days, or 0 for none.",
    )
    _require(
        draft.epochs == 0 or draft.garbage_seconds == draft.vesting_seconds == 0,
        "epochs",
        "A subscription pays each epoch at once: it has no time to contest and no vesting.",
    )


def _verify_payment(draft: OfferDraft) -> None:
    _require(
        0 <= draft.vesting_seconds <= _MAX_SPAN,
        "vesting_seconds",
        "Vesting takes at most 730 days, or 0 for none.",
    )
    _require(
        0 <= draft.up_front_bps <= ALL_BPS, "up_front", "The share paid at once is 0 to 10,000 of 10,000."
    )
    _require(
        (draft.vesting_seconds == 0) == (draft.up_front_bps == ALL_BPS),
        "up_front",
        "Without vesting all is paid at once, and with vesting not all: correct the share or the time.",
    )


def _require(holds: bool, rule: str, sentence: str) -> None:
    if not holds:
        raise InvalidInput(sentence, code=f"offer.{rule}")
