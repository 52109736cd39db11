"""Values made coarse by the rule of their field, and whether a stranger's coarse value is one of these."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.market.categories import Bracket, Field, load_schemas
from hashtagspace.market.values import MAX_COUNT, cents_of, explain_fault, micro_degrees

_MONTH: Final = re.compile(r"(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])")
_CENTS: Final = 100
_MICRO: Final = 10**6


def coarse_value(field: Field, value: Json) -> Json:
    """The bracket of an exact value that fits the field; ranges hold `from` and not `below`, None is open."""
    if field.bracket is None:
        raise LookupError(field.id)
    return _RULES[field.bracket.rule].coarse(field, field.bracket, value)


def is_coarse(field: Field, value: Json) -> bool:
    """True iff some exact value has this bracket."""
    return field.bracket is not None and _RULES[field.bracket.rule].fits(field, field.bracket, value)


def explain_bracket(field: Field) -> str:
    """What the bracket shows of the value, in words."""
    if field.bracket is None:
        raise LookupError(field.id)
    return _RULES[field.bracket.rule].words(field.bracket)


@dataclass(frozen=True, slots=True)
class _Rule:
    coarse: Callable[[Field, Bracket, Json], Json]
    fits: Callable[[Field, Bracket, Json], bool]
    words: Callable[[Bracket], str]


def _range(edges: tuple[int, ...], position: int) -> dict[str, Json]:
    """The range after `position` edges."""
    low = edges[position - 1] if position else None
    return {"from": low, "below": edges[position] if position < len(edges) else None}


def _equal(one: Json, other: Json) -> bool:
    """True iff both are the same JSON: to Python true and 1 are equal."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _edges(_: Field, bracket: Bracket, value: Json) -> Json:
    number = value if isinstance(value, int) else 0
    return _range(bracket.edges, sum(edge <= number for edge in bracket.edges))


def _fits_edges(_: Field, bracket: Bracket, value: Json) -> bool:
    return any(_equal(value, _range(bracket.edges, at)) for at in range(len(bracket.edges) + 1))


def _span(_: Field, bracket: Bracket, value: Json) -> Json:
    year = value if isinstance(value, int) else 0
    low = year - year % bracket.size
    return {"from": low, "below": low + bracket.size}


def _fits_span(field: Field, bracket: Bracket, value: Json) -> bool:
    low = value.get("from") if isinstance(value, dict) else None
    if not isinstance(low, int) or isinstance(low, bool):
        return False
    return field.least - bracket.size < low <= field.most and _equal(value, _span(field, bracket, low))


def _month(_field: Field, _bracket: Bracket, value: Json) -> Json:
    return str(value)[:7]


def _fits_month(_field: Field, _bracket: Bracket, value: Json) -> bool:
    return isinstance(value, str) and _MONTH.fullmatch(value) is not None


def _region(_field: Field, _bracket: Bracket, value: Json) -> Json:
    return load_schemas().get_region(str(value))


def _fits_region(_field: Field, _bracket: Bracket, value: Json) -> bool:
    return isinstance(value, str) and value in load_schemas().regions


def _group(field: Field, _: Bracket, value: Json) -> Json:
    if isinstance(value, list):
        return sorted({field.find_group(str(entry)) or "" for entry in value})  # type: ignore[return-value]
    return field.find_group(str(value))


def _fits_group(field: Field, _: Bracket, value: Json) -> bool:
    groups = [choice.id for choice in field.choices]
    if field.type == "choice":
        return value in groups
    return _is_sorted_list(value, len(groups)) and all(entry in groups for entry in value)  # type: ignore[union-attr]


def _is_sorted_list(value: Json, most: int) -> bool:
    """1 to `most` texts in the order of their code points, each once."""
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        return False
    texts = [entry for entry in value if isinstance(entry, str)]
    return len(texts) == len(value) and texts == sorted(set(texts))


def _prefix(_: Field, bracket: Bracket, value: Json) -> Json:
    return str(value)[: bracket.keep].rstrip(" ")


