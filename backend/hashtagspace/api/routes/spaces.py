"""Spaces: the public pages of tags."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.schemas.feed import FeedQuery, Space, SpacePage, SpacePath, SpaceQuery, SpacesQuery
from hashtagspace.api.schemas.post import PostPage

routes = build_blueprint("spaces", "Public pages of hashtags")


@routes.get("/v1/spaces", operation_id="listSpaces", responses={200: SpacePage})
def list_spaces(query: SpacesQuery) -> Response:
    """Tags used by most profiles in the last 24 hours."""
    raise NotImplementedError


@routes.get("/v1/spaces/<tag>", operation_id="getSpace", responses={200: Space})
def get_space(path: SpacePath, query: SpaceQuery) -> Response:
    """One space; a tag that nobody used yet is an empty space, not an error."""
    raise NotImplementedError


@routes.get("/v1/spaces/<tag>/posts", operation_id="listSpacePosts", responses={200: PostPage})
def list_space_posts(path: SpacePath, query: FeedQuery) -> Response:
    """Posts that carry the tag, latest first."""
    raise NotImplementedError
