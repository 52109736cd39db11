"""Feeds that need no viewer: everything, one profile, one space, one thread. Keys only, latest first.

A page is a list of (sort_ms, post_id); what comes after a key is strictly older. Retracted posts are left
out of lists, replies too unless a function says otherwise.
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables


class FeedKey(NamedTuple):
    """Where a post stands in every feed: later is larger, ties go by id."""

    sort_ms: int
    post_id: bytes


END: Final = FeedKey(2**63 - 1, b"\xff" * 33)  # above every post
_p = tables.posts.c
_t = tables.post_tags.c


def before(sort_ms: ColumnElement[int], post_id: ColumnElement[bytes]) -> ColumnElement[bool]:
    """Strictly older than the parameters `sort_ms`, `post_id`; the first half alone bounds the index."""
    at: ColumnElement[int] = bindparam("sort_ms")
    identity: ColumnElement[bytes] = bindparam("post_id")
    return and_(sort_ms <= at, or_(sort_ms < at, post_id < identity))


def _latest(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_p.sort_ms, _p.post_id)
        .where(*conditions, ~_p.retracted, before(_p.sort_ms, _p.post_id))
        .order_by(_p.sort_ms.desc(), _p.post_id.desc())
        .limit(bindparam("most"))
    )


_EXPLORE = _latest(_p.kind.in_([Kind.POST, Kind.QUOTE]))
_OF_PROFILE = _latest(_p.profile == bindparam("profile"), _p.kind != Kind.REPLY)
_OF_PROFILE_AND_REPLIES = _latest(_p.profile == bindparam("profile"))
_OF_TAG = (
    select(_t.sort_ms, _t.post_id)
    .where(_t.tag_id == bindparam("tag_id"), before(_t.sort_ms, _t.post_id))
    .order_by(_t.sort_ms.desc(), _t.post_id.desc())
    .limit(bindparam("most"))
)
_REPLIES = (
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
_PARENT = select(_p.kind, _p.subject).where(_p.post_id == bindparam("post_id"))


def list_explore(connection: Connection, after: FeedKey, limit: int) -> list[FeedKey]:
    """Posts and quotes of everybody."""
    return _keys(connection, _EXPLORE, after, limit)


def list_of_profile(
    connection: Connection, profile: int, after: FeedKey, limit: int, *, replies: bool
) -> list[FeedKey]:
    """What a profile posted, quoted and reposted; its replies too when asked for."""
    statement = _OF_PROFILE_AND_REPLIES if replies else _OF_PROFILE
    return _keys(connection, statement, after, limit, profile=profile)


def list_of_tag(connection: Connection, tag_id: bytes, after: FeedKey, limit: int) -> list[FeedKey]:
    """Everything that carries the tag, replies included."""
    return _keys(connection, _OF_TAG, after, limit, tag_id=tag_id)


def list_replies(connection: Connection, post_id: bytes, after: FeedKey, limit: int) -> list[FeedKey]:
    """Direct replies, oldest first, retracted ones included so that what hangs below stays in place."""
    return _keys(connection, _REPLIES, after, limit, subject=post_id)


def list_ancestors(connection: Connection, post_id: bytes, most: int) -> list[bytes]:
    """Ids from the farthest known ancestor (at most `most` up) down to the parent of a reply."""
    found: list[bytes] = []
    row = connection.execute(_PARENT, {"post_id": post_id}).one_or_none()
    while row is not None and row.kind == Kind.REPLY and len(found) < most and row.subject not in found:
        found.append(row.subject)
        row = connection.execute(_PARENT, {"post_id": row.subject}).one_or_none()
    return found[::-1]


def _keys(
    connection: Connection, statement: Select[Any], after: FeedKey, limit: int, **more: int | bytes
) -> list[FeedKey]:
    parameters = {"sort_ms": after.sort_ms, "post_id": after.post_id, "most": limit, **more}
    return [FeedKey(*row) for row in connection.execute(statement, parameters)]
