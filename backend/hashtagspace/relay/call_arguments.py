"""Arguments of calls out of JSON, by the types of the ABI: numbers, bytes, text, structs, lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import Argument
from hashtagspace.errors import InvalidInput

MAX_SIGNATURE_BYTES: Final = 4096
_MAX_TEXT: Final = 64
_LENGTHS: Final = {"address": 20, "bytes32": 32}
_BITS: Final = {f"uint{bits}": bits for bits in (8, 32, 64, 128, 256)}
_DIGITS: Final = 78  # of the largest number there is


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with exactly these members."""

    members: tuple[tuple[str, "Kind"], ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """At most so many of a kind."""

    kind: str
    most: int


Kind = str | Struct | ListOf
Value = Argument
Values = Mapping[str, Value]


def refuse(sentence: str) -> InvalidInput:
    """The error for arguments that do not fit."""
    return InvalidInput(sentence, code="call.arguments")


def parse_argument(name: str, kind: Kind, value: object) -> Value:
    """The typed argument, a struct as the tuple of its members; raises `call.arguments` naming it."""
    match kind:
        case Struct():
            return _parse_struct(name, kind, value)
        case ListOf():
            if not isinstance(value, list) or len(value) > kind.most:
                raise refuse(f"The argument {name} is a list of at most {kind.most}.")
            return [parse_argument(f"{name}[{at}]", kind.kind, one) for at, one in enumerate(value)]
        case str() if kind in _BITS:
            return _parse_number(name, value, _BITS[kind])
        case str():
            return _parse_text(name, kind, value)


def number(values: Values, name: str) -> int:
    """The argument `name`, which the form says is a number."""
    value = values[name]
    if not isinstance(value, int):
        raise refuse(f"The argument {name} is a number.")
    return value


def data(values: Values, name: str) -> bytes:
    """The argument `name`, which the form says is bytes."""
    value = values[name]
    if not isinstance(value, bytes):
        raise refuse(f"The argument {name} is bytes.")
    return value


def text(values: Values, name: str) -> str:
    """The argument `name`, which the form says is text."""
    value = values[name]
    if not isinstance(value, str):
        raise refuse(f"The argument {name} is text.")
    return value


def members(values: Values, name: str, struct: Struct) -> dict[str, Value]:
    """The argument `name`, which the form says is this struct, by its members' names."""
    value = values[name]
    if not isinstance(value, tuple) or len(value) != len(struct.members):
        raise refuse(f"The argument {name} is an object.")
    return {member: one for (member, _), one in zip(struct.members, value, strict=True)}


def _parse_struct(name: str, struct: Struct, value: object) -> tuple[Value, ...]:
    names = [member for member, _ in struct.members]
    if not isinstance(value, Mapping) or set(value) != set(names):
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        raise refuse(f"The argument {name} is an object of {listed}.")
    return tuple(parse_argument(f"{name}.{member}", kind, value[member]) for member, kind in struct.members)


def _parse_number(name: str, value: object, bits: int) -> int:
    is_text = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _DIGITS
    found = int(str(value)) if is_text or (isinstance(value, int) and not isinstance(value, bool)) else -1
    if not 0 <= found < 1 << bits:
        raise refuse(f"The argument {name} is a number below 2^{bits}, as a decimal string or a JSON number.")
    return found


def _parse_text(name: str, kind: str, value: object) -> str | bytes:
    if not isinstance(value, str):
        raise refuse(f"The argument {name} is missing or no text.")
    if kind == "string":
        if not (1 <= len(value) <= _MAX_TEXT and value.isprintable()):
            raise refuse(f"The argument {name} is 1 to {_MAX_TEXT} printable characters.")
        return value
    return _parse_bytes(name, value, _LENGTHS.get(kind))


def _parse_bytes(name: str, value: str, length: int | None) -> bytes:
    most = 2 + 2 * (MAX_SIGNATURE_BYTES if length is None else length)
    try:
        found = bytes.fromhex(value[2:]) if value.startswith("0x") and len(value) <= most else None
    except ValueError:
        found = None
    if found is None or " " in value or (length is not None and len(found) != length):
        size = "hex bytes" if length is None else f"{length} hex bytes"
        raise refuse(f"The argument {name} is 0x and {size}.")
    return found
