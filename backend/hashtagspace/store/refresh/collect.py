"""Which keys a change of facts or content concerns. Called after inserting, before deleting."""

from typing import Final

from sqlalchemy import Connection

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
_INTENTS: Final = """
INSERT INTO scratch_intents
SELECT intent_id FROM publications WHERE block_number BETWEEN :low AND :high
UNION
SELECT r.intent_id FROM anchors a CROSS JOIN records r
WHERE a.block_number BETWEEN :low AND :high AND r.batch_digest = a.batch_digest
"""
_BATCH: Final = """
INSERT INTO scratch_intents SELECT intent_id FROM records WHERE batch_digest = :digest
ON CONFLICT DO NOTHING
"""
_DOCUMENT: Final = "INSERT INTO scratch_documents VALUES (:digest) ON CONFLICT DO NOTHING"


def clear(connection: Connection) -> None:
    """No key is marked."""
    run(connection, *_CLEAR)


def mark_blocks(connection: Connection, low: int, high: int) -> None:
    """Every key that a fact of the blocks `low` … `high` concerns is marked."""
    run(connection, _PROFILES, _INTENTS, low=low, high=high)


def mark_batch(connection: Connection, digest: bytes) -> None:
    """Every intent of a batch is marked."""
    run(connection, _BATCH, digest=digest)


def mark_document(connection: Connection, digest: bytes) -> None:
    """Every intent and profile that names the document is marked."""
    run(connection, _DOCUMENT, digest=digest)
