"""How much one person may be paid at a level: half of what a fake of that level costs (docs/personhood.md).

Above it, making fakes would pay. A fake at level L costs

    C_L = bribe' / a_L + p (d + k_L z) + r T (d + k_L z),   bribe' = max(bribe, p z)

with a_L fakes that get through for each honest vouch an attacker holds, k_L the vouches that the level needs,
z the stake of a vouch. z is read from the chain; the rest was measured or is assumed, and named as such.
Whole numbers of 1e-18 TAG, rounded down, in Python and in the browser alike.
"""

from dataclasses import dataclass
from typing import Final

from hashtagspace.errors import InvalidInput

_PARTS: Final = 10_000
_TAG: Final = 10**18


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What no chain knows. Amounts in 1e-18 TAG; shares in ten-thousandths.

    `bribe`: what an honest person takes for a vouch to a stranger; `proven`: the chance that a fake is proven
    one in its life; `rent`: what capital costs over that life; `deposit`: what an identity costs (registering
    is free here).
    """

    bribe: int = 5 * _TAG
    proven: int = 3_000
    rent: int = 500
    deposit: int = 0


ASSUMED: Final = Assumptions()
FAKES_PER_VOUCH: Final = {1: 28_000, 2: 3_700, 3: 600}
"""a_L in ten-thousandths.

The worst attack that was measured, buying a tenth of all honest vouches included.
"""
FAKES_PER_VOUCH_LARGE: Final = {1: 7_500, 2: 2_400, 3: 600}
"""The same while nobody can buy a tenth of the network's vouches (attacks of up to 1,000)."""
VOUCHES: Final = {1: 1, 2: 3, 3: 5}
"""k_L."""


def cost_of_fake(
    level: int, stake: int, assumed: Assumptions = ASSUMED, rates: dict[int, int] = FAKES_PER_VOUCH
) -> int:
    """C_L in 1e-18 TAG; `stake`: what lies in a vouch. Level 0 costs nothing."""
    if level == 0:
        return 0
    locked = assumed.deposit + VOUCHES[level] * stake
    bribe = max(assumed.bribe, assumed.proven * stake // _PARTS)
    return bribe * _PARTS // rates[level] + (assumed.proven + assumed.rent) * locked // _PARTS


def most_per_person(level: int, stake: int) -> int:
    """What an offer may pay one person of this level, 1e-18 TAG: C_L / 2."""
    return cost_of_fake(level, stake) // 2


def find_least_level(price: int, stake: int) -> int | None:
    """The lowest level from 1 on that carries the price; None if none does."""
    return next((level for level in VOUCHES if price <= most_per_person(level, stake)), None)


def is_worth(level: int, price: int, stake: int) -> bool:
    """Whether a level carries the price. Level 0 carries any: nobody is paid as a person there."""
    return level == 0 or price <= most_per_person(level, stake)


def verify_worth(level: int, price: int, stake: int) -> None:
    """Raises `offer.level_worth` if fakes of the level would be cheaper than what they are paid."""
    if is_worth(level, price, stake):
        return
    least = find_least_level(price, stake)
    advice = "pay less" if least is None else f"pay less, or ask for level {least}"
    raise InvalidInput(
        f"One person could earn {_spell(price)} TAG here, and level {level} carries "
        f"{_spell(most_per_person(level, stake))}: fakes would pay off. To mend it, {advice}.",
        code="offer.level_worth",
    )


def _spell(amount: int) -> str:
    return f"{amount / _TAG:,.2f}".rstrip("0").rstrip(".")
