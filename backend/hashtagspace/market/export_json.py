"""A table as JSON: one object a line, or one array with the dictionary beside it."""

import json
from typing import Final

from hashtagspace.market.table import Cell, Table, cell_text

_EXACT: Final = 2**53


def encode_json_lines(table: Table) -> bytes:
    """One object a row, each on a line of its own."""
    return b"".join(_dump(row) + b"\n" for row in _list_objects(table))


def encode_json(table: Table, dictionary: dict[str, object]) -> bytes:
    """One object: `rows` in an array, `dictionary` beside it."""
    return _dump({"dictionary": dictionary, "rows": _list_objects(table)}) + b"\n"


def _list_objects(table: Table) -> list[dict[str, str | int | bool | None]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, map(_value, row), strict=True)) for row in table.rows]


def _value(cell: Cell) -> str | int | bool | None:
    """Decimals are text, and so are numbers that a double cannot hold: no reader rounds them."""
    if cell is None or isinstance(cell, bool | str):
        return cell
    if isinstance(cell, int) and abs(cell) < _EXACT:
        return cell
    return cell_text(cell)


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
