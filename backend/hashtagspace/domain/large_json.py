"""The same strict JSON for documents of megabytes: read by the standard library's scanner, judged as a whole.

`strict_json` says which rule was broken first, at two microseconds a token: ten seconds for seven megabytes
of tiny ones. Here a refusal has one code, and what is accepted is the same, as a law in the tests has it.
"""

import json
import re
from typing import Any, Final, NoReturn

from hashtagspace.domain.strict_json import (
    FORBIDDEN,
    MAX_DEPTH,
    MAX_INTEGER,
    Json,
    decode_utf8,
    refuse,
)
from hashtagspace.errors import InvalidContent

_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_LONG_NUMBER: Final = re.compile(rb"[0-9]{16,}")
_LONGEST_NUMBER: Final = 16
_LEVELS: Final = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")


def parse_large_json(data: bytes) -> Json:
    """The value that `parse_json` gives; raises `content.bom`, `.utf8`, `.json` for all else it refuses."""
    text = decode_utf8(data)
    outside = _STRING.sub(b"", data)
    if _is_deep(outside) or _has_large_number(outside) or FORBIDDEN.search(text):
        raise _refused()
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_members, parse_float=_reject, parse_constant=_reject
        )
    except ValueError:
        raise _refused() from None
    if "\\u" in text and any(map(FORBIDDEN.search, _list_strings(value))):
        raise _refused()
    return value


def _is_deep(outside: bytes) -> bool:
    """Whether brackets nest too deeply or do not match; each round takes one level off."""
    levels = outside.translate(_LEVELS, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        levels = levels.replace(b"[]", b"")
    return bool(levels)


def _has_large_number(outside: bytes) -> bool:
    """A number of 16 digits is compared, a longer one is too large: none begins with a nought."""
    return any(
        len(found[0]) > _LONGEST_NUMBER or int(found[0]) > MAX_INTEGER
        for found in _LONG_NUMBER.finditer(outside)
    )


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _refused()
    return members


def _reject(_token: str) -> NoReturn:
    raise _refused()


def _list_strings(value: Json) -> list[str]:
    """Every string of the value, member names too."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            found.extend(one)
            waiting.extend(one.values())
    return found


def _refused() -> InvalidContent:
    return refuse(
        "json", "The document is not JSON as documents here are written: no program of ours made it."
    )
