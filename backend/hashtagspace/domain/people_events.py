"""What the people contracts announce, as frozen records: clock, vouches, jury, roots, registry, reward pool.

`sender` and `receiver` are the `from` and `to` of the contracts. Amounts are in 1e-18 TAG.
"""

from dataclasses import dataclass

from hashtagspace.domain.events import ChainEvent
from hashtagspace.domain.jury_events import JuryEvent
from hashtagspace.domain.people_states import Turn
from hashtagspace.domain.reward_events import RewardEvent


@dataclass(frozen=True, slots=True)
class BeaconCommitted(ChainEvent):
    """The beacon of an epoch will come from a block; the latest of an epoch counts."""

    epoch: int
    target: int


@dataclass(frozen=True, slots=True)
class BeaconTaken(ChainEvent):
    """An epoch has its beacon. Once per epoch."""

    epoch: int
    beacon: bytes


@dataclass(frozen=True, slots=True)
class SeatGiven(ChainEvent):
    """A profile has its number in the score, for ever; seats come in the order 0, 1, 2, …."""

    profile: int
    seat: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Vouched(ChainEvent):
    """A term of a vouch begins; there is no other open term of this direction."""

    sender: int
    receiver: int
    epoch: int


@dataclass(frozen=True, slots=True)
class VouchWithdrawn(ChainEvent):
    """The open term ends; it counts through `epoch`."""

    sender: int
    receiver: int
    epoch: int


@dataclass(frozen=True, slots=True)
class StakeReleased(ChainEvent):
    """The stake of the latest term went to `payee`."""

    sender: int
    receiver: int
    payee: bytes


@dataclass(frozen=True, slots=True)
class StakeSlashed(ChainEvent):
    """The stake of the latest term is lost; a term that was open stays open."""

    sender: int
    receiver: int
    by: bytes


@dataclass(frozen=True, slots=True)
class RootPosted(ChainEvent):
    """A root is posted with a bond: keccak-256 of `header`, which is `abi.encode` of it."""

    post: bytes
    epoch: int
    root: bytes
    poster: bytes
    until_seconds: int
    header: bytes


@dataclass(frozen=True, slots=True)
class RootDisputed(ChainEvent):
    """A dispute about a column began; numbers are 1, 2, 3, …."""

    dispute: int
    post: bytes
    challenger: bytes
    column: int


@dataclass(frozen=True, slots=True)
class DisputeMoved(ChainEvent):
    """A move was made; `turn` is the next one, `node` what it is about."""

    dispute: int
    turn: Turn
    position: int
    height: int
    node: bytes
    until_seconds: int


@dataclass(frozen=True, slots=True)
class DisputeShown(ChainEvent):
    """What a move showed, nodes or a witness, as it stands in the log; nothing follows from it here."""

    dispute: int
    data: bytes


@dataclass(frozen=True, slots=True)
class DisputeEnded(ChainEvent):
    """A dispute is over."""

    dispute: int
    post: bytes
    poster_lost: bool


@dataclass(frozen=True, slots=True)
class RootRefuted(ChainEvent):
    """A post is wrong, or was not defended."""

    post: bytes
    by: bytes


@dataclass(frozen=True, slots=True)
class RootFinal(ChainEvent):
    """An epoch has its root. Once per epoch."""

    epoch: int
    root: bytes
    post: bytes


@dataclass(frozen=True, slots=True)
class RootPassedOver(ChainEvent):
    """A post was still open when another became final."""

    post: bytes


@dataclass(frozen=True, slots=True)
class RootsCredited(ChainEvent):
    """`payee` can withdraw more of bonds and rewards."""

    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class RootsWithdrawn(ChainEvent):
    """`payee` received all its credit of bonds and rewards."""

    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class LevelProven(ChainEvent):
    """The standing of a profile in an epoch; may come more than once."""

    profile: int
    epoch: int
    level: int
    standing: int


@dataclass(frozen=True, slots=True)
class FloorProven(ChainEvent):
    """Three partners carry a profile while there is no newer root than that of `epoch`."""

    profile: int
    epoch: int
    partners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckOpened(ChainEvent):
    """A drawn check became a case, paid by sponsors."""

    epoch: int
    number: int
    profile: int
    case_id: int


PostEvent = (
    RootPosted
    | RootDisputed
    | DisputeMoved
    | DisputeShown
    | DisputeEnded
    | RootRefuted
    | RootFinal
    | RootPassedOver
)
LevelEvent = LevelProven | FloorProven | CheckOpened | RootsCredited | RootsWithdrawn
PeopleEvent = (
    BeaconCommitted
    | BeaconTaken
    | SeatGiven
    | Vouched
    | VouchWithdrawn
    | StakeReleased
    | StakeSlashed
    | LevelEvent
    | PostEvent
    | JuryEvent
    | RewardEvent
)
