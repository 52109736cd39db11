"""Posts, threads and proofs."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.schemas.post import Post, PostPath, PostQuery, Thread, ThreadQuery
from hashtagspace.api.schemas.proof import Proof

routes = build_blueprint("posts", "What people write, and the proof that they did")


@routes.get("/v1/posts/<postId>", operation_id="getPost", responses={200: Post})
def get_post(path: PostPath, query: PostQuery) -> Response:
    """One post."""
    raise NotImplementedError


@routes.get("/v1/posts/<postId>/thread", operation_id="getThread", responses={200: Thread})
def get_thread(path: PostPath, query: ThreadQuery) -> Response:
    """A post, what it answers and a page of its replies."""
    raise NotImplementedError


@routes.get("/v1/posts/<postId>/proof", operation_id="getProof", responses={200: Proof})
def get_proof(path: PostPath) -> Response:
    """What a reader needs to check the post against the chain without believing this gateway."""
    raise NotImplementedError
