"""The columns that an ask fills: one for each field, several where a value has parts, by granularity.

Names are category.field, with the granularity unless it is exact, then the part: `demographics.birth_year`,
`demographics.birth_year.bracket.from`, `purchases.amount.currency`.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.market.asks import find_question, list_asked
from hashtagspace.market.categories import Field
from hashtagspace.market.questions import spell_question
from hashtagspace.market.record_values import FileValue
from hashtagspace.market.table import Cell, Column, Kind

_Part = tuple[str, Kind, str, Callable[[Json], Cell]]
"""Suffix of the name, kind, words after the field's title, and how the cell comes out of the value."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column and how its cell is read from the value of a field."""

    field: str
    column: Column
    read: Callable[[Json], Cell]


def list_columns(ask: Ask) -> list[FieldColumn]:
    """The columns of an ask, in the order of the schemas; a file has its own."""
    return [
        FieldColumn(field.id, _column(ask, field, suffix, kind, words), read)
        for field in list_asked(ask)
        for suffix, kind, words, read in _list_parts(ask, field)
    ]


def list_file_columns(ask: Ask) -> list[Column]:
    """The columns of a file sold whole; its bytes lie beside the table under their sha-256."""
    parts: tuple[tuple[str, Kind, str], ...] = (
        ("name", "text", "Name that the person gave the file"),
        ("mime", "text", "Media type"),
        ("size", "integer", "Bytes"),
        ("sha256", "text", "sha-256 of the bytes, which is their name in the folder `files`"),
    )
    return [
        Column(f"{ask.category}.file.{name}", kind, words, ask.category, ask.granularity.value)
        for name, kind, words in parts
    ]


def read_file_cells(file: FileValue) -> tuple[Cell, ...]:
    """The cells of `list_file_columns`."""
    return (file.name, file.mime, len(file.data), hashlib.sha256(file.data).hexdigest())


def _column(ask: Ask, field: Field, suffix: str, kind: Kind, words: str) -> Column:
    name = f"{ask.category}.{field.id}"
    if ask.granularity is not Granularity.EXACT:
        name += f".{ask.granularity.value}"
    meaning = words if ask.granularity is Granularity.YESNO else f"{field.title}{words}"
    return Column(name + suffix, kind, meaning, ask.category, ask.granularity.value)


def _list_parts(ask: Ask, field: Field) -> Iterator[_Part]:
    match ask.granularity:
        case Granularity.EXACT:
            yield from _EXACT.get(field.type, (("", "text", "", _text),))
        case Granularity.BRACKET:
            yield from _list_brackets(field)
        case Granularity.NOISED:
            noised = field.noised
            words = "" if noised is None else f", changed by chance by about {noised.about} {noised.unit}"
            yield ("", "integer", words, _integer)
        case Granularity.YESNO:
            yesno = field.yesno
            words = "" if yesno is None else spell_question(field, yesno, find_question(ask, field))
            yield ("", "boolean", words, _boolean)


def _list_brackets(field: Field) -> Iterator[_Part]:
    bracket = field.bracket
    rule = "" if bracket is None else bracket.rule
    if bracket is not None and rule == "parts":
        for part in bracket.parts:
            yield (f".{part.id}", "integer", f", {part.title}", _member(part.id, _integer))
    elif rule == "group" and field.type == "choice":
        yield ("", "text", ", its group", _text)
    elif rule == "month":
        yield ("", "text", ", year and month", _text)
    elif rule == "region":
        yield ("", "text", ", region of the world", _text)
    elif rule == "prefix":
        yield ("", "text", ", its beginning", _text)
    else:
        yield from _BRACKETS.get(rule, (("", "text", "", _text),))


def _text(value: Json) -> Cell:
    """Text as it is; whatever else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _list(value: Json) -> Cell:
    return ";".join(str(entry) for entry in value) if isinstance(value, list) else _text(value)


def _integer(value: Json) -> Cell:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _boolean(value: Json) -> Cell:
    return value if isinstance(value, bool) else None


def _decimal(value: Json) -> Cell:
    return Decimal(value) if isinstance(value, str) else None


def _date(value: Json) -> Cell:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _member(name: str, read: Callable[[Json], Cell]) -> Callable[[Json], Cell]:
    return lambda value: read(value[name]) if isinstance(value, dict) and name in value else None


_SEVERAL: Final = ", several with ; between them"
_EXACT: Final[dict[str, tuple[_Part, ...]]] = {
    "integer": (("", "integer", "", _integer),),
    "year": (("", "integer", "", _integer),),
    "date": (("", "date", "", _date),),
    "tags": (("", "text", _SEVERAL, _list),),
    "texts": (("", "text", ", a list in JSON", _text),),
    "hashtags": (("", "text", " with how often, a list in JSON", _text),),
    "histogram": (("", "text", ", counts in JSON", _text),),
    "money": (
        ("", "decimal", "", _member("amount", _decimal)),
        (".currency", "text", ", currency", _member("currency", _text)),
    ),
    "coordinates": (
        (".latitude", "decimal", ", latitude", _member("latitude", _decimal)),
        (".longitude", "decimal", ", longitude", _member("longitude", _decimal)),
    ),
}
_RANGE: Final[tuple[_Part, ...]] = (
    (".from", "integer", ", lowest value of the range, empty where it is open", _member("from", _integer)),
    (
        ".below",
        "integer",
        ", first value above the range, empty where it is open",
        _member("below", _integer),
    ),
)
_BRACKETS: Final[dict[str, tuple[_Part, ...]]] = {
    "edges": _RANGE,
    "span": _RANGE,
    "amounts": (*_RANGE, (".currency", "text", ", currency", _member("currency", _text))),
    "grid": (
        (".south", "decimal", ", southern edge of the square", _member("south", _decimal)),
        (".west", "decimal", ", western edge of the square", _member("west", _decimal)),
        (".step", "decimal", ", size of the square in degrees", _member("step", _decimal)),
    ),
    "group": (("", "text", ", their groups" + _SEVERAL, _list),),
    "names": (("", "text", _SEVERAL, _list),),
}
