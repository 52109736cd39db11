"""Bodies: bounded before they are read, strict JSON, bytes in hex and base64."""

import base64
import binascii
from http import HTTPStatus
from typing import Any, Final

import msgspec
from flask import Request, abort

from hashtagspace.errors import InvalidInput

KIB: Final = 1024
MIB: Final = 1024 * KIB
_DEFAULT_BYTES: Final = 16 * KIB
_LIMIT_BY_RULE: Final = {
    "/v1/content": 64 * KIB,
    "/v1/media": 10 * MIB,
    "/v1/intents": 9 * MIB,
    "/v1/calls": 128 * KIB,
}


class GatewayRequest(Request):
    """A request whose body is limited by its route and whose JSON is an object or refused."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ANN401, ARG002
        """The object in the body; raises `body.empty`, `body.malformed`, `body.not_object`."""
        data = self.get_data(cache=True)
        if not data:
            raise InvalidInput("The body is empty; send a JSON object.", code="body.empty")
        try:
            value = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise InvalidInput("The body is not JSON in UTF-8; correct it.", code="body.malformed") from None
        if not isinstance(value, dict):
            raise InvalidInput("The body is not a JSON object; send one.", code="body.not_object")
        return value


def bound_body(request: Request) -> None:
    """Reading past the route's limit raises 413; a declared length above it raises at once."""
    limit = _LIMIT_BY_RULE.get(request.url_rule.rule if request.url_rule else "", _DEFAULT_BYTES)
    request.max_content_length = limit
    if request.content_length is not None and request.content_length > limit:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


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
