"""From cursors to positions in lists and back."""

from collections.abc import Sequence
from typing import Final

from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.errors import InvalidInput
from hashtagspace.store.read_feeds import END, FeedKey

BEGIN: Final = FeedKey(0, b"")
ID_BYTES: Final = 32
_SENTENCE: Final = "The cursor belongs to another list; start again without it."


def position_of(cursor: Cursor | None, first: FeedKey, id_bytes: int = ID_BYTES) -> FeedKey:
    """The key to go on after, `first` without a cursor; raises `cursor.malformed` for another list's."""
    if cursor is None:
        return first
    if len(cursor.key) != id_bytes:
        raise InvalidInput(_SENTENCE, code="cursor.malformed")
    return FeedKey(cursor.sort_ms, cursor.key)


def split_page(keys: Sequence[FeedKey], limit: int) -> tuple[Sequence[FeedKey], str | None]:
    """The first `limit` of `limit + 1` keys asked for, and the cursor of the next page, None on the last."""
    if len(keys) <= limit:
        return keys, None
    return keys[:limit], encode_cursor(Cursor(*keys[limit - 1]))


def home_position(cursor: Cursor | None, newest_ms: int) -> tuple[FeedKey, int]:
    """Position and head of a home feed; the head travels behind the id. Raises `cursor.malformed`."""
    if cursor is None:
        return END, newest_ms
    if len(cursor.key) != ID_BYTES + 8:
        raise InvalidInput(_SENTENCE, code="cursor.malformed")
    head_ms = int.from_bytes(cursor.key[ID_BYTES:], "big")
    return FeedKey(cursor.sort_ms, cursor.key[:ID_BYTES]), min(head_ms, 2**63 - 1)


def split_home(keys: Sequence[FeedKey], limit: int, head_ms: int) -> tuple[Sequence[FeedKey], str | None]:
    """As `split_page`, with the head in the cursor."""
    if len(keys) <= limit:
        return keys, None
    last = keys[limit - 1]
    return keys[:limit], encode_cursor(Cursor(last.sort_ms, last.post_id + head_ms.to_bytes(8, "big")))
