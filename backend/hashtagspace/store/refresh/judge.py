"""Who may sign when (`authorisations`), and which intents count (`intents`).

The rules are `domain.authorisation` and `domain.validity` in set form; tests hold the two equal.
"""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.domain.validity import MAX_AGE_SECONDS, MAX_AHEAD_SECONDS
from hashtagspace.store.refresh.inclusions import BATCHED, PUBLISHED, SAME_BATCH
from hashtagspace.store.refresh.script import NEVER, run

UNAUTHORISED: Final = "intent.unauthorised"
ALL_KINDS: Final = -1  # every bit

_REMEMBER: Final = """
INSERT INTO scratch_authorisations
SELECT profile, signer, from_time, custody_index, is_custody, until_time, kinds FROM authorisations
WHERE profile IN (SELECT profile FROM scratch_profiles)
"""
_FORGET: Final = "DELETE FROM authorisations WHERE profile IN (SELECT profile FROM scratch_profiles)"
_CUSTODIES: Final = """
INSERT INTO authorisations (profile, signer, from_time, custody_index, is_custody, until_time, kinds)
SELECT c.profile, c.custody, c.block_time, c.custody_index, TRUE, coalesce(n.previous_until, :never), :kinds
FROM scratch_profiles k CROSS JOIN custodies c
LEFT JOIN custodies n ON n.profile = c.profile AND n.custody_index = c.custody_index + 1
WHERE c.profile = k.profile AND c.block_time < coalesce(n.previous_until, :never)
"""
_SESSION_KEYS: Final = """
INSERT INTO authorisations (profile, signer, from_time, custody_index, is_custody, until_time, kinds)
SELECT profile, key, block_time, custody_index, FALSE, until_time, kinds FROM (
  SELECT s.profile, s.key, s.block_time, s.custody_index, s.kinds, LEAST(
    s.until,
    coalesce(n.previous_until, :never),
    coalesce((
      SELECT min(v.void_from) FROM revocations v WHERE v.profile = s.profile AND v.key = s.key
    ), :never)
  ) AS until_time
  FROM scratch_profiles k CROSS JOIN session_keys s
  LEFT JOIN custodies n ON n.profile = s.profile AND n.custody_index = s.custody_index + 1
  WHERE s.profile = k.profile
) granted
WHERE block_time < until_time
"""
_SAME: Final = """
o.profile = n.profile AND o.signer = n.signer AND o.from_time = n.from_time
AND o.custody_index = n.custody_index AND o.is_custody = n.is_custody AND o.kinds = n.kinds
"""
# Times at which a signer's right to sign differs from what it was.
_WINDOWS: Final = f"""
INSERT INTO scratch_windows
SELECT n.profile, n.signer, LEAST(o.until_time, n.until_time), GREATEST(o.until_time, n.until_time)
FROM scratch_authorisations o JOIN authorisations n ON {_SAME} WHERE o.until_time <> n.until_time
UNION ALL
SELECT o.profile, o.signer, o.from_time, o.until_time FROM scratch_authorisations o
WHERE NOT EXISTS (SELECT 1 FROM authorisations n WHERE {_SAME})
UNION ALL
SELECT n.profile, n.signer, n.from_time, n.until_time FROM scratch_profiles k CROSS JOIN authorisations n
WHERE n.profile = k.profile AND NOT EXISTS (SELECT 1 FROM scratch_authorisations o WHERE {_SAME})
"""  # noqa: S608 - constants of this module
# Who signed decides whom a window concerns. Outside the dates given here an inclusion has a fault of its
# own, whoever may sign. The bound keeps milliseconds within 63 bits.
_LAST_SECOND: Final = 9 * 10**12
_DATES: Final = f"""
created_at_ms >= (LEAST(w.from_time, {_LAST_SECOND}) - {MAX_AGE_SECONDS}) * 1000
AND {{0}}.created_at_ms <= (LEAST(w.until_time, {_LAST_SECOND}) + {MAX_AHEAD_SECONDS}) * 1000
"""
_CONCERNED: Final = (
    f"""
    INSERT INTO scratch_intents
    SELECT p.intent_id FROM scratch_windows w CROSS JOIN publications p
    WHERE p.profile = w.profile AND p.sender = w.signer AND p.fault IS NULL
      AND p.{_DATES.format("p")} AND p.block_time >= w.from_time AND p.block_time < w.until_time
    ON CONFLICT DO NOTHING
    """,  # noqa: S608 - constants
    f"""
    INSERT INTO scratch_intents
    SELECT r.intent_id
    FROM scratch_windows w CROSS JOIN records r CROSS JOIN batches b CROSS JOIN anchors a
    WHERE r.profile = w.profile AND r.signer = w.signer AND r.fault IS NULL
      AND r.{_DATES.format("r")} AND b.digest = r.batch_digest AND {SAME_BATCH}
      AND a.block_time >= w.from_time AND a.block_time < w.until_time
    ON CONFLICT DO NOTHING
    """,  # noqa: S608 - constants
)  # fmt: skip
_TOUCH: Final = """
INSERT INTO scratch_touched
SELECT i.intent_id, i.profile, i.kind, i.subject, i.content, i.target, i.block_time
FROM scratch_intents k CROSS JOIN intents i WHERE i.intent_id = k.intent_id AND i.fault IS NULL
"""
# Marked intents are judged at all their places, others at new places against the verdict there was.
_GATHER: Final = (
    "DELETE FROM scratch_inclusions WHERE intent_id IN (SELECT intent_id FROM scratch_intents)",
    f"""
    INSERT INTO scratch_inclusions
    SELECT {PUBLISHED} FROM scratch_intents k CROSS JOIN publications p WHERE p.intent_id = k.intent_id
    UNION ALL
    SELECT {BATCHED} FROM scratch_intents k CROSS JOIN records r CROSS JOIN batches b CROSS JOIN anchors a
    WHERE r.intent_id = k.intent_id AND b.digest = r.batch_digest AND {SAME_BATCH}
    """,  # noqa: S608 - constants
)
_UNJUDGE: Final = "DELETE FROM intents WHERE intent_id IN (SELECT intent_id FROM scratch_intents)"
_ALSO: Final = """
INSERT INTO scratch_intents SELECT DISTINCT intent_id FROM scratch_inclusions WHERE TRUE
ON CONFLICT DO NOTHING
"""
_JUDGED: Final = f"""
SELECT x.*, CASE
    WHEN x.form_fault IS NOT NULL THEN x.form_fault
    WHEN x.created_at_ms < (x.block_time - {MAX_AGE_SECONDS}) * 1000 THEN 'intent.too_old'
    WHEN x.created_at_ms > (x.block_time + {MAX_AHEAD_SECONDS}) * 1000 THEN 'intent.future'
    WHEN x.custody_index IS NULL THEN '{UNAUTHORISED}'
  END AS fault
FROM (
  SELECT inclusion.*, (
    SELECT max(a.custody_index) FROM authorisations a
    WHERE a.profile = inclusion.profile AND a.signer = inclusion.signer
      AND a.from_time <= inclusion.block_time AND inclusion.block_time < a.until_time
      AND ((a.kinds >> inclusion.kind) & 1) = 1
  ) AS custody_index
  FROM scratch_inclusions inclusion
) x
"""  # noqa: S608 - constants of this module
_VERDICT: Final = (
    "signer", "custody_index", "fault", "block_number", "log_index", "position", "route", "block_time",
)  # fmt: skip
_AT: Final = "({0}.block_number, {0}.log_index, {0}.position)"
_JUDGE: Final = f"""
INSERT INTO intents (
  intent_id, profile, kind, subject, content, created_at_ms, target, {", ".join(_VERDICT)}
)
SELECT intent_id, profile, kind, subject, content, created_at_ms, target, signer,
  CASE WHEN fault IS NULL THEN custody_index END, fault,
  block_number, log_index, position, route, block_time
FROM (
  SELECT judged.*,
    row_number() OVER (
      PARTITION BY intent_id
      ORDER BY CASE WHEN fault IS NULL THEN 0 ELSE 1 END, block_number, log_index, position
    ) AS place
  FROM ({_JUDGED}) judged
) ranked
WHERE place = 1
ON CONFLICT (intent_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _VERDICT)}
WHERE (excluded.fault IS NULL AND intents.fault IS NOT NULL)
  OR ((excluded.fault IS NULL) = (intents.fault IS NULL)
    AND {_AT.format("excluded")} < {_AT.format("intents")})
"""  # noqa: S608 - constants of this module


def refresh_authorisations(connection: Connection) -> None:
    """`authorisations` of the marked profiles are right; intents judged otherwise now are marked."""
    run(connection, _REMEMBER, _FORGET)
    run(connection, _CUSTODIES, never=NEVER, kinds=ALL_KINDS)
    run(connection, _SESSION_KEYS, never=NEVER)
    run(connection, _WINDOWS, *_CONCERNED)


def refresh_intents(connection: Connection) -> None:
    """`intents` has the marked ones at their first valid inclusion; those not included any more are gone.

    `scratch_touched` has the valid ones, as they were and as they are.
    """
    run(connection, *_GATHER, _TOUCH, _UNJUDGE, _ALSO, _TOUCH, _JUDGE, _TOUCH)
