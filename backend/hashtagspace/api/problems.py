"""The one place that knows HTTP statuses: every error becomes an RFC 9457 problem here.

A dependency's own words stay in the log: a reader learns which part fails, never its address, path or query.
"""

import math
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec
from flask import Flask, Response, g, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from hashtagspace.errors import (
    ChainUnavailable,
    ConfigError,
    Conflict,
    ContentUnavailable,
    HashtagspaceError,
    InvalidContent,
    InvalidInput,
    InvalidIntent,
    NotFound,
    Refused,
    StoreUnavailable,
    Unavailable,
)
from hashtagspace.log import get_logger

PROBLEM_MIME: Final = "application/problem+json"
_log = get_logger("api")

# First match wins; a code is more exact than a class.
_STATUS_BY_CODE: Final[Mapping[str, int]] = {
    "rate.limited": 429,
    "relay.budget": 429,
    "content.budget": 429,
    "depot.budget": 429,
    "vault.too_large": 413,
    "vault.quota": 413,
    "stream.full": 503,
    "body.too_large": 413,
    "content.too_large": 413,
    "media.too_large": 413,
    "ipfs.too_large": 413,
    "media.type": 415,
    "body.type": 415,
    "ipfs.range": 416,
    "ipfs.not_cached": 412,
    "ipfs.mismatch": 502,
    "ipfs.corrupted": 502,
    "route.method": 405,
    "ipfs.disk_full": 507,
    "content.disk_floor": 507,
}
_STATUS_BY_CLASS: Final[tuple[tuple[type[HashtagspaceError], int], ...]] = (
    (NotFound, 404),
    (Conflict, 409),
    (Refused, 403),
    (InvalidContent, 422),
    (InvalidIntent, 422),
    (InvalidInput, 400),
    (Unavailable, 503),
    (ConfigError, 500),
)
_OUTAGES: Final[tuple[tuple[type[Unavailable], str], ...]] = (
    (ChainUnavailable, "The gateway does not reach the chain at the moment; try again shortly."),
    (
        ContentUnavailable,
        "The content store cannot give or take these bytes at the moment; try again shortly.",
    ),
    (StoreUnavailable, "The gateway's database does not answer at the moment; try again shortly."),
    (Unavailable, "A part of the gateway does not answer at the moment; try again shortly."),
)
_OUTAGE_BY_CODE: Final[Mapping[str, str]] = {
    "ipfs.mismatch": "The content store gave bytes that are not those of the CID; ask another gateway.",
    "ipfs.corrupted": "The gateway's copy of these bytes is damaged and was set aside; ask another gateway.",
    "ipfs.disk_full": "The gateway's content store is full; use another gateway.",
    "content.disk_floor": "The gateway has no room for uploads now; try again later, or use another gateway.",
    "stream.full": "This gateway has as many live streams as it serves; ask for pages instead, or try later.",
}


class RateLimited(Refused):
    """The caller asked too often; `retry_after_seconds` says when to come back."""

    code = "rate.limited"
    retryable = True

    def __init__(self, retry_after_seconds: float) -> None:
        self.retry_after_seconds = max(1, math.ceil(retry_after_seconds))
        super().__init__(
            f"Too many requests from your network; wait {self.retry_after_seconds} s and try again."
        )


class StreamsFull(Unavailable):
    """No more live streams are served by this process, or to this caller."""

    code = "stream.full"


def request_id() -> str:
    """Id of the request being answered, made on first use."""
    found: str | None = g.get("request_id")
    if found is None:
        found = g.request_id = secrets.token_hex(8)
    return found


def status_of(error: HashtagspaceError) -> int:
    """HTTP status of an error."""
    known = _STATUS_BY_CODE.get(error.exact_code)
    if known is not None:
        return known
    return next((status for kind, status in _STATUS_BY_CLASS if isinstance(error, kind)), 500)


