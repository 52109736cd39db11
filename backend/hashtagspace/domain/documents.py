"""The content documents that intents and offers point to, as frozen records."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.kinds import DocumentType
from hashtagspace.domain.terms import TermsDocument

MAX_CONTENT_BYTES: Final = 65_536
MAX_TEXT_CHARACTERS: Final = 10_000
MAX_MEDIA_COUNT: Final = 4
MAX_MEDIA_BYTES: Final = 10 * 1024 * 1024
MAX_BLOB_BYTES: Final = 10 * 1024 * 1024
MAX_ALT_CHARACTERS: Final = 2_000
MAX_MENTION_COUNT: Final = 50
MAX_NAME_CHARACTERS: Final = 64
MAX_BIO_CHARACTERS: Final = 500
MAX_LINK_COUNT: Final = 8
MAX_LINK_CHARACTERS: Final = 500
MAX_EMOJI_BYTES: Final = 32
MAX_REASON_CHARACTERS: Final = 500
MEDIA_MIMES: Final = frozenset(
    {"image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "video/mp4", "video/webm"}
)


@dataclass(frozen=True, slots=True)
class Media:
    """A file on IPFS: its CID, media type, text for those who cannot see it, size in bytes."""

    cid: str
    mime: str
    alt: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A profile named in a text; the id decides, the handle is what was typed."""

    profile: int
    handle: str


@dataclass(frozen=True, slots=True)
class PostDocument:
    """What a post, reply, quote or edit says; `lang` is a BCP 47 tag, None when not stated."""

    text: str
    media: tuple[Media, ...] = ()
    mentions: tuple[Mention, ...] = ()
    lang: str | None = None

    type = DocumentType.POST


@dataclass(frozen=True, slots=True)
class ProfileDocument:
    """What a profile says about itself."""

    name: str
    bio: str
    avatar: Media | None = None
    links: tuple[str, ...] = ()

    type = DocumentType.PROFILE


@dataclass(frozen=True, slots=True)
class ReactionDocument:
    """One reaction; `seen` is the content digest of the version that was reacted to."""

    emoji: str
    seen: bytes

    type = DocumentType.REACTION


@dataclass(frozen=True, slots=True)
class LabelDocument:
    """One label of a labeller; `reason` is None when not stated."""

    label: str
    reason: str | None = None

    type = DocumentType.LABEL


Document = PostDocument | ProfileDocument | ReactionDocument | LabelDocument | TermsDocument
