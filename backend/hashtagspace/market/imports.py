"""A file of the person's own as a table of texts: CSV or JSON, held to limits before it is used."""

import json
import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Final, NoReturn

from hashtagspace.market.errors import InvalidImport

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 64
MAX_CELL_BYTES: Final = 4_096
PREVIEW_ROWS: Final = 20
_SEPARATORS: Final = (",", ";", "\t")
_MAX_DIGITS: Final = 15
_ODD_NUMBER: Final = "a number is too large or too small, write it as text"
_LINE_ENDS: Final = re.compile(r"[\r\n]*")


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of as many texts; an empty text is a value left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def preview(self) -> tuple[tuple[str, ...], ...]:
        """The first 20 rows."""
        return self.rows[:PREVIEW_ROWS]


def refuse(code: str, sentence: str) -> InvalidImport:
    """The error with code `import.<code>`."""
    return InvalidImport(sentence, code=f"import.{code}")


def read_csv(data: bytes) -> Table:
    """The table that CSV bytes are (RFC 4180); the header decides between comma, semicolon and tab.

    Raises `import.bytes`, `.utf8`, `.quote`, `.cell`, `.columns`, `.rows`, `.header` or `.empty`.
    """
    text = _decode(data)
    reader = _CsvReader(text, _find_separator(text))
    rows = reader.read()
    if not rows:
        raise refuse("empty", "The file holds no row.")
    header, *body = rows
    for number, row in enumerate(body, 2):
        if len(row) != len(header):
            raise refuse(
                "columns", f"Row {number} has {len(row)} cells, the first row {len(header)}: mend the file."
            )
    return _table(header, body)


def read_json(data: bytes) -> Table:
    """The table that a JSON array of flat objects is; numbers become texts, lists of texts are joined by `;`.

    Raises `import.bytes`, `.utf8`, `.json`, `.shape`, `.cell`, `.columns`, `.rows`, `.header` or `.empty`.
    """
    text = _decode(data)
    try:
        value = json.loads(text, parse_float=_fraction, parse_int=_integer, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise refuse("json", f"The file is not JSON that can be imported: {error}.") from None
    if not isinstance(value, list):
        raise refuse("shape", "The file is a list of objects, one for each row.")
    _verify_rows(len(value))
    names: dict[str, None] = {}
    for number, row in enumerate(value, 1):
        if not isinstance(row, dict):
            raise refuse("shape", f"Row {number} is not an object with a value for each column.")
        for name in row:
            _verify_cell(name, number)
        names.update(dict.fromkeys(row))
        _verify_columns(len(names))
    body = [[_spell(row.get(name), number, name) for name in names] for number, row in enumerate(value, 1)]
    return _table(list(names), body)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise refuse("bytes", f"The file has {len(data):,} bytes, at most {MAX_BYTES:,} are read: split it.")
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise refuse("utf8", "The file is not UTF-8: save it in that encoding.") from None


def _verify_rows(count: int) -> None:
    if count > MAX_ROWS:
        raise refuse("rows", f"The file has more than {MAX_ROWS:,} rows: split it.")


def _verify_columns(count: int) -> None:
    if count > MAX_COLUMNS:
        raise refuse("columns", f"The file has more than {MAX_COLUMNS} columns: leave some out.")


def _verify_cell(cell: str, row: int) -> None:
    """Cells are measured as UTF-8; half a surrogate pair, which JSON can spell, is no text."""
    try:
        size = len(cell.encode())
    except UnicodeEncodeError:
        raise refuse("cell", f"Row {row} holds half of a surrogate pair: mend the text.") from None
    if size > MAX_CELL_BYTES:
        raise refuse("cell", f"Row {row} has a cell of {size:,} bytes, at most {MAX_CELL_BYTES:,} are read.")


def _table(header: list[str], body: list[list[str]]) -> Table:
    columns = tuple(name.strip(" ") for name in header)
    _verify_columns(len(columns))
    _verify_rows(len(body))
    if not body:
        raise refuse("empty", "The file has a first row with names and no row of values.")
    if not columns or "" in columns or len(set(columns)) != len(columns):
        raise refuse("header", "The first row names each column, each by another name.")
    return Table(columns, tuple(tuple(cell.strip(" ") for cell in row) for row in body))


def _find_separator(text: str) -> str:
    """The separator that occurs most in the first line, outside quotes; the comma when none does."""
    counts = dict.fromkeys(_SEPARATORS, 0)
    is_quoted = False
    for character in text[: MAX_COLUMNS * MAX_CELL_BYTES]:
        if character == '"':
            is_quoted = not is_quoted
        elif character in "\r\n" and not is_quoted:
            break
        elif character in counts and not is_quoted:
            counts[character] += 1
    return max(_SEPARATORS, key=lambda separator: counts[separator])


class _CsvReader:
    """Reads cells from left to right; every limit is met before the next cell is kept."""

    def __init__(self, text: str, separator: str) -> None:
        self._text = text
        self._separator = separator
        self._plain_cell = re.compile(f"[^{separator}\r\n]*")
        self._at = 0

    def read(self) -> list[list[str]]:
        rows: list[list[str]] = []
        while self._skip(_LINE_ENDS) < len(self._text):  # an empty line is no row
            rows.append(self._row(len(rows) + 1))
            _verify_rows(len(rows) - 1)
        return rows

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """The place behind what matches here, which may be nothing."""
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _row(self, number: int) -> list[str]:
        row: list[str] = []
        while True:
            cell = self._quoted(number) if self._text.startswith('"', self._at) else self._plain()
            _verify_cell(cell, number)
            row.append(cell)
            _verify_columns(len(row))
            if not self._text.startswith(self._separator, self._at):
                self._end_row(number)
                return row
            self._at += 1

    def _plain(self) -> str:
        """Up to a separator or the end of the line; quotes within are texts."""
        start = self._at
        return self._text[start : self._skip(self._plain_cell)]

    def _quoted(self, number: int) -> str:
        parts: list[str] = []
        while True:
            end = self._text.find('"', self._at + 1)
            if end < 0:
                raise refuse("quote", f"Row {number} opens a quote that does not end.")
            parts.append(self._text[self._at + 1 : end])
            self._at = end + 1
            if not self._text.startswith('"', self._at):
                return "".join(parts)
            parts.append('"')

    def _end_row(self, number: int) -> None:
        if self._at < len(self._text) and self._text[self._at] not in "\r\n":
            raise refuse("quote", f"Row {number} goes on after a quote that ended: double quotes in a cell.")


def _spell(value: object, row: int, column: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        value = ";".join(value)
    if not isinstance(value, str):
        raise refuse("shape", f"Row {row}, {column}: a value is a text, a number or a list of texts.")
    _verify_cell(value, row)
    return value


def _integer(digits: str) -> str:
    if len(digits) > _MAX_DIGITS + 1:
        raise ValueError(_ODD_NUMBER)
    return _fraction(digits)


def _fraction(text: str) -> str:
    """The shortest decimal of the double, which is how browsers read and write it."""
    number = float(text)
    if number and not 1e-4 <= abs(number) < 10**_MAX_DIGITS:
        raise ValueError(_ODD_NUMBER)
    return repr(number).removesuffix(".0") if number else "0"


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
