"""Profiles, their posts, keys and follow edges."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.paging import position_of, split_page
from hashtagspace.api.profile_views import (
    build_custody,
    build_edges,
    build_followed_tag,
    build_profile,
    build_session_key,
)
from hashtagspace.api.respond import answer_read, render_posts
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
from hashtagspace.errors import InvalidInput, NotFound
from hashtagspace.store import read_feeds, read_posts, read_profiles
from hashtagspace.store.read_feeds import END
from hashtagspace.store.read_profiles import EdgeRecord
from hashtagspace.store.reader import Connection

routes = build_blueprint("profiles", "Numbered identities")
_MOST_TAGS = 500


@routes.get("/v1/profiles", operation_id="listProfiles", responses={200: ProfileList})
def list_profiles(query: ProfilesQuery) -> Response:
    """Profiles that a wallet controls, or whose handle begins so.

    Give exactly one of `custody` and `prefix`.
    """
    custody, prefix, limit = query.custody, query.prefix, query.limit

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        if custody is not None and prefix is None:
            found = read_profiles.list_by_custody(connection, custody, limit)
        elif prefix is not None and custody is None:
            found = read_profiles.list_by_prefix(connection, prefix, limit)
        else:
            raise InvalidInput("Give exactly one of custody and prefix.", code="parameter.choice")
        return {"items": [build_profile(record) for record in found]}

    return answer_read(build)


@routes.get("/v1/profiles/<idOrHandle>", operation_id="getProfile", responses={200: Profile})
def get_profile(path: ProfilePath, query: ViewerQuery) -> Response:
    """One profile by id or handle."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        record = read_profiles.find_profile(connection, path.id_or_handle)
        if record is None:
            raise _unknown_profile()
        viewer = query.viewer
        if viewer is None:
            return build_profile(record)
        following = read_profiles.is_following(connection, viewer, record.profile)
        return build_profile(record, following)

    return answer_read(build)


@routes.get("/v1/profiles/<profileId>/posts", operation_id="listProfilePosts", responses={200: PostPage})
def list_profile_posts(path: ProfileIdPath, query: ProfilePostsQuery) -> Response:
    """Posts, quotes and reposts of a profile, latest first; replies too when asked for."""
    after = position_of(query.cursor, END)

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        _require_profile(connection, path.profile_id)
        keys = read_feeds.list_of_profile(
            connection, path.profile_id, after, query.limit + 1, replies=query.replies
        )
        page, cursor = split_page(keys, query.limit)
        return {"items": render_posts(connection, revision, page, query.viewer), "nextCursor": cursor}

    return answer_read(build)


@routes.get("/v1/profiles/<profileId>/keys", operation_id="getProfileKeys", responses={200: ProfileKeys})
def get_profile_keys(path: ProfileIdPath) -> Response:
    """Custody periods and session keys, past ones included."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        _require_profile(connection, path.profile_id)
        custodies = read_profiles.list_custodies(connection, path.profile_id)
        keys = read_profiles.list_session_keys(connection, path.profile_id)
        return {
            "profileId": str(path.profile_id),
            "custodies": [build_custody(record) for record in custodies],
            "sessionKeys": [build_session_key(record) for record in keys],
        }

    return answer_read(build)


@routes.get("/v1/profiles/<profileId>/followers", operation_id="listFollowers", responses={200: FollowerPage})
def list_followers(path: ProfileIdPath, query: EdgesQuery) -> Response:
    """Who follows the profile."""
    after = position_of(query.cursor, END, id_bytes=8)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        _require_profile(connection, path.profile_id)
        edges = read_profiles.list_followers(connection, path.profile_id, after, query.limit + 1)
        return _edge_page(connection, edges, query.limit)

    return answer_read(build)


@routes.get(
    "/v1/profiles/<profileId>/following", operation_id="listFollowing", responses={200: FollowingPage}
)
def list_following(path: ProfileIdPath, query: EdgesQuery) -> Response:
    """Whom, and which tags, the profile follows."""
    after = position_of(query.cursor, END, id_bytes=8)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        _require_profile(connection, path.profile_id)
        edges = read_profiles.list_following(connection, path.profile_id, after, query.limit + 1)
        first = query.cursor is None
        tags = read_profiles.list_followed_tags(connection, path.profile_id, _MOST_TAGS) if first else ()
        return {
            **_edge_page(connection, edges, query.limit),
            "tags": [build_followed_tag(record) for record in tags],
        }

    return answer_read(build)


def _unknown_profile() -> NotFound:
    return NotFound("No profile with this id or handle is known here; check it.", code="profile.unknown")


def _require_profile(connection: Connection, profile: int) -> None:
    if not read_profiles.has_profile(connection, profile):
        raise _unknown_profile()


def _edge_page(connection: Connection, edges: Sequence[EdgeRecord], limit: int) -> dict[str, Any]:
    shown = edges[:limit]
    authors = read_posts.map_authors(connection, {edge.profile for edge in shown})
    more = len(edges) > limit
    last = Cursor(shown[-1].since_ms, shown[-1].profile.to_bytes(8, "big")) if more else None
    return {"items": build_edges(shown, authors), "nextCursor": last and encode_cursor(last)}
