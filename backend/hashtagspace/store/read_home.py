"""The home feed: read-time fan-out over followed profiles and tags, walked back in windows of time.

Nothing is written when somebody posts. A page reads segments of time, newest first, until it is full. Each
segment is read the cheaper way: through the posts of the time, or through the profiles followed, whichever
are fewer; so a page costs about min(posts passed, profiles followed) index steps a segment, whether the
reader follows ten or ten thousand. The width of the next segment follows from what the last ones held.

A post is shown once: of the post itself and its reposts, the one that is newest below the feed's head. The
head travels in the cursor, so later reposts do not take away what an older page would have shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, union_all

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables
from hashtagspace.store.read_feeds import FeedKey

_PROBE_COUNT: Final = 200
_MAX_GROWTH: Final = 32
_SEGMENT_ROWS: Final = 2000

_p = tables.posts.c
_f = tables.follows.c
_t = tables.post_tags.c
_tf = tables.tag_follows.c
_shown = and_(_p.kind != Kind.REPLY, ~_p.retracted)
_followed: Select[Any] = select(_f.target).where(_f.profile == bindparam("viewer"))
_sources = union_all(_followed, select(bindparam("viewer", type_=tables.follows.c.profile.type)))


def _in_segment(sort_ms: ColumnElement[int], post_id: ColumnElement[bytes]) -> ColumnElement[bool]:
    high: ColumnElement[int] = bindparam("high_ms")
    identity: ColumnElement[bytes] = bindparam("high_id")
    low: ColumnElement[int] = bindparam("low_ms")
    return and_(sort_ms >= low, sort_ms <= high, or_(sort_ms < high, post_id < identity))


_source = _sources.subquery("sources")
_columns = (_p.sort_ms, _p.post_id, _p.kind, _p.subject)
_by_profile = (
    select(*_columns)
    .select_from(_source.join(tables.posts, _p.profile == _source.c[0]))
    .where(_in_segment(_p.sort_ms, _p.post_id), _shown)
)
_by_time = select(*_columns).where(
    _in_segment(_p.sort_ms, _p.post_id),
    _shown,
    or_(
        _p.profile == bindparam("viewer"),
        select(_f.target).where(_f.profile == bindparam("viewer"), _f.target == _p.profile).exists(),
    ),
)
_by_tag = (
    select(*_columns)
    .select_from(
        tables.tag_follows.join(tables.post_tags, _t.tag_id == _tf.tag_id).join(
            tables.posts, _p.post_id == _t.post_id
        )
    )
    .where(_tf.profile == bindparam("viewer"), _in_segment(_t.sort_ms, _t.post_id), _shown)
)


def _segment(profiles: Select[Any]) -> Select[Any]:
    both = union_all(profiles, _by_tag).subquery("both")
    return select(both).order_by(both.c.sort_ms.desc(), both.c.post_id.desc()).limit(_SEGMENT_ROWS)


_SEGMENT_BY_PROFILE = _segment(_by_profile)
_SEGMENT_BY_TIME = _segment(_by_time)
_NEWEST = select(func.max(_p.sort_ms)).where(_p.sort_ms <= bindparam("high_ms"))
_PROBE = (
    select(_p.sort_ms)
    .where(_p.sort_ms <= bindparam("high_ms"))
    .order_by(_p.sort_ms.desc(), _p.post_id.desc())
    .limit(1)
    .offset(_PROBE_COUNT)
)
_FOLLOWING = select(tables.profile_counts.c.following).where(
    tables.profile_counts.c.profile == bindparam("viewer")
)
_REPOSTED_ABOVE = (
    select(_p.subject)
    .distinct()
    .where(
        _p.subject.in_(bindparam("targets", expanding=True)),
        _p.kind == Kind.REPOST,
        _p.sort_ms >= bindparam("low_ms"),
        _p.sort_ms <= bindparam("head_ms"),
        or_(_p.sort_ms > bindparam("low_ms"), _p.post_id >= bindparam("low_id")),
        ~_p.retracted,
        _p.profile.in_(_sources),
    )
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A post found in a segment; `target` is what it shows: itself, or the post it reposts."""

    key: FeedKey
    target: bytes