def detail_of(error: HashtagspaceError) -> str:
    """The sentence a stranger may read."""
    if isinstance(error, Unavailable):
        known = _OUTAGE_BY_CODE.get(error.exact_code)
        return known or next(sentence for kind, sentence in _OUTAGES if isinstance(error, kind))
    if isinstance(error, ConfigError) or type(error) is HashtagspaceError:
        return _INTERNAL
    return error.detail


_INTERNAL: Final = (
    "Something in this gateway went wrong; it is logged under the request id. Try again or report it."
)


def problem_response(
    status: int, code: str, detail: str, *, retryable: bool = False, parameter: str | None = None
) -> Response:
    """The response that carries a problem."""
    body = {
        "type": f"urn:hashtagspace:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "retryable": retryable,
        "requestId": request_id(),
    }
    if parameter is not None:
        body["parameter"] = parameter
    response = Response(msgspec.json.encode(body), status, mimetype=PROBLEM_MIME)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_error(error: HashtagspaceError) -> Response:
    """The response for an error raised on purpose; outages are logged with their own words."""
    status = status_of(error)
    if isinstance(error, Unavailable | ConfigError) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning(
            "api.unavailable",
            code=error.exact_code,
            reason=error.detail,
            request_id=request_id(),
            rule=_rule(),
        )
    response = problem_response(status, error.exact_code, detail_of(error), retryable=error.retryable)
    seconds = getattr(error, "retry_after_seconds", None)
    if seconds is None and status == HTTPStatus.SERVICE_UNAVAILABLE and error.retryable:
        seconds = 2
    if seconds is not None:
        response.headers["Retry-After"] = str(int(seconds))
    return response


def answer_validation(error: ValidationError) -> Response:
    """The response for a path, query or body that breaks its shape; names the first part at fault."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    parameter = ".".join(str(part) for part in first["loc"]) or None
    code = first["type"]
    if "." in code:
        return problem_response(400, code, first["msg"], parameter=parameter)
    match code:
        case "missing":
            detail = f"{parameter} is missing: give it."
        case "extra_forbidden":
            detail = "This is no parameter of this route: leave it out or correct its spelling."
        case _:
            detail = f"{first['msg']}: correct it and send the request again."
    return problem_response(400, f"parameter.{code}", detail, parameter=parameter)


def answer_http(error: HTTPException) -> Response:
    """The response for what the framework itself refuses: unknown route, wrong method, body too large."""
    status = error.code or 500
    code, detail = _FRAMEWORK.get(
        status, ("http.refused", "The request cannot be served; check how it is made.")
    )
    response = problem_response(status, code, detail)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


_FRAMEWORK: Final[Mapping[int, tuple[str, str]]] = {
    400: ("http.malformed", "The request is malformed; check how it is made."),
    404: ("route.unknown", "There is nothing at this address; the routes are listed in /openapi.json."),
    405: ("route.method", "This address does not take that method; see the Allow header."),
    408: ("body.timeout", "The body did not arrive in time; send it again."),
    413: ("body.too_large", "The body is larger than this route takes; send less at once."),
    415: ("body.type", "The body is of a kind that this route does not take; set Content-Type."),
    416: ("ipfs.range", "The range lies outside the bytes; ask for one inside them."),
    500: ("internal", _INTERNAL),
}


def answer_bug(error: Exception) -> Response:
    """The response for what nobody raised on purpose: logged with its trace, told without it."""
    _log.error("api.bug", request_id=request_id(), rule=_rule(), error=type(error).__name__, exc_info=error)
    return problem_response(500, "internal", _INTERNAL)


def _rule() -> str:
    """Route template, never the address itself, which may hold what people look for."""
    return request.url_rule.rule if request.url_rule else "unknown"


def install_problems(app: Flask) -> None:
    """Every error of `app` is answered by this module."""
    app.register_error_handler(HashtagspaceError, answer_error)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_bug)
