"""Times, bytes and ids as the API writes them."""

from datetime import UTC, datetime
from typing import Final

_LAST_MS: Final = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z


def rfc3339(ms: int) -> str:
    """UTC with milliseconds; anything past the year 9999 is its last moment."""
    seconds, rest = divmod(min(max(ms, 0), _LAST_MS), 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def rfc3339_seconds(seconds: int) -> str:
    """`rfc3339` of Unix seconds."""
    return rfc3339(seconds * 1000)


def hex_of(data: bytes) -> str:
    """0x and lower-case hex."""
    return "0x" + data.hex()


def maybe_hex(data: bytes | None) -> str | None:
    """`hex_of`, None of None."""
    return None if data is None else "0x" + data.hex()
