"""How intents that speak about the same thing are folded, whatever order they arrive in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, assert_never

from hashtagspace.domain.intent import Intent
from hashtagspace.domain.kinds import Kind

MOST_ANCHORS: Final = 8  # of equal anchors (root, batch digest, count) the first so many count
MOST_ANCESTORS: Final = 256  # so far up from a reply lies the first post of its thread at most
MOST_REACTIONS: Final = 16  # of a profile's react and unreact intents on one post the latest so many count


class Version(NamedTuple):
    """The place of an intent among those with its fold key: later date, then larger id, wins."""

    created_at_ms: int
    intent_id: bytes


class FoldKey(NamedTuple):
    """What last-write-wins is decided about; `emoji` is empty except for reactions."""

    relation: str
    profile: int
    subject: bytes
    emoji: str


def fold_key(intent: Intent, emoji: str = "") -> FoldKey | None:
    """The key under which only the last intent counts, or None when each one counts.

    `emoji` is the one in a reaction's document; for other kinds it is ignored.
    """
    match intent.kind:
        case Kind.FOLLOW | Kind.UNFOLLOW:
            return FoldKey("follow", intent.profile, intent.subject, "")
        case Kind.FOLLOW_TAG | Kind.UNFOLLOW_TAG:
            return FoldKey("follow-tag", intent.profile, intent.subject, "")
        case Kind.REACT | Kind.UNREACT:
            return FoldKey("react", intent.profile, intent.subject, emoji)
        case Kind.PROFILE:
            return FoldKey("profile", intent.profile, intent.subject, "")
        case Kind.LABEL:
            return FoldKey("label", intent.profile, intent.subject, "")
        case Kind.EDIT:
            return FoldKey("edit", intent.profile, intent.subject, "")
        case Kind.RETRACT:
            return FoldKey("retract", intent.profile, intent.subject, "")
        case Kind.POST | Kind.REPLY | Kind.QUOTE | Kind.REPOST:
            return None
        case kind:
            assert_never(kind)


def wins(a: tuple[int, bytes], b: tuple[int, bytes]) -> bool:
    """True iff version `a` (createdAt ms, intent id) replaces version `b`."""
    return a > b


def latest(versions: Iterable[Version]) -> Version | None:
    """The version that wins over all others, None of none; independent of their order."""
    return max(versions, default=None)


def sort_ms(created_at_ms: int, anchored_seconds: int) -> int:
    """Milliseconds that feeds sort by: the date claimed, but never later than the block."""
    return min(created_at_ms, anchored_seconds * 1000)


@dataclass(frozen=True, slots=True)
class PostState:
    """What a post has become: the intent whose content is shown, and whether it was retracted."""

    current: bytes
    edited: bool
    retracted: bool


def fold_post(post_id: bytes, author: int, changes: Iterable[tuple[bytes, Intent]]) -> PostState:
    """The state of a post after edits and retracts given as (intent id, intent), in any order.

    Only the post's own profile and changes that name the original count; a retract is final
    whatever the dates say.
    """
    edits: list[Version] = []
    retracted = False
    for intent_id, intent in changes:
        if intent.profile != author or intent.subject != post_id:
            continue
        if intent.kind is Kind.RETRACT:
            retracted = True
        elif intent.kind is Kind.EDIT:
            edits.append(Version(intent.created_at_ms, intent_id))
    last = latest(edits)
    return PostState(post_id if last is None else last.intent_id, last is not None, retracted)
