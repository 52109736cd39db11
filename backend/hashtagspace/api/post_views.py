"""Posts as JSON: one fragment per post, made once per revision of the projection and shared by all pages."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from hashtagspace.api.documents import post_document, profile_document
from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339, rfc3339_seconds
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.kinds import Kind
from hashtagspace.store import read_checkpoint, read_posts
from hashtagspace.store.read_posts import AuthorRecord, PostRecord, ViewerRecord
from hashtagspace.store.reader import Connection

_MOST_FRAGMENTS: Final = 50_000
_MOST_EMOJI: Final = 12
_KIND_NAMES: Final[Mapping[int, str]] = {
    Kind.POST: "post",
    Kind.REPLY: "reply",
    Kind.QUOTE: "quote",
    Kind.REPOST: "repost",
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A post without its `target` and `viewer` members, and the same of the post it quotes or reposts."""

    post_id: bytes
    body: bytes
    is_touched: bool  # somebody reacted or reposted, so a viewer may have
    target: "Fragment | None"


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything that a batch of fragments is made of."""

    posts: Mapping[bytes, PostRecord]
    authors: Mapping[int, AuthorRecord]
    tags: Mapping[bytes, list[str]]
    reactions: Mapping[bytes, list[tuple[str, int]]]
    final_number: int


class PostViews:
    """Fragments by post id for the latest revision. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._fragments: dict[bytes, Fragment] = {}

    def render(
        self, connection: Connection, revision: int, post_ids: Sequence[bytes], viewer: int | None = None
    ) -> list[msgspec.Raw]:
        """The posts that exist as JSON, in the order asked for.

        `revision` was read before `connection` began, so a fragment is never older than the revision
        it is kept under.
        """
        known = self._find(revision, post_ids)
        missing = [post_id for post_id in dict.fromkeys(post_ids) if post_id not in known]
        if missing:
            made = _build_fragments(connection, missing)
            self._keep(revision, made)
            known.update(made)
        fragments = [known[post_id] for post_id in post_ids if post_id in known]
        seen = None if viewer is None else _read_viewer(connection, viewer, fragments)
        return [msgspec.Raw(_assemble(fragment, seen)) for fragment in fragments]

    def _find(self, revision: int, post_ids: Sequence[bytes]) -> dict[bytes, Fragment]:
        with self._lock:
            if revision > self._revision:
                self._revision = revision
                self._fragments.clear()
            held = self._fragments
            return {post_id: held[post_id] for post_id in post_ids if post_id in held}

    def _keep(self, revision: int, made: Mapping[bytes, Fragment]) -> None:
        with self._lock:
            if revision == self._revision and len(self._fragments) < _MOST_FRAGMENTS:
                self._fragments.update(made)


def build_card(author: AuthorRecord | None) -> dict[str, Any] | None:
    """What a list shows of a profile."""
    if author is None:
        return None
    document = profile_document(author.body)
    return {
        "profileId": str(author.profile),
        "handle": author.handle,
        "name": document["name"],
        "avatar": document["avatar"],
        "level": author.level,
        "judgedFake": author.judged_fake,
    }


def _assemble(fragment: Fragment, seen: ViewerRecord | None) -> bytes:
    target = b"null" if fragment.target is None else _with_viewer(fragment.target, b"null", seen)
    return _with_viewer(fragment, target, seen)


def _with_viewer(fragment: Fragment, target: bytes, seen: ViewerRecord | None) -> bytes:
    parts = [fragment.body[:-1], b',"target":', target]
    if seen is not None:
        member = {
            "reactions": seen.reactions.get(fragment.post_id, []),
            "reposted": fragment.post_id in seen.reposted,
        }
        parts += [b',"viewer":', msgspec.json.encode(member)]
    return b"".join((*parts, b"}"))


