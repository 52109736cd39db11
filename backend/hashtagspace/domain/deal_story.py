"""What a deal is at, told from its events in the order of the chain. Source: `IDataMarket`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.market_states import DealState

_ALL_BPS = 10_000
_ENDED_BY_WITHDRAWAL = (DealState.NONE, DealState.ACCEPTED, DealState.SUBSCRIBED)


@dataclass(frozen=True, slots=True)
class Given:
    """ConsentGiven; `until` is the delivery's last second, or a subscription's start."""

    time: int
    price: int
    until: int


@dataclass(frozen=True, slots=True)
class Moved:
    """KeyDelivered (nothing returned) or DealMoved: the state from here on."""

    time: int
    state: DealState
    returned: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """ConsentWithdrawn; `stage` is the state before."""

    time: int
    stage: DealState
    returned: int


Step = Given | Moved | TakenBack


@dataclass(frozen=True, slots=True)
class Vesting:
    """`rest` accrues from `start` to `end`, Unix seconds."""

    rest: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DealStory:
    """A deal as it stands; amounts in 1e-18 TAG. `until`: last second of what its state waits for."""

    state: DealState = DealState.NONE
    price: int = 0
    taken: int = 0
    returned: int = 0
    until: int | None = None
    vesting: Vesting | None = None


def tell_deal(steps: Iterable[Step], terms: OfferTerms | None) -> DealStory:
    """The deal after these steps; `terms` None: nobody opened the offer, so nothing can be but withdrawn."""
    story = DealStory()
    for step in steps:
        match step:
            case Given():
                story = _give(story, step, terms)
            case Moved():
                story = _move(story, step, terms)
            case TakenBack():
                story = _take_back(story, step)
    return story


def _give(story: DealStory, step: Given, terms: OfferTerms | None) -> DealStory:
    epochs, length = (0, 0) if terms is None else (terms.epochs, terms.deliver_seconds)
    if not epochs:
        return replace(story, state=DealState.ACCEPTED, price=step.price, taken=step.price, until=step.until)
    last = step.until + epochs * length - 1
    return replace(story, state=DealState.SUBSCRIBED, price=step.price, taken=step.price * epochs, until=last)


def _move(story: DealStory, step: Moved, terms: OfferTerms | None) -> DealStory:
    moved = replace(story, state=step.state, returned=story.returned + step.returned, until=None)
    if terms is None:
        return moved
    match step.state:
        case DealState.DELIVERED:
            return replace(moved, until=step.time + terms.garbage_seconds)
        case DealState.VESTING:
            rest = story.price - story.price * terms.up_front_bps // _ALL_BPS
            vesting = Vesting(rest, step.time, step.time + terms.vesting_seconds)
            return replace(moved, vesting=vesting, until=vesting.end)
        case DealState.SUBSCRIBED:
            return replace(moved, until=_stopped_until(story, step.time, terms))
        case _:
            return moved


def _stopped_until(story: DealStory, time: int, terms: OfferTerms) -> int | None:
    """The last second of the epoch that ran when the buyer stopped the subscription."""
    if story.until is None:
        return None
    start = story.until + 1 - terms.epochs * terms.deliver_seconds
    running = (time - start) // terms.deliver_seconds
    return min(story.until, start + (running + 1) * terms.deliver_seconds - 1)


def _take_back(story: DealStory, step: TakenBack) -> DealStory:
    returned = story.returned + step.returned
    if step.stage in _ENDED_BY_WITHDRAWAL:
        return replace(story, state=DealState.REVOKED, returned=returned, until=None)
    if step.stage is DealState.VESTING:
        # Before the end of the vesting time something is always left, for the rest is at least 1.
        state = DealState.REVOKED if step.returned else DealState.SETTLED
        return replace(story, state=state, returned=returned, until=None)
    return replace(story, returned=returned)
