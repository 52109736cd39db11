"""SeedShare v1: the numbers of the definition, shared by every implementation (docs/personhood.md).

Everything is an integer and every sum is a sum of integers, so order, library and processor do not matter.
"""

from dataclasses import dataclass
from typing import Final

ONE: Final = 1 << 16  # fixed point: 1.0
MASS: Final = 1 << 60  # what each of the three walks starts with
MOST_COMMON: Final = 8  # common partners beyond this add nothing to an edge's weight
MOST_VOUCHES: Final = 256  # of one profile; keeps every sum one contract call can add up
RESTART_STEPS: Final = 48
RESTART_SHIFT: Final = 4  # a sixteenth of the mass returns to its start in each step
CLAMP: Final = 4 * ONE
MOST_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a level asks for, each in 1/65,536: share, support (trusted vouches), restart bound."""

    share: int
    support: int
    bound: int


# Level 1, 2, 3. A level needs the ones below it.
THRESHOLDS: Final = (
    Threshold(ONE // 4, ONE, ONE * 15 // 100),
    Threshold(ONE // 2, 3 * ONE, ONE * 30 // 100),
    Threshold(ONE * 3 // 4, 5 * ONE, ONE // 2),
)


def walk_steps(accounts: int) -> int:
    """L: the bit length of the greatest account number, at least 2."""
    return max(2, (accounts - 1).bit_length())


def quotient(vetted: int, fake: int, background: int) -> int:
    """Trust that arrives, in shares of what an average account gets: 65,536 = as much as the average."""
    raw = ((2 * vetted - fake) >> 15 << 16) // max(1, background >> 14)
    return max(-CLAMP, min(CLAMP, raw))


def score_of(share: int, support: int) -> int:
    """One number for ranking: the share, damped where few trusted people vouch."""
    return share * support // (support + ONE) if share > 0 else share


def level_of(share: int, support: int, bound: int) -> int:
    """0 to 3; a caller without a vetted account gives everybody 0 instead."""
    level = 0
    for threshold in THRESHOLDS:
        if share < threshold.share or support < threshold.support or bound < threshold.bound:
            break
        level += 1
    return level
