"""Market events in a projected world: what the contract would announce, without anybody's signature."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from projected_world import Person, World

from golden.terms_samples import CONTROLLER, sample_terms
from hashtagspace.domain import market_events as events
from hashtagspace.domain.consent import OfferTerms, deal_id, offer_id
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.terms_format import build_terms
from hashtagspace.market.blinding import build_blinding

UNIT = 10**18
BUYER = b"\xb0" * 20
DAY = 86_400


def digest(*parts: object) -> bytes:
    return sha256(repr(parts).encode()).digest()


@dataclass
class Stall:
    """Opens offers and moves deals, each in a block of its own."""

    world: World
    offers: dict[bytes, OfferTerms] = field(default_factory=dict)
    serial: int = 0

    def terms_document(self, business: Person | None = None, **changes: Any) -> bytes:
        """The digest of terms whose controller is the business; the world has the document."""
        profile = 7 if business is None else business.profile
        domain = changes.pop("domain", CONTROLLER.domain)
        controller = replace(CONTROLLER, profile=profile, domain=domain)
        return self.world.document(build_terms(sample_terms(controller=controller, **changes)))

    def open(
        self, terms: bytes = bytes(32), buyer: bytes = BUYER, budget: int = 100, **changes: Any
    ) -> bytes:
        """The id of a new offer."""
        self.serial += 1
        q = build_blinding(self.serial)
        base = OfferTerms(
            digest("salt", self.serial), terms, q.x, q.parity, self.world.now() + 10 * DAY, DAY, 0, 0, 10_000,
            100, 0, 0,
        )  # fmt: skip
        made = replace(base, **changes)
        offer = offer_id(buyer, made)
        self.offers[offer] = made
        self._block(events.OfferOpened, offer, buyer, made, budget * UNIT)
        return offer

    def close(self, offer: bytes, amount: int) -> None:
        self._block(events.OfferClosed, offer, amount * UNIT)

    def accept(self, offer: bytes, person: Person, price: int = 5, consent: bytes | None = None) -> bytes:
        """The id of a deal whose consent has this digest."""
        deal, terms = deal_id(offer, person.profile), self.offers[offer]
        now = self.world.now() + 2  # of the block to come
        until = now if terms.epochs else now + terms.deliver_seconds
        signed = digest("consent", deal) if consent is None else consent
        self._block(
            events.ConsentGiven,
            deal,
            offer,
            person.profile,
            signed,
            person.wallet.address,
            price * UNIT,
            until,
        )
        return deal

    def deliver(self, deal: bytes, state: DealState = DealState.SETTLED) -> None:
        self._block(events.KeyDelivered, deal, 123, 1, state)

    def deliver_epoch(self, deal: bytes, epoch: int) -> None:
        self._block(events.EpochDelivered, deal, epoch, 5, 0, digest("root", epoch), 6, 1)

    def move(self, deal: bytes, state: DealState, returned: int = 0) -> None:
        self._block(events.DealMoved, deal, state, returned * UNIT)

    def withdraw_consent(
        self, offer: bytes, person: Person, stage: DealState = DealState.NONE, returned: int = 0
    ) -> bytes:
        deal = deal_id(offer, person.profile)
        self._block(events.ConsentWithdrawn, deal, offer, person.profile, stage, returned * UNIT)
        return deal

    def credit(self, deal: bytes, payee: bytes, amount: int) -> None:
        self._block(events.Credited, deal, payee, amount * UNIT)

    def pay_out(self, payee: bytes, amount: int) -> None:
        self._block(events.Withdrawn, payee, amount * UNIT)

    def attest(self, deal: bytes, statement: bytes) -> None:
        self._block(events.DeletionAttested, deal, statement)

    def _block(self, kind: type, *values: object) -> None:
        self.serial += 1
        tx = digest("tx", self.serial)

        def build(at: Checkpoint) -> object:
            return kind(at, tx, *values)

        self.world.block(build)
