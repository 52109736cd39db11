"""Posts with their current version and thread root, and their tags."""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.script import ZERO_WORD, run
from hashtagspace.store.refresh.threads import refresh_threads

# `kind IN (5, 6)` is spelled out so that both databases see that the partial index applies.
_MARK: Final = """
INSERT INTO scratch_posts (post_id, old_root, was_shown)
SELECT k.post_id, p.root_id,
  coalesce(NOT p.retracted AND p.content_state IN ('available', 'none'), FALSE)
FROM (
  SELECT intent_id AS post_id FROM scratch_touched WHERE kind BETWEEN 1 AND 4
  UNION
  SELECT subject FROM scratch_touched WHERE kind IN (5, 6)
) k
LEFT JOIN posts p ON p.post_id = k.post_id
"""
_COUNT: Final = (
    """
    INSERT INTO scratch_post_counts (post_id, replies, reposts, quotes, reactions)
    SELECT p.subject, CASE WHEN p.kind = 2 THEN :sign ELSE 0 END, 0,
      CASE WHEN p.kind = 3 THEN :sign ELSE 0 END, 0
    FROM scratch_posts k CROSS JOIN posts p
    WHERE p.post_id = k.post_id AND p.kind IN (2, 3) AND NOT p.retracted
    """,
    """
    INSERT INTO scratch_profile_counts (profile, posts, followers, following, following_tags)
    SELECT p.profile, :sign * count(*), 0, 0, 0 FROM scratch_posts k CROSS JOIN posts p
    WHERE p.post_id = k.post_id AND p.kind <> 4 AND NOT p.retracted GROUP BY p.profile
    """,
    """
    INSERT INTO scratch_tag_counts (tag_id, tag, posts, followers)
    SELECT t.tag_id, t.tag, :sign * count(*), 0 FROM scratch_posts k CROSS JOIN post_tags t
    WHERE t.post_id = k.post_id GROUP BY t.tag_id, t.tag
    """,
    """
    INSERT INTO scratch_tag_hours (hour, tag_id, profile, posts)
    SELECT t.sort_ms / 3600000, t.tag_id, t.profile, :sign * count(*)
    FROM scratch_posts k CROSS JOIN post_tags t
    WHERE t.post_id = k.post_id GROUP BY t.sort_ms / 3600000, t.tag_id, t.profile
    """,
    """
    INSERT INTO scratch_reposts (profile, post_id)
    SELECT DISTINCT p.profile, p.subject FROM scratch_posts k CROSS JOIN posts p
    WHERE p.post_id = k.post_id AND p.kind = 4
    ON CONFLICT DO NOTHING
    """,
)
_DROP: Final = (
    "DELETE FROM post_tags WHERE post_id IN (SELECT post_id FROM scratch_posts)",
    "DELETE FROM posts WHERE post_id IN (SELECT post_id FROM scratch_posts)",
)
_INSERT: Final = """
INSERT INTO posts (
  post_id, profile, kind, subject, root_id, content, version_id, content_state, created_at_ms, sort_ms,
  retracted, custody_index, block_number, log_index, position, block_time
)
SELECT i.intent_id, i.profile, i.kind, CASE WHEN i.kind = 1 THEN NULL ELSE i.subject END,
  coalesce(k.old_root, i.intent_id),
  nullif(coalesce(e.content, i.content), :zero), coalesce(e.intent_id, i.intent_id),
  CASE
    WHEN coalesce(e.content, i.content) = :zero THEN 'none'
    WHEN d.digest IS NULL THEN 'unavailable'
    WHEN d.fault IS NULL AND d.type = 'post' THEN 'available'
    ELSE 'invalid'
  END,
  i.created_at_ms, LEAST(i.created_at_ms, i.block_time * 1000),
  EXISTS (
    SELECT 1 FROM intents r
    WHERE r.kind IN (5, 6) AND r.subject = i.intent_id AND r.profile = i.profile
      AND r.kind = 6 AND r.fault IS NULL
  ),
  i.custody_index, i.block_number, i.log_index, i.position, i.block_time
FROM scratch_posts k CROSS JOIN intents i
LEFT JOIN intents e ON i.kind <> 4 AND e.intent_id = (
  SELECT c.intent_id FROM intents c
  WHERE c.kind IN (5, 6) AND c.subject = i.intent_id AND c.profile = i.profile
    AND c.kind = 5 AND c.fault IS NULL
  ORDER BY c.created_at_ms DESC, c.intent_id DESC LIMIT 1
)
LEFT JOIN documents d ON d.digest = coalesce(e.content, i.content)
WHERE i.intent_id = k.post_id AND i.fault IS NULL AND i.kind BETWEEN 1 AND 4
"""
_TAGS: Final = """
INSERT INTO post_tags (tag_id, sort_ms, post_id, profile, tag)
SELECT t.tag_id, p.sort_ms, p.post_id, p.profile, t.tag
FROM scratch_posts k CROSS JOIN posts p CROSS JOIN document_tags t
WHERE p.post_id = k.post_id AND t.digest = p.content AND NOT p.retracted AND p.content_state = 'available'
"""
_ARRIVE: Final = """
INSERT INTO arrivals (what, id)
SELECT 'post', p.post_id FROM scratch_posts k CROSS JOIN posts p
WHERE p.post_id = k.post_id AND NOT k.was_shown AND NOT p.retracted
  AND p.content_state IN ('available', 'none')
ORDER BY p.block_number, p.log_index, p.position
"""


def refresh_posts(connection: Connection, *, is_live: bool) -> None:
    """`posts` and `post_tags` of every touched post are right; movements of counts are noted.

    `is_live`: posts that can be shown for the first time are added to `arrivals`.
    """
    if not run(connection, _MARK):
        return
    run(connection, *_COUNT, sign=-1)
    run(connection, *_DROP)
    run(connection, _INSERT, zero=ZERO_WORD)
    refresh_threads(connection)
    run(connection, _TAGS)
    run(connection, *_COUNT, sign=1)
    if is_live:
        run(connection, _ARRIVE)
