"""What an intent may say, and what its two words must hold for each kind."""

from enum import Enum, IntEnum, unique

ZERO_WORD = bytes(32)
MAX_PROFILE_ID = 2**63 - 1


@unique
class Kind(IntEnum):
    """The kinds of intents; bit k of a session key's `kinds` allows kind k."""

    POST = 1
    REPLY = 2
    QUOTE = 3
    REPOST = 4
    EDIT = 5
    RETRACT = 6
    REACT = 7
    UNREACT = 8
    FOLLOW = 9
    UNFOLLOW = 10
    FOLLOW_TAG = 11
    UNFOLLOW_TAG = 12
    PROFILE = 13
    LABEL = 14


@unique
class SubjectRule(Enum):
    """What the subject word of a kind holds."""

    NONE = "none"  # 32 zero bytes
    INTENT = "intent"  # the id of another intent (a label may also name a profile)
    PROFILE = "profile"  # a profile id as uint256, big-endian
    TAG = "tag"  # a tag id


@unique
class DocumentType(Enum):
    """The `type` member of a content document."""

    POST = "post"
    PROFILE = "profile"
    REACTION = "reaction"
    LABEL = "label"
    TERMS = "terms"  # of an offer; no intent carries one


SUBJECT_RULES: dict[Kind, SubjectRule] = {
    Kind.POST: SubjectRule.NONE,
    Kind.REPLY: SubjectRule.INTENT,
    Kind.QUOTE: SubjectRule.INTENT,
    Kind.REPOST: SubjectRule.INTENT,
    Kind.EDIT: SubjectRule.INTENT,
    Kind.RETRACT: SubjectRule.INTENT,
    Kind.REACT: SubjectRule.INTENT,
    Kind.UNREACT: SubjectRule.INTENT,
    Kind.FOLLOW: SubjectRule.PROFILE,
    Kind.UNFOLLOW: SubjectRule.PROFILE,
    Kind.FOLLOW_TAG: SubjectRule.TAG,
    Kind.UNFOLLOW_TAG: SubjectRule.TAG,
    Kind.PROFILE: SubjectRule.NONE,
    Kind.LABEL: SubjectRule.INTENT,
}

DOCUMENT_TYPES: dict[Kind, DocumentType | None] = {
    Kind.POST: DocumentType.POST,
    Kind.REPLY: DocumentType.POST,
    Kind.QUOTE: DocumentType.POST,
    Kind.REPOST: None,
    Kind.EDIT: DocumentType.POST,
    Kind.RETRACT: None,
    Kind.REACT: DocumentType.REACTION,
    Kind.UNREACT: DocumentType.REACTION,
    Kind.FOLLOW: None,
    Kind.UNFOLLOW: None,
    Kind.FOLLOW_TAG: None,
    Kind.UNFOLLOW_TAG: None,
    Kind.PROFILE: DocumentType.PROFILE,
    Kind.LABEL: DocumentType.LABEL,
}


def mask_of_kinds(*kinds: Kind) -> int:
    """The uint32 bit mask that a session key grant carries for `kinds`."""
    mask = 0
    for kind in kinds:
        mask |= 1 << kind
    return mask


def is_profile_id(value: int) -> bool:
    """True iff `value` can be a profile id: 1 … 2^63−1."""
    return 0 < value <= MAX_PROFILE_ID
