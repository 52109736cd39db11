"""An intent as it came, from a record or from words on chain, to the columns that tables hold.

What is malformed is kept with its fault and with numbers that fit the columns: it can never count, but
its place in a batch and its state can be told.
"""

from hashlib import sha256
from typing import Final, NamedTuple

from hashtagspace.domain.documents import MAX_CONTENT_BYTES
from hashtagspace.domain.events import Published, PublishedInline
from hashtagspace.domain.intent import HEAD_BYTES, IntentDomain, record_id
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.validity import parse_intent
from hashtagspace.errors import InvalidIntent

MAX_NUMBER: Final = 2**63 - 1
_FOLLOWS: Final = frozenset({Kind.FOLLOW, Kind.UNFOLLOW})
_NO_PADDING: Final = bytes(HEAD_BYTES - 17)


class Words(NamedTuple):
    """The columns that a record of 81 bytes gives; `fault` is the code of what is wrong with them alone."""

    profile: int
    kind: int
    subject: bytes
    content: bytes
    created_at_ms: int
    target: int | None
    fault: str | None


def read_words(record: bytes) -> Words:
    """The columns of a record."""
    profile, created_at_ms = int.from_bytes(record[:8], "big"), int.from_bytes(record[73:], "big")
    try:
        parse_intent(record)
        fault = None
    except InvalidIntent as refusal:
        fault = refusal.exact_code
    kind = record[8]
    target = int.from_bytes(record[9:41], "big") if fault is None and kind in _FOLLOWS else None
    if profile > MAX_NUMBER:  # `fault` is set: no profile has such an id
        profile = 0
    return Words(profile, kind, record[9:41], record[41:73], min(created_at_ms, MAX_NUMBER), target, fault)


def publication_row(
    event: Published | PublishedInline, time_seconds: int, domain: IntentDomain
) -> tuple[object, ...]:
    """The row of `publications`: the sender stands where a batch has a recovered signer."""
    is_inline = isinstance(event, PublishedInline)
    content = sha256(event.content).digest() if is_inline else event.content
    head = event.head
    record = head[:9] + event.subject + content + head[9:17]
    words = read_words(record)
    fault = words.fault
    if head[17:] != _NO_PADDING:
        fault = "intent.head"
    elif is_inline and len(event.content) > MAX_CONTENT_BYTES:
        fault = fault or "content.too_large"
    return (
        *event.checkpoint, time_seconds, event.transaction_hash, record_id(record, domain), words.profile,
        words.kind, words.subject, words.content, words.created_at_ms, words.target, event.sender, is_inline,
        fault,
    )  # fmt: skip
