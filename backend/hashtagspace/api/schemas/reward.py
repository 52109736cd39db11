"""Tips, and the pool of an epoch that matches those of real people."""

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import CursorText, Limit, ProfileId
from hashtagspace.api.schemas.market_scalars import AmountText
from hashtagspace.api.schemas.people_scalars import Epoch, EpochInput
from hashtagspace.api.schemas.profile import ProfileCard
from hashtagspace.api.schemas.scalars import Bytes32Hex, Count, NextCursor, Time


class Tip(Output):
    """One tip; `from` null: somebody who names no profile. `memo`: as a rule a post's id."""

    from_: ProfileCard | None = Field(alias="from")
    amount: AmountText
    memo: Bytes32Hex
    at: Time
    tx_hash: Bytes32Hex


class EpochReward(Output):
    """What a profile has in the pool of an epoch. `due`: what a claim pays now, 0 until it is over."""

    epoch: Epoch
    weight: AmountText
    due: AmountText
    claimed: AmountText | None


class TipPage(Output):
    """Tips that a profile received, latest first, with all of them added up."""

    items: list[Tip]
    total: AmountText
    count: Count
    rewards: list[EpochReward] = Field(description="Latest epoch first, of those with a weight; at most 16")
    next_cursor: NextCursor


class RewardShare(Output):
    """A receiver in an epoch's pool."""

    profile: ProfileCard
    weight: AmountText
    givers: Count
    claimed: AmountText | None


class RewardEpoch(Output):
    """The pool of an epoch; `left` moves on once it is rolled."""

    epoch: Epoch
    sponsored: AmountText
    paid: AmountText
    weight: AmountText
    is_over: bool
    is_rolled: bool
    claim_until: Epoch
    shares: list[RewardShare] = Field(description="Greatest weight first; at most 100")


class TipsPath(Input):
    """A profile by id."""

    profile_id: ProfileId


class TipsQuery(Input):
    """A page of tips."""

    cursor: CursorText = None
    limit: Limit = 20


class RewardPath(Input):
    """An epoch by number."""

    epoch: EpochInput
