"""Posts, threads and what a reader needs to check one."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import CursorText, Limit, PostId, ProfileId
from hashtagspace.api.schemas.profile import Media, ProfileCard
from hashtagspace.api.schemas.scalars import (
    Bytes32Hex,
    CidText,
    Count,
    HandleText,
    NextCursor,
    ProfileIdText,
    Time,
)


class ContentRef(Output):
    """The document a post points to: `cid` is the CIDv1 of `digest`."""

    digest: Bytes32Hex
    cid: CidText


class Mention(Output):
    """A profile named in a text; the id counts, the handle is how it was written."""

    profile: ProfileIdText
    handle: HandleText


class PostDocument(Output):
    """What the author wrote, taken from the document by the gateway; check it against `content.cid`."""

    type: Literal["post"]
    text: str
    media: list[Media]
    mentions: list[Mention]
    lang: str | None


class PostCounts(Output):
    """Answers to a post."""

    replies: Count
    reposts: Count
    quotes: Count
    reactions: Count


class ReactionCount(Output):
    """One emoji and how many profiles chose it."""

    emoji: str
    count: Count


class PostParent(Output):
    """The post answered; `author` null while it is not known here."""

    post_id: Bytes32Hex
    author: ProfileCard | None


class PostViewer(Output):
    """What the viewer did to this post."""

    reactions: list[str]
    reposted: bool


class Post(Output):
    """A post as the latest projected block has it.

    `document` is null unless `contentState` is available; a retracted post loses its document, not its facts.
    """

    post_id: Bytes32Hex
    kind: Literal["post", "reply", "quote", "repost"]
    author: ProfileCard
    subject: Bytes32Hex | None = Field(description="The post answered, quoted or reposted")
    root_id: Bytes32Hex = Field(description="First post of the thread")
    parent: PostParent | None
    created_at: Time = Field(description="As the author signed it")
    anchored_at: Time = Field(description="Time of the block that fixed it")
    content: ContentRef | None
    document: PostDocument | None
    content_state: Literal["available", "unavailable", "none", "invalid"]
    tags: list[str]
    counts: PostCounts
    reactions: list[ReactionCount]
    edited: bool
    retracted: bool
    state: Literal["anchored", "final"]
    earlier_custody: bool = Field(description="Written under a custody that the profile no longer has")
    target: "Post | None" = Field(description="The post quoted or reposted, one deep")
    viewer: PostViewer | None = None
    collapsed: bool | None = Field(
        default=None,
        description="Replies of a thread only: shown on demand, since nobody knows yet who writes, or a jury "
        "judged the author fake",
    )


class PostPage(Output):
    """Posts in the order of their sort key, latest first."""

    items: list[Post]
    next_cursor: NextCursor


class Thread(Output):
    """A post, everything above it and a page of the replies below it: oldest first, collapsed ones last."""

    ancestors: list[Post] = Field(description="From the root down to the parent; at most 50, nearest kept")
    post: Post
    replies: list[Post]
    next_cursor: NextCursor


class PostPath(Input):
    """A post by id."""

    post_id: PostId


class PostQuery(Input):
    """As seen by whom; changes only `viewer`."""

    viewer: ProfileId | None = None


class ThreadQuery(Input):
    """A page of replies."""

    cursor: CursorText = None
    limit: Limit = 50
    viewer: ProfileId | None = None


Post.model_rebuild()
