"""Profiles, their keys and who follows whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from hashtagspace.store import tables
from hashtagspace.store.read_feeds import FeedKey


@dataclass(frozen=True, slots=True)
class ProfileRecord:
    """A profile as it stands; `body` is its profile document, None when not had."""

    profile: int
    handle: str
    custody: bytes
    recovery: bytes | None
    encryption_key: bytes | None
    registered_at: int
    posts: int
    followers: int
    following: int
    level: int
    judged_fake: bool
    body: bytes | None


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """A custody period; `until` None: it is the current one."""

    custody_index: int
    custody: bytes
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class SessionKeyRecord:
    """A session key's slot; `void_from` None: never revoked. `kinds` has bit k for kind k."""

    key: bytes
    since: int
    until: int
    kinds: int
    custody_index: int
    void_from: int | None


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """One end of a follow, and since when (by the intent's own date)."""

    profile: int
    since_ms: int


@dataclass(frozen=True, slots=True)
class FollowedTagRecord:
    """A followed tag; `tag` None: nobody here has used it yet."""

    tag_id: bytes
    tag: str | None
    since_ms: int


_p = tables.profiles.c
_n = tables.profile_counts.c
_d = tables.documents.c
_f = tables.follows.c
_tf = tables.tag_follows.c
_PROFILES: Select[Any] = select(
    _p.profile, _p.handle, _p.custody, _p.recovery, _p.encryption_key, _p.registered_at,
    *(func.coalesce(column, 0) for column in (_n.posts, _n.followers, _n.following)), _p.level,
    _p.judged_fake, _d.body,
).select_from(
    tables.profiles.outerjoin(tables.profile_counts, _n.profile == _p.profile).outerjoin(
        tables.documents, _d.digest == _p.content
    )
)  # fmt: skip
_BY_ID = _PROFILES.where(_p.profile == bindparam("key"))
_BY_HANDLE = _PROFILES.where(_p.handle == bindparam("key"))
_BY_CUSTODY = _PROFILES.where(_p.custody == bindparam("key")).order_by(_p.registered_at, _p.profile).limit(
    bindparam("most")
)  # fmt: skip
_BY_PREFIX = (
    _PROFILES.where(_p.handle >= bindparam("key"), _p.handle < bindparam("end"))
    .order_by(_p.handle)
    .limit(bindparam("most"))
)
_EXISTS = select(_p.profile).where(_p.profile == bindparam("key"))
_CUSTODIES = (
    select(
        tables.custodies.c.custody_index,
        tables.custodies.c.custody,
        tables.custodies.c.block_time,
        tables.custodies.c.previous_until,
    )
    .where(tables.custodies.c.profile == bindparam("key"))
    .order_by(tables.custodies.c.custody_index)
)
_s = tables.session_keys.c
_SESSION_KEYS = (
    select(_s.key, _s.block_time, _s.until, _s.kinds, _s.custody_index)
    .where(_s.profile == bindparam("key"))
    .order_by(_s.block_number.desc(), _s.log_index.desc())
)
_REVOCATIONS = select(tables.revocations.c.key, tables.revocations.c.void_from).where(
    tables.revocations.c.profile == bindparam("key")
)
_FOLLOWS = select(_f.target).where(_f.profile == bindparam("viewer"), _f.target == bindparam("target"))
_FOLLOWS_TAG = select(_tf.tag_id).where(_tf.profile == bindparam("viewer"), _tf.tag_id == bindparam("tag_id"))


def _edges(own: Any, other: Any) -> Select[Any]:  # noqa: ANN401 - columns
    at: ColumnElement[int] = bindparam("sort_ms")
    identity: ColumnElement[int] = bindparam("identity")
    older = or_(_f.created_at_ms < at, and_(_f.created_at_ms == at, other < identity))
    return (
        select(other, _f.created_at_ms)
        .where(own == bindparam("key"), _f.created_at_ms <= at, older)
        .order_by(_f.created_at_ms.desc(), other.desc())
        .limit(bindparam("most"))
    )


