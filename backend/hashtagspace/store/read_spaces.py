"""Spaces: counts of a tag, and which tags are used now."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class SpaceRecord:
    """How many posts carry the tag and how many profiles follow it."""

    posts: int
    followers: int


@dataclass(frozen=True, slots=True)
class TrendRecord:
    """A tag with its counts and how many profiles posted how much in it lately."""

    tag: str
    tag_id: bytes
    posts: int
    followers: int
    recent_posts: int
    recent_authors: int


_n = tables.tag_counts.c
_h = tables.tag_hours.c
_SPACE = select(_n.posts, _n.followers).where(_n.tag_id == bindparam("tag_id"))
_RECENT = (
    select(
        _h.tag_id,
        func.sum(_h.posts).label("recent_posts"),
        func.count(_h.profile.distinct()).label("recent_authors"),
    )
    .where(_h.hour > bindparam("after"), _h.hour <= bindparam("hour"))
    .group_by(_h.tag_id)
    .subquery()
)
_TRENDING = (
    select(_n.tag, _n.tag_id, _n.posts, _n.followers, _RECENT.c.recent_posts, _RECENT.c.recent_authors)
    .select_from(_RECENT.join(tables.tag_counts, _n.tag_id == _RECENT.c.tag_id))
    .where(_n.tag.is_not(None))
    .order_by(_RECENT.c.recent_authors.desc(), _RECENT.c.recent_posts.desc(), _n.tag)
    .limit(bindparam("most"))
)


def read_space(connection: Connection, tag_id: bytes) -> SpaceRecord:
    """Counts of a tag, zero for one that nobody used."""
    row = connection.execute(_SPACE, {"tag_id": tag_id}).one_or_none()
    return SpaceRecord(0, 0) if row is None else SpaceRecord(*row)


def list_trending(connection: Connection, now_seconds: int, hours: int, limit: int) -> list[TrendRecord]:
    """Tags used in the last `hours` begun hours, those of most profiles first."""
    hour = now_seconds // 3600
    parameters = {"after": hour - hours, "hour": hour, "most": limit}
    return [
        TrendRecord(row[0], row[1], row[2], row[3], int(row[4]), int(row[5]))
        for row in connection.execute(_TRENDING, parameters)
    ]
