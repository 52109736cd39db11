"""Profiles as they are now: custody, recovery, key, and the current profile document."""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.script import ZERO_ADDRESS, ZERO_WORD, run

_MARK: Final = (
    """
    INSERT INTO scratch_profiles SELECT DISTINCT profile FROM scratch_touched WHERE kind = 13
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO scratch_profiles
    SELECT r.profile FROM scratch_documents k CROSS JOIN registrations r WHERE r.content = k.digest
    ON CONFLICT DO NOTHING
    """,
)
_DROP: Final = "DELETE FROM profiles WHERE profile IN (SELECT profile FROM scratch_profiles)"
# The last event of its kind; `handle` and the rest of the registration never change.
_INSERT: Final = """
INSERT INTO profiles (
  profile, handle, custody, custody_index, recovery, pending, pending_address, pending_ready_at,
  encryption_key, content, content_intent_id, content_state, name, registered_at, block_number, log_index
)
SELECT r.profile, r.handle, c.custody, c.custody_index,
  nullif((
    SELECT e.address FROM recovery_events e
    WHERE e.profile = r.profile AND e.event IN ('registered', 'changed', 'transferred')
    ORDER BY e.block_number DESC, e.log_index DESC LIMIT 1
  ), :zero_address),
  CASE p.event WHEN 'requested' THEN 'recovery' WHEN 'change_requested' THEN 'change' END,
  CASE WHEN p.event IN ('requested', 'change_requested') THEN p.address END,
  CASE WHEN p.event IN ('requested', 'change_requested') THEN p.ready_at END,
  nullif((
    SELECT e.encryption_key FROM encryption_keys e WHERE e.profile = r.profile
    ORDER BY e.block_number DESC, e.log_index DESC LIMIT 1
  ), :zero),
  nullif(coalesce(i.content, r.content), :zero), i.intent_id,
  CASE
    WHEN coalesce(i.content, r.content) = :zero THEN 'none'
    WHEN d.digest IS NULL THEN 'unavailable'
    WHEN d.fault IS NULL AND d.type = 'profile' THEN 'available'
    ELSE 'invalid'
  END,
  d.name, r.block_time, r.block_number, r.log_index
FROM scratch_profiles k CROSS JOIN registrations r
JOIN custodies c ON c.profile = r.profile AND c.custody_index = (
  SELECT max(l.custody_index) FROM custodies l WHERE l.profile = r.profile
)
LEFT JOIN (
  SELECT e.profile, e.event, e.address, e.ready_at,
    row_number() OVER (PARTITION BY e.profile ORDER BY e.block_number DESC, e.log_index DESC) AS place
  FROM scratch_profiles m CROSS JOIN recovery_events e WHERE e.profile = m.profile
) p ON p.profile = r.profile AND p.place = 1
LEFT JOIN intents i ON i.intent_id = (
  SELECT v.intent_id FROM intents v
  WHERE v.kind >= 7 AND v.profile = r.profile AND v.subject = :zero AND v.kind = 13 AND v.fault IS NULL
  ORDER BY v.created_at_ms DESC, v.intent_id DESC LIMIT 1
)
LEFT JOIN documents d ON d.digest = coalesce(i.content, r.content)
WHERE r.profile = k.profile
"""


def refresh_profiles(connection: Connection) -> None:
    """`profiles` of every marked or touched profile is right."""
    run(connection, *_MARK, _DROP)
    run(connection, _INSERT, zero=ZERO_WORD, zero_address=ZERO_ADDRESS)
