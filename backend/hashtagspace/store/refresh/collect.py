"""Which keys a change of facts or content concerns. Called after inserting, before deleting."""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.inclusions import BATCHED, PUBLISHED, SAME_BATCH
from hashtagspace.store.refresh.levels import mark_levels
from hashtagspace.store.refresh.market_marks import mark_market
from hashtagspace.store.refresh.scratch import NAMES
from hashtagspace.store.refresh.script import run

_CLEAR: Final = tuple(f"DELETE FROM {name}" for name in NAMES)  # noqa: S608 - our own table names
_PROFILE_FACTS: Final = (
    "registrations", "custodies", "session_keys", "revocations", "recovery_events", "encryption_keys",
)  # fmt: skip
_PROFILES: Final = "INSERT INTO scratch_profiles " + " UNION ".join(  # noqa: S608 - as above
    f"SELECT profile FROM {name} WHERE block_number BETWEEN :low AND :high"  # noqa: S608 - as above
    for name in _PROFILE_FACTS
)
# A valid intent is what it is at its first place: another place after that one says nothing new.
_IS_MOOT: Final = """
EXISTS (
  SELECT 1 FROM intents i WHERE i.intent_id = {0}.intent_id AND i.fault IS NULL
    AND (i.block_number, i.log_index, i.position) < ({1}.block_number, {1}.log_index, {2})
)
"""
_PUBLISHED: Final = f"""
INSERT INTO scratch_inclusions
SELECT {PUBLISHED} FROM publications p
WHERE p.block_number BETWEEN :low AND :high AND NOT {_IS_MOOT.format("p", "p", "0")}
"""  # noqa: S608 - as above
_ANCHORED: Final = f"""
INSERT INTO scratch_inclusions
SELECT {BATCHED} FROM anchors a CROSS JOIN batches b CROSS JOIN records r
WHERE a.block_number BETWEEN :low AND :high AND b.digest = a.batch_digest AND {SAME_BATCH}
  AND r.batch_digest = b.digest AND NOT {_IS_MOOT.format("r", "a", "r.position")}
"""  # noqa: S608 - as above
_BATCH: Final = f"""
INSERT INTO scratch_inclusions
SELECT {BATCHED} FROM batches b CROSS JOIN anchors a CROSS JOIN records r
WHERE b.digest = :digest AND {SAME_BATCH}
  AND r.batch_digest = b.digest AND NOT {_IS_MOOT.format("r", "a", "r.position")}
"""  # noqa: S608 - as above
# Only where the verdict itself is of these blocks does it go with them.
_UNDONE: Final = """
INSERT INTO scratch_intents
SELECT p.intent_id FROM publications p CROSS JOIN intents i
WHERE p.block_number >= :low AND i.intent_id = p.intent_id AND i.block_number >= :low
UNION
SELECT r.intent_id FROM anchors a CROSS JOIN records r CROSS JOIN intents i
WHERE a.block_number >= :low AND r.batch_digest = a.batch_digest
  AND i.intent_id = r.intent_id AND i.block_number >= :low
"""
_DOCUMENT: Final = "INSERT INTO scratch_documents VALUES (:digest) ON CONFLICT DO NOTHING"


def clear(connection: Connection) -> None:
    """No key is marked."""
    run(connection, *_CLEAR)


def mark_blocks(connection: Connection, low: int, high: int) -> None:
    """What the facts of the newest blocks `low` … `high` concern is marked."""
    run(connection, _PROFILES, _PUBLISHED, _ANCHORED, low=low, high=high)
    mark_market(connection, low, high, sign=1)
    mark_levels(connection, low, high)


def mark_undone(connection: Connection, low: int, high: int) -> None:
    """What will not be the same without the blocks from `low` on is marked."""
    run(connection, _PROFILES, low=low, high=high)
    run(connection, _UNDONE, low=low)
    mark_market(connection, low, high, sign=-1)
    mark_levels(connection, low, high)


def mark_batch(connection: Connection, digest: bytes) -> None:
    """Every place that the batch gives to an intent is marked."""
    run(connection, _BATCH, digest=digest)


def mark_document(connection: Connection, digest: bytes) -> None:
    """Every intent, profile and offer that names the document is marked."""
    run(connection, _DOCUMENT, digest=digest)
