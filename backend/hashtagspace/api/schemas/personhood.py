"""Why a profile has its level, and what is missing for the next one."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Output
from hashtagspace.api.schemas.market_scalars import AmountText
from hashtagspace.api.schemas.people_scalars import CaseIdText, Epoch, Gate, Level, RootState, ShareText
from hashtagspace.api.schemas.profile import ProfileCard
from hashtagspace.api.schemas.scalars import Bytes32Hex, Count, ProfileIdText, Time


class Numbers(Output):
    """The three numbers of a profile; `share` may be negative."""

    share: ShareText
    support: ShareText
    bound: ShareText


class LevelThreshold(Numbers):
    """What a level asks for; it needs those below it too."""

    level: Level


class Coverage(Output):
    """How far the checks of an epoch reach. `gate` withheld: the epoch's levels are not shown."""

    accounts: Count
    covered: Count
    share: ShareText
    gate: Gate
    sentence: str


class VouchPartner(Output):
    """A profile that vouches for this one, or that this one vouches for.

    `state` live: both count now; pending: both stand and count from `liveFrom` on; oneWay: only this profile
    vouches; asked: only the other one does; ending: one was taken back, and both count through `until`.
    """

    profile: ProfileCard
    state: Literal["live", "pending", "oneWay", "asked", "ending"]
    since: Epoch = Field(description="Epoch of the later of the two vouches, or of the one there is")
    live_from: Epoch | None
    until: Epoch | None
    is_vouching: bool = Field(description="Whether this profile's vouch is open")
    share: ShareText | None = Field(description="The partner's, in the epoch of the numbers")
    contribution: ShareText | None = Field(description="What the partner adds to the support")


class MissingPart(Output):
    """One thing that the next level lacks."""

    level: Level
    kind: Literal["share", "support", "bound", "vouches", "coverage", "epoch", "seat"]
    need: ShareText | None
    have: ShareText | None
    sentence: str


class Vetting(Output):
    """Since which epoch a jury's word counts; `caseId` null: named by the deployment."""

    since: Epoch
    case_id: CaseIdText | None


class Appeal(Output):
    """Whether the profile can ask for its own check, and the case that is open."""

    state: Literal["possible", "waiting", "open"]
    case_id: CaseIdText | None
    deposit: AmountText
    possible_from: Epoch | None = Field(description="First epoch in which it can; null while a case is open")
    sentence: str


class EpochRoot(Output):
    """The root that the numbers are committed to."""

    epoch: Epoch
    root: Bytes32Hex
    state: RootState


class JurorSeat(Output):
    """Membership of the jurors: from <= epoch < until; null: open."""

    from_epoch: Epoch
    until_epoch: Epoch | None


class Personhood(Output):
    """A profile's level with its reasons, in the epoch of the latest block.

    On a network without people contracts `epochNow` is null and everybody has level 0.
    """

    profile_id: ProfileIdText
    level: Level
    judged_fake: bool
    founder: bool
    vetted: Vetting | None
    juror: JurorSeat | None
    epoch_now: Epoch | None
    epoch: Epoch | None = Field(description="Of the numbers")
    numbers: Numbers | None
    thresholds: list[LevelThreshold]
    coverage: Coverage | None
    partners: list[VouchPartner] = Field(description="Those that add most first; at most 512")
    missing: list[MissingPart]
    appeal: Appeal | None
    root: EpochRoot | None
    next_epoch_at: Time | None
    sentence: str
