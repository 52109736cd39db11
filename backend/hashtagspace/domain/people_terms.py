"""What the people contracts of a deployment were deployed with, and never change."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.levels import EpochClock

DELAY_EPOCHS: Final = 4  # before a withdrawn stake comes back
LIABILITY_EPOCHS: Final = 8  # before a juror's stake comes back
CLAIM_EPOCHS: Final = 8  # in which an epoch's pool can be claimed
LEAST_PARTS: Final = 10  # into which a pool goes: one receiver gets one at most
MOST_VOUCHES: Final = 256  # open ones of a profile


@dataclass(frozen=True, slots=True)
class PeopleTerms:
    """Clock and amounts; amounts in 1e-18 TAG. `registry`: address of PersonhoodRegistry."""

    registry: bytes
    clock: EpochClock
    vouch_stake: int
    juror_stake: int
    case_deposit: int
    root_bond: int
    dispute_bond: int
    pair_cap: int