def _fits_prefix(field: Field, bracket: Bracket, value: Json) -> bool:
    return explain_fault(field, value) is None and isinstance(value, str) and len(value) <= bracket.keep


def _grid(_: Field, bracket: Bracket, value: Json) -> Json:
    step = micro_degrees(bracket.step)
    place = value if isinstance(value, dict) else {}
    south, west = (micro_degrees(str(place[name])) // step * step for name in ("latitude", "longitude"))
    return {"south": _degrees(south), "west": _degrees(west), "step": bracket.step}


def _degrees(micro: int) -> str:
    whole, part = divmod(abs(micro), _MICRO)
    text = f"{whole}.{part:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if micro < 0 else text


def _fits_grid(field: Field, bracket: Bracket, value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    corner: Json = {"latitude": value.get("south"), "longitude": value.get("west")}
    return explain_fault(field, corner) is None and value == _grid(field, bracket, corner)


def _amounts(_: Field, bracket: Bracket, value: Json) -> Json:
    money = value if isinstance(value, dict) else {}
    cents = cents_of(str(money["amount"]))
    position = sum(edge * _CENTS <= cents for edge in bracket.edges)
    return {**_range(bracket.edges, position), "currency": money["currency"]}


def _fits_amounts(field: Field, bracket: Bracket, value: Json) -> bool:
    currency = value.get("currency") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(currency, str):
        return False
    if currency not in load_schemas().currencies:
        return False
    return _fits_edges(field, bracket, {name: value[name] for name in value if name != "currency"})


def _parts(_: Field, bracket: Bracket, value: Json) -> Json:
    counts = [count for count in value if isinstance(count, int)] if isinstance(value, list) else []
    sums: dict[str, Json] = {}
    for part in bracket.parts:
        sums[part.id] = sum(counts[: part.size])
        counts = counts[part.size :]
    return sums


def _fits_parts(_: Field, bracket: Bracket, value: Json) -> bool:
    if not isinstance(value, dict) or value.keys() != {part.id for part in bracket.parts}:
        return False
    return all(
        isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= part.size * MAX_COUNT
        for part, count in ((part, value[part.id]) for part in bracket.parts)
    )


def _names(_field: Field, _bracket: Bracket, value: Json) -> Json:
    tags = value if isinstance(value, list) else []
    return sorted(str(entry["tag"]) for entry in tags if isinstance(entry, dict))  # type: ignore[return-value]


def _fits_names(field: Field, _: Bracket, value: Json) -> bool:
    if not isinstance(value, list) or not _is_sorted_list(value, field.most):
        return False
    return explain_fault(field, [{"tag": tag, "count": 1} for tag in value]) is None


def _same(_field: Field, _bracket: Bracket, value: Json) -> Json:
    return value


def _fits_same(field: Field, _: Bracket, value: Json) -> bool:
    return explain_fault(field, value) is None


def _grid_words(bracket: Bracket) -> str:
    return f"a square of {bracket.step} degrees, up to {micro_degrees(bracket.step) * 111 // _MICRO} km wide"


_RULES: Final = {
    "edges": _Rule(_edges, _fits_edges, lambda _: "a range"),
    "span": _Rule(_span, _fits_span, lambda bracket: f"a span of {bracket.size} years"),
    "month": _Rule(_month, _fits_month, lambda _: "the month"),
    "region": _Rule(_region, _fits_region, lambda _: "the part of the world"),
    "group": _Rule(_group, _fits_group, lambda _: "the group"),
    "prefix": _Rule(_prefix, _fits_prefix, lambda bracket: f"the first {bracket.keep} characters"),
    "grid": _Rule(_grid, _fits_grid, _grid_words),
    "amounts": _Rule(_amounts, _fits_amounts, lambda _: "a range"),
    "parts": _Rule(
        _parts, _fits_parts, lambda bracket: f"added up by {', '.join(part.title for part in bracket.parts)}"
    ),
    "names": _Rule(_names, _fits_names, lambda _: "without counts"),
    "same": _Rule(_same, _fits_same, lambda _: "as it is"),
}
