"""A small market that behaves as the contract does, move by move; its events are what an indexer sees.

Written after the contract, not after our tables: it keeps balances and states, and knows no sums of events.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random

from hashtagspace.domain import market_events as events
from hashtagspace.domain.consent import OfferTerms, deal_id, offer_id
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_states import DealState

S = DealState
BUYERS = [bytes([n]) * 20 for n in (0xB1, 0xB2)]
PAYEES = [bytes([n]) * 20 for n in (0xC1, 0xC2, 0xB1)]
BIG = 10**24  # amounts that no 64-bit number holds


@dataclass
class OfferBox:
    buyer: bytes
    terms: OfferTerms
    free: int
    is_closed: bool = False


@dataclass
class DealBox:
    offer: bytes
    profile: int
    state: DealState = S.NONE
    price: int = 0
    time: int = 0
    payee: bytes = b""
    withdrawn: bool = False
    epochs: int = 0
    next: int = 0
    left: int = 0
    start: int = 0
    claimed: int = 0


@dataclass
class MarketBoxes:
    """Everything the contract stores."""

    offers: dict[bytes, OfferBox] = field(default_factory=dict)
    deals: dict[bytes, DealBox] = field(default_factory=dict)
    credit: dict[bytes, int] = field(default_factory=dict)


@dataclass
class ModelMarket:
    """Acts at random; `history` has the boxes after each block, so that blocks can be dropped."""

    rng: Random
    documents: list[bytes]
    history: list[MarketBoxes] = field(default_factory=lambda: [MarketBoxes()])
    made: list[events.MarketEvent] = field(default_factory=list)
    serial: int = 0

    @property
    def boxes(self) -> MarketBoxes:
        return self.history[-1]

    def drop(self, depth: int) -> None:
        """The last `depth` blocks never were."""
        del self.history[len(self.history) - depth :]

    def grow(self, number: int, first_index: int, time: int) -> list[events.MarketEvent]:
        """The events of one more block."""
        self.history.append(deepcopy(self.boxes))
        self.made = []
        self._number, self._index, self._now = number, first_index, time
        actions = [
            self._open,
            self._fund,
            self._close,
            self._revoke,
            *[self._accept] * 6,
            *[self._go_on] * 12,
        ]
        for _ in range(self.rng.choice([0, 1, 2, 4, 6])):
            self.rng.choice([*actions, self._withdraw])()
        return self.made

    def _emit(self, kind: type, *values: object) -> None:
        self.serial += 1
        tx = sha256(b"market %d" % self.serial).digest()
        self.made.append(kind(Checkpoint(self._number, self._index), tx, *values))
        self._index += 2

    def _open(self) -> None:
        self.serial += 1
        rng = self.rng
        vesting = rng.choice([0, 0, 9 * 86_400])
        terms = OfferTerms(
            sha256(b"salt %d" % self.serial).digest(), rng.choice([bytes(32), *self.documents]),
            7 + self.serial, 1, self._now + rng.choice([60, 10**7]), rng.choice([3600, 4 * 86_400]), 0,
            vesting, 5_000 if vesting else 10_000, 5, 0, 0,
        )  # fmt: skip
        if rng.random() < 0.3:
            terms = replace(terms, epochs=3, vesting_seconds=0, up_front_bps=10_000)
        elif rng.random() < 0.5:
            terms = replace(terms, garbage_seconds=2 * 86_400)
        buyer = rng.choice(BUYERS)
        identity, budget = offer_id(buyer, terms), rng.randint(1, 60) * BIG
        self.boxes.offers[identity] = OfferBox(buyer, terms, budget)
        self._emit(events.OfferOpened, identity, buyer, terms, budget)

    def _fund(self) -> None:
        for identity, box in self._some_offer():
            if not box.is_closed and self._now < box.terms.accept_until:
                amount = self.rng.randint(1, 9)
                box.free += amount
                self._emit(events.OfferFunded, identity, amount)

    def _close(self) -> None:
        for identity, box in self._some_offer():
            if self._now < box.terms.accept_until and self.rng.random() < 0.7:
                return
            amount, box.free, box.is_closed = box.free, 0, True
            self._credit(box.buyer, amount)
            self._emit(events.OfferClosed, identity, amount)

    def _accept(self) -> None:
        for identity, box in self._some_offer():
            profile, epochs = self.rng.randint(1, 6), box.terms.epochs
            price, deal = self.rng.randint(1, 3) * BIG + self.rng.randint(0, 9), deal_id(identity, profile)
            cost = price * max(epochs, 1)
            is_open = not box.is_closed and self._now < box.terms.accept_until
            if deal in self.boxes.deals or cost > box.free or not is_open:
                self._emit(events.ItemSkipped, deal, 7)
                return
            box.free -= cost
            until = self._now if epochs else self._now + box.terms.deliver_seconds
            payee = self.rng.choice(PAYEES)
            state = S.SUBSCRIBED if epochs else S.ACCEPTED
            self.boxes.deals[deal] = DealBox(
                identity, profile, state, price, until, payee, epochs=epochs, left=epochs
            )
            digest = sha256(deal).digest()
            self._emit(events.ConsentGiven, deal, identity, profile, digest, payee, price, until)

    def _go_on(self) -> None:
        for deal, box in self._some_deal():
            match box.state:
                case S.ACCEPTED:
                    self._deliver_or_reclaim(deal, box)
                case S.DELIVERED:
                    self._settle_or_refund(deal, box)
                case S.VESTING:
                    self._claim(deal, box)
                    if box.state is S.SETTLED:
                        self._emit(events.DealMoved, deal, S.SETTLED, 0)
                case S.SUBSCRIBED:
                    self._go_on_subscribed(deal, box)
                case _ if box.withdrawn and self.rng.random() < 0.2:
                    self._emit(events.DeletionAttested, deal, sha256(b"%d" % self.serial).digest())

    def _deliver_or_reclaim(self, deal: bytes, box: DealBox) -> None:
        terms = self.boxes.offers[box.offer].terms
        if self._now > box.time:
            box.state = S.REFUNDED
            self._give_back(box, box.price)
            self._emit(events.DealMoved, deal, S.REFUNDED, box.price)
            return
        if terms.garbage_seconds:
            box.state, box.time = S.DELIVERED, self._now + terms.garbage_seconds
        else:
            self._pay(deal, box)
        self._emit(events.KeyDelivered, deal, 11, 0, box.state)

    def _settle_or_refund(self, deal: bytes, box: DealBox) -> None:
        if self._now > box.time:
            returned = self._pay(deal, box)
            self._emit(events.DealMoved, deal, box.state, returned)
        elif self.rng.random() < 0.3:
            box.state = S.REFUNDED
            self._give_back(box, box.price)
            self._emit(events.DealMoved, deal, S.REFUNDED, box.price)

    def _pay(self, deal: bytes, box: DealBox) -> int:
        terms = self.boxes.offers[box.offer].terms
        if not terms.vesting_seconds:
            box.state = S.SETTLED
            self._credit_deal(deal, box.payee, box.price)
            return 0
        upfront, returned = box.price * terms.up_front_bps // 10_000, 0
        rest = box.price - upfront
        if box.withdrawn:
            box.state, returned = S.REVOKED, rest
            self._give_back(box, rest)
        else:
            box.state, box.price, box.time = S.VESTING, rest, self._now + terms.vesting_seconds
            box.start = box.claimed = self._now
        self._credit_deal(deal, box.payee, upfront)
        return returned

    def _claim(self, deal: bytes, box: DealBox) -> int:
        at, span = min(self._now, box.time), box.time - box.start
        vested = box.price * (at - box.start) // span
        before = box.price * (box.claimed - box.start) // span
        box.claimed = at
        if at == box.time:
            box.state = S.SETTLED
        self._credit_deal(deal, box.payee, vested - before)
        return box.price - vested

    def _go_on_subscribed(self, deal: bytes, box: DealBox) -> None:
        length = self.boxes.offers[box.offer].terms.deliver_seconds
        running = (self._now - box.time) // length
        if self._now >= box.time + box.epochs * length:
            returned, box.left = box.price * box.left, 0
            box.state = S.SETTLED if box.next else S.REFUNDED
            self._give_back(box, returned)
            self._emit(events.DealMoved, deal, box.state, returned)
        elif self.rng.random() < 0.3:
            kept = 1 if running < box.epochs and box.next <= running else 0
            returned, box.left = box.price * (box.left - kept), kept
            box.epochs = min(box.epochs, running + 1)
            if not kept:
                box.state = S.SETTLED if box.next else S.REFUNDED
            self._give_back(box, returned)
            self._emit(events.DealMoved, deal, box.state, returned)
        elif box.next <= running < box.epochs:
            box.next, box.left = running + 1, box.left - 1
            box.state = S.SUBSCRIBED if box.left else S.SETTLED
            root = sha256(b"root").digest()
            self._emit(events.EpochDelivered, deal, running, 5, 0, root, 6, 1)
            self._credit_deal(deal, box.payee, box.price)
            if not box.left:
                self._emit(events.DealMoved, deal, S.SETTLED, 0)

    def _revoke(self) -> None:
        for deal, box in self._some_deal() or self._before_any():
            if box.withdrawn:
                return
            box.withdrawn, stage, returned = True, box.state, 0
            if stage is S.VESTING:
                returned = self._claim(deal, box)
            elif stage is S.ACCEPTED:
                returned = box.price
            elif stage is S.SUBSCRIBED:
                returned = box.price * box.left
            if box.state < S.SETTLED and box.state is not S.DELIVERED:
                box.state = S.REVOKED
            if returned:
                self._give_back(box, returned)
            self._emit(events.ConsentWithdrawn, deal, box.offer, box.profile, stage, returned)

    def _before_any(self) -> list[tuple[bytes, DealBox]]:
        offer = self.rng.choice([*self.boxes.offers, sha256(b"nobody's offer").digest()])
        box = DealBox(offer, 7)
        return [(deal_id(offer, 7), self.boxes.deals.setdefault(deal_id(offer, 7), box))]

    def _withdraw(self) -> None:
        owed = sorted(payee for payee, amount in self.boxes.credit.items() if amount)
        if owed:
            payee = self.rng.choice(owed)
            self._emit(events.Withdrawn, payee, self.boxes.credit[payee])
            self.boxes.credit[payee] = 0

    def _some_offer(self) -> list[tuple[bytes, OfferBox]]:
        found = sorted(self.boxes.offers)
        return [(one, self.boxes.offers[one]) for one in self.rng.sample(found, min(1, len(found)))]

    def _some_deal(self) -> list[tuple[bytes, DealBox]]:
        found = sorted(self.boxes.deals)
        return [(one, self.boxes.deals[one]) for one in self.rng.sample(found, min(1, len(found)))]

    def _credit(self, account: bytes, amount: int) -> None:
        self.boxes.credit[account] = self.boxes.credit.get(account, 0) + amount

    def _credit_deal(self, deal: bytes, payee: bytes, amount: int) -> None:
        if amount:
            self._credit(payee, amount)
            self._emit(events.Credited, deal, payee, amount)

    def _give_back(self, box: DealBox, amount: int) -> None:
        self.boxes.offers[box.offer].free += amount
