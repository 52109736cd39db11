"""Spaces: counts of a tag, and which tags are used now."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, case, func, select

from hashtagspace.domain.people_states import Vote
from hashtagspace.store import tables

_LEVEL_WEIGHT: Final = 4


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
# Where people have levels an author with one weighs four times as much as one without, and a judged fake
# nothing.
_l = select(tables.profiles.c.profile).where(tables.profiles.c.level > 0).subquery("leveled").c
_v = tables.people_verdicts.c
_b = select(_v.profile).where(_v.verdict == int(Vote.FAKE)).distinct().subquery("fakes").c
_known = func.count(_l.profile.distinct())
_heard = func.count(case((_b.profile.is_(None), _h.profile)).distinct())
_WEIGHED = (
    select(
        _h.tag_id,
        func.sum(_h.posts).label("recent_posts"),
        func.count(_h.profile.distinct()).label("recent_authors"),
        (_heard + (_LEVEL_WEIGHT - 1) * _known).label("weight"),
    )
    .select_from(
        tables.tag_hours.outerjoin(_l.profile.table, _l.profile == _h.profile).outerjoin(
            _b.profile.table, _b.profile == _h.profile
        )
    )
    .where(_h.hour > bindparam("after"), _h.hour <= bindparam("hour"))
    .group_by(_h.tag_id)
    .subquery()
)
_TRENDING_BY_LEVEL = (
    select(_n.tag, _n.tag_id, _n.posts, _n.followers, _WEIGHED.c.recent_posts, _WEIGHED.c.recent_authors)
    .select_from(_WEIGHED.join(tables.tag_counts, _n.tag_id == _WEIGHED.c.tag_id))
    .where(_n.tag.is_not(None))
    .order_by(_WEIGHED.c.weight.desc(), _WEIGHED.c.recent_posts.desc(), _n.tag)
    .limit(bindparam("most"))
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


def list_trending(
    connection: Connection, now_seconds: int, hours: int, limit: int, *, by_level: bool = False
) -> list[TrendRecord]:
    """Tags used in the last `hours` begun hours, those of most profiles first.

    `by_level`: profiles with a level count fourfold, judged fakes not at all.
    """
    hour = now_seconds // 3600
    parameters = {"after": hour - hours, "hour": hour, "most": limit}
    return [
        TrendRecord(row[0], row[1], row[2], row[3], int(row[4]), int(row[5]))
        for row in connection.execute(_TRENDING_BY_LEVEL if by_level else _TRENDING, parameters)
    ]
