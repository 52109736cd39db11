"""One value of one field, as a record holds it and an exact bundle shows it: JSON with integers only.

Fractions are texts ("12.50"), dates are YYYY-MM-DD, choices are ids of `schemas.json`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from typing import Final

from hashtagspace.domain.spelling import is_email, is_line
from hashtagspace.domain.strict_json import Json
from hashtagspace.market.categories import Field, load_schemas

MAX_COUNT: Final = 1_000_000
_DATE: Final = re.compile(r"(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_AMOUNT: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{2}")
_DEGREES: Final = re.compile(r"-?(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?")
_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_MAX_TAG_CHARACTERS: Final = 50


def explain_fault(field: Field, value: Json) -> str | None:
    """What a value of the field must be, None when this one is."""
    fits, words = _TYPES[field.type]
    return None if fits(field, value) else words(field)


def is_date(text: str) -> bool:
    """True iff the text is a day from 1900 to 2100, YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    return int(text[8:]) <= monthrange(int(text[:4]), int(text[5:7]))[1]


def cents_of(amount: str) -> int:
    """An amount in hundredths."""
    return int(amount.replace(".", ""))


def micro_degrees(text: str) -> int:
    """Degrees in millionths."""
    whole, _, part = text.removeprefix("-").partition(".")
    size = int(whole) * 10**6 + int(part.ljust(6, "0"))
    return -size if text.startswith("-") else size


def _is_integer(value: Json, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_list(value: Json, most: int, fits: Callable[[Json], bool]) -> bool:
    """1 to `most` entries that fit, each once."""
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        return False
    return all(fits(entry) for entry in value) and not any(
        entry in value[:at] for at, entry in enumerate(value)
    )


def _is_text(field: Field, value: Json) -> bool:
    return isinstance(value, str) and is_line(value, field.most)


def _are_texts(field: Field, value: Json) -> bool:
    return _is_list(
        value, field.most, lambda entry: isinstance(entry, str) and is_line(entry, field.characters)
    )


def _is_number(field: Field, value: Json) -> bool:
    return _is_integer(value, field.least, field.most)


def _is_day(_: Field, value: Json) -> bool:
    return isinstance(value, str) and is_date(value)


def _is_country(_: Field, value: Json) -> bool:
    return isinstance(value, str) and value in load_schemas().countries


def _is_choice(field: Field, value: Json) -> bool:
    return isinstance(value, str) and field.find_group(value) is not None


def _are_choices(field: Field, value: Json) -> bool:
    return _is_list(value, field.most, lambda entry: _is_choice(field, entry))


def _is_email(_: Field, value: Json) -> bool:
    return isinstance(value, str) and is_email(value)


def _is_phone(_: Field, value: Json) -> bool:
    return isinstance(value, str) and _PHONE.fullmatch(value) is not None


def _is_money(_: Field, value: Json) -> bool:
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        return False
    amount, currency = value["amount"], value["currency"]
    fits = isinstance(amount, str) and _AMOUNT.fullmatch(amount) is not None
    return fits and isinstance(currency, str) and currency in load_schemas().currencies


def _is_place(_: Field, value: Json) -> bool:
    if not isinstance(value, dict) or value.keys() != {"latitude", "longitude"}:
        return False
    return _is_degrees(value["latitude"], 90) and _is_degrees(value["longitude"], 180)


def _is_degrees(value: Json, most: int) -> bool:
    if not isinstance(value, str) or not _DEGREES.fullmatch(value):
        return False
    return abs(micro_degrees(value)) <= most * 10**6


def _is_histogram(field: Field, value: Json) -> bool:
    fits = isinstance(value, list) and len(value) == field.size
    return fits and isinstance(value, list) and all(_is_integer(count, 0, MAX_COUNT) for count in value)


def _are_hashtags(field: Field, value: Json) -> bool:
    if not _is_list(value, field.most, _is_hashtag) or not isinstance(value, list):
        return False
    tags = [entry["tag"] for entry in value if isinstance(entry, dict)]
    return len({str(tag) for tag in tags}) == len(tags)


def _is_hashtag(value: Json) -> bool:
    if not isinstance(value, dict) or value.keys() != {"tag", "count"}:
        return False
    tag = value["tag"]
    fits = isinstance(tag, str) and is_line(tag, _MAX_TAG_CHARACTERS) and " " not in tag
    return fits and _is_integer(value["count"], 1, MAX_COUNT)


_Type = tuple[Callable[[Field, Json], bool], Callable[[Field], str]]
_TYPES: Final[dict[str, _Type]] = {
    "text": (_is_text, lambda field: f"one line of 1 to {field.most} characters"),
    "texts": (
        _are_texts,
        lambda field: f"1 to {field.most} different lines of 1 to {field.characters} characters",
    ),
    "integer": (_is_number, lambda field: f"a whole number from {field.least} to {field.most}"),
    "year": (_is_number, lambda field: f"a year from {field.least} to {field.most}"),
    "date": (_is_day, lambda _: "a day such as 2026-03-31"),
    "country": (_is_country, lambda _: "a country by two letters, such as DE"),
    "choice": (_is_choice, lambda _: "one of the choices"),
    "tags": (_are_choices, lambda field: f"1 to {field.most} of the choices, each once"),
    "email": (_is_email, lambda _: "an e-mail address"),
    "phone": (_is_phone, lambda _: "a phone number with + and country code, digits only"),
    "money": (_is_money, lambda _: "an amount with two decimals and a currency, such as 12.50 EUR"),
    "coordinates": (_is_place, lambda _: "a latitude and a longitude in degrees with up to six decimals"),
    "histogram": (_is_histogram, lambda field: f"{field.size} counts"),
    "hashtags": (_are_hashtags, lambda field: f"1 to {field.most} hashtags with their counts, each once"),
}  # fmt: skip
