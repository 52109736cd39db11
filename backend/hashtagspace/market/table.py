"""A flat table and what each of its columns means: the one form that every export writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from hashtagspace.errors import InvalidInput

Kind = Literal["text", "integer", "decimal", "boolean", "date", "time"]
Cell = str | int | bool | Decimal | date | datetime | None
"""A cell of its column's kind (times with a zone), None where the person gave nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column for people who were not there: what it says, and what it may be used for.

    `category` and `granularity` are None for columns about the sale itself.
    """

    name: str
    kind: Kind
    meaning: str
    category: str | None = None
    granularity: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A person who took consent back: their rows are in no export any more."""

    deal_id: str
    consent: str
    profile_id: str
    withdrawn_at: datetime
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sold, named by its content: nobody else chooses names in the export's folder."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells in the order of the columns, and who withdrew."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    withdrawn: tuple[Withdrawn, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Raises `export.shape` when a row has not one cell a column, or two columns one name."""
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise InvalidInput(
                "A row has another number of cells than the table columns.", code="export.shape"
            )
        if len({column.name for column in self.columns}) != width:
            raise InvalidInput("Two columns have one name.", code="export.shape")


def time_text(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def cell_text(cell: Cell) -> str:
    """The cell as text: nothing as the empty text, yes and no as true and false."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            return time_text(cell)
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return str(cell)


def build_dictionary(
    table: Table, purposes: Sequence[str], legal_basis: str, retention_days: int
) -> dict[str, object]:
    """What the export's `dictionary.json` says of each column."""
    return {
        "columns": [
            {
                "column": column.name,
                "category": column.category,
                "granularity": column.granularity,
                "type": column.kind,
                "meaning": column.meaning,
                "purposes": list(purposes),
                "legalBasis": legal_basis,
                "retentionDays": retention_days,
            }
            for column in table.columns
        ],
        "rows": len(table.rows),
        "empty": "An empty cell was not given or not asked for.",
    }
