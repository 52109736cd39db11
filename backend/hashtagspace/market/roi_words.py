"""A report's numbers in words and as a table, for a shell and a spreadsheet; the page says them alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hashtagspace.market.roi import Number, Why
from hashtagspace.market.roi_document import spell_number
from hashtagspace.market.table import Cell, Column, Table

NAMES: Final[dict[str, str]] = {
    "cost_per_person": "Paid per person",
    "spend_per_real_person": "Spend per real person",
    "real_people": "Real people among those paid",
    "fake_share": "Share of fakes among people of the level",
    "real_lost": "Real people lost to the filter",
    "real_lost_share": "Share of the network's real people whom the level leaves out",
    "audience_fake_share": "Share of fakes in your audience",
    "money_saved": "Money not spent on fakes",
    "lift": "Lift against the hold-out",
    "targeted_conversions": "Conversions per 1,000 TAG, with the level",
    "untargeted_conversions": "Conversions per 1,000 TAG, without",
    "conversions_gain": "Difference of the two",
}
WHYS: Final[dict[Why, str]] = {
    "no_sample": "nobody of the calibration sample has been judged yet",
    "nobody_paid": "nobody was paid yet",
    "nobody_left_out": "the level leaves out nobody of your audience",
    "no_audience": "no audience was given",
    "no_hold_out": "no hold-out was given",
    "no_reached": "no reached part of the audience was given",
    "no_untargeted": "nothing untargeted was given",
    "crosses_zero": "the interval reaches zero: it may be nothing",
    "unbounded": "the sample does not exclude that nobody paid is real",
    "filter_unclear": "the sample does not show that the level tells fakes from people",
}
_UNITS: Final = {"share": "", "people": " people", "tag": " TAG", "per_thousand_tag": " per 1,000 TAG"}


def describe_number(body: Mapping[str, Any]) -> str:
    """One line for a number as `spell_number` has it."""
    name, value = NAMES[body["name"]], body["value"]
    if value is None:
        return f"{name}: not shown ({WHYS[body['why']]})"
    if body["low"] == body["high"]:
        return f"{name}: {_show(body, 'value')}"
    return f"{name}: {_show(body, 'value')} ({_show(body, 'low')} to {_show(body, 'high')})"


def tabulate_numbers(numbers: Iterable[Number]) -> Table:
    """One row a number, with its interval, or why it is not shown."""
    columns = (
        Column("number", "text", "Its name"),
        Column("meaning", "text", "What it is"),
        Column("unit", "text", "share, people, tag or per_thousand_tag"),
        Column("value", "text", "The estimate"),
        Column("low", "text", "Lower end of the 95 % interval"),
        Column("high", "text", "Upper end of the 95 % interval"),
        Column("formula", "text", "docs/personhood.md says what it computes"),
        Column("not_shown", "text", "Why there is no number"),
    )
    rows: list[tuple[Cell, ...]] = []
    for body in map(spell_number, numbers):
        why = None if body["why"] is None else str(body["why"])
        ends = [None if body[name] is None else str(body[name]) for name in ("value", "low", "high")]
        name, unit, formula = str(body["name"]), str(body["unit"]), str(body["formula"])
        rows.append((name, NAMES[name], unit, *ends, formula, why))
    return Table(columns, tuple(rows))


def _show(body: Mapping[str, Any], part: str) -> str:
    if body["unit"] == "share":
        return f"{float(body[part]):.2%}"
    return f"{body[part]}{_UNITS[body['unit']]}"
