"""The values that a terms document is made of, read one by one; each refusal has the code `terms.<rule>`."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from hashtagspace.domain import terms as limits
from hashtagspace.domain.kinds import is_profile_id
from hashtagspace.domain.spelling import is_email, is_host, is_https, is_line
from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import Address
from hashtagspace.errors import InvalidContent

Members = Mapping[str, Json]
Item = TypeVar("Item")
MAX_SAFE_INTEGER: Final = 2**53 - 1

_PROFILE: Final = re.compile(r"[1-9][0-9]{0,18}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def broken(rule: str, sentence: str) -> InvalidContent:
    """The error with code `terms.<rule>`."""
    return InvalidContent(sentence, code=f"terms.{rule}")


def read_object(value: Json, rule: str, names: Sequence[str], optional: Sequence[str] = ()) -> Members:
    """An object with these members and no other: nothing is signed that is not shown.

    Raises `terms.<rule>`, or `terms.unknown_member`.
    """
    if not isinstance(value, dict) or not set(names) <= value.keys():
        raise broken(rule, f"The {rule.replace('_', ' ')} is an object with {', '.join(names)}.")
    unknown = sorted(value.keys() - {*names, *optional})
    if unknown:
        raise broken("unknown_member", f"The terms say {unknown[0]!r}, which nobody is shown: leave it out.")
    return value


def read_line(value: Json, rule: str, most: int) -> str:
    """One line of text: 1 to `most` characters, no space at its ends, nothing that breaks or turns it."""
    if not isinstance(value, str) or not is_line(value, most):
        raise broken(
            rule,
            f"The {rule.replace('_', ' ')} is one line of 1 to {most} characters, without line breaks, "
            "invisible characters or spaces at its ends.",
        )
    return value


def read_integer(value: Json, rule: str, least: int, most: int) -> int:
    """An integer from `least` to `most`."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise broken(rule, f"The {rule.replace('_', ' ')} is a whole number from {least:,} to {most:,}.")
    return value


def read_items(
    value: Json, rule: str, least: int, most: int, read: Callable[[Json], Item]
) -> tuple[Item, ...]:
    """A list of `least` to `most` entries, each once."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise broken(rule, f"The {rule.replace('_', ' ')} is a list of {least} to {most} entries.")
    items = tuple(read(entry) for entry in value)
    if any(item in items[:at] for at, item in enumerate(items)):
        raise broken(rule, f"The {rule.replace('_', ' ')} names an entry twice; keep one.")
    return items


def read_word(value: Json, rule: str, pattern: re.Pattern[str], what: str) -> str:
    """A text of the pattern; `what` says what it is."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise broken(rule, f"The {rule.replace('_', ' ')} is {what}.")
    return value


def read_profile(value: Json) -> int:
    """A profile id, written in decimal digits."""
    text = read_word(value, "profile", _PROFILE, "a profile id as a decimal string")
    if not is_profile_id(int(text)):
        raise broken("profile", "The profile is a profile id as a decimal string.")
    return int(text)


def read_host(value: Json) -> str:
    """A host name in lower-case ASCII."""
    if not isinstance(value, str) or not is_host(value):
        raise broken("domain", "The domain is a host name such as shop.example in lower-case ASCII.")
    return value


def read_email(value: Json) -> str:
    """An e-mail address."""
    if not isinstance(value, str) or not is_email(value):
        raise broken("contact", "The contact is an e-mail address such as privacy@shop.example.")
    return value


def read_url(value: Json, rule: str) -> str:
    """An https address in plain ASCII."""
    if not isinstance(value, str) or not is_https(value, limits.MAX_URL_CHARACTERS):
        raise broken(
            rule, f"The {rule.replace('_', ' ')} page's address starts with https:// and is plain ASCII."
        )
    return value


def read_country(value: Json, rule: str) -> str:
    """A country's two letters; whether there is such a country is for `market/categories` to say."""
    return read_word(value, rule, _COUNTRY, "two capital letters of ISO 3166-1, such as DE")


def read_address(value: Json) -> Address:
    """A postal address."""
    members = read_object(value, "address", ("street", "city", "postcode", "country"))
    street, city, postcode = (
        read_line(members[name], "address", limits.MAX_LINE_CHARACTERS)
        for name in ("street", "city", "postcode")
    )
    return Address(street, city, postcode, read_country(members["country"], "address"))
