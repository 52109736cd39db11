"""Labels: a labeller's first ones of a day count, up to a cap; of these the latest of a subject holds."""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.script import run

LABELS_PER_DAY: Final = 1000

_MARK_DAYS: Final = """
INSERT INTO scratch_label_days (profile, day)
SELECT DISTINCT profile, block_time / 86400 FROM scratch_touched WHERE kind = 14
"""
_MARK: Final = (
    """
    INSERT INTO scratch_labels (profile, subject)
    SELECT DISTINCT profile, subject FROM scratch_touched WHERE kind = 14
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO scratch_labels (profile, subject)
    SELECT DISTINCT a.profile, a.subject FROM scratch_label_days k CROSS JOIN accepted_labels a
    WHERE a.profile = k.profile AND a.day = k.day
    ON CONFLICT DO NOTHING
    """,
)
_FORGET: Final = """
DELETE FROM accepted_labels WHERE (profile, day) IN (SELECT profile, day FROM scratch_label_days)
"""
_ACCEPT: Final = """
INSERT INTO accepted_labels (intent_id, profile, day, subject)
SELECT intent_id, profile, day, subject FROM (
  SELECT i.intent_id, i.profile, k.day, i.subject,
    row_number() OVER (
      PARTITION BY k.profile, k.day ORDER BY i.block_number, i.log_index, i.position
    ) AS place
  FROM scratch_label_days k CROSS JOIN intents i
  WHERE i.profile = k.profile AND i.block_time >= k.day * 86400 AND i.block_time < (k.day + 1) * 86400
    AND i.kind = 14 AND i.fault IS NULL
) counted WHERE place <= :cap
"""
_DROP: Final = "DELETE FROM labels WHERE (profile, subject) IN (SELECT profile, subject FROM scratch_labels)"
_INSERT: Final = """
INSERT INTO labels (
  profile, subject, label, intent_id, created_at_ms, block_number, log_index, position
)
SELECT profile, subject, label, intent_id, created_at_ms, block_number, log_index, position FROM (
  SELECT i.profile, i.subject, d.label, i.intent_id, i.created_at_ms, i.block_number, i.log_index, i.position,
    row_number() OVER (
      PARTITION BY i.profile, i.subject ORDER BY i.created_at_ms DESC, i.intent_id DESC
    ) AS place
  FROM scratch_labels k CROSS JOIN accepted_labels a CROSS JOIN intents i CROSS JOIN documents d
  WHERE a.profile = k.profile AND a.subject = k.subject AND i.intent_id = a.intent_id
    AND d.digest = i.content AND d.label IS NOT NULL
) last WHERE place = 1
"""


def refresh_labels(connection: Connection, *, cap: int = LABELS_PER_DAY) -> None:
    """`accepted_labels` and `labels` of every labeller's touched days are right."""
    run(connection, _MARK_DAYS, *_MARK, _FORGET)
    run(connection, _ACCEPT, cap=cap)
    run(connection, _MARK[1], _DROP, _INSERT)
