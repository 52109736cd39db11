"""Replies of a thread where people have levels: those that nobody knows yet come after the others.

Shown first are replies by profiles with a level, by the author of the post, by the reader and by those
whom the reader follows; after them, collapsed, the rest. A judged fake is collapsed for everybody.
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, or_, select

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables
from hashtagspace.store.read_feeds import FeedKey


class ReplyKey(NamedTuple):
    """Where a reply stands in its thread: later is larger."""

    is_collapsed: bool
    sort_ms: int
    post_id: bytes


THREAD_BEGIN: Final = ReplyKey(is_collapsed=False, sort_ms=0, post_id=b"")
_p = tables.posts.c
_a = tables.profiles.c
_f = tables.follows.c
_o = tables.posts.alias("answered").c
_IS_KNOWN: Final = or_(
    _a.level > 0,
    _a.profile == bindparam("viewer"),
    _a.profile == select(_o.profile).where(_o.post_id == bindparam("subject")).scalar_subquery(),
    select(_f.target).where(_f.profile == bindparam("viewer"), _f.target == _a.profile).exists(),
)
_IS_SHOWN: Final = select(_a.profile).where(_a.profile == _p.profile, ~_a.judged_fake, _IS_KNOWN).exists()
_REPLIES: Final[Select[Any]] = (
    select(_p.sort_ms, _p.post_id)
    .where(
        _p.subject == bindparam("subject"),
        _p.kind == Kind.REPLY,
        _p.sort_ms >= bindparam("sort_ms"),
        or_(_p.sort_ms > bindparam("sort_ms"), _p.post_id > bindparam("post_id")),
    )
    .order_by(_p.sort_ms, _p.post_id)
    .limit(bindparam("most"))
)
_SHOWN: Final = _REPLIES.where(_IS_SHOWN)
_COLLAPSED: Final = _REPLIES.where(~_IS_SHOWN)
_NOBODY: Final = 0


def list_replies(
    connection: Connection, post_id: bytes, after: ReplyKey, limit: int, viewer: int | None
) -> list[ReplyKey]:
    """Direct replies, oldest first, collapsed ones last; retracted ones too, as `read_feeds` has it."""
    found: list[ReplyKey] = []
    if not after.is_collapsed:
        place = FeedKey(after.sort_ms, after.post_id)
        rows = _list(connection, _SHOWN, post_id, place, limit, viewer)
        found = [ReplyKey(False, *key) for key in rows]
    if len(found) < limit:
        begin = FeedKey(after.sort_ms, after.post_id) if after.is_collapsed else FeedKey(0, b"")
        rows = _list(connection, _COLLAPSED, post_id, begin, limit - len(found), viewer)
        found += [ReplyKey(True, *key) for key in rows]
    return found


def _list(
    connection: Connection,
    statement: Select[Any],
    post_id: bytes,
    after: FeedKey,
    limit: int,
    viewer: int | None,
) -> list[FeedKey]:
    parameters = {
        "subject": post_id, "sort_ms": after.sort_ms, "post_id": after.post_id, "most": limit,
        "viewer": viewer or _NOBODY,
    }  # fmt: skip
    return [FeedKey(row[0], bytes(row[1])) for row in connection.execute(statement, parameters)]
