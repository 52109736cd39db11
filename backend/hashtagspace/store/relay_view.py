"""What the relay asks the projection: who may sign, and what the chain holds already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import Engine as Engine  # noqa: PLC0414 - the layer above names it without SQLAlchemy

from hashtagspace.store.tables import anchors, authorisations, checkpoint, intents, profiles, publications


@dataclass(frozen=True, slots=True)
class SpanRecord:
    """A signer may sign the kinds of the bit mask at block times from ≤ t < until."""

    from_time: int
    until_time: int
    kinds: int


@dataclass(frozen=True, slots=True)
class InclusionRecord:
    """Where the chain holds an intent; `fault` is why it does not count, None: it does."""

    fault: str | None
    block_number: int
    tx_hash: bytes | None
    is_final: bool


_SPANS = select(authorisations.c.from_time, authorisations.c.until_time, authorisations.c.kinds).where(
    authorisations.c.profile == bindparam("profile"), authorisations.c.signer == bindparam("signer")
)
_INCLUSIONS = (
    select(
        intents.c.intent_id, intents.c.fault, intents.c.block_number, anchors.c.tx_hash,
        publications.c.tx_hash, checkpoint.c.final_number,
    )
    .select_from(intents)
    .outerjoin(
        anchors,
        (anchors.c.block_number == intents.c.block_number) & (anchors.c.log_index == intents.c.log_index),
    )
    .outerjoin(
        publications,
        (publications.c.block_number == intents.c.block_number)
        & (publications.c.log_index == intents.c.log_index),
    )
    .outerjoin(checkpoint, checkpoint.c.id == 1)
    .where(intents.c.intent_id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_LEVEL = select(profiles.c.level).where(profiles.c.profile == bindparam("profile"))
_INDEXED = select(checkpoint.c.indexed_number).where(checkpoint.c.id == 1)


def list_spans(connection: Connection, profile: int, signer: bytes) -> list[SpanRecord]:
    """Every span of the signer for the profile."""
    rows = connection.execute(_SPANS, {"profile": profile, "signer": signer})
    return [SpanRecord(*row) for row in rows]


def map_inclusions(connection: Connection, intent_ids: Sequence[bytes]) -> dict[bytes, InclusionRecord]:
    """The inclusion of each indexed one of `intent_ids` (at most 500)."""
    return {
        row[0]: InclusionRecord(row[1], row[2], row[3] or row[4], row[5] is not None and row[2] <= row[5])
        for row in connection.execute(_INCLUSIONS, {"ids": list(intent_ids)})
    }


def read_level(connection: Connection, profile: int) -> int:
    """The profile's personhood level, 0 of an unknown one."""
    return int(connection.scalar(_LEVEL, {"profile": profile}) or 0)


def read_indexed_number(connection: Connection) -> int:
    """The last block that is indexed, -1 before the first."""
    number = connection.scalar(_INDEXED)
    return -1 if number is None else int(number)
