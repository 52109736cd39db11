"""Home and explore."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.schemas.feed import FeedQuery, HomeQuery
from hashtagspace.api.schemas.post import PostPage

routes = build_blueprint("feeds", "Posts of many profiles")


@routes.get("/v1/feeds/home", operation_id="getHomeFeed", responses={200: PostPage})
def get_home_feed(query: HomeQuery) -> Response:
    """Posts of followed profiles and tags, and the profile's own, each once."""
    raise NotImplementedError


@routes.get("/v1/feeds/explore", operation_id="getExploreFeed", responses={200: PostPage})
def get_explore_feed(query: FeedQuery) -> Response:
    """All posts and quotes, latest first."""
    raise NotImplementedError
