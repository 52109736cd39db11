"""What DataMarket announces, as frozen records: one class for each event of `IDataMarket`."""

from dataclasses import dataclass

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.events import ChainEvent
from hashtagspace.domain.market_states import DealState


@dataclass(frozen=True, slots=True)
class OfferOpened(ChainEvent):
    """A business opened an offer; the id is the hash of buyer and terms."""

    offer: bytes
    buyer: bytes
    terms: OfferTerms
    budget: int


@dataclass(frozen=True, slots=True)
class OfferFunded(ChainEvent):
    """The buyer added to the budget."""

    offer: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class OfferClosed(ChainEvent):
    """The free budget went to the buyer's credit; no consent is accepted any more. May come again."""

    offer: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class ConsentGiven(ChainEvent):
    """A consent was accepted; `until_seconds` is the delivery's last second, or a subscription's start."""

    deal: bytes
    offer: bytes
    profile: int
    digest: bytes
    payee: bytes
    price: int
    until_seconds: int


@dataclass(frozen=True, slots=True)
class KeyDelivered(ChainEvent):
    """The key of a one-time sale was delivered and verified."""

    deal: bytes
    dx: int
    d_parity: int
    state: DealState


@dataclass(frozen=True, slots=True)
class EpochDelivered(ChainEvent):
    """The key of one epoch was delivered and verified."""

    deal: bytes
    epoch: int
    xx: int
    x_parity: int
    ct_root: bytes
    dx: int
    d_parity: int


@dataclass(frozen=True, slots=True)
class DealMoved(ChainEvent):
    """A deal moved on without delivery or withdrawal; `returned` went back to the offer."""

    deal: bytes
    state: DealState
    returned: int


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(ChainEvent):
    """The person withdrew consent; `stage` is the state before, `returned` went back to the offer."""

    deal: bytes
    offer: bytes
    profile: int
    stage: DealState
    returned: int


@dataclass(frozen=True, slots=True)
class Credited(ChainEvent):
    """An account was credited by a deal."""

    deal: bytes
    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class Withdrawn(ChainEvent):
    """An account's credit was paid out to it."""

    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class ItemSkipped(ChainEvent):
    """One item of a batch was left out; nothing follows from it."""

    deal: bytes
    fault: int


@dataclass(frozen=True, slots=True)
class DeletionAttested(ChainEvent):
    """The buyer declares the data of a withdrawn consent deleted."""

    deal: bytes
    statement: bytes


MarketEvent = (
    OfferOpened
    | OfferFunded
    | OfferClosed
    | ConsentGiven
    | KeyDelivered
    | EpochDelivered
    | DealMoved
    | ConsentWithdrawn
    | Credited
    | Withdrawn
    | ItemSkipped
    | DeletionAttested
)
