"""Server-sent events."""

from flask import Response, request

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.broadcast import iterate_events
from hashtagspace.api.gateway import caller_network, current_gateway
from hashtagspace.errors import InvalidInput

routes = build_blueprint("stream", "Posts, offers, deals and blocks as they are projected")
_EVENTS = (
    "Events `post` with data {postId, profileId, tags, sortAt}, `offer` with {offerId}, `deal` with {dealId, "
    "offerId, profileId, state} and `block` with {number, time}; `reset` means that more was missed than is "
    "kept: load pages anew. Comments keep the connection alive; `Last-Event-ID` resumes."
)


@routes.get(
    "/v1/stream",
    operation_id="stream",
    responses={
        200: {"description": _EVENTS, "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    },
)
def stream() -> Response:
    """New posts, changed offers and deals, and blocks, as long as the connection lasts."""
    gateway = current_gateway()
    caller = gateway.limiter.key_of(caller_network())
    subscription = gateway.broadcaster.subscribe(caller, _last_event_id())
    response = Response(iterate_events(subscription), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: gateway.broadcaster.unsubscribe(subscription))
    return response


def _last_event_id() -> int | None:
    text = request.headers.get("Last-Event-ID")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidInput(
            "Last-Event-ID is the id of an event of this stream; leave it out.", code="stream.event_id"
        )
    return int(text)
