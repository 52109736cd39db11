"""What RewardPool announces, as frozen records: one class for each event of `IRewardPool`.

`sender` and `receiver` are the `from` and `to` of the contract. Amounts are in 1e-18 TAG.
"""

from dataclasses import dataclass

from hashtagspace.domain.events import ChainEvent


@dataclass(frozen=True, slots=True)
class Tipped(ChainEvent):
    """`amount` went from `payer` to `payee`; `sender` 0: nobody's tip in particular."""

    sender: int
    receiver: int
    memo: bytes
    payer: bytes
    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class TipCounted(ChainEvent):
    """A tip counts: the pair's sum, then the weights of the receiver and of all receivers in the epoch."""

    epoch: int
    sender: int
    receiver: int
    counted: int
    weight: int
    total: int


@dataclass(frozen=True, slots=True)
class PoolSponsored(ChainEvent):
    """The pool of an epoch grew."""

    epoch: int
    by: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class RewardClaimed(ChainEvent):
    """A profile was paid for an epoch. Once per both."""

    epoch: int
    profile: int
    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class PoolRolled(ChainEvent):
    """What was left of an epoch is in the pool of `into`. Once per epoch."""

    epoch: int
    into: int
    amount: int


RewardEvent = Tipped | TipCounted | PoolSponsored | RewardClaimed | PoolRolled
