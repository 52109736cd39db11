"""Numbers that the people contracts give to kinds, states and votes, as `contracts/interfaces` has them."""

from enum import IntEnum


class CaseKind(IntEnum):
    """How a case began: `IJury.Kind`."""

    CHECK = 0
    APPEAL = 1
    ACCUSATION = 2


class CaseState(IntEnum):
    """Where a case stands: `IJury.State`."""

    NONE = 0
    ASKED = 1
    READY = 2
    VOTING = 3
    DECIDED = 4
    CLOSED = 5


class Vote(IntEnum):
    """What a juror, or a jury, says: `IJury.Vote`."""

    NONE = 0
    UNCLEAR = 1
    PASS = 2
    FAKE = 3


class PostState(IntEnum):
    """Where a posted root stands: `IEpochRoots.State`."""

    NONE = 0
    OPEN = 1
    REFUTED = 2
    FINAL = 3
    PASSED_OVER = 4


class Turn(IntEnum):
    """Who has to do what in a dispute: `IEpochRoots.Turn`."""

    NONE = 0
    OPEN = 1
    CHOOSE = 2
    ANSWER = 3
    CONTRADICT = 4
    OVER = 5
