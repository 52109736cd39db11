"""Whether an intent counts, given the block time that fixed it. Who may sign is `authorisation`."""

from typing import Final, assert_never

from hashtagspace.domain.intent import Intent, decode_record
from hashtagspace.domain.kinds import (
    DOCUMENT_TYPES,
    SUBJECT_RULES,
    ZERO_WORD,
    DocumentType,
    Kind,
    SubjectRule,
    is_profile_id,
)
from hashtagspace.errors import InvalidContent, InvalidIntent

MAX_AGE_SECONDS: Final = 7 * 24 * 3600
MAX_AHEAD_SECONDS: Final = 10 * 60


def judge_form(intent: Intent) -> InvalidIntent | None:
    """Why the fields can never count, or None: `intent.profile`, `intent.subject`, `intent.content`."""
    if not is_profile_id(intent.profile):
        return InvalidIntent("A profile id is a number from 1 to 2^63−1.", code="intent.profile")
    return _judge_subject(intent) or _judge_content(intent)


def _judge_subject(intent: Intent) -> InvalidIntent | None:
    subject = intent.subject
    match SUBJECT_RULES[intent.kind]:
        case SubjectRule.NONE:
            fits, expected = subject == ZERO_WORD, "is zero"
        case SubjectRule.INTENT:
            fits, expected = subject != ZERO_WORD, "names another intent"
        case SubjectRule.TAG:
            fits, expected = subject != ZERO_WORD, "is a tag id"
        case SubjectRule.PROFILE:
            fits, expected = is_profile_id(int.from_bytes(subject, "big")), "is a profile id"
        case rule:
            assert_never(rule)
    if fits:
        return None
    name = intent.kind.name.lower().replace("_", "-")
    return InvalidIntent(f"The subject of a {name} {expected}; this one does not fit.", code="intent.subject")


def _judge_content(intent: Intent) -> InvalidIntent | None:
    name = intent.kind.name.lower().replace("_", "-")
    has_content = intent.content != ZERO_WORD
    if DOCUMENT_TYPES[intent.kind] is None:
        if has_content:
            return InvalidIntent(f"A {name} carries no content: its digest is zero.", code="intent.content")
    elif not has_content:
        return InvalidIntent(f"A {name} needs the digest of its document.", code="intent.content")
    return None


def judge_window(created_at_ms: int, anchored_at_seconds: int) -> InvalidIntent | None:
    """Why the date does not fit its block, or None: `intent.too_old`, `intent.future`.

    Valid: anchor − 7 days ≤ createdAt ≤ anchor + 10 minutes, both ends included.
    """
    if created_at_ms < (anchored_at_seconds - MAX_AGE_SECONDS) * 1000:
        return InvalidIntent(
            "The intent is dated over 7 days before its block; sign it again with today's date.",
            code="intent.too_old",
        )
    if created_at_ms > (anchored_at_seconds + MAX_AHEAD_SECONDS) * 1000:
        return InvalidIntent(
            "The intent is dated over 10 minutes after its block; set the clock right and sign it again.",
            code="intent.future",
        )
    return None


def judge(intent: Intent, anchored_at_seconds: int) -> InvalidIntent | None:
    """Why the intent does not count in a block of that time, or None; knows nothing of signers."""
    return judge_form(intent) or judge_window(intent.created_at_ms, anchored_at_seconds)


def parse_intent(record: bytes) -> Intent:
    """The intent of a record whose fields can count; raises `intent.*`."""
    intent = decode_record(record)
    refusal = judge_form(intent)
    if refusal is not None:
        raise refusal
    return intent


def verify_document_type(kind: Kind, document_type: DocumentType) -> None:
    """Raises `content.wrong_type` unless intents of this kind carry such a document."""
    expected = DOCUMENT_TYPES[kind]
    if expected is not document_type:
        wanted = "no document" if expected is None else f"a {expected.value} document"
        raise InvalidContent(
            f"A {kind.name.lower()} carries {wanted}, not a {document_type.value} document.",
            code="content.wrong_type",
        )
