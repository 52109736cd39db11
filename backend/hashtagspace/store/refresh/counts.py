"""Counts move by what is there now less what was there before: the same sum as counting anew.

A row exists iff one of its counters is not zero, so tables do not remember what was counted once.
"""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.script import run

_TABLES: Final = {
    "profile_counts": (("profile",), ("posts", "followers", "following", "following_tags")),
    "post_counts": (("post_id",), ("replies", "reposts", "quotes", "reactions")),
    "reaction_counts": (("post_id", "emoji"), ("reactions",)),
    "tag_hours": (("hour", "tag_id", "profile"), ("posts",)),
}


def _statements(table: str, keys: tuple[str, ...], counters: tuple[str, ...]) -> tuple[str, str]:
    key, names = ", ".join(keys), ", ".join(counters)
    sums = ", ".join(f"sum({counter})" for counter in counters)
    moved = " OR ".join(f"sum({counter}) <> 0" for counter in counters)
    added = ", ".join(f"{counter} = {table}.{counter} + excluded.{counter}" for counter in counters)
    zero = " AND ".join(f"{counter} = 0" for counter in counters)
    move = f"""
    INSERT INTO {table} ({key}, {names}) SELECT {key}, {sums} FROM scratch_{table} WHERE TRUE
    GROUP BY {key} HAVING {moved} ON CONFLICT ({key}) DO UPDATE SET {added}
    """  # noqa: S608 - constants of this module
    drop = f"DELETE FROM {table} WHERE {zero} AND ({key}) IN (SELECT {key} FROM scratch_{table})"  # noqa: S608
    return move, drop


_ADDITIVE: Final = tuple(
    statement
    for table, (keys, counters) in _TABLES.items()
    for statement in _statements(table, keys, counters)
)
# A tag's spelling is known while a post has it; a follow knows only the id.
_TAGS: Final = (
    """
    INSERT INTO tag_counts (tag_id, tag, posts, followers)
    SELECT tag_id, max(tag), sum(posts), sum(followers) FROM scratch_tag_counts WHERE TRUE
    GROUP BY tag_id HAVING sum(posts) <> 0 OR sum(followers) <> 0
    ON CONFLICT (tag_id) DO UPDATE SET
      tag = CASE WHEN tag_counts.posts + excluded.posts > 0 THEN coalesce(tag_counts.tag, excluded.tag) END,
      posts = tag_counts.posts + excluded.posts,
      followers = tag_counts.followers + excluded.followers
    """,
    """
    DELETE FROM tag_counts
    WHERE posts = 0 AND followers = 0 AND tag_id IN (SELECT tag_id FROM scratch_tag_counts)
    """,
)


def refresh_counts(connection: Connection) -> None:
    """Every count is what counting its rows anew would give."""
    run(connection, *_ADDITIVE, *_TAGS)
