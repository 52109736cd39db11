"""Which level a profile has at a time: the rule of `PersonhoodRegistry.levelOf`, from facts alone.

F is the latest epoch with a final root. Levels rise at once and fall after two epochs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

VETTED_LEVEL: Final = 3
FLOOR_LEVEL: Final = 1
FRESH_EPOCHS: Final = 2
STALE_EPOCHS: Final = 2
FLOOR_EPOCHS: Final = 8
SETTLING_EPOCHS: Final = 2  # a vouch counts from its epoch + 2 on


@dataclass(frozen=True, slots=True)
class EpochClock:
    """Epochs of a deployment: epoch 1 begins at `start`, Unix seconds."""

    start: int
    epoch_seconds: int

    def epoch_at(self, time_seconds: int) -> int:
        """The epoch of a block time; 0 before the first."""
        return max(0, 1 + (time_seconds - self.start) // self.epoch_seconds)

    def start_of(self, epoch: int) -> int:
        """First second of an epoch, Unix time."""
        return self.start + (epoch - 1) * self.epoch_seconds


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """What the chain says about one profile; epochs 0 = never.

    `proven`: level by epoch. `floor`: the latest final epoch for which the floor was proven.
    """

    vetted_since: int = 0
    fake_since: int = 0
    proven: Mapping[int, int] = field(default_factory=dict)
    floor: int = 0


def effective_level(facts: LevelFacts, latest_final: int, current: int) -> int:
    """The level 0 to 3 in epoch `current`, while `latest_final` is the latest epoch with a root (0: none).

    For a past moment: hand over what was known then.
    """
    if facts.fake_since:
        return 0
    if facts.vetted_since and current < facts.vetted_since + FRESH_EPOCHS:
        return VETTED_LEVEL
    if not latest_final or current > latest_final + FLOOR_EPOCHS:
        return 0
    if current > latest_final + STALE_EPOCHS:
        return FLOOR_LEVEL if facts.floor == latest_final else 0
    return max(facts.proven.get(latest_final, 0), facts.proven.get(latest_final - 1, 0))


def is_term_counting(since: int, until: int | None, epoch: int) -> bool:
    """Whether a term of one direction counts in an epoch: a full epoch old, not withdrawn before."""
    return since + SETTLING_EPOCHS <= epoch and (until is None or until >= epoch)
