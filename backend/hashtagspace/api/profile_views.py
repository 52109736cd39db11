"""Profiles and follow edges as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from hashtagspace.api.documents import profile_document
from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339, rfc3339_seconds
from hashtagspace.api.post_views import build_card
from hashtagspace.store.read_posts import AuthorRecord
from hashtagspace.store.read_profiles import (
    CustodyRecord,
    EdgeRecord,
    FollowedTagRecord,
    ProfileRecord,
    SessionKeyRecord,
)


def build_profile(record: ProfileRecord, following: bool | None = None) -> dict[str, Any]:
    """The profile; `following` None leaves the viewer out."""
    document = profile_document(record.body)
    body: dict[str, Any] = {
        "profileId": str(record.profile),
        "handle": record.handle,
        **document,
        "custody": hex_of(record.custody),
        "recovery": maybe_hex(record.recovery),
        "encryptionKey": maybe_hex(record.encryption_key),
        "registeredAt": rfc3339_seconds(record.registered_at),
        "counts": {
            "posts": record.posts,
            "followers": record.followers,
            "following": record.following,
        },
        "level": record.level,
        "judgedFake": record.judged_fake,
    }
    if following is not None:
        body["viewer"] = {"following": following}
    return body


def build_edges(edges: Sequence[EdgeRecord], authors: Mapping[int, AuthorRecord]) -> list[dict[str, Any]]:
    """The other ends that exist here."""
    return [
        {"profile": build_card(authors[edge.profile]), "since": rfc3339(edge.since_ms)}
        for edge in edges
        if edge.profile in authors
    ]


def build_followed_tag(record: FollowedTagRecord) -> dict[str, Any]:
    """One followed tag."""
    return {"tag": record.tag, "tagId": hex_of(record.tag_id), "since": rfc3339(record.since_ms)}


def build_custody(record: CustodyRecord) -> dict[str, Any]:
    """One custody period."""
    return {
        "index": record.custody_index,
        "custody": hex_of(record.custody),
        "since": rfc3339_seconds(record.since),
        "until": None if record.until is None else rfc3339_seconds(record.until),
    }


def build_session_key(record: SessionKeyRecord) -> dict[str, Any]:
    """One session key."""
    return {
        "key": hex_of(record.key),
        "since": rfc3339_seconds(record.since),
        "until": rfc3339_seconds(record.until),
        "kinds": [kind for kind in range(1, 32) if record.kinds >> kind & 1],
        "custodyIndex": record.custody_index,
        "voidFrom": None if record.void_from is None else rfc3339_seconds(record.void_from),
    }
