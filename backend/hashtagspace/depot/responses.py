"""Responses to offers: judged as far as a gateway can, kept for the buyer, handed to the buyer alone."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from hashtagspace.depot.answers import BuyerAccess, ResponseSubmission
from hashtagspace.depot.budgets import DepositBudget
from hashtagspace.depot.errors import BadDeposit, DepositConflict, NotEntitled
from hashtagspace.depot.ports import Levels, Wallets
from hashtagspace.domain.consent import Consent, consent_digest, deal_id
from hashtagspace.domain.documents import MAX_BLOB_BYTES
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import OffersAccess, market_digest
from hashtagspace.errors import NotFound
from hashtagspace.market.level_worth import is_worth
from hashtagspace.store import (
    depot_responses,
    depot_uploads,
    read_deals,
    read_earnings,
    read_offers,
    read_people,
    read_profiles,
)
from hashtagspace.store.depot_rows import ResponseRow
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.read_deals import DealRecord
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.read_offers import OfferRecord
from hashtagspace.store.reader import Reader

LONGEST_ACCESS_SECONDS: Final = 86_400
_CLOCK_SECONDS: Final = 600  # how wrong a wallet's clock may be
_YEAR: Final = 365 * 86_400  # for how long a fake is taken to live
_NO_ADDRESS: Final = bytes(20)
_NO_ROOT: Final = bytes(32)
_KNOWN_ACCESSES: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the projection says around a response."""

    offer: OfferRecord
    deal: DealRecord | None
    custody: bytes
    now: int
    stake: int | None
    """What lies in a vouch, 1e-18 TAG; None on a network without people."""
    earned: int
    """As a person within the last year, 1e-18 TAG."""


class ResponseDesk:
    """Takes responses and hands them to buyers. Thread-safe."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        reader: Reader,
        wallets: Wallets,
        levels: Levels,
        domain: TypedDomain,
        budget: DepositBudget,
        wall: Callable[[], float],
    ) -> None:
        """`domain`: the market's."""
        self._outbox = outbox
        self._reader = reader
        self._wallets = wallets
        self._levels = levels
        self._domain = domain
        self._budget = budget
        self._wall = wall
        self._accesses: OrderedDict[tuple[bytes, BuyerAccess], None] = OrderedDict()
        self._lock = Lock()

    def keep(self, submission: ResponseSubmission, caller: str) -> bytes:
        """The response waits for the buyer, in place of an earlier one of the profile; its deal's id.

        Raises `offer.unknown`, `profile.unknown`, `response.*`, `depot.budget`, `chain.*`.
        """
        consent = submission.consent
        scene = self._look(consent)
        judge_consent(consent, scene.offer, scene.deal, self._domain.contract, scene.now)
        self._judge_envelope(submission.envelope)
        self._budget.spend_caller(caller)
        self._judge_signature(submission, scene)
        self._budget.spend_profile(consent.profile)
        self._judge_level(consent, scene)
        deal = deal_id(consent.offer, consent.profile)
        row = ResponseRow(deal, consent, submission.signature, submission.envelope, int(self._wall() * 1000))
        with self._outbox.write() as connection:
            before = depot_responses.find_response(connection, self._outbox.network_id, deal)
            if before is not None and before.consent == consent and before.envelope != row.envelope:
                raise DepositConflict(
                    "This consent has its envelope, which the buyer may have judged already: sign a new one "
                    "to send another.",
                    code="response.answered",
                )
            depot_responses.keep_response(connection, self._outbox.network_id, row)
        return deal

    def list_waiting(
        self, offer: bytes, access: BuyerAccess, after: FeedKey, limit: int
    ) -> Sequence[ResponseRow]:
        """Responses older than `after`, latest first; raises `offer.unknown`, `access.*`, `chain.*`."""
        with self._reader.connection() as connection:
            found = read_offers.find_offer(connection, offer)
        if found is None:
            raise _unknown_offer()
        self._require_buyer(found.buyer, access)
        with self._outbox.read() as connection:
            return depot_responses.list_responses(connection, self._outbox.network_id, offer, after, limit)

    def _look(self, consent: Consent) -> _Scene:
        with self._reader.connection() as connection:
            offer = read_offers.find_offer(connection, consent.offer)
            if offer is None:
                raise _unknown_offer()
            profile = read_profiles.find_profile(connection, consent.profile)
            if profile is None:
                raise NotFound("No profile with this id is known here; check it.", code="profile.unknown")
            deal = read_deals.find_deal(connection, deal_id(consent.offer, consent.profile))
            checkpoint = find_checkpoint(connection)
            people = read_people.find_terms(connection)
            now = 0 if checkpoint is None else checkpoint.indexed_time
            earned = read_earnings.sum_as_person(connection, consent.profile, now - _YEAR)
        stake = None if people is None else people.vouch_stake
        return _Scene(offer, deal, profile.custody, now, stake, earned)

    def _judge_envelope(self, envelope: str) -> None:
        with self._outbox.read() as connection:
            sizes = depot_uploads.map_sizes(connection, self._outbox.network_id, [envelope])
        if not 0 < sizes.get(envelope, 0) <= MAX_BLOB_BYTES:
            raise BadDeposit(
                "The envelope is not here, or empty: upload it to /v1/blobs, then send the response.",
                code="response.envelope",
            )

    def _judge_signature(self, submission: ResponseSubmission, scene: _Scene) -> None:
        digest = consent_digest(submission.consent, self._domain)
        if not self._wallets.is_signed_by(scene.custody, digest, submission.signature):
            raise NotEntitled(
                "The consent is not signed by the wallet that controls the profile now: sign with that one.",
                code="response.signature",
            )

    def _judge_level(self, consent: Consent, scene: _Scene) -> None:
        wanted, epochs = scene.offer.terms.min_level, max(1, scene.offer.terms.epochs)
        if scene.stake is not None and not is_worth(wanted, consent.price * epochs, scene.stake):
            raise NotEntitled(
                f"One person could earn more here than personhood level {wanted} carries, so fakes would pay "
                "off: this gateway takes no such answers.",
                code="offer.level_worth",
            )
        level = self._levels.read_level(consent.profile) if wanted else 0
        if level < wanted:
            raise NotEntitled(
                f"The offer asks for personhood level {wanted}, which the profile does not have.",
                code="response.level",
            )
        if scene.stake is not None and not is_worth(
            level, scene.earned + consent.price * epochs, scene.stake
        ):
            raise NotEntitled(
                f"With this answer the profile would be paid more as a person in a year than level {level} "
                "carries: this gateway takes it once the year is over, or with a higher level.",
                code="response.earned",
            )

    def _require_buyer(self, buyer: bytes, access: BuyerAccess) -> None:
        now = int(self._wall())
        if access.deadline <= now:
            raise NotEntitled("The access has run out: sign a new one.", code="access.expired")
        if access.deadline > now + LONGEST_ACCESS_SECONDS + _CLOCK_SECONDS:
            raise NotEntitled(
                "An access lasts at most 24 hours: sign one with an earlier deadline.", code="access.too_long"
            )
        key = (buyer, access)
        with self._lock:
            if key in self._accesses:
                return
        digest = market_digest(OffersAccess(buyer, access.gateway, access.deadline), self._domain)
        if not self._wallets.is_signed_by(buyer, digest, access.signature):
            raise NotEntitled(
                "Only the wallet that opened the offer reads its responses: sign the access with it.",
                code="access.signature",
            )
        with self._lock:
            self._accesses[key] = None
            if len(self._accesses) > _KNOWN_ACCESSES:
                self._accesses.popitem(last=False)


