"""The business's own list of a campaign: whom it meant, who was held out, who did what was hoped for.

It stays with the business: a report holds its digest and what it counts up to, never a profile of it.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from typing import Final

from hashtagspace.errors import InvalidInput
from hashtagspace.market.roi import Arm

REACHED: Final = "reached"
HELD_OUT: Final = "held_out"
UNTARGETED: Final = "untargeted"
_ARMS: Final = ("", REACHED, HELD_OUT, UNTARGETED)
_COLUMNS: Final = ("profile", "arm", "converted")
_ANSWERS: Final = {"": False, "0": False, "no": False, "1": True, "yes": True}
_MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One profile, its arm, and whether it did what was hoped for."""

    profile: int
    arm: str
    converted: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """The rows of a list, and the sha-256 of the file they stood in."""

    rows: tuple[Row, ...]
    digest: bytes

    def count(self, level_of: Callable[[int], int], level: int) -> Mapping[str, Arm]:
        """Each arm by the filter "level and above", and "" for the whole list but the untargeted."""
        meant = [row for row in self.rows if row.arm != UNTARGETED]
        groups = {name: [row for row in self.rows if row.arm == name] for name in _ARMS if name}
        return {name: _count(rows, level_of, level) for name, rows in (("", meant), *groups.items())}


def read_audience(data: bytes) -> Audience:
    """The list from a CSV file with the columns profile, arm, converted; raises `audience.*`.

    Arms are reached, held_out, untargeted or empty; nobody stands in it twice. A first line beginning with #
    is passed over: random letters there keep a short list from being guessed by its digest.
    """
    try:
        text = data.decode("utf-8-sig")
        if text.startswith("#"):
            text = text.partition("\n")[2]
        lines = csv.DictReader(StringIO(text, newline=""), strict=True)
        if tuple(lines.fieldnames or ()) != _COLUMNS:
            raise InvalidInput(
                "The list begins with the line profile,arm,converted.", code="audience.columns"
            )
        rows = tuple(_read_row(number, line) for number, line in enumerate(lines, 2))
    except (UnicodeDecodeError, csv.Error):
        raise InvalidInput("The list is no CSV file in UTF-8.", code="audience.malformed") from None
    _verify_rows(rows)
    return Audience(rows, sha256(data).digest())


def _read_row(number: int, line: Mapping[str | None, str | None]) -> Row:
    profile, arm, converted = ((line.get(name) or "").strip() for name in _COLUMNS)
    if None in line or arm not in _ARMS or converted.lower() not in _ANSWERS or not _is_profile(profile):
        raise InvalidInput(
            f"Line {number} of the list does not read: write a profile's number, an arm (reached, held_out, "
            "untargeted or nothing), and 1 or 0.",
            code="audience.row",
        )
    return Row(int(profile), arm, _ANSWERS[converted.lower()])


def _is_profile(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**63 and len(text) <= 19


def _verify_rows(rows: tuple[Row, ...]) -> None:
    if not rows:
        raise InvalidInput("The list holds nobody.", code="audience.empty")
    if len(rows) > _MOST_ROWS:
        raise InvalidInput(f"A list holds at most {_MOST_ROWS:,} people.", code="audience.too_long")
    seen: set[int] = set()
    for row in rows:
        if row.profile in seen:
            raise InvalidInput(f"Profile {row.profile} stands in the list twice.", code="audience.twice")
        seen.add(row.profile)


def _count(rows: Iterable[Row], level_of: Callable[[int], int], level: int) -> Arm:
    counts = [0, 0, 0, 0]
    for row in rows:
        is_rejected = level_of(row.profile) < level
        counts[is_rejected] += 1
        counts[2 + is_rejected] += row.converted
    return Arm(*counts)
