"""A table's columns made fields of a category: what each cell says, and every cell that says nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.market.categories import Category, Field, load_schemas
from hashtagspace.market.imports import Table, refuse
from hashtagspace.market.record_values import RecordValue, parse_value
from hashtagspace.market.values import explain_fault

_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_ISO_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?")
_POINT_DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MONEY: Final = re.compile(r"(?:([A-Z]{3}) )?(-?)([0-9]{1,9})(?:[.,]([0-9]{1,2}))?(?: ([A-Z]{3}))?")
_NOT_IMPORTED: Final = frozenset({"histogram", "hashtags"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read, or a row that lacks one; rows of values count from 1."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What could be read; None when nothing could.

    A faulty cell is left out; where every row needs it, the row is.
    """

    value: RecordValue | None
    faults: tuple[Fault, ...]


def map_columns(
    category_id: str, table: Table, fields: Mapping[str, str], currency: str | None = None
) -> Imported:
    """The record that the table is when columns are read as fields; columns not named are left out.

    `currency` is that of amounts written without one. A category of fields takes one row. Raises
    `import.category`, `.field`, `.required` or `.rows`.
    """
    category = load_schemas().get_category(category_id)
    if category.shape == "file" or any(field.type in _NOT_IMPORTED for field in category.fields):
        raise refuse("category", f"{category.title} is not imported from a table.")
    chosen = _choose(category, table, fields)
    if category.shape == "fields" and len(table.rows) > 1:
        raise refuse("rows", f"{category.title} holds one value for each field: keep one row of the file.")
    spends = _find_spending(table, chosen)
    faults: list[Fault] = []
    rows: list[dict[str, Json]] = []
    for number, texts in enumerate(table.rows, 1):
        cells, found = _read_row(category, chosen, texts, number, _Reading(currency, spends))
        faults += found
        if cells:
            rows.append(cells)
    if not rows:
        return Imported(None, tuple(faults))
    value: Json = {"rows": list[Json](rows)} if category.shape == "rows" else {"fields": rows[0]}
    return Imported(parse_value(category_id, value), tuple(faults))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column by its place; `spellings` are ids by what a cell may say for them, in small ASCII letters."""

    at: int
    name: str
    field: Field
    spellings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How amounts are read: without a currency of their own, and below zero where money was spent."""

    currency: str | None
    spends: frozenset[int]


def _choose(category: Category, table: Table, fields: Mapping[str, str]) -> list[_Column]:
    columns = []
    for name, field_id in fields.items():
        field = category.find_field(field_id)
        if name not in table.columns or field is None:
            raise refuse(
                "field", f"The file has no column {name!r}, or {category.title} no field {field_id!r}."
            )
        columns.append(_Column(table.columns.index(name), name, field, _list_spellings(field)))
    if not columns or len({column.field.id for column in columns}) != len(columns):
        raise refuse("field", "Choose at least one column, and each field for one column only.")
    chosen = {column.field.id for column in columns}
    for field in category.fields:
        if field.required and field.id not in chosen:
            raise refuse("required", f"Every row needs {field.title}: choose a column for it.")
    return columns


def _find_spending(table: Table, columns: Sequence[_Column]) -> frozenset[int]:
    """Columns of money with an amount below zero: banks write so what was spent, and above what came in."""
    return frozenset(
        column.at
        for column in columns
        if column.field.type == "money"
        and any((found := _MONEY.fullmatch(row[column.at])) and found[2] for row in table.rows)
    )


def _read_row(
    category: Category, columns: Sequence[_Column], texts: Sequence[str], number: int, reading: _Reading
) -> tuple[dict[str, Json], list[Fault]]:
    """The cells of a row in the category's order, none when it lacks a required one; its faults."""
    cells: dict[str, Json] = {}
    faults: list[Fault] = []
    is_whole = any(texts[column.at] for column in columns)
    for column in sorted(columns, key=lambda column: category.fields.index(column.field)) if is_whole else ():
        field, text = column.field, texts[column.at]
        value = _read(column, text, reading)
        fault = explain_fault(field, value) if text else "missing" if field.required else None
        if fault is not None:
            left_out = "the row is left out" if field.required else "the cell is left out"
            faults.append(Fault(number, column.name, f"{field.title} is {fault}: {left_out}."))
            is_whole = is_whole and not field.required
        elif text:
            cells[field.id] = value
    return cells if is_whole else {}, faults


def _read(column: _Column, text: str, reading: _Reading) -> Json:
    """What the text says as the field's type; the text itself, which does not fit, when it says nothing."""
    field = column.field
    match field.type:
        case "integer" | "year":
            return int(text) if _INTEGER.fullmatch(text) else text
        case "date":
            return _day(text)
        case "country" | "choice":
            return column.spellings.get(_lower(text), text)
        case "tags":
            return [column.spellings.get(_lower(part), part) for part in _parts(text)]
        case "texts":
            return list[Json](_parts(text))
        case "money":
            return _money(text, reading.currency, spends=column.at in reading.spends)
        case "coordinates":
            latitude, _, longitude = text.replace(";", ",").partition(",")
            return {"latitude": latitude.strip(" "), "longitude": longitude.strip(" ")}
        case _:
            return text


def _parts(text: str) -> list[str]:
    return [part for piece in text.split(";") if (part := piece.strip(" "))]


def _day(text: str) -> str:
    """YYYY-MM-DD with or without a time behind it, or DD.MM.YYYY; with slashes nobody knows the order."""
    iso, point = _ISO_DAY.fullmatch(text), _POINT_DAY.fullmatch(text)
    if iso:
        return iso[1]
    return f"{point[3]}-{point[2]:0>2}-{point[1]:0>2}" if point else text


def _list_spellings(field: Field) -> dict[str, str]:
    """Countries by letters and English name, choices by id and title, groups for their general choice."""
    pairs: list[tuple[str, str]] = []
    if field.type == "country":
        for code, name in load_schemas().countries.items():
            pairs += [(code, code), (name, code)]
    for choice in field.list_values():
        pairs += [(choice.id, choice.id), (choice.title, choice.id)]
    for group in field.choices:
        general = f"{group.id}.general"
        if field.find_group(general) is not None:
            pairs += [(group.id, general), (group.title, general)]
    return {_lower(said): meant for said, meant in reversed(pairs)}  # the first of equal ones stays


def _lower(text: str) -> str:
    """ASCII letters made small: other letters differ between languages and programs."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in text)


def _money(text: str, currency: str | None, *, spends: bool) -> Json:
    """An amount with its currency; where others are below zero, one above is money that came in."""
    found = _MONEY.fullmatch(text)
    named = (found[1] or found[5] or currency) if found else None
    if found is None or named is None or (found[1] and found[5]) or (spends and not found[2]):
        return text
    amount = f"{int(found[3])}.{(found[4] or '').ljust(2, '0')}"
    return {"amount": amount, "currency": named}
