"""Spaces: the public pages of tags."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.encode import hex_of
from hashtagspace.api.paging import position_of, split_page
from hashtagspace.api.respond import answer_read, render_posts
from hashtagspace.api.schemas.feed import FeedQuery, Space, SpacePage, SpacePath, SpaceQuery, SpacesQuery
from hashtagspace.api.schemas.post import PostPage
from hashtagspace.domain.hashtag import canonical_tag, tag_id
from hashtagspace.store import read_feeds, read_profiles, read_spaces
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.read_feeds import END
from hashtagspace.store.read_people import find_terms
from hashtagspace.store.read_spaces import TrendRecord
from hashtagspace.store.reader import Connection

routes = build_blueprint("spaces", "Public pages of hashtags")
_TREND_HOURS = 24


@routes.get("/v1/spaces", operation_id="listSpaces", responses={200: SpacePage})
def list_spaces(query: SpacesQuery) -> Response:
    """Tags used by most profiles in the last 24 hours; one with a level counts fourfold."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        checkpoint = find_checkpoint(connection)
        now = 0 if checkpoint is None else checkpoint.indexed_time
        by_level = find_terms(connection) is not None
        trends = read_spaces.list_trending(connection, now, _TREND_HOURS, query.limit, by_level=by_level)
        return {"items": [_build_trend(record) for record in trends], "nextCursor": None}

    return answer_read(build)


@routes.get("/v1/spaces/<tag>", operation_id="getSpace", responses={200: Space})
def get_space(path: SpacePath, query: SpaceQuery) -> Response:
    """One space; a tag that nobody used yet is an empty space, not an error."""
    tag = canonical_tag(path.tag)
    identity = tag_id(tag)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        record = read_spaces.read_space(connection, identity)
        viewer = query.viewer
        return {
            "tag": tag,
            "tagId": hex_of(identity),
            "counts": {"posts": record.posts, "followers": record.followers},
            "following": viewer and read_profiles.is_following_tag(connection, viewer, identity),
        }

    return answer_read(build)


@routes.get("/v1/spaces/<tag>/posts", operation_id="listSpacePosts", responses={200: PostPage})
def list_space_posts(path: SpacePath, query: FeedQuery) -> Response:
    """Posts that carry the tag, latest first."""
    identity = tag_id(path.tag)
    after = position_of(query.cursor, END)

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        keys = read_feeds.list_of_tag(connection, identity, after, query.limit + 1)
        page, cursor = split_page(keys, query.limit)
        return {"items": render_posts(connection, revision, page, query.viewer), "nextCursor": cursor}

    return answer_read(build)


def _build_trend(record: TrendRecord) -> dict[str, Any]:
    return {
        "tag": record.tag,
        "tagId": hex_of(record.tag_id),
        "counts": {"posts": record.posts, "followers": record.followers},
        "recentPosts": record.recent_posts,
        "recentAuthors": record.recent_authors,
    }
