"""Epochs: what was computed, committed, posted and disputed."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import Limit, ProfileId
from hashtagspace.api.schemas.people_scalars import Epoch, EpochInput, Level, RootState, ShareText, TurnWord
from hashtagspace.api.schemas.personhood import Coverage
from hashtagspace.api.schemas.scalars import AddressHex, Bytes32Hex, Count, ProfileIdText, Time


class RootDispute(Output):
    """A dispute about one column of a posted root. `posterLost` null: it is not over."""

    dispute: Count
    challenger: AddressHex
    column: Count
    turn: TurnWord
    until: Time | None
    at: Time
    poster_lost: bool | None


class RootPost(Output):
    """A root that somebody put a bond behind."""

    post: Bytes32Hex
    root: Bytes32Hex
    poster: AddressHex
    state: RootState
    posted_at: Time
    until: Time
    agrees: bool | None = Field(description="With what this gateway computed; null while it has nothing")
    disputes: list[RootDispute]


class EpochSummary(Output):
    """One epoch. `computedRoot`: what this gateway found; `finalRoot`: what stands on chain."""

    epoch: Epoch
    starts_at: Time
    ends_at: Time
    beacon: Bytes32Hex | None
    computed_root: Bytes32Hex | None
    final_root: Bytes32Hex | None
    coverage: Coverage | None
    posts: list[RootPost]


class EpochList(Output):
    """Epochs, latest first; empty on a network without people contracts."""

    items: list[EpochSummary]


class EpochDraw(Output):
    """One drawn check, and the last of those it was drawn from."""

    seat: Count
    edge_seat: Count
    edge_cover: ShareText


class EpochHeader(Output):
    """What the root is the hash of: `keccak256(abi.encode(header))`."""

    epoch: Epoch
    seats: Count
    accounts: Count
    vetted: Count
    fakes: Count
    covered: Count
    columns: list[Bytes32Hex]
    draws: list[EpochDraw]


class DrawnCheck(EpochDraw):
    """A drawn check and the profile it fell on; `caseId` once somebody opened it."""

    profile_id: ProfileIdText | None
    case_id: str | None


class EpochDetail(EpochSummary):
    """One epoch with the header of its final root, or else of what this gateway computed."""

    header: EpochHeader | None
    draws: list[DrawnCheck]


class ProvenStanding(Output):
    """The word of the standing column, and the siblings from its leaf up."""

    word: Bytes32Hex
    path: list[Bytes32Hex]


class EpochNode(Output):
    """One profile of an epoch. `row`: seats of its live partners, ascending; null: not told."""

    seat: Count
    profile_id: ProfileIdText
    share: ShareText
    bound: ShareText
    support: ShareText
    level: Level
    vetted: bool
    fake: bool
    row: list[int] | None


class Neighbourhood(Output):
    """What a browser needs to compute a profile's numbers anew.

    `isWhole`: every member is among the nodes, with its row; else the profile, its partners and theirs are,
    the first two with rows. `standing` leads to the standing column of `header`, whose hash is `root`.
    """

    epoch: Epoch
    root: Bytes32Hex
    state: Literal["final", "open"]
    header: EpochHeader | None
    is_whole: bool
    seat: Count | None
    standing: ProvenStanding | None
    nodes: list[EpochNode]


class EpochsQuery(Input):
    """How many epochs."""

    limit: Limit = 10


class EpochPath(Input):
    """An epoch by number."""

    epoch: EpochInput


class NeighbourhoodQuery(Input):
    """Around whom."""

    profile: ProfileId
