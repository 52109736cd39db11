"""A table as Parquet, where pyarrow is installed: it is 50 MB that a gateway does not need."""

import json
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import Any, Final

from hashtagspace.errors import ConfigError
from hashtagspace.market.table import Cell, Kind, Table, cell_text

_INT64: Final = range(-(2**63), 2**63)
_MOST_DIGITS: Final = 38
DICTIONARY_KEY: Final = b"hashtagspace.dictionary"


def encode_parquet(table: Table, dictionary: dict[str, object]) -> bytes:
    """The table with typed columns, the dictionary in the file's metadata.

    Raises `export.parquet_missing` with the command to run where pyarrow is not installed.
    """
    arrow, parquet = _load_pyarrow()
    fields, arrays = [], []
    for index, column in enumerate(table.columns):
        kind, cells = _typed(arrow, column.kind, [row[index] for row in table.rows])
        about = {"meaning": column.meaning, "granularity": column.granularity or ""}
        fields.append(arrow.field(column.name, kind, metadata=about))
        arrays.append(arrow.array(cells, type=kind))
    metadata = {DICTIONARY_KEY: json.dumps(dictionary, ensure_ascii=False).encode()}
    out = BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields, metadata=metadata)), out)
    return out.getvalue()


def _load_pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            "Parquet needs pyarrow, which is not installed: run `pip install 'hashtagspace[parquet]'`, "
            "in a checkout `.venv/bin/pip install --require-hashes -r requirements/parquet.txt`, "
            "or export as csv or json.",
            code="export.parquet_missing",
        ) from None


def _typed(arrow: Any, kind: Kind, cells: list[Cell]) -> tuple[Any, list[Cell]]:  # noqa: ANN401 - untyped
    """The column's Parquet type and its cells; numbers that fit no such type are text, all of them."""
    match kind:
        case "integer" if all(cell is None or cell in _INT64 for cell in cells):
            return arrow.int64(), cells
        case "decimal" if (scale := _scale_of(cells)) is not None:
            return arrow.decimal128(_MOST_DIGITS, scale), cells
        case "boolean":
            return arrow.bool_(), cells
        case "date":
            return arrow.date32(), cells
        case "time":
            return arrow.timestamp("ms", tz="UTC"), cells
        case _:
            return arrow.string(), [None if cell is None else cell_text(cell) for cell in cells]


def _scale_of(cells: list[Cell]) -> int | None:
    """How many digits after the point hold all cells, None when no decimal of 38 digits does."""
    parts = [cell.as_tuple() for cell in cells if isinstance(cell, Decimal)]
    exponents = [part.exponent for part in parts if isinstance(part.exponent, int)]
    scale = max([0, *(-exponent for exponent in exponents)])
    whole = max([0, *(len(p.digits) + e for p, e in zip(parts, exponents, strict=False))])
    return scale if len(exponents) == len(parts) and scale + whole <= _MOST_DIGITS else None
