"""The strict JSON that content documents are written in; its TypeScript twin is `strictJson.ts`.

I-JSON (RFC 7493) and less: integers within ±(2^53−1) only, no duplicate keys, no surrogates,
noncharacters or NUL, depth ≤ 16. Both languages read the same tokens in the same order, so the
same bytes are refused with the same code.
"""

import re
from typing import Final

from hashtagspace.errors import InvalidContent

MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 2**53 - 1
BOM: Final = b"\xef\xbb\xbf"

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_PLAIN: Final = re.compile(r'[^"\\\x00-\x1f]*')
_HEX4: Final = re.compile(r"[0-9a-fA-F]{4}")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NOT_A_NUMBER: Final = re.compile(r"NaN|-?Infinity")
_LITERALS: Final[dict[str, tuple[str, bool | None]]] = {
    "t": ("true", True),
    "f": ("false", False),
    "n": ("null", None),
}
_ESCAPES: Final = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
FORBIDDEN: Final = re.compile(
    "[\x00\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def refuse(code: str, sentence: str) -> InvalidContent:
    """The error with code `content.<code>`."""
    return InvalidContent(sentence, code=f"content.{code}")


def decode_utf8(data: bytes) -> str:
    """The text; raises `content.bom` or `content.utf8`."""
    if data.startswith(BOM):
        raise refuse("bom", "The document starts with a byte order mark; leave it out.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise refuse("utf8", f"Byte {error.start} of the document is not UTF-8.") from None


def parse_json(data: bytes) -> Json:
    """The value the bytes stand for.

    Raises `content.bom`, `.utf8`, `.json`, `.depth`, `.duplicate_key`, `.not_integer`,
    `.integer_range`, `.surrogate`, `.noncharacter` or `.nul`, and nothing else.
    """
    return _Parser(decode_utf8(data)).parse()


class _Parser:
    """Reads one document from left to right; the first fault met is the one reported."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parse(self) -> Json:
        value = self._value(0)
        if self._peek():
            raise self._syntax("something follows the end of the document")
        return value

    def _peek(self) -> str:
        """The next character that is not space, "" at the end."""
        space = _SPACE.match(self._text, self._at)
        if space:
            self._at = space.end()
        return self._text[self._at : self._at + 1]

    def _syntax(self, what: str) -> InvalidContent:
        return refuse("json", f"The document is not JSON: {what} (character {self._at}).")

    def _value(self, depth: int) -> Json:
        match self._peek():
            case "{":
                return self._object(depth + 1)
            case "[":
                return self._array(depth + 1)
            case '"':
                return self._string()
            case ("t" | "f" | "n") as first:
                return self._literal(first)
            case _:
                return self._number()

    def _enter(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise refuse("depth", f"The document nests deeper than {MAX_DEPTH} levels.")
        self._at += 1

    def _object(self, depth: int) -> dict[str, Json]:
        self._enter(depth)
        members: dict[str, Json] = {}
        if self._peek() == "}":
            self._at += 1
            return members
        while True:
            if self._peek() != '"':
                raise self._syntax("a member name is expected")
            name = self._string()
            if name in members:
                raise refuse("duplicate_key", "A member name occurs twice in one object; keep one.")
            if self._peek() != ":":
                raise self._syntax("a colon is expected")
            self._at += 1
            members[name] = self._value(depth)
            if self._ends("}"):
                return members

    def _array(self, depth: int) -> list[Json]:
        self._enter(depth)
        items: list[Json] = []
        if self._peek() == "]":
            self._at += 1
            return items
        while True:
            items.append(self._value(depth))
            if self._ends("]"):
                return items

    def _ends(self, closing: str) -> bool:
        following = self._peek()
        if following not in (",", closing) or not following:
            raise self._syntax(f"a comma or {closing} is expected")
        self._at += 1
        return following == closing

    def _literal(self, first: str) -> bool | None:
        word, value = _LITERALS[first]
        if not self._text.startswith(word, self._at):
            raise self._syntax("a value is expected")
        self._at += len(word)
        return value

    def _number(self) -> int:
        found = _NUMBER.match(self._text, self._at)
        if not found:
            if _NOT_A_NUMBER.match(self._text, self._at):
                raise refuse("not_integer", "NaN and Infinity are not numbers of a document.")
            raise self._syntax("a value is expected")
        if found[1] or found[2]:
            raise refuse("not_integer", "Numbers are integers, written without point and exponent.")
        self._at = found.end()
        digits = found[0]
        if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
            raise refuse("integer_range", "An integer lies outside ±(2^53−1); write it as a string.")
        return int(digits)

    def _string(self) -> str:
        parts: list[str] = []
        self._at += 1
        while True:
            plain = _PLAIN.match(self._text, self._at)
            if plain:
                parts.append(plain[0])
                self._at = plain.end()
            match self._text[self._at : self._at + 1]:
                case '"':
                    self._at += 1
                    return _checked("".join(parts))
                case "\\":
                    parts.append(self._escape())
                case "":
                    raise self._syntax("a string does not end")
                case _:
                    raise self._syntax("a control character stands in a string unescaped")

    def _escape(self) -> str:
        kind = self._text[self._at + 1 : self._at + 2]
        if kind in _ESCAPES:
            self._at += 2
            return _ESCAPES[kind]
        high = self._code_unit()
        if 0xD800 <= high < 0xDC00 and self._text.startswith("\\u", self._at):
            low = self._code_unit()
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))
            return chr(high) + chr(low)
        return chr(high)

    def _code_unit(self) -> int:
        digits = _HEX4.match(self._text, self._at + 2)
        if self._text[self._at + 1 : self._at + 2] != "u" or not digits:
            raise self._syntax("an unknown escape stands in a string")
        self._at = digits.end()
        return int(digits[0], 16)


def _checked(text: str) -> str:
    """`text`, unless it holds a code point that I-JSON or a database cannot carry."""
    found = FORBIDDEN.search(text)
    if not found:
        return text
    code_point = ord(found[0])
    if code_point == 0:
        raise refuse("nul", "A string holds the character U+0000; leave it out.")
    if 0xD800 <= code_point < 0xE000:
        raise refuse("surrogate", "A string holds half of a surrogate pair; leave it out.")
    raise refuse("noncharacter", f"A string holds U+{code_point:04X}, which is not a character.")
