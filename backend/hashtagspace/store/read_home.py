"""The home feed: read-time fan-out over followed profiles and tags, walked back in windows of time.

Nothing is written when somebody posts. A page reads segments of time, newest first, until it is full. Each
segment is read the cheaper way: through the posts of the time, or through the profiles followed, whichever
are fewer; so a page costs about min(posts passed, profiles followed) index steps a segment, whether the
reader follows ten or ten thousand. The width of the next segment follows from what the last ones held.

A post is shown once: of the post itself and its reposts, the one that is newest below the feed's head. The
head travels in the cursor, so later reposts do not take away what an older page would have shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select, union_all

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables
from hashtagspace.store.read_feeds import FeedKey

_PROBE_COUNT: Final = 200
_MAX_GROWTH: Final = 32
_SEGMENT_ROWS: Final = 2000

# sort_ms, post_id, and what it shows: itself, or the post it reposts.
Entry = tuple[int, bytes, bytes]

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
_by_age = select(_p.sort_ms).order_by(_p.sort_ms.desc(), _p.post_id.desc()).limit(1)
_HEAD = select(_by_age.scalar_subquery(), _by_age.offset(_PROBE_COUNT).scalar_subquery())
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
class FeedHead:
    """The sort_ms of the newest post, and in how many ms the newest 200 posts lie: how dense time is now.

    The same for all readers until the projection changes.
    """

    newest_ms: int
    width_ms: int


def read_head(connection: Connection) -> FeedHead:
    """Where a feed that begins now has its head; (0, 1) while there is no post."""
    newest, probe = connection.execute(_HEAD).one()
    if newest is None:
        return FeedHead(0, 1)
    return FeedHead(newest, newest + 1 if probe is None else max(newest - probe, 1))


def list_home(
    connection: Connection, viewer: int, after: FeedKey, head_ms: int, limit: int, now: FeedHead
) -> list[FeedKey]:
    """Posts, quotes and reposts of the viewer and of what it follows, strictly older than `after`.

    `head_ms` is the newest_ms that the first page had; `now` tells how wide to look at first.
    """
    found: list[FeedKey] = []
    fresh: list[Entry] = []
    seen: set[bytes] = set()
    for entries in _segments(connection, viewer, after, limit, now):
        for entry in entries:
            if entry[2] not in seen:
                seen.add(entry[2])
                fresh.append(entry)
        if len(found) + len(fresh) >= limit:
            found += _drop_shown_above(connection, viewer, fresh, after, head_ms)
            fresh = []
        if len(found) >= limit:
            return found[:limit]
    return found + _drop_shown_above(connection, viewer, fresh, after, head_ms)


def _segments(
    connection: Connection, viewer: int, after: FeedKey, limit: int, now: FeedHead
) -> Iterator[Sequence[Entry]]:
    """Entries of ever older segments, newest first within and between them."""
    following = connection.execute(_FOLLOWING, {"viewer": viewer}).scalar() or 0
    posts_per_ms = _PROBE_COUNT / now.width_ms
    high = after if after.sort_ms <= now.newest_ms else FeedKey(now.newest_ms + 1, b"")
    start_ms, width, found = high.sort_ms, now.width_ms, 0
    while high.sort_ms > 0:
        by_time = width * posts_per_ms <= following
        entries, high = _read_segment(connection, viewer, high, max(high.sort_ms - width, 0), by_time=by_time)
        yield entries
        found += len(entries)
        width = _next_width(start_ms - high.sort_ms, found, limit)


def _next_width(passed_ms: int, found: int, limit: int) -> int:
    """Width in which the rest of the page should lie, judged by what was passed so far."""
    missing = max(limit - found, 1)
    growth = min(_MAX_GROWTH, 1.5 * missing / (found + 1))
    return int(max(passed_ms, 1) * max(growth, 0.5)) + 1


def _read_segment(
    connection: Connection, viewer: int, high: FeedKey, low_ms: int, *, by_time: bool
) -> tuple[Sequence[Entry], FeedKey]:
    """The newest entries of a segment, and the key that the next one lies below."""
    parameters = {"viewer": viewer, "high_ms": high.sort_ms, "high_id": high.post_id, "low_ms": low_ms}
    statement = _SEGMENT_BY_TIME if by_time else _SEGMENT_BY_PROFILE
    rows = connection.execute(statement, parameters).all()
    # A post found in two ways stands twice in a row.
    entries = [
        (row[0], row[1], row[3] if row[2] == Kind.REPOST and row[3] else row[1])
        for row, above in zip(rows, [None, *rows], strict=False)
        if above is None or row[1] != above[1]
    ]
    if len(rows) == _SEGMENT_ROWS:  # cut short; what is missing is older than the last row
        return entries, FeedKey(rows[-1][0], rows[-1][1])
    return entries, FeedKey(low_ms, b"")


def _drop_shown_above(
    connection: Connection, viewer: int, entries: Sequence[Entry], after: FeedKey, head_ms: int
) -> list[FeedKey]:
    """The entries that no repost between `after` and the head has shown on an earlier page."""
    hidden: frozenset[bytes] = frozenset()
    if entries and after.sort_ms <= head_ms:
        targets = [target for _, _, target in entries]
        low = {"low_ms": after.sort_ms, "low_id": after.post_id}
        parameters = {"viewer": viewer, "targets": targets, "head_ms": head_ms, **low}
        hidden = frozenset(connection.execute(_REPOSTED_ABOVE, parameters).scalars())
    return [FeedKey(sort_ms, post_id) for sort_ms, post_id, target in entries if target not in hidden]
