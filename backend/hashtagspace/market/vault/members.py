"""Members of the vault's JSON objects, taken one by one: what is wrong or left over raises ValueError."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from hashtagspace.domain.strict_json import Json

T = TypeVar("T")

_HEX: Final = re.compile(r"0x(?:[0-9a-f]{2})*")
_PROFILE: Final = re.compile(r"[1-9][0-9]{0,18}")
MAX_MS: Final = 2**53 - 1


class Members:
    """The members of one object; `end` makes sure that each was asked for."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise ValueError("an object is expected")
        self._left = dict(value)

    def take(self, name: str) -> Json:
        """The value, whatever it is."""
        if name not in self._left:
            raise ValueError(f"{name} is missing")
        return self._left.pop(name)

    def constant(self, name: str, wanted: str | int) -> None:
        """The value is `wanted`."""
        found = self.take(name)
        if found != wanted or type(found) is not type(wanted):
            raise ValueError(f"{name} is not {wanted}")

    def text(self, name: str, most: int, least: int = 0) -> str:
        """Text of `least` to `most` code points."""
        found = self.take(name)
        if not isinstance(found, str) or not least <= len(found) <= most:
            raise ValueError(f"{name} is no text of {least} to {most} characters")
        return found

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of some texts."""
        found = self.take(name)
        if not isinstance(found, str) or found not in choices:
            raise ValueError(f"{name} is none of {', '.join(choices)}")
        return found

    def integer(self, name: str, least: int = 0, most: int = MAX_MS) -> int:
        """A whole number in a range."""
        found = self.take(name)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise ValueError(f"{name} is no number from {least} to {most}")
        return found

    def hex(self, name: str, length: int, most: int | None = None) -> bytes:
        """So many bytes as 0x and lower-case digits, any number up to `most` when it is given."""
        found = self.take(name)
        if not isinstance(found, str) or not _HEX.fullmatch(found):
            raise ValueError(f"{name} is not 0x and digits")
        if not length <= len(found) // 2 - 1 <= (most or length):
            raise ValueError(f"{name} is not 0x and {2 * length} digits")
        return bytes.fromhex(found[2:])

    def hex_or_none(self, name: str, length: int, most: int) -> bytes | None:
        """As `hex`, or null."""
        return None if self._is_null(name) else self.hex(name, length, most)

    def text_or_none(self, name: str, most: int) -> str | None:
        """As `text`, or null."""
        return None if self._is_null(name) else self.text(name, most)

    def plain(self, name: str) -> dict[str, Json]:
        """An object that nobody here looks into."""
        found = self.take(name)
        if not isinstance(found, dict):
            raise ValueError(f"{name} is no object")
        return found

    def plain_or_none(self, name: str) -> dict[str, Json] | None:
        """As `plain`, or null."""
        return None if self._is_null(name) else self.plain(name)

    def profile(self, name: str) -> int:
        """A profile id in decimal."""
        found = self.take(name)
        if not isinstance(found, str) or not _PROFILE.fullmatch(found) or int(found) >= 1 << 63:
            raise ValueError(f"{name} is no profile id")
        return int(found)

    def items(self, name: str, most: int, read: Callable[[Json], T]) -> tuple[T, ...]:
        """Each item of a list, read."""
        found = self.take(name)
        if not isinstance(found, list) or len(found) > most:
            raise ValueError(f"{name} is no list of at most {most}")
        return tuple(map(read, found))

    def _is_null(self, name: str) -> bool:
        if self._left.get(name, 0) is not None:
            return False
        del self._left[name]
        return True

    def end(self) -> None:
        """Nothing is left."""
        if self._left:
            raise ValueError(f"{next(iter(self._left))} is not known")


def hexed(data: bytes) -> str:
    """0x and lower-case digits."""
    return "0x" + data.hex()
