"""Opaque page positions: stateless, and stable while new items arrive at the head.

A cursor is the sort key of the last item shown: (sort_ms, id), packed as version, sort_ms, id in base64url.
The next page is everything strictly after it, so nothing is shown twice and nothing is skipped when the
head of a feed grows. A forged cursor can only point somewhere else in the same public list.
"""

import base64
import binascii
from typing import NamedTuple

from hashtagspace.errors import InvalidInput

_VERSION = 1
_MAX_TEXT = 128
_MAX_SORT_MS = 2**63 - 1
_SENTENCE = "The cursor is not one that this gateway made; start again without it."


class Cursor(NamedTuple):
    """Sort key of the last item already shown; `key` breaks ties and is 0 to 64 bytes."""

    sort_ms: int
    key: bytes


def encode_cursor(cursor: Cursor) -> str:
    """Text of a cursor; `parse_cursor` gives it back unchanged."""
    packed = bytes([_VERSION]) + cursor.sort_ms.to_bytes(8, "big") + cursor.key
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def parse_cursor(text: str) -> Cursor:
    """Cursor of a text; exactly one text per cursor. Raises `cursor.malformed`."""
    if not 0 < len(text) <= _MAX_TEXT or not text.isascii():
        raise InvalidInput(_SENTENCE, code="cursor.malformed")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput(_SENTENCE, code="cursor.malformed") from None
    if not 9 <= len(packed) <= 73 or packed[0] != _VERSION:
        raise InvalidInput(_SENTENCE, code="cursor.malformed")
    cursor = Cursor(int.from_bytes(packed[1:9], "big"), packed[9:])
    if cursor.sort_ms > _MAX_SORT_MS or encode_cursor(cursor) != text:
        raise InvalidInput(_SENTENCE, code="cursor.malformed")
    return cursor
