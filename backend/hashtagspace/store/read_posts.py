"""Posts by id with everything a page shows of them; a few statements for a whole page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal_column, select, tuple_

from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A post with its counts. `body` is the document of the current version, None when not had."""

    post_id: bytes
    profile: int
    kind: int
    subject: bytes | None
    root_id: bytes
    content: bytes | None
    version_id: bytes
    content_state: str
    created_at_ms: int
    retracted: bool
    custody_index: int
    block_number: int
    block_time: int
    replies: int
    reposts: int
    quotes: int
    reactions: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """What a list shows of a profile; `body` is its profile document, None when not had."""

    profile: int
    handle: str
    name: str | None
    custody_index: int
    level: int
    judged_fake: bool
    body: bytes | None


@dataclass(frozen=True, slots=True)
class ViewerRecord:
    """What a viewer did to posts: emoji by post, and the posts reposted."""

    reactions: dict[bytes, list[str]]
    reposted: frozenset[bytes]


_p = tables.posts.c
_n = tables.post_counts.c
_d = tables.documents.c
_POSTS = (
    select(
        _p.post_id, _p.profile, _p.kind, _p.subject, _p.root_id, _p.content, _p.version_id, _p.content_state,
        _p.created_at_ms, _p.retracted, _p.custody_index, _p.block_number, _p.block_time,
        *(func.coalesce(column, 0) for column in (_n.replies, _n.reposts, _n.quotes, _n.reactions)), _d.body,
    )
    .select_from(
        tables.posts.outerjoin(tables.post_counts, _n.post_id == _p.post_id).outerjoin(
            tables.documents, _d.digest == _p.content
        )
    )
    .where(_p.post_id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_AUTHORS = (
    select(
        tables.profiles.c.profile,
        tables.profiles.c.handle,
        tables.profiles.c.name,
        tables.profiles.c.custody_index,
        tables.profiles.c.level,
        tables.profiles.c.judged_fake,
        _d.body,
    )
    .select_from(tables.profiles.outerjoin(tables.documents, _d.digest == tables.profiles.c.content))
    .where(tables.profiles.c.profile.in_(bindparam("ids", expanding=True)))
)
_TAGS = (
    select(tables.post_tags.c.post_id, tables.post_tags.c.tag)
    .where(tables.post_tags.c.post_id.in_(bindparam("ids", expanding=True)))
    .order_by(tables.post_tags.c.tag)
)
_reaction_counts = tables.reaction_counts.alias("r")
_r = _reaction_counts.c
_t = tables.reaction_counts.alias("t").c


def _last_shown(column: ColumnElement[Any], otherwise: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column of the post's emoji at place `beyond`, in the order in which they are shown."""
    own = select(column).where(_t.post_id == _p.post_id).correlate(tables.posts)
    ordered = own.order_by(_t.reactions.desc(), _t.emoji.desc())
    return func.coalesce(ordered.limit(1).offset(bindparam("beyond")).scalar_subquery(), otherwise)


_last = tuple_(_last_shown(_t.reactions, literal_column("0")), _last_shown(_t.emoji, literal_column("''")))
_REACTIONS = (
    select(_r.post_id, _r.emoji, _r.reactions)
    .select_from(tables.posts.join(_reaction_counts, _r.post_id == _p.post_id))
    .where(
        _p.post_id.in_(bindparam("ids", expanding=True)),
        tuple_(_r.reactions, _r.emoji) >= _last,
    )
    .order_by(_r.reactions.desc(), _r.emoji.desc())
)
_VIEWER_REACTIONS = (
    select(tables.reactions.c.post_id, tables.reactions.c.emoji)
    .where(
        tables.reactions.c.profile == bindparam("viewer"),
        tables.reactions.c.post_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(tables.reactions.c.emoji)
)
_VIEWER_REPOSTS = select(tables.reposts.c.post_id).where(
    tables.reposts.c.profile == bindparam("viewer"),
    tables.reposts.c.post_id.in_(bindparam("ids", expanding=True)),
)


def map_posts(connection: Connection, post_ids: Collection[bytes]) -> dict[bytes, PostRecord]:
    """The posts that exist, by id."""
    return {row[0]: PostRecord(*row) for row in _rows(connection, _POSTS, post_ids)}


def map_authors(connection: Connection, profiles: Collection[int]) -> dict[int, AuthorRecord]:
    """The profiles that exist, by id."""
    return {row[0]: AuthorRecord(*row) for row in _rows(connection, _AUTHORS, profiles)}


def map_tags(connection: Connection, post_ids: Collection[bytes]) -> dict[bytes, list[str]]:
    """Canonical tags by post, in the order of their spelling; posts without tags are absent."""
    return _grouped(_rows(connection, _TAGS, post_ids))


def map_reactions(
    connection: Connection, post_ids: Collection[bytes], most: int
) -> dict[bytes, list[tuple[str, int]]]:
    """The `most` commonest emoji by post with their counts; posts without reactions are absent."""
    found: dict[bytes, list[tuple[str, int]]] = {}
    for post_id, emoji, count in _rows(connection, _REACTIONS, post_ids, beyond=most - 1):
        found.setdefault(post_id, []).append((emoji, count))
    return found


def read_viewer(connection: Connection, viewer: int, post_ids: Collection[bytes]) -> ViewerRecord:
    """What the viewer did to these posts."""
    reactions = _grouped(_rows(connection, _VIEWER_REACTIONS, post_ids, viewer=viewer))
    reposts = _rows(connection, _VIEWER_REPOSTS, post_ids, viewer=viewer)
    return ViewerRecord(reactions, frozenset(row[0] for row in reposts))


def _rows(
    connection: Connection, statement: Select[Any], ids: Collection[bytes] | Collection[int], **more: int
) -> Iterable[Any]:
    return connection.execute(statement, {"ids": list(ids), **more}) if ids else ()


def _grouped(rows: Iterable[Any]) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = {}
    for key, text in rows:
        found.setdefault(key, []).append(text)
    return found
