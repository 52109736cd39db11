"""Batches: signed intents in one block of bytes, fixed on chain by one anchor.

A batch is void as a whole unless digest, length and root fit; a bad record in it is skipped alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.domain.intent import (
    RECORD_BYTES,
    SIGNATURE_BYTES,
    Intent,
    IntentDomain,
    SignedIntent,
    encode_record,
    record_id,
)
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.signature import is_well_formed, verify_form
from hashtagspace.domain.validity import parse_intent
from hashtagspace.errors import InvalidBatch, InvalidIntent

ENTRY_BYTES: Final = RECORD_BYTES + SIGNATURE_BYTES
MAX_COUNT: Final = 7000


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One place of a batch; its intent is not judged yet."""

    record: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One place of a verified batch.

    `intent` is None iff `refusal` says why the record is skipped (form only: the date window and
    the signer are judged by the reader of the chain).
    """

    intent_id: bytes
    record: bytes
    signature: bytes
    intent: Intent | None
    refusal: InvalidIntent | None


def _verify_count(count: int) -> None:
    if not 1 <= count <= MAX_COUNT:
        raise InvalidBatch(f"A batch holds 1 to {MAX_COUNT} intents, not {count}.", code="batch.count")


def encode_batch(intents: Sequence[SignedIntent]) -> bytes:
    """146 bytes for each intent, in the order given.

    Raises `batch.count`, `intent.*` or `signature.malformed`.
    """
    _verify_count(len(intents))
    parts = []
    for signed in intents:
        verify_form(signed.signature)
        parts.append(encode_record(signed.intent))
        parts.append(signed.signature)
    return b"".join(parts)


def decode_batch(data: bytes) -> list[BatchEntry]:
    """The places of a batch; raises `batch.length` or `batch.count`, never for a single record."""
    count, rest = divmod(len(data), ENTRY_BYTES)
    if rest:
        raise InvalidBatch(
            f"A batch is a multiple of {ENTRY_BYTES} bytes, this one has {len(data)}.", code="batch.length"
        )
    _verify_count(count)
    return [
        BatchEntry(data[at : at + RECORD_BYTES], data[at + RECORD_BYTES : at + ENTRY_BYTES])
        for at in range(0, len(data), ENTRY_BYTES)
    ]


def _judge_record(record: bytes, signature: bytes) -> tuple[Intent | None, InvalidIntent | None]:
    if not is_well_formed(signature):
        return None, InvalidIntent(
            "The signature is not low-s r, s, v with v 27 or 28.", code="signature.malformed"
        )
    try:
        return parse_intent(record), None
    except InvalidIntent as refusal:
        return None, refusal.with_traceback(None)


def verify_batch(
    data: bytes, batch_digest: bytes, count: int, root: bytes, domain: IntentDomain
) -> list[BatchRecord]:
    """The records in batch order, each judged by form alone.

    Raises `batch.digest`, `batch.count`, `batch.length`, `batch.root` or `merkle.duplicate`: the
    whole batch is void then, whatever it holds.
    """
    _verify_count(count)
    if sha256(data).digest() != batch_digest:
        raise InvalidBatch("The bytes are not the ones that were anchored.", code="batch.digest")
    if len(data) != ENTRY_BYTES * count:
        raise InvalidBatch(
            f"The anchor announces {count} intents, the batch has {len(data)} bytes.", code="batch.length"
        )
    entries = decode_batch(data)
    leaves = [record_id(entry.record, domain) for entry in entries]
    if build_root(leaves) != root:
        raise InvalidBatch("The intents of the batch do not give the anchored root.", code="batch.root")
    return [
        BatchRecord(leaf, entry.record, entry.signature, *_judge_record(entry.record, entry.signature))
        for leaf, entry in zip(leaves, entries, strict=True)
    ]
