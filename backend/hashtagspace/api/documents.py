"""Members of content documents as the API shows them.

The indexer has judged the bytes already; here they are only decoded, fast and forgiving: what does not read
is shown as absent, never as an error.
"""

from typing import Any, Final

import msgspec


class _Media(msgspec.Struct):
    cid: str
    mime: str
    alt: str
    size: int


class _Mention(msgspec.Struct):
    profile: str
    handle: str


class _Post(msgspec.Struct):
    text: str
    media: list[_Media] = []
    mentions: list[_Mention] = []
    lang: str | None = None


class _Profile(msgspec.Struct):
    name: str
    bio: str
    avatar: _Media | None = None
    links: list[str] = []


_POST: Final = msgspec.json.Decoder(_Post)
_PROFILE: Final = msgspec.json.Decoder(_Profile)


def post_document(body: bytes | None) -> dict[str, Any] | None:
    """Text, media and mentions of a post; None when there is nothing to show."""
    if body is None:
        return None
    try:
        post = _POST.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return {
        "type": "post",
        "text": post.text,
        "media": post.media,
        "mentions": post.mentions,
        "lang": post.lang,
    }


def profile_document(body: bytes | None) -> dict[str, Any]:
    """Name, bio, avatar and links of a profile; None and empty when there is nothing to show."""
    try:
        profile = None if body is None else _PROFILE.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        profile = None
    if profile is None:
        return {"name": None, "bio": None, "avatar": None, "links": []}
    return {
        "name": profile.name or None,
        "bio": profile.bio or None,
        "avatar": profile.avatar,
        "links": profile.links,
    }
