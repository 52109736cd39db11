"""Scalar inputs: each parses text to the value the store wants, or names what was wrong and what to send."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hashtagspace.api.cursor import Cursor, parse_cursor
from hashtagspace.errors import InvalidInput

_DECIMAL = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_HANDLE = re.compile(r"[a-z0-9_]{3,20}", re.ASCII)
_PREFIX = re.compile(r"[a-z0-9_]{1,20}", re.ASCII)
_BYTES32 = re.compile(r"0x[0-9a-fA-F]{64}", re.ASCII)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}", re.ASCII)
MAX_PROFILE_ID = 2**63 - 1
MAX_LIMIT = 100


def _refuse(code: str, sentence: str) -> PydanticCustomError:
    return PydanticCustomError(code, sentence)


def parse_profile_id(value: object) -> int:
    """Profile id from decimal text; 1 to 2^63 - 1. Raises `profile.id_malformed`."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_PROFILE_ID:
        return value
    if isinstance(value, str) and _DECIMAL.fullmatch(value) and int(value) <= MAX_PROFILE_ID:
        return int(value)
    raise _refuse(
        "profile.id_malformed",
        "A profile id is a decimal number from 1 to 2^63-1; take it from a profile or a post.",
    )


def parse_id_or_handle(value: object) -> int | str:
    """Profile id, or handle without `@`. All digits mean an id, so such a handle needs its `@`."""
    text = value if isinstance(value, str) else ""
    if text.startswith("@"):
        return parse_handle(text[1:])
    return parse_profile_id(text) if text.isascii() and text.isdigit() else parse_handle(text)


def parse_handle(value: object) -> str:
    """Handle as the contract allows it. Raises `handle.malformed`."""
    if isinstance(value, str) and _HANDLE.fullmatch(value):
        return value
    raise _refuse(
        "handle.malformed", "A handle has 3 to 20 characters out of a-z, 0-9 and _; check the spelling."
    )


def parse_handle_prefix(value: object) -> str:
    """First letters of a handle, `@` allowed in front. Raises `handle.malformed`."""
    text = value.removeprefix("@").lower() if isinstance(value, str) else ""
    if _PREFIX.fullmatch(text):
        return text
    raise _refuse(
        "handle.malformed",
        "A handle begins with 1 to 20 characters out of a-z, 0-9 and _; check the spelling.",
    )


def parse_post_id(value: object) -> bytes:
    """Post id, which is the intent id that made the post. Raises `post.id_malformed`."""
    if isinstance(value, str) and _BYTES32.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise _refuse("post.id_malformed", "A post id is 0x and 64 hex digits; copy it whole.")


def parse_intent_id(value: object) -> bytes:
    """Intent id. Raises `intent.id_malformed`."""
    if isinstance(value, str) and _BYTES32.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise _refuse("intent.id_malformed", "An intent id is 0x and 64 hex digits; copy it whole.")


def parse_call_id(value: object) -> bytes:
    """Call id. Raises `call.id_malformed`."""
    if isinstance(value, str) and _BYTES32.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise _refuse(
        "call.id_malformed", "A call id is 0x and 64 hex digits, as the answer to the call gave it."
    )


def parse_address(value: object) -> bytes:
    """20-byte address in any letter case. Raises `address.malformed`."""
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise _refuse("address.malformed", "An address is 0x and 40 hex digits; copy it from the wallet.")


def parse_limit(value: object) -> int:
    """Page size, 1 to 100. Raises `limit.malformed`."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_LIMIT:
        return value
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) <= 3
        and 1 <= int(value) <= MAX_LIMIT
    ):
        return int(value)
    raise _refuse("limit.malformed", "A limit is a whole number from 1 to 100; leave it out for the default.")


def _parse_cursor(value: object) -> Cursor | None:
    if value is None:
        return None
    try:
        return parse_cursor(value if isinstance(value, str) else "")
    except InvalidInput as error:
        raise _refuse(error.exact_code, error.detail) from None


def _parse_flag(value: object) -> bool:
    if value in (True, "true", "1"):
        return True
    if value in (False, "false", "0"):
        return False
    raise _refuse("flag.malformed", "A flag is true or false; leave it out for the default.")


def _text(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


ProfileId = Annotated[
    int, BeforeValidator(parse_profile_id), _text(r"^[1-9][0-9]{0,18}$", "Profile id in decimal")
]
IdOrHandle = Annotated[
    int | str,
    BeforeValidator(parse_id_or_handle),
    _text(r"^@?[a-z0-9_]{1,20}$", "Profile id, handle, or @handle (needed when the handle is all digits)"),
]
HandlePrefix = Annotated[
    str, BeforeValidator(parse_handle_prefix), _text(r"^@?[a-zA-Z0-9_]{1,20}$", "First letters of a handle")
]
PostId = Annotated[bytes, BeforeValidator(parse_post_id), _text(r"^0x[0-9a-fA-F]{64}$", "Post id")]
IntentId = Annotated[bytes, BeforeValidator(parse_intent_id), _text(r"^0x[0-9a-fA-F]{64}$", "Intent id")]
CallId = Annotated[bytes, BeforeValidator(parse_call_id), _text(r"^0x[0-9a-fA-F]{64}$", "Call id")]
Address = Annotated[bytes, BeforeValidator(parse_address), _text(r"^0x[0-9a-fA-F]{40}$", "Address")]
CursorText = Annotated[
    Cursor | None,
    BeforeValidator(_parse_cursor),
    _text(r"^[A-Za-z0-9_-]{1,128}$", "`nextCursor` of the page before"),
]
Limit = Annotated[
    int,
    BeforeValidator(parse_limit),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "description": "Items on a page"}),
]
Flag = Annotated[bool, BeforeValidator(_parse_flag), WithJsonSchema({"type": "boolean"})]
TagText = Annotated[
    str, Field(min_length=1, max_length=400, description="Hashtag with or without #, any letter case")
]