_FOLLOWERS = _edges(_f.target, _f.profile)
_FOLLOWING = _edges(_f.profile, _f.target)
_FOLLOWED_TAGS = (
    select(_tf.tag_id, tables.tag_counts.c.tag, _tf.created_at_ms)
    .select_from(tables.tag_follows.outerjoin(tables.tag_counts, tables.tag_counts.c.tag_id == _tf.tag_id))
    .where(_tf.profile == bindparam("key"))
    .order_by(_tf.created_at_ms.desc(), _tf.tag_id)
    .limit(bindparam("most"))
)


def find_profile(connection: Connection, id_or_handle: int | str) -> ProfileRecord | None:
    """The profile with this id (int) or handle (str), None of none."""
    statement = _BY_ID if isinstance(id_or_handle, int) else _BY_HANDLE
    row = connection.execute(statement, {"key": id_or_handle}).one_or_none()
    return None if row is None else ProfileRecord(*row)


def has_profile(connection: Connection, profile: int) -> bool:
    """Whether a profile has this id."""
    return connection.execute(_EXISTS, {"key": profile}).one_or_none() is not None


def list_by_custody(connection: Connection, custody: bytes, limit: int) -> list[ProfileRecord]:
    """Profiles that an address controls now, first registered first."""
    return [ProfileRecord(*row) for row in connection.execute(_BY_CUSTODY, {"key": custody, "most": limit})]


def list_by_prefix(connection: Connection, prefix: str, limit: int) -> list[ProfileRecord]:
    """Profiles whose handle begins so, in the order of handles."""
    parameters = {"key": prefix, "end": prefix + "{", "most": limit}  # "{" follows "z" and "_"
    return [ProfileRecord(*row) for row in connection.execute(_BY_PREFIX, parameters)]


def list_custodies(connection: Connection, profile: int) -> list[CustodyRecord]:
    """Custody periods from the first one to the current one."""
    rows = connection.execute(_CUSTODIES, {"key": profile}).all()
    ends = [*(row.previous_until for row in rows[1:]), None][: len(rows)]
    return [
        CustodyRecord(row.custody_index, row.custody, row.block_time, until)
        for row, until in zip(rows, ends, strict=True)
    ]


def list_session_keys(connection: Connection, profile: int) -> list[SessionKeyRecord]:
    """Session keys, latest first, with the earliest moment that any revocation named."""
    void_from: dict[bytes, int] = {}
    for key, moment in connection.execute(_REVOCATIONS, {"key": profile}):
        void_from[key] = min(moment, void_from.get(key, moment))
    rows = connection.execute(_SESSION_KEYS, {"key": profile})
    return [SessionKeyRecord(*row, void_from.get(row.key)) for row in rows]


def is_following(connection: Connection, viewer: int, target: int) -> bool:
    """Whether `viewer` follows `target` now."""
    return connection.execute(_FOLLOWS, {"viewer": viewer, "target": target}).one_or_none() is not None


def is_following_tag(connection: Connection, viewer: int, tag_id: bytes) -> bool:
    """Whether `viewer` follows the tag now."""
    return connection.execute(_FOLLOWS_TAG, {"viewer": viewer, "tag_id": tag_id}).one_or_none() is not None


def list_followers(connection: Connection, profile: int, after: FeedKey, limit: int) -> list[EdgeRecord]:
    """Followers, latest first; `after.post_id` is the other end's id, 8 bytes."""
    return _edge_page(connection, _FOLLOWERS, profile, after, limit)


def list_following(connection: Connection, profile: int, after: FeedKey, limit: int) -> list[EdgeRecord]:
    """Profiles followed, latest first; `after.post_id` is the other end's id, 8 bytes."""
    return _edge_page(connection, _FOLLOWING, profile, after, limit)


def list_followed_tags(connection: Connection, profile: int, limit: int) -> Sequence[FollowedTagRecord]:
    """Followed tags, latest first."""
    rows = connection.execute(_FOLLOWED_TAGS, {"key": profile, "most": limit})
    return [FollowedTagRecord(*row) for row in rows]


def _edge_page(
    connection: Connection, statement: Select[Any], profile: int, after: FeedKey, limit: int
) -> list[EdgeRecord]:
    identity = int.from_bytes(after.post_id[:8], "big") & (2**63 - 1)
    parameters = {"key": profile, "sort_ms": after.sort_ms, "identity": identity, "most": limit}
    return [EdgeRecord(*row) for row in connection.execute(statement, parameters)]
