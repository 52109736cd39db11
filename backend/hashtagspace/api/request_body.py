"""Bodies: bounded before they are read, strict JSON, bytes in hex and base64."""

import base64
import binascii
from http import HTTPStatus
from typing import Any, Final

import msgspec
from flask import Request, abort

from hashtagspace.domain.documents import MAX_BLOB_BYTES
from hashtagspace.errors import InvalidInput

KIB: Final = 1024
MIB: Final = 1024 * KIB
_DEFAULT_BYTES: Final = 16 * KIB
_LIMIT_BY_RULE: Final = {
    "/v1/content": 64 * KIB,
    "/v1/media": 10 * MIB,
    "/v1/blobs": MAX_BLOB_BYTES,
    "/v1/intents": 9 * MIB,
    "/v1/calls": 128 * KIB,
    "/v1/profiles/<profileId>/vault": 128 * KIB,
}


class GatewayRequest(Request):
    """A request whose body is limited by its route and whose JSON is an object or refused."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ANN401, ARG002
        """The object in the body; raises `body.empty`, `body.malformed`, `body.not_object`."""
        data = take_body(self)
        try:
            value = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise InvalidInput("The body is not JSON in UTF-8; correct it.", code="body.malformed") from None
        if not isinstance(value, dict):
            raise InvalidInput("The body is not a JSON object; send one.", code="body.not_object")
        return value


def bound_body(request: Request) -> None:
    """A declared length above the route's limit raises 413 at once; `take_body` sees to the rest."""
    limit = _limit_of(request)
    request.max_content_length = limit + 1
    if request.content_length is not None and request.content_length > limit:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def take_body(request: Request) -> bytes:
    """The whole body; raises 413 above the route's limit, `body.empty`, `body.incomplete`.

    The framework's own limit cuts a body without a length off and calls it complete, hence one byte more.
    """
    data = request.get_data(cache=False)
    if len(data) > _limit_of(request):
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if request.content_length is not None and len(data) < request.content_length:
        raise InvalidInput("The body ended before its length; send it again.", code="body.incomplete")
    if not data:
        raise InvalidInput("The body is empty; send what this route asks for.", code="body.empty")
    return data


def _limit_of(request: Request) -> int:
    return _LIMIT_BY_RULE.get(request.url_rule.rule if request.url_rule else "", _DEFAULT_BYTES)


def parse_hex(text: str, length: int, code: str, name: str) -> bytes:
    """Bytes of 0x-hex with exactly `length` bytes; raises `code`."""
    try:
        data = bytes.fromhex(text[2:]) if text[:2] == "0x" and " " not in text else b""
    except ValueError:
        data = b""
    if len(data) != length or len(text) != 2 + 2 * length:
        raise InvalidInput(f"{name} is 0x and {2 * length} hex digits; send it whole.", code=code)
    return data


def parse_base64(text: str, code: str) -> bytes:
    """Bytes of standard base64 with padding; raises `code`."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("The content is not base64 with padding; encode it again.", code=code) from None