def judge_consent(
    consent: Consent, offer: OfferRecord, deal: DealRecord | None, market: bytes, now: int
) -> None:
    """Raises `response.*` unless the market would take the consent at the chain's time `now`.

    Signature and level are judged apart; the budget may grow.
    """
    terms = offer.terms
    if offer.is_closed or now >= terms.accept_until:
        raise DepositConflict("The offer takes no consents any more.", code="response.offer_over")
    if deal is not None and deal.withdrawn_at is not None:
        raise DepositConflict(
            "The profile withdrew from this offer, which is for good.", code="response.withdrawn"
        )
    if deal is not None:
        raise DepositConflict("The profile's answer was accepted already.", code="response.answered")
    if (consent.terms, consent.qx, consent.q_parity) != (terms.terms, terms.qx, terms.q_parity):
        raise BadDeposit("The consent names other terms or keys than the offer.", code="response.terms")
    if consent.payee in (_NO_ADDRESS, market):
        raise BadDeposit("Nobody could be paid at the consent's payee.", code="response.payee")
    if consent.price == 0:
        raise BadDeposit("The consent has no price.", code="response.price")
    if consent.valid_until <= now:
        raise BadDeposit("The consent's last second has passed: sign a new one.", code="response.expired")
    is_keyless = consent.x_parity == 0 and consent.ct_root == consent.pt_root == _NO_ROOT
    if terms.epochs and not is_keyless:
        raise BadDeposit(
            "A subscription's consent names the root of its keys and no record.", code="response.key"
        )
    if consent.xx == 0 or consent.x_parity > 1 or (not terms.epochs and consent.ct_root == _NO_ROOT):
        raise BadDeposit("The consent names no key or no record.", code="response.key")


def _unknown_offer() -> NotFound:
    return NotFound("No such offer is known here; it may not be indexed yet.", code="offer.unknown")
