"""An intent as it came, from a record or from words on chain, to the columns that tables hold.

What is malformed is kept with its fault and with numbers that fit the columns: it can never count, but
its place in a batch and its state can be told.
"""

from hashlib import sha256
from typing import Final, NamedTuple

from hashtagspace.domain.documents import MAX_CONTENT_BYTES
from hashtagspace.domain.events import Published, PublishedInline
from hashtagspace.domain.intent import HEAD_BYTES, Intent, IntentDomain, record_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.validity import judge_form

MAX_NUMBER: Final = 2**63 - 1
_FOLLOWS: Final = frozenset({Kind.FOLLOW, Kind.UNFOLLOW})
_NO_HIGH_BYTES: Final = bytes(24)
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


def _subject_class(subject: bytes) -> int:
    """What rules on subjects tell apart: 0 zero, 1 a profile id, 2 anything else."""
    if subject == ZERO_WORD:
        return 0
    return 1 if subject[:24] == _NO_HIGH_BYTES and subject[24] < 0x80 else 2


def _known_faults() -> dict[tuple[int, int, bool], str | None]:
    """The domain's verdict for every kind, class of subject and presence of content."""
    samples = (ZERO_WORD, (1).to_bytes(32, "big"), b"\xff" * 32)
    return {
        (kind, subject_class, content != ZERO_WORD): None if fault is None else fault.exact_code
        for kind in Kind
        for subject_class, subject in enumerate(samples)
        for content in (ZERO_WORD, b"\xff" * 32)
        for fault in [judge_form(Intent(1, kind, subject, content, 0))]
    }


# A table look-up is a sixth of the time of `domain.validity.parse_intent`; tests hold the two equal.
_FAULTS: Final = _known_faults()


def read_words(record: bytes) -> Words:
    """The columns of a record."""
    profile, created_at_ms = int.from_bytes(record[:8], "big"), int.from_bytes(record[73:], "big")
    kind, subject, content = record[8], record[9:41], record[41:73]
    fault = _FAULTS.get((kind, _subject_class(subject), content != ZERO_WORD), "intent.kind")
    if fault != "intent.kind" and not 0 < profile <= MAX_NUMBER:
        fault = "intent.profile"
    if profile > MAX_NUMBER:
        profile = 0
    target = int.from_bytes(subject, "big") if fault is None and kind in _FOLLOWS else None
    # A date beyond 63 bits is in the future of every block; its highest number is, too.
    return Words(profile, kind, subject, content, min(created_at_ms, MAX_NUMBER), target, fault)


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
