"""Profiles, their posts, keys and follow edges."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.schemas.post import PostPage
from hashtagspace.api.schemas.profile import (
    EdgesQuery,
    FollowerPage,
    FollowingPage,
    Profile,
    ProfileIdPath,
    ProfileKeys,
    ProfileList,
    ProfilePath,
    ProfilePostsQuery,
    ProfilesQuery,
    ViewerQuery,
)

routes = build_blueprint("profiles", "Numbered identities")


@routes.get("/v1/profiles", operation_id="listProfiles", responses={200: ProfileList})
def list_profiles(query: ProfilesQuery) -> Response:
    """Profiles that a wallet controls, or whose handle begins so.

    Give exactly one of `custody` and `prefix`.
    """
    raise NotImplementedError


@routes.get("/v1/profiles/<idOrHandle>", operation_id="getProfile", responses={200: Profile})
def get_profile(path: ProfilePath, query: ViewerQuery) -> Response:
    """One profile by id or handle."""
    raise NotImplementedError


@routes.get("/v1/profiles/<profileId>/posts", operation_id="listProfilePosts", responses={200: PostPage})
def list_profile_posts(path: ProfileIdPath, query: ProfilePostsQuery) -> Response:
    """Posts, quotes and reposts of a profile, latest first; replies too when asked for."""
    raise NotImplementedError


@routes.get("/v1/profiles/<profileId>/keys", operation_id="getProfileKeys", responses={200: ProfileKeys})
def get_profile_keys(path: ProfileIdPath) -> Response:
    """Custody periods and session keys, past ones included."""
    raise NotImplementedError


@routes.get("/v1/profiles/<profileId>/followers", operation_id="listFollowers", responses={200: FollowerPage})
def list_followers(path: ProfileIdPath, query: EdgesQuery) -> Response:
    """Who follows the profile."""
    raise NotImplementedError


@routes.get(
    "/v1/profiles/<profileId>/following", operation_id="listFollowing", responses={200: FollowingPage}
)
def list_following(path: ProfileIdPath, query: EdgesQuery) -> Response:
    """Whom, and which tags, the profile follows."""
    raise NotImplementedError
