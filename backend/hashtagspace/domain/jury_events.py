"""What Jury announces, as frozen records: one class for each event of `IJury` and `IJurors`."""

from dataclasses import dataclass

from hashtagspace.domain.events import ChainEvent
from hashtagspace.domain.people_states import CaseKind, Vote


@dataclass(frozen=True, slots=True)
class Founded(ChainEvent):
    """The deployment names a profile as vetted, from epoch 1 on."""

    profile: int


@dataclass(frozen=True, slots=True)
class CaseOpened(ChainEvent):
    """A case exists: Asked if it is a check, else Ready with its evidence."""

    case_id: int
    profile: int
    kind: CaseKind
    payer: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class CaseAnswered(ChainEvent):
    """The asked profile answered; the case is Ready."""

    case_id: int
    evidence: bytes


@dataclass(frozen=True, slots=True)
class EvidenceAdded(ChainEvent):
    """Somebody shows jurors more, as often as it likes; the custody of the profile pleads so."""

    case_id: int
    by: bytes
    evidence: bytes


@dataclass(frozen=True, slots=True)
class JuryDrawn(ChainEvent):
    """The case is Voting; votes are sealed until `commit_until_seconds`."""

    case_id: int
    jurors: tuple[int, ...]
    commit_until_seconds: int


@dataclass(frozen=True, slots=True)
class VoteCommitted(ChainEvent):
    """A juror's vote is sealed; the latest counts."""

    case_id: int
    juror: int
    commitment: bytes


@dataclass(frozen=True, slots=True)
class VoteRevealed(ChainEvent):
    """A juror's vote is known. Once per juror."""

    case_id: int
    juror: int
    vote: Vote


@dataclass(frozen=True, slots=True)
class CaseDecided(ChainEvent):
    """A case is over; what follows counts from `epoch` + 1 on."""

    case_id: int
    profile: int
    verdict: Vote
    epoch: int


@dataclass(frozen=True, slots=True)
class CaseClosed(ChainEvent):
    """A case is over without a jury; nothing changes."""

    case_id: int


@dataclass(frozen=True, slots=True)
class JurorJoined(ChainEvent):
    """A profile can be drawn from `epoch` + 1 on."""

    profile: int
    slot: int
    epoch: int


@dataclass(frozen=True, slots=True)
class JurorLeft(ChainEvent):
    """A profile cannot be drawn from `until` on."""

    profile: int
    until: int


@dataclass(frozen=True, slots=True)
class JurorStakeTaken(ChainEvent):
    """A juror's stake went back."""

    profile: int
    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class JurorFined(ChainEvent):
    """A part of a juror's stake went to the pot."""

    profile: int
    case_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class JuryCredited(ChainEvent):
    """`payee` can withdraw more from the jury."""

    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class JuryWithdrawn(ChainEvent):
    """`payee` received all its credit of the jury."""

    payee: bytes
    amount: int


@dataclass(frozen=True, slots=True)
class JuryFunded(ChainEvent):
    """The pot that jurors are paid from grew."""

    by: bytes
    amount: int


JurorEvent = (
    JurorJoined | JurorLeft | JurorStakeTaken | JurorFined | JuryCredited | JuryWithdrawn | JuryFunded
)
JuryEvent = (
    Founded
    | CaseOpened
    | CaseAnswered
    | EvidenceAdded
    | JuryDrawn
    | VoteCommitted
    | VoteRevealed
    | CaseDecided
    | CaseClosed
    | JurorEvent
)
