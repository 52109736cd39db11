"""Server-sent events."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint

routes = build_blueprint("stream", "New posts and blocks as they are projected")
_EVENTS = (
    "Events `post` with data {postId, profileId, tags, sortAt} and `block` with data {number, time}; "
    "comments keep the connection alive; `Last-Event-ID` resumes."
)


@routes.get(
    "/v1/stream",
    operation_id="stream",
    responses={
        200: {"description": _EVENTS, "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    },
)
def stream() -> Response:
    """New posts and blocks, as long as the connection lasts."""
    raise NotImplementedError
