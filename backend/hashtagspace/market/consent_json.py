"""A consent as JSON: the names of the contract, numbers as decimal text, bytes as lower-case hex."""

import re
from collections.abc import Mapping
from dataclasses import astuple
from typing import Final

from hashtagspace.domain.consent import Consent
from hashtagspace.errors import InvalidInput

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,77}", re.ASCII)
_HEX: Final = re.compile(r"0x(?:[0-9a-fA-F]{2})*", re.ASCII)


def spell_consent(consent: Consent) -> dict[str, str]:
    """The members as text, in the order of the struct."""
    return {
        name: "0x" + value.hex() if isinstance(value, bytes) else str(value)
        for (name, _), value in zip(Consent.STRUCT.members, astuple(consent), strict=True)
    }


def read_consent(members: Mapping[str, object]) -> Consent:
    """The consent; raises `consent.malformed` naming the first member that does not fit."""
    names = [name for name, _ in Consent.STRUCT.members]
    unknown = sorted(set(members) - set(names))
    if unknown:
        raise _malformed(f"A consent has no member {unknown[0][:40]!r}.")
    values = [_read_member(name, kind, members.get(name)) for name, kind in Consent.STRUCT.members]
    return Consent(*values)  # type: ignore[arg-type]  # the struct's members are the record's, in order


def _read_member(name: str, kind: str, value: object) -> int | bytes:
    text = value if isinstance(value, str) else ""
    if kind.startswith("uint"):
        if not _DECIMAL.fullmatch(text) or int(text) >> int(kind[4:]):
            raise _malformed(f"The consent's {name} is a number below 2^{kind[4:]} in decimal text.")
        return int(text)
    length = 20 if kind == "address" else 32
    if not _HEX.fullmatch(text) or len(text) != 2 + 2 * length:
        raise _malformed(f"The consent's {name} is 0x and {length} hex bytes.")
    return bytes.fromhex(text[2:])


def _malformed(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, code="consent.malformed")
