"""What the chain's events tell of one deal: the state it is in, the keys that came, a withdrawal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hashtagspace.chain.market_logs import TimedEvent
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.deal_story import DealStory, Given, Moved, Step, TakenBack, tell_deal
from hashtagspace.domain.market_events import (
    ConsentGiven,
    ConsentWithdrawn,
    Credited,
    DealMoved,
    DeletionAttested,
    EpochDelivered,
    ItemSkipped,
    KeyDelivered,
)
from hashtagspace.domain.market_states import DealState


@dataclass(frozen=True, slots=True)
class DatedKey:
    """A delivery and when it came, Unix seconds."""

    event: KeyDelivered | EpochDelivered
    time: int


@dataclass(slots=True)
class DealFacts:
    """One deal; times in Unix seconds, amounts in 1e-18 TAG."""

    given: ConsentGiven | None = None
    given_at: int | None = None
    story: DealStory = field(default_factory=DealStory)
    key: DatedKey | None = None
    epochs: list[DatedKey] = field(default_factory=list)
    withdrawn_at: int | None = None
    withdrawn_stage: DealState | None = None
    deletion: bytes | None = None
    credited: int = 0
    skipped: int | None = None
    """The fault for which `acceptMany` left it out last."""


def tell_deals(events: Iterable[TimedEvent], terms: OfferTerms) -> dict[bytes, DealFacts]:
    """The facts of every deal that the events name; they come in the order of the chain."""
    facts: dict[bytes, DealFacts] = defaultdict(DealFacts)
    steps: dict[bytes, list[Step]] = defaultdict(list)
    for timed in events:
        deal = getattr(timed.event, "deal", None)
        if isinstance(deal, bytes):
            _take(facts[deal], steps[deal], timed)
    for deal, told in steps.items():
        facts[deal].story = tell_deal(told, terms)
    return dict(facts)


def _take(facts: DealFacts, steps: list[Step], timed: TimedEvent) -> None:
    event, time = timed.event, timed.time_seconds
    match event:
        case ConsentGiven():
            facts.given, facts.given_at = event, time
            steps.append(Given(time, event.price, event.until_seconds))
        case KeyDelivered():
            facts.key = DatedKey(event, time)
            steps.append(Moved(time, event.state, 0))
        case EpochDelivered():
            facts.epochs.append(DatedKey(event, time))
        case DealMoved():
            steps.append(Moved(time, event.state, event.returned))
        case ConsentWithdrawn():
            facts.withdrawn_at, facts.withdrawn_stage = time, event.stage
            steps.append(TakenBack(time, event.stage, event.returned))
        case Credited():
            facts.credited += event.amount
        case DeletionAttested():
            facts.deletion = event.statement
        case ItemSkipped():
            facts.skipped = event.fault
        case _:
            pass  # of the offer or of a payee
