"""Feeds and spaces."""

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import CursorText, Limit, ProfileId, TagText
from hashtagspace.api.schemas.scalars import Bytes32Hex, Count, NextCursor


class SpaceCounts(Output):
    """How many posts carry the tag and how many profiles follow it."""

    posts: Count
    followers: Count


class Space(Output):
    """The public page of one tag."""

    tag: str = Field(description="Canonical form, without #")
    tag_id: Bytes32Hex
    counts: SpaceCounts
    following: bool | None = Field(description="Whether the viewer follows it; null without a viewer")


class TrendingSpace(Output):
    """A tag and how much it was used lately."""

    tag: str
    tag_id: Bytes32Hex
    counts: SpaceCounts
    recent_posts: Count = Field(description="Posts in the last 24 hours before the latest block")
    recent_authors: Count = Field(
        description="Profiles behind them; the order goes by this number first, one with a level counted "
        "fourfold, judged fakes left out"
    )


class SpacePage(Output):
    """Trending tags, most used first; one page only."""

    items: list[TrendingSpace]
    next_cursor: NextCursor


class HomeQuery(Input):
    """Whose home feed."""

    profile: ProfileId
    cursor: CursorText = None
    limit: Limit = 20


class FeedQuery(Input):
    """A page of posts."""

    cursor: CursorText = None
    limit: Limit = 20
    viewer: ProfileId | None = None


class SpacePath(Input):
    """A space by its tag."""

    tag: TagText


class SpaceQuery(Input):
    """As seen by whom; changes only `following`."""

    viewer: ProfileId | None = None


class SpacesQuery(Input):
    """How many trending tags."""

    limit: Limit = 20
