"""Posts, threads and proofs."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.proof_views import build_proof
from hashtagspace.api.respond import answer_read, render_ids
from hashtagspace.api.schemas.post import Post, PostPath, PostQuery, Thread, ThreadQuery
from hashtagspace.api.schemas.proof import Proof
from hashtagspace.api.thread_views import build_replies, parse_place
from hashtagspace.errors import NotFound
from hashtagspace.store import read_feeds
from hashtagspace.store.reader import Connection

routes = build_blueprint("posts", "What people write, and the proof that they did")
_MOST_ANCESTORS = 50


@routes.get("/v1/posts/<postId>", operation_id="getPost", responses={200: Post})
def get_post(path: PostPath, query: PostQuery) -> Response:
    """One post."""

    def build(connection: Connection, revision: int) -> Any:  # noqa: ANN401 - an encoded post
        found = render_ids(connection, revision, [path.post_id], query.viewer)
        if not found:
            raise _unknown_post()
        return found[0]

    return answer_read(build)


@routes.get("/v1/posts/<postId>/thread", operation_id="getThread", responses={200: Thread})
def get_thread(path: PostPath, query: ThreadQuery) -> Response:
    """A post, what it answers and a page of its replies."""
    place = parse_place(query.cursor)

    def build(connection: Connection, revision: int) -> dict[str, Any]:
        found = render_ids(connection, revision, [path.post_id], query.viewer)
        if not found:
            raise _unknown_post()
        ancestors = read_feeds.list_ancestors(connection, path.post_id, _MOST_ANCESTORS)
        return {
            "ancestors": render_ids(connection, revision, ancestors, query.viewer),
            "post": found[0],
            **build_replies(connection, revision, path.post_id, query, place),
        }

    return answer_read(build)


@routes.get("/v1/posts/<postId>/proof", operation_id="getProof", responses={200: Proof})
def get_proof(path: PostPath) -> Response:
    """What a reader needs to check the post against the chain without believing this gateway."""
    gateway = current_gateway()

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        proof = build_proof(
            connection, path.post_id, gateway.services.deployment.post_registry, gateway.trees
        )
        if proof is None:
            raise _unknown_post()
        return proof

    return answer_read(build)


def _unknown_post() -> NotFound:
    return NotFound("No such post is known here; it may not be indexed yet.", code="post.unknown")
