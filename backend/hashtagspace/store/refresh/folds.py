"""Follows, reactions and reposts: the last word of (profile, target) counts, and only "yes" has a row."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from hashtagspace.domain.order import MOST_REACTIONS
from hashtagspace.store.refresh.script import run

# `kind >= 7` is spelled out so that both databases see that the partial index applies.
_LAST: Final = "row_number() OVER (PARTITION BY {} ORDER BY i.created_at_ms DESC, i.intent_id DESC) AS place"
_PLACE: Final = "intent_id, created_at_ms, block_number, log_index, position"
_I_PLACE: Final = "i.intent_id, i.created_at_ms, i.block_number, i.log_index, i.position"


@dataclass(frozen=True, slots=True)
class _Fold:
    """One derived table: `mark` collects its keys, `insert` writes what holds now.

    `counts` note the rows of the marked keys, each times :sign.
    """

    mark: str
    delete: str
    insert: str
    counts: tuple[str, ...]

    def refresh(self, connection: Connection) -> None:
        """The rows of every marked key are right; movements of counts are noted."""
        if self.mark:
            run(connection, self.mark)
        run(connection, *self.counts, sign=-1)
        run(connection, self.delete, self.insert)
        run(connection, *self.counts, sign=1)


_FOLLOWS: Final = _Fold(
    mark="""
    INSERT INTO scratch_follows (profile, target, subject)
    SELECT DISTINCT profile, target, subject FROM scratch_touched WHERE kind IN (9, 10)
    """,
    delete="""
    DELETE FROM follows WHERE (profile, target) IN (SELECT profile, target FROM scratch_follows)
    """,
    insert=f"""
    INSERT INTO follows (profile, target, {_PLACE})
    SELECT profile, target, {_PLACE} FROM (
      SELECT i.profile, i.target, i.kind, {_I_PLACE}, {_LAST.format("i.profile, i.target")}
      FROM scratch_follows k CROSS JOIN intents i
      WHERE i.kind >= 7 AND i.profile = k.profile AND i.subject = k.subject
        AND i.kind IN (9, 10) AND i.fault IS NULL
    ) last WHERE place = 1 AND kind = 9
    """,  # noqa: S608 - constants of this module
    counts=(
        """
        INSERT INTO scratch_profile_counts (profile, posts, followers, following, following_tags)
        SELECT f.target, 0, :sign, 0, 0 FROM scratch_follows k CROSS JOIN follows f
        WHERE f.profile = k.profile AND f.target = k.target
        UNION ALL
        SELECT f.profile, 0, 0, :sign, 0 FROM scratch_follows k CROSS JOIN follows f
        WHERE f.profile = k.profile AND f.target = k.target
        """,
    ),
)
_TAG_FOLLOWS: Final = _Fold(
    mark="""
    INSERT INTO scratch_tag_follows (profile, tag_id)
    SELECT DISTINCT profile, subject FROM scratch_touched WHERE kind IN (11, 12)
    """,
    delete="""
    DELETE FROM tag_follows WHERE (profile, tag_id) IN (SELECT profile, tag_id FROM scratch_tag_follows)
    """,
    insert=f"""
    INSERT INTO tag_follows (profile, tag_id, {_PLACE})
    SELECT profile, subject, {_PLACE} FROM (
      SELECT i.profile, i.subject, i.kind, {_I_PLACE}, {_LAST.format("i.profile, i.subject")}
      FROM scratch_tag_follows k CROSS JOIN intents i
      WHERE i.kind >= 7 AND i.profile = k.profile AND i.subject = k.tag_id
        AND i.kind IN (11, 12) AND i.fault IS NULL
    ) last WHERE place = 1 AND kind = 11
    """,  # noqa: S608 - constants of this module
    counts=(
        """
        INSERT INTO scratch_profile_counts (profile, posts, followers, following, following_tags)
        SELECT f.profile, 0, 0, 0, :sign FROM scratch_tag_follows k CROSS JOIN tag_follows f
        WHERE f.profile = k.profile AND f.tag_id = k.tag_id
        """,
        """
        INSERT INTO scratch_tag_counts (tag_id, tag, posts, followers)
        SELECT f.tag_id, NULL, 0, :sign FROM scratch_tag_follows k CROSS JOIN tag_follows f
        WHERE f.profile = k.profile AND f.tag_id = k.tag_id
        """,
    ),
)
# The emoji is in the document: a reaction has no effect before its document is here. Which ones count does
# not ask for documents, so that it is settled whatever is missing.
_OWN: Final = """
FROM intents l WHERE l.kind IN (7, 8) AND l.fault IS NULL AND l.profile = k.profile AND l.subject = k.post_id
"""
_OLDEST: Final = f"""
coalesce(
  (SELECT {{0}} {_OWN} ORDER BY l.created_at_ms DESC, l.intent_id DESC LIMIT 1 OFFSET {MOST_REACTIONS - 1}),
  (SELECT {{0}} {_OWN} ORDER BY l.created_at_ms, l.intent_id LIMIT 1)
)
"""
_REACTIONS: Final = _Fold(
    mark="""
    INSERT INTO scratch_reactions (profile, post_id)
    SELECT DISTINCT profile, subject FROM scratch_touched WHERE kind IN (7, 8)
    """,
    delete="""
    DELETE FROM reactions WHERE (profile, post_id) IN (SELECT profile, post_id FROM scratch_reactions)
    """,
    insert=f"""
    INSERT INTO reactions (profile, post_id, emoji, {_PLACE})
    SELECT profile, subject, emoji, {_PLACE} FROM (
      SELECT i.profile, i.subject, d.emoji, i.kind, {_I_PLACE},
        {_LAST.format("i.profile, i.subject, d.emoji")}
      FROM scratch_reactions k CROSS JOIN intents i CROSS JOIN documents d
      WHERE i.kind IN (7, 8) AND i.fault IS NULL AND i.profile = k.profile AND i.subject = k.post_id
        AND (i.created_at_ms, i.intent_id) >= (
          {_OLDEST.format("l.created_at_ms")}, {_OLDEST.format("l.intent_id")}
        )
        AND d.digest = i.content AND d.emoji IS NOT NULL
    ) last WHERE place = 1 AND kind = 7
    """,  # noqa: S608 - constants of this module
    counts=(
        """
        INSERT INTO scratch_reaction_counts (post_id, emoji, reactions)
        SELECT r.post_id, r.emoji, :sign FROM scratch_reactions k CROSS JOIN reactions r
        WHERE r.profile = k.profile AND r.post_id = k.post_id
        """,
        """
        INSERT INTO scratch_post_counts (post_id, replies, reposts, quotes, reactions)
        SELECT k.post_id, 0, 0, 0, :sign FROM scratch_reactions k
        WHERE EXISTS (SELECT 1 FROM reactions r WHERE r.profile = k.profile AND r.post_id = k.post_id)
        """,
    ),
)
# Keys come from `refresh_posts`: a repost stands until it is retracted. However often, it counts once.
_REPOSTS: Final = _Fold(
    mark="",
    delete="""
    DELETE FROM reposts WHERE (profile, post_id) IN (SELECT profile, post_id FROM scratch_reposts)
    """,
    insert=f"""
    INSERT INTO reposts (profile, post_id, {_PLACE})
    SELECT profile, subject, {_PLACE} FROM (
      SELECT i.profile, i.subject, i.post_id AS intent_id, i.created_at_ms, i.block_number, i.log_index,
        i.position,
        row_number() OVER (PARTITION BY i.profile, i.subject ORDER BY i.created_at_ms, i.post_id) AS place
      FROM scratch_reposts k CROSS JOIN posts i
      WHERE i.kind = 4 AND i.profile = k.profile AND i.subject = k.post_id AND NOT i.retracted
    ) first WHERE place = 1
    """,  # noqa: S608 - constants of this module
    counts=(
        """
        INSERT INTO scratch_post_counts (post_id, replies, reposts, quotes, reactions)
        SELECT r.post_id, 0, :sign, 0, 0 FROM scratch_reposts k CROSS JOIN reposts r
        WHERE r.profile = k.profile AND r.post_id = k.post_id
        """,
    ),
)


def refresh_follows(connection: Connection) -> None:
    """`follows` of every touched (profile, target) is right."""
    _FOLLOWS.refresh(connection)


def refresh_tag_follows(connection: Connection) -> None:
    """`tag_follows` of every touched (profile, tag) is right."""
    _TAG_FOLLOWS.refresh(connection)


def refresh_reactions(connection: Connection) -> None:
    """`reactions` of every touched (profile, post, emoji) is right."""
    _REACTIONS.refresh(connection)


def refresh_reposts(connection: Connection) -> None:
    """`reposts` of every (profile, post) that `refresh_posts` came across is right."""
    _REPOSTS.refresh(connection)
