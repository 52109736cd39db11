"""A page of a thread's replies; where people have levels, what nobody knows yet comes last, collapsed."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.paging import BEGIN, ID_BYTES, position_of, split_page
from hashtagspace.api.respond import render_ids, render_posts
from hashtagspace.api.schemas.post import ThreadQuery
from hashtagspace.store import read_feeds, read_people, read_thread
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.read_thread import THREAD_BEGIN, ReplyKey
from hashtagspace.store.reader import Connection

_COLLAPSED: Final = b"\x01"  # behind the id in a cursor: the page goes on among the collapsed
_MEMBER: Final = b',"collapsed":true}'


def build_replies(
    connection: Connection, revision: int, post_id: bytes, query: ThreadQuery, place: ReplyKey
) -> dict[str, Any]:
    """`replies` and `nextCursor` of a thread, from `place` on."""
    if read_people.find_terms(connection) is None:
        after = FeedKey(place.sort_ms, place.post_id)
        keys = read_feeds.list_replies(connection, post_id, after, query.limit + 1)
        page, cursor = split_page(keys, query.limit)
        return {"replies": render_posts(connection, revision, page, query.viewer), "nextCursor": cursor}
    found = read_thread.list_replies(connection, post_id, place, query.limit + 1, query.viewer)
    shown = found[: query.limit]
    return {
        "replies": _render(connection, revision, shown, query.viewer),
        "nextCursor": _encode(shown[-1]) if len(found) > query.limit else None,
    }


def parse_place(cursor: Cursor | None) -> ReplyKey:
    """Where a page of replies goes on; raises `cursor.malformed` for another list's cursor."""
    if cursor is None:
        return THREAD_BEGIN
    is_collapsed = cursor.key[ID_BYTES:] == _COLLAPSED
    position = position_of(cursor, BEGIN, ID_BYTES + len(_COLLAPSED) * is_collapsed)
    return ReplyKey(is_collapsed, position.sort_ms, position.post_id[:ID_BYTES])


def _render(
    connection: Connection, revision: int, keys: Sequence[ReplyKey], viewer: int | None
) -> list[msgspec.Raw]:
    posts = render_ids(connection, revision, [key.post_id for key in keys], viewer)
    return [
        msgspec.Raw(bytes(post)[:-1] + _MEMBER) if key.is_collapsed else post
        for key, post in zip(keys, posts, strict=True)
    ]


def _encode(key: ReplyKey) -> str:
    return encode_cursor(Cursor(key.sort_ms, key.post_id + _COLLAPSED * key.is_collapsed))
