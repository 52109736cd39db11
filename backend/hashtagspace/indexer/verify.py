"""Bytes that somebody handed over, to rows: batches with recovered signers, documents with their tags."""

from collections.abc import Callable
from concurrent.futures import Executor
from hashlib import sha256
from typing import Final

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain.batch import BatchEntry, decode_batch
from hashtagspace.domain.content import parse_content
from hashtagspace.domain.documents import LabelDocument, PostDocument, ProfileDocument, ReactionDocument
from hashtagspace.domain.hashtag import find_hashtags, tag_id
from hashtagspace.domain.intent import IntentDomain, record_id
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.errors import InvalidBatch, InvalidInput
from hashtagspace.indexer.words import read_words
from hashtagspace.store.write_content import BatchRow, DocumentRow

MALFORMED: Final = "signature.malformed"
_SLICE: Final = 500


def is_content_of(digest: bytes, data: bytes) -> bool:
    """True iff the bytes are those that the chain names."""
    return sha256(data).digest() == digest


def verify_batch(digest: bytes, data: bytes, domain: IntentDomain, pool: Executor | None = None) -> BatchRow:
    """The batch that the bytes are; void ones have a `fault` and no records.

    Whether an anchor announces this root and count is judged where anchors are joined.
    `pool`: signatures are recovered by its threads.
    """
    try:
        entries = decode_batch(data)
        leaves = [record_id(entry.record, domain) for entry in entries]
        root = build_root(leaves)
    except InvalidBatch as refusal:
        return BatchRow(digest, None, 0, refusal.exact_code, ())
    run: Callable[..., object] = map if pool is None else pool.map
    starts = range(0, len(entries), _SLICE)
    slices = [
        (digest, start, entries[start : start + _SLICE], leaves[start : start + _SLICE]) for start in starts
    ]
    parts = run(_verify_slice, slices)
    records = [row for part in parts for row in part]  # type: ignore[attr-defined]
    return BatchRow(digest, root, len(entries), None, records)


def _verify_slice(part: tuple[bytes, int, list[BatchEntry], list[bytes]]) -> list[tuple[object, ...]]:
    digest, start, entries, leaves = part
    return [
        _record_row(digest, position, entry, leaf)
        for position, (entry, leaf) in enumerate(zip(entries, leaves, strict=True), start)
    ]


def _record_row(digest: bytes, position: int, entry: BatchEntry, leaf: bytes) -> tuple[object, ...]:
    words = read_words(entry.record)
    fault = words.fault
    signer = find_signer(leaf, entry.signature) if fault is None else None
    if fault is None and signer is None:
        fault = MALFORMED
    return (
        digest, position, leaf, words.profile, words.kind, words.subject, words.content, words.created_at_ms,
        words.target, signer, entry.signature, fault,
    )  # fmt: skip


def read_document(digest: bytes, data: bytes) -> DocumentRow:
    """The document that the bytes are; malformed ones have a `fault` and no body."""
    try:
        document = parse_content(data)
    except InvalidInput as refusal:
        return DocumentRow(digest, fault=refusal.exact_code)
    kind = document.type.value
    match document:
        case PostDocument():
            tags = tuple((tag_id(tag), tag) for tag in find_hashtags(document.text))
            files = tuple(media.cid for media in document.media)
            return DocumentRow(digest, kind, data, tags=tags, files=files)
        case ProfileDocument():
            files = () if document.avatar is None else (document.avatar.cid,)
            return DocumentRow(digest, kind, data, name=document.name, files=files)
        case ReactionDocument():
            return DocumentRow(digest, kind, data, emoji=document.emoji)
        case LabelDocument():
            return DocumentRow(digest, kind, data, label=document.label)
        case TermsDocument():
            business = document.controller
            return DocumentRow(digest, kind, data, controller=business.profile, domain=business.domain)
