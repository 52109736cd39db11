"""What the commands about people take and print."""

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from hashtagspace.cli.shown import hexed
from hashtagspace.scorer.verifying import EpochCheck, Standing

PROFILE = click.IntRange(1, 2**63 - 1)
WAY = click.option(
    "--way",
    type=click.Choice(["any", "relay", "direct"]),
    default="any",
    show_default=True,
    help="By a gateway's relay, which pays the gas, or by the wallet's own transaction.",
)
_UNIT = 10**18


class Amount(click.ParamType[int]):
    """TAG as people write it: 12.5."""

    name = "TAG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """1e-18 TAG."""
        if isinstance(value, int):
            return value
        try:
            amount = Decimal(str(value)) * _UNIT
        except InvalidOperation:
            amount = Decimal(0)
        if not amount.is_finite() or amount <= 0 or amount != int(amount) or amount >= 2**128:
            self.fail("an amount is a number of TAG above 0, such as 12.5", param, ctx)
        return int(amount)


def spell_check(check: EpochCheck) -> dict[str, object]:
    """An epoch computed here, beside what was posted."""
    header = check.header
    return {
        "epoch": check.epoch,
        "root": hexed(header.root),
        "seats": header.seats,
        "accounts": header.accounts,
        "vetted": header.vetted,
        "fakes": header.fakes,
        "covered": header.covered,
        "final": None if check.final is None else hexed(check.final),
        "isRight": check.is_right,
        "posts": [
            {
                "root": hexed(post.root),
                "poster": hexed(post.poster),
                "state": post.state.name.lower(),
                "isRight": post.is_right,
                "firstDifference": post.difference or None,
            }
            for post in check.posts
        ],
    }


def spell_standing(standing: Standing | None) -> dict[str, object] | None:
    """Numbers in 1/65,536, as text."""
    if standing is None:
        return None
    return {
        "epoch": standing.epoch,
        "share": str(standing.share),
        "support": str(standing.support),
        "bound": str(standing.bound),
        "level": standing.level,
    }
