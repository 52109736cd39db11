"""The first post of each reply's thread: as far up as posts are known, MOST_ANCESTORS at most.

The bound is a rule that every indexer shares: without it a post that comes late could move any number of
replies any number of times. Ends because an intent id is a digest over its subject: replies form no circle.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from hashtagspace.domain.order import MOST_ANCESTORS
from hashtagspace.store import tables
from hashtagspace.store.refresh.script import fetch

_REPLY: Final = 2
_AT_ONCE: Final = 500
# Replies that came (with what they answer) and replies that went: those had a root other than themselves.
_CAME: Final = """
SELECT p.post_id, p.subject, p.root_id FROM scratch_posts k CROSS JOIN posts p
WHERE p.post_id = k.post_id AND p.kind = 2 AND k.old_root IS NULL
"""
_WENT: Final = """
SELECT k.post_id FROM scratch_posts k
WHERE k.old_root <> k.post_id AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.post_id = k.post_id)
"""
_p = tables.posts.c
_COLUMNS: Final = select(_p.post_id, _p.subject, _p.root_id).where(_p.kind == _REPLY)
_ANSWERS: Final = _COLUMNS.where(_p.subject.in_(bindparam("ids", expanding=True)))
_THEMSELVES: Final = _COLUMNS.where(_p.post_id.in_(bindparam("ids", expanding=True)))
_MOVE: Final = (
    update(tables.posts).where(_p.post_id == bindparam("moved")).values(root_id=bindparam("new_root"))
)


def refresh_threads(connection: Connection) -> None:
    """`root_id` of every reply is right, given `scratch_posts` and the rows of it that are there now."""
    came = {_bytes(row[0]): (_bytes(row[1]), _bytes(row[2])) for row in fetch(connection, _CAME)}
    changed = [*came, *(_bytes(row[0]) for row in fetch(connection, _WENT))]
    affected = came | _descend(connection, changed)
    if not affected:
        return
    subjects = {post_id: subject for post_id, (subject, _) in affected.items()}
    _ascend(connection, subjects)
    moves = [
        {"moved": post_id, "new_root": root}
        for post_id, (_, old) in affected.items()
        if (root := _find_root(post_id, subjects)) != old
    ]
    if moves:
        connection.execute(_MOVE, moves)


def _descend(connection: Connection, changed: Iterable[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
    """Replies whose way up may lead past a changed one, as post id -> (subject, root)."""
    found: dict[bytes, tuple[bytes, bytes]] = {}
    edge = list(changed)
    for _ in range(MOST_ANCESTORS - 1):
        if not edge:
            break
        below = {
            bytes(row.post_id): (bytes(row.subject), bytes(row.root_id))
            for ids in _slices(edge)
            for row in connection.execute(_ANSWERS, {"ids": ids})
        }
        edge = [post_id for post_id in below if post_id not in found]
        found |= below
    return found


def _ascend(connection: Connection, subjects: dict[bytes, bytes]) -> None:
    """What the replies answer, and what that answers in turn, joins `subjects` as far up as counts."""
    edge = {subject for subject in subjects.values() if subject not in subjects}
    for _ in range(MOST_ANCESTORS - 1):
        if not edge:
            break
        above = {
            bytes(row.post_id): bytes(row.subject)
            for ids in _slices(edge)
            for row in connection.execute(_THEMSELVES, {"ids": ids})
        }
        subjects |= above
        edge = {subject for subject in above.values() if subject not in subjects}


def _find_root(post_id: bytes, subjects: Mapping[bytes, bytes]) -> bytes:
    for _ in range(MOST_ANCESTORS):
        above = subjects.get(post_id)
        if above is None:
            break
        post_id = above
    return post_id


def _slices(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    left = iter(ids)
    while part := list(islice(left, _AT_ONCE)):
        yield part


def _bytes(value: object) -> bytes:
    return bytes(value)  # type: ignore[call-overload, no-any-return]
