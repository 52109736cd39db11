"""Times and spans of time in words that Python and TypeScript write alike."""

from datetime import UTC, datetime
from typing import Final

_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31 23:59:59
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def spell_span(seconds: int) -> str:
    """The span in the largest unit that fits without rest: "3 days", "36 hours"."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return spell_count(seconds // size, unit)


def spell_count(count: int, word: str) -> str:
    """The count with its word: "1 day", "2 days"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def spell_time(seconds: int) -> str:
    """A moment in UTC, to the second."""
    if seconds > _LAST_SECOND:
        return f"second {seconds} of Unix time"
    return f"{_moment(seconds):%Y-%m-%d %H:%M:%S} UTC"


def iso_time(seconds: int) -> str:
    """A moment as RFC 3339 in UTC; the last second of the year 9999 for any later one."""
    return f"{_moment(min(seconds, _LAST_SECOND)):%Y-%m-%dT%H:%M:%SZ}"


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
