"""Cases: whether somebody is behind a profile, judged by five drawn jurors."""

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import CursorText, Limit, ProfileId
from hashtagspace.api.schemas.people_scalars import (
    CaseIdText,
    CaseKindWord,
    CaseStateChoice,
    CaseStateWord,
    Epoch,
    VerdictWord,
)
from hashtagspace.api.schemas.profile import ProfileCard
from hashtagspace.api.schemas.scalars import AddressHex, Bytes32Hex, NextCursor, Time


class CaseJuror(Output):
    """A drawn juror; `vote` once it is revealed."""

    profile: ProfileCard
    has_committed: bool
    vote: VerdictWord | None


class AddedEvidence(Output):
    """What somebody added while the case waited or was voted on; `isPlea`: by the profile's custody."""

    by: AddressHex
    evidence: Bytes32Hex
    at: Time
    is_plea: bool


class Case(Output):
    """A case as the latest projected block has it.

    `until`: the end of the answer's time while asked, of the commits' while voting; `revealUntil` the end of
    the reveals'. `evidence` null: none was given yet.
    """

    case_id: CaseIdText
    profile: ProfileCard
    kind: CaseKindWord
    state: CaseStateWord
    evidence: Bytes32Hex | None
    added: list[AddedEvidence] = Field(
        description="The profile's own word first, then the payer's; at most 4 of one account, 32 in all"
    )
    payer: AddressHex
    opened_at: Time
    epoch: Epoch = Field(description="In which it was asked, then in which it became ready")
    until: Time | None
    reveal_until: Time | None
    jurors: list[CaseJuror]
    verdict: VerdictWord | None
    decided_epoch: Epoch | None
    drawn_epoch: Epoch | None = Field(description="Epoch whose draw it is, where sponsors paid for it")


class CasePage(Output):
    """Cases, latest first; empty on a network without people contracts."""

    items: list[Case]
    next_cursor: NextCursor


class CasesQuery(Input):
    """A page of cases: about a profile, with a juror, in a state."""

    profile: ProfileId | None = None
    juror: ProfileId | None = None
    state: CaseStateChoice | None = None
    cursor: CursorText = None
    limit: Limit = 20
