"""Content documents: bytes to record and back. Bytes are carried, never written anew."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from hashtagspace.domain import documents as limits
from hashtagspace.domain.cid import parse_cid
from hashtagspace.domain.documents import (
    Document,
    LabelDocument,
    Media,
    Mention,
    PostDocument,
    ProfileDocument,
    ReactionDocument,
)
from hashtagspace.domain.kinds import is_profile_id
from hashtagspace.domain.strict_json import Json, parse_json, refuse
from hashtagspace.domain.terms_parsing import read_terms
from hashtagspace.errors import InvalidCid

_Object = Mapping[str, Json]
_HANDLE: Final = re.compile(r"[a-z0-9_]{3,20}")
_PROFILE: Final = re.compile(r"[1-9][0-9]{0,18}")
_LABEL: Final = re.compile(r"[a-z0-9-]{1,32}")
_DIGEST: Final = re.compile(r"0x[0-9a-f]{64}")
_LANG: Final = re.compile(r"[A-Za-z0-9-]{1,35}")
_LINK: Final = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")


def content_digest(data: bytes) -> bytes:
    """The sha2-256 of the carried bytes, 32 bytes."""
    return sha256(data).digest()


def verify_content_size(data: bytes) -> None:
    """Raises `content.too_large` above 65,536 bytes."""
    if len(data) > limits.MAX_CONTENT_BYTES:
        raise refuse("too_large", f"A document has at most 65,536 bytes, this one {len(data)}; shorten it.")


def parse_content(data: bytes) -> Document:
    """The document that the bytes hold; members it does not know are left alone.

    Raises `content.too_large`, the codes of `parse_json`, `content.not_object`, `content.type`, or
    `content.<member>` for the first member that breaks its rule (`terms.<rule>` in terms), and nothing else.
    """
    verify_content_size(data)
    value = parse_json(data)
    if not isinstance(value, dict):
        raise refuse("not_object", "A document is a JSON object.")
    kind = value.get("type")
    parse = _PARSERS.get(kind) if isinstance(kind, str) else None
    if parse is None:
        raise refuse("type", "The document's type is post, profile, reaction, label or terms.")
    return parse(value)


def _text(value: Json, member: str, most: int) -> str:
    if not isinstance(value, str):
        raise refuse(member, f"The member {member} is text.")
    if len(value) > most:
        raise refuse(member, f"The member {member} has at most {most} characters, this one {len(value)}.")
    return value


def _items(value: Json, member: str, most: int) -> Sequence[Json]:
    if not isinstance(value, list):
        raise refuse(member, f"The member {member} is a list.")
    if len(value) > most:
        raise refuse(member, f"The member {member} has at most {most} entries.")
    return value


def _media(value: Json, member: str) -> Media:
    if not isinstance(value, dict):
        raise refuse(member, "A media entry is an object with cid, mime, alt and size.")
    cid, mime, alt, size = (value.get(name) for name in ("cid", "mime", "alt", "size"))
    if not isinstance(cid, str) or not _is_cid(cid):
        raise refuse(member, "A media entry names its file by CIDv1 in base32.")
    if not isinstance(mime, str) or mime not in limits.MEDIA_MIMES:
        raise refuse(
            member, "The media type is not one that pages show: PNG, JPEG, WebP, GIF, AVIF, MP4 or WebM."
        )
    if not isinstance(alt, str) or len(alt) > limits.MAX_ALT_CHARACTERS:
        raise refuse(member, "A media entry has an alt text of at most 2,000 characters; it may be empty.")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= limits.MAX_MEDIA_BYTES:
        raise refuse(member, "A media file has 1 byte to 10 MiB.")
    return Media(cid, mime, alt, size)


def _is_cid(text: str) -> bool:
    try:
        parse_cid(text)
    except InvalidCid:
        return False
    return True


def _mention(value: Json) -> Mention:
    if not isinstance(value, dict):
        raise refuse("mentions", "A mention is an object with profile and handle.")
    profile, handle = value.get("profile"), value.get("handle")
    if not isinstance(profile, str) or not _PROFILE.fullmatch(profile) or not is_profile_id(int(profile)):
        raise refuse("mentions", "A mention names its profile id as a decimal string.")
    if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
        raise refuse("mentions", "A mention names a handle of 3 to 20 characters a-z, 0-9 or _.")
    return Mention(int(profile), handle)


def _parse_post(value: _Object) -> PostDocument:
    text = _text(value.get("text"), "text", limits.MAX_TEXT_CHARACTERS)
    media = tuple(
        _media(entry, "media") for entry in _items(value.get("media", []), "media", limits.MAX_MEDIA_COUNT)
    )
    if not text and not media:
        raise refuse("text", "A post says something or shows something; this one does neither.")
    mentions = tuple(
        _mention(entry) for entry in _items(value.get("mentions", []), "mentions", limits.MAX_MENTION_COUNT)
    )
    lang = value.get("lang")
    if "lang" in value and (not isinstance(lang, str) or not _LANG.fullmatch(lang)):
        raise refuse("lang", "The language is a tag such as en or pt-BR; leave it out when unknown.")
    return PostDocument(text, media, mentions, lang if isinstance(lang, str) else None)


def _link(value: Json) -> str:
    link = _text(value, "links", limits.MAX_LINK_CHARACTERS)
    if not _LINK.fullmatch(link):
        raise refuse(
            "links", "A link starts with https:// or http:// and is plain ASCII without spaces or quotes."
        )
    return link


def _parse_profile(value: _Object) -> ProfileDocument:
    name = _text(value.get("name"), "name", limits.MAX_NAME_CHARACTERS)
    bio = _text(value.get("bio"), "bio", limits.MAX_BIO_CHARACTERS)
    avatar = _media(value["avatar"], "avatar") if "avatar" in value else None
    links = _items(value.get("links", []), "links", limits.MAX_LINK_COUNT)
    return ProfileDocument(name, bio, avatar, tuple(_link(entry) for entry in links))


def _parse_reaction(value: _Object) -> ReactionDocument:
    emoji, seen = value.get("emoji"), value.get("seen")
    if not isinstance(emoji, str) or not 1 <= len(emoji.encode()) <= limits.MAX_EMOJI_BYTES:
        raise refuse("emoji", "A reaction is an emoji of 1 to 32 bytes.")
    if not isinstance(seen, str) or not _DIGEST.fullmatch(seen):
        raise refuse("seen", "A reaction names the digest of the version seen: 0x and 64 digits 0-9, a-f.")
    return ReactionDocument(emoji, bytes.fromhex(seen[2:]))


def _parse_label(value: _Object) -> LabelDocument:
    label = value.get("label")
    if not isinstance(label, str) or not _LABEL.fullmatch(label):
        raise refuse("label", "A label has 1 to 32 characters a-z, 0-9 or -.")
    if "reason" not in value:
        return LabelDocument(label)
    return LabelDocument(label, _text(value["reason"], "reason", limits.MAX_REASON_CHARACTERS))


_PARSERS: Final[dict[str, Callable[[_Object], Document]]] = {
    "post": _parse_post,
    "profile": _parse_profile,
    "reaction": _parse_reaction,
    "label": _parse_label,
    "terms": read_terms,
}


def _encode(members: dict[str, object]) -> bytes:
    """The bytes of a new document, after it has passed its own parser."""
    present = {name: value for name, value in members.items() if value is not None}
    try:
        data = json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise refuse("surrogate", "A string holds half of a surrogate pair; leave it out.") from None
    parse_content(data)
    return data


def _media_member(media: Media) -> dict[str, object]:
    return {"cid": media.cid, "mime": media.mime, "alt": media.alt, "size": media.size_bytes}


def build_post(
    text: str, media: Sequence[Media] = (), mentions: Sequence[Mention] = (), lang: str | None = None
) -> bytes:
    """The bytes of a post document; raises as `parse_content`."""
    return _encode(
        {
            "type": "post",
            "text": text,
            "media": [_media_member(entry) for entry in media] or None,
            "mentions": [{"profile": str(m.profile), "handle": m.handle} for m in mentions] or None,
            "lang": lang,
        }
    )


def build_profile(name: str, bio: str = "", avatar: Media | None = None, links: Sequence[str] = ()) -> bytes:
    """The bytes of a profile document; raises as `parse_content`."""
    return _encode(
        {
            "type": "profile",
            "name": name,
            "bio": bio,
            "avatar": None if avatar is None else _media_member(avatar),
            "links": list(links) or None,
        }
    )


def build_reaction(emoji: str, seen: bytes) -> bytes:
    """The bytes of a reaction document; raises as `parse_content`."""
    return _encode({"type": "reaction", "emoji": emoji, "seen": "0x" + seen.hex()})


def build_label(label: str, reason: str | None = None) -> bytes:
    """The bytes of a label document; raises as `parse_content`."""
    return _encode({"type": "label", "label": label, "reason": reason})