def list_home(connection: Connection, viewer: int, after: FeedKey, head_ms: int, limit: int) -> list[FeedKey]:
    """Posts, quotes and reposts of the viewer and of what it follows, strictly older than `after`.

    `head_ms` is the largest sort_ms that the first page could show.
    """
    found: list[FeedKey] = []
    seen: set[bytes] = set()
    for entries in _segments(connection, viewer, after, limit):
        fresh = [entry for entry in entries if entry.target not in seen]
        hidden = _shown_above(connection, viewer, fresh, after, head_ms)
        for entry in fresh:
            if entry.target not in seen and entry.target not in hidden:
                found.append(entry.key)
            seen.add(entry.target)
        if len(found) >= limit:
            return found[:limit]
    return found


def _segments(connection: Connection, viewer: int, after: FeedKey, limit: int) -> Iterator[Sequence[_Entry]]:
    """Entries of ever older segments, newest first within and between them."""
    bound = {"high_ms": after.sort_ms}
    newest = connection.execute(_NEWEST, bound).scalar()
    if newest is None:
        return
    following = connection.execute(_FOLLOWING, {"viewer": viewer}).scalar() or 0
    probe = connection.execute(_PROBE, bound).scalar()
    width = newest + 1 if probe is None else max(newest - probe, 1)
    posts_per_ms = _PROBE_COUNT / width
    high = after if after.sort_ms <= newest else FeedKey(newest + 1, b"")
    found = 0
    while high.sort_ms > 0:
        by_time = width * posts_per_ms <= following
        entries, high = _read_segment(connection, viewer, high, max(high.sort_ms - width, 0), by_time=by_time)
        yield entries
        found += len(entries)
        width = _next_width(newest - high.sort_ms, found, limit)


def _next_width(passed_ms: int, found: int, limit: int) -> int:
    """Width in which the rest of the page should lie, judged by what was passed so far."""
    missing = max(limit - found, 1)
    growth = min(_MAX_GROWTH, 1.25 * missing / (found + 1))
    return int(max(passed_ms, 1) * max(growth, 0.5)) + 1


def _read_segment(
    connection: Connection, viewer: int, high: FeedKey, low_ms: int, *, by_time: bool
) -> tuple[Sequence[_Entry], FeedKey]:
    """The newest entries of a segment, and the key that the next one lies below."""
    parameters = {"viewer": viewer, "high_ms": high.sort_ms, "high_id": high.post_id, "low_ms": low_ms}
    statement = _SEGMENT_BY_TIME if by_time else _SEGMENT_BY_PROFILE
    rows = connection.execute(statement, parameters).all()
    entries = sorted({_entry(*row) for row in rows}, key=lambda entry: entry.key, reverse=True)
    if len(rows) == _SEGMENT_ROWS:  # cut short; what is missing is older than the last row
        return entries, entries[-1].key
    return entries, FeedKey(low_ms, b"")


def _entry(sort_ms: int, post_id: bytes, kind: int, subject: bytes | None) -> _Entry:
    return _Entry(FeedKey(sort_ms, post_id), subject if kind == Kind.REPOST and subject else post_id)


def _shown_above(
    connection: Connection, viewer: int, entries: Iterable[_Entry], after: FeedKey, head_ms: int
) -> frozenset[bytes]:
    """The targets that a repost between `after` and the head has shown on an earlier page."""
    targets = {entry.target for entry in entries}
    if not targets or after.sort_ms > head_ms:
        return frozenset()
    parameters = {"viewer": viewer, "targets": list(targets), "head_ms": head_ms}
    low = {"low_ms": after.sort_ms, "low_id": after.post_id}
    return frozenset(connection.execute(_REPOSTED_ABOVE, {**parameters, **low}).scalars())


def newest_sort_ms(connection: Connection) -> int:
    """The sort_ms of the newest post, 0 while there is none: the head of a feed that begins now."""
    return connection.execute(_NEWEST, {"high_ms": 2**63 - 1}).scalar() or 0
