"""Responses: JSON once encoded, ETags, and nothing sent that the reader already has."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

import msgspec
from flask import Response, request

from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.page_cache import Page, build_page
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.reader import Connection

_ENCODER: Final = msgspec.json.Encoder()
# Kept by browsers and shared caches, but asked about before every use: a post must be seen in its block.
_REVALIDATE: Final = "public, no-cache"


def answer_json(body: Any, status: int = 200) -> Response:  # noqa: ANN401 - whatever msgspec encodes
    """An answer that nobody keeps."""
    response = Response(_ENCODER.encode(body), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_read(build: Callable[[Connection, int], Any], also: Hashable = None) -> Response:
    """The answer that `build(connection, revision)` gives, from memory while the projection stands still.

    It must depend on nothing but the projection, the path, the query, and what `also` tells apart.
    """
    gateway = current_gateway()
    revision = gateway.services.reader.revision()
    question = (request.path, request.query_string, also)
    page = gateway.pages.find(revision, question)
    if page is None:
        with gateway.services.reader.connection() as connection:
            page = build_page(_ENCODER.encode(build(connection, revision)))
        gateway.pages.keep(revision, question, page)
    return answer_page(page)


def answer_now(build: Callable[[Connection], Any]) -> Response:
    """The answer that `build(connection)` gives now, for what depends on more than the projection."""
    with current_gateway().services.reader.connection() as connection:
        page = build_page(_ENCODER.encode(build(connection)))
    return answer_page(page)


def answer_page(page: Page, cache_control: str = _REVALIDATE) -> Response:
    """The page, or 304 when the caller has it."""
    # Weak comparison: a proxy that compresses may have marked the tag so (RFC 9110, 13.1.2).
    if request.headers.get("If-None-Match") and request.if_none_match.contains_weak(page.etag):
        response = Response(status=304)
    else:
        response = Response(page.body, mimetype="application/json")
    response.set_etag(page.etag)
    response.headers["Cache-Control"] = cache_control
    return response


def render_ids(
    connection: Connection, revision: int, post_ids: Sequence[bytes], viewer: int | None
) -> list[msgspec.Raw]:
    """The posts that exist, encoded, in this order."""
    return current_gateway().views.render(connection, revision, post_ids, viewer)


def render_posts(
    connection: Connection, revision: int, keys: Sequence[FeedKey], viewer: int | None
) -> list[msgspec.Raw]:
    """The posts of a page, encoded."""
    return render_ids(connection, revision, [key.post_id for key in keys], viewer)
