"""Home and explore."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.paging import home_position, position_of, split_home, split_page
from hashtagspace.api.respond import answer_read, render_posts
from hashtagspace.api.schemas.feed import FeedQuery, HomeQuery
from hashtagspace.api.schemas.post import PostPage
from hashtagspace.store import read_feeds, read_home
from hashtagspace.store.read_feeds import END
from hashtagspace.store.reader import Connection

routes = build_blueprint("feeds", "Posts of many profiles")


@routes.get("/v1/feeds/home", operation_id="getHomeFeed", responses={200: PostPage})
def get_home_feed(query: HomeQuery) -> Response:
    """Posts of followed profiles and tags, and the profile's own, each once.

    A profile that is not known here, or follows nobody, has an empty page.
    """
    gateway = current_gateway()

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        now = gateway.heads.find(revision, connection)
        after, head_ms = home_position(query.cursor, now.newest_ms)
        keys = read_home.list_home(connection, query.profile, after, head_ms, query.limit + 1, now)
        page, cursor = split_home(keys, query.limit, head_ms)
        return {"items": render_posts(connection, revision, page, query.profile), "nextCursor": cursor}

    return answer_read(build)


@routes.get("/v1/feeds/explore", operation_id="getExploreFeed", responses={200: PostPage})
def get_explore_feed(query: FeedQuery) -> Response:
    """All posts and quotes, latest first."""
    after = position_of(query.cursor, END)

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        page, cursor = split_page(read_feeds.list_explore(connection, after, query.limit + 1), query.limit)
        return {"items": render_posts(connection, revision, page, query.viewer), "nextCursor": cursor}

    return answer_read(build)