def _read_viewer(connection: Connection, viewer: int, fragments: Sequence[Fragment]) -> ViewerRecord:
    shown = [*fragments, *(fragment.target for fragment in fragments if fragment.target is not None)]
    ids = {fragment.post_id for fragment in shown if fragment.is_touched}
    return read_posts.read_viewer(connection, viewer, ids)


def _build_fragments(connection: Connection, post_ids: Collection[bytes]) -> dict[bytes, Fragment]:
    posts = read_posts.map_posts(connection, post_ids)
    near = {post.subject for post in posts.values() if post.subject is not None} - posts.keys()
    facts = _read_facts(connection, posts | read_posts.map_posts(connection, near))
    return {post_id: _build_fragment(post, facts) for post_id, post in posts.items()}


def _read_facts(connection: Connection, posts: Mapping[bytes, PostRecord]) -> _Facts:
    checkpoint = read_checkpoint.find_checkpoint(connection)
    return _Facts(
        posts,
        read_posts.map_authors(connection, {post.profile for post in posts.values()}),
        read_posts.map_tags(connection, posts.keys()),
        read_posts.map_reactions(connection, [p.post_id for p in posts.values() if p.reactions], _MOST_EMOJI),
        -1 if checkpoint is None else checkpoint.final_number,
    )


def _build_fragment(post: PostRecord, facts: _Facts) -> Fragment:
    target = facts.posts.get(post.subject or b"") if post.kind in (Kind.QUOTE, Kind.REPOST) else None
    below = None if target is None else _make_fragment(target, facts, None)
    return _make_fragment(post, facts, below)


def _make_fragment(post: PostRecord, facts: _Facts, target: Fragment | None) -> Fragment:
    is_touched = post.reactions + post.reposts > 0
    return Fragment(post.post_id, _encode_post(post, facts), is_touched, target)


def _encode_post(post: PostRecord, facts: _Facts) -> bytes:
    author = facts.authors.get(post.profile)
    document, state = _document_of(post)
    return msgspec.json.encode(
        {
            "postId": hex_of(post.post_id),
            "kind": _KIND_NAMES[post.kind],
            "author": build_card(author),
            "subject": maybe_hex(post.subject),
            "rootId": hex_of(post.root_id),
            "parent": _parent_of(post, facts),
            "createdAt": rfc3339(post.created_at_ms),
            "anchoredAt": rfc3339_seconds(post.block_time),
            "content": build_content(post.content),
            "document": document,
            "contentState": state,
            "tags": facts.tags.get(post.post_id, []),
            "counts": {
                "replies": post.replies,
                "reposts": post.reposts,
                "quotes": post.quotes,
                "reactions": post.reactions,
            },
            "reactions": [
                {"emoji": emoji, "count": count} for emoji, count in facts.reactions.get(post.post_id, [])
            ],
            "edited": post.version_id != post.post_id,
            "retracted": post.retracted,
            "state": "final" if post.block_number <= facts.final_number else "anchored",
            "earlierCustody": author is not None and post.custody_index != author.custody_index,
        }
    )


def build_content(digest: bytes | None) -> dict[str, str] | None:
    """Digest and CID of a document."""
    return None if digest is None else {"digest": hex_of(digest), "cid": cid_of_digest(digest)}


def _document_of(
    post: PostRecord,
) -> tuple[dict[str, Any] | None, Literal["available", "unavailable", "none", "invalid"]]:
    if post.kind == Kind.REPOST:
        return None, "none"
    if post.content_state != "available":
        return None, "invalid" if post.content_state == "invalid" else "unavailable"
    document = post_document(post.body)
    if document is None:
        return None, "invalid"
    return (None if post.retracted else document), "available"


def _parent_of(post: PostRecord, facts: _Facts) -> dict[str, Any] | None:
    if post.kind != Kind.REPLY or post.subject is None:
        return None
    parent = facts.posts.get(post.subject)
    card = None if parent is None else build_card(facts.authors.get(parent.profile))
    return {"postId": hex_of(post.subject), "author": card}
