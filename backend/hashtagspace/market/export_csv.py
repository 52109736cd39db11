"""A table as CSV that a spreadsheet reads as data and never as formulas. Source: RFC 4180, in UTF-8."""

import csv
import re
from io import StringIO
from typing import Final

from hashtagspace.market.table import Cell, Table, cell_text

# What Excel, LibreOffice or Google Sheets take for the beginning of a formula, full-width spellings included.
_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
# A program that splits at semicolons, tabs or lines of its own accord would find a formula behind them too.
_BEHIND_SEPARATOR: Final = re.compile(r"(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")


def encode_csv(table: Table) -> bytes:
    """One line of column names, one line a row, CRLF at their ends.

    Text that begins like a formula gets a leading apostrophe; numbers stay numbers.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutralise(column.name) for column in table.columns])
    writer.writerows([[_spell(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode()


def neutralise(text: str) -> str:
    """The text as no spreadsheet would run it."""
    guarded = _BEHIND_SEPARATOR.sub("'", text)
    return "'" + guarded if text[:1] in _FORMULA_STARTS else guarded


def _spell(cell: Cell) -> str:
    return neutralise(cell) if isinstance(cell, str) else cell_text(cell)
