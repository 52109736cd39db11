"""A JSON value to the terms it stands for; the first rule broken, in the members' order, is reported."""

import json
import re
from base64 import b64decode, b64encode
from typing import Final

from hashtagspace.domain import terms as limits
from hashtagspace.domain.odrl import build_odrl
from hashtagspace.domain.prices import verify_prices
from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import (
    Ask,
    Controller,
    Granularity,
    Question,
    Recipient,
    RecipientRole,
    TermsDocument,
    Withdrawal,
)
from hashtagspace.domain.terms_members import (
    MAX_SAFE_INTEGER,
    Members,
    broken,
    read_address,
    read_country,
    read_email,
    read_host,
    read_integer,
    read_items,
    read_line,
    read_object,
    read_profile,
    read_url,
    read_word,
)

_NAMES: Final = (
    "type", "version", "title", "purpose", "purposes", "controller", "recipients", "jurisdiction", "language",
    "retentionDays", "storageLocations", "rights", "withdrawal", "asks", "minKinds", "maxKinds",
    "envelopeKey", "attesters", "maxBytes", "createdAt", "@context", "odrl",
)  # fmt: skip
_CATEGORY: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_PRICE: Final = re.compile(r"[1-9][0-9]{0,27}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
_ADDRESS: Final = re.compile(r"0x[0-9a-f]{40}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{1622}==")
_ZERO_ADDRESS: Final = bytes(20)


def read_terms(value: Members) -> TermsDocument:
    """The terms; raises `terms.<rule>` for the first rule broken, and nothing else.

    Whether the categories asked for exist is another question: `market/asks.verify_terms`.
    """
    members = read_object(dict(value), "document", _NAMES)
    if members["version"] != limits.VERSION or isinstance(members["version"], bool):
        raise broken("version", "This program reads version 1 of the terms: renew the program.")
    terms = TermsDocument(
        title=read_line(members["title"], "title", limits.MAX_TITLE_CHARACTERS),
        purpose=read_line(members["purpose"], "purpose", limits.MAX_PURPOSE_CHARACTERS),
        purposes=read_items(members["purposes"], "purposes", 1, limits.MAX_PURPOSE_COUNT, _purpose),
        controller=_controller(members["controller"]),
        recipients=read_items(members["recipients"], "recipients", 0, limits.MAX_RECIPIENT_COUNT, _recipient),
        jurisdiction=read_country(members["jurisdiction"], "jurisdiction"),
        language=read_word(members["language"], "language", _LANGUAGE, "a tag such as en or pt-BR"),
        retention_days=read_integer(
            members["retentionDays"], "retention_days", 1, limits.MAX_RETENTION_DAYS
        ),
        storage_locations=read_items(
            members["storageLocations"], "storage_locations", 1, limits.MAX_LOCATION_COUNT, _location
        ),
        rights=_rights(members["rights"]),
        withdrawal=_withdrawal(members["withdrawal"]),
        asks=_asks(members["asks"]),
        min_kinds=read_integer(members["minKinds"], "min_kinds", 1, limits.MAX_ASK_COUNT),
        max_kinds=read_integer(members["maxKinds"], "max_kinds", 1, limits.MAX_ASK_COUNT),
        envelope_key=_envelope_key(members["envelopeKey"]),
        attesters=read_items(members["attesters"], "attesters", 0, limits.MAX_ATTESTER_COUNT, _attester),
        max_bytes=read_integer(
            members["maxBytes"], "max_bytes", limits.MIN_BUNDLE_BYTES, limits.MAX_BUNDLE_BYTES
        ),
        created_at_ms=read_integer(members["createdAt"], "created_at", 1, MAX_SAFE_INTEGER),
    )  # fmt: skip
    if members["@context"] != limits.CONTEXT:
        raise broken("context", f"The @context is {limits.CONTEXT}.")
    _verify_kinds(terms)
    verify_prices(terms.asks, terms.min_kinds, terms.max_kinds)
    _verify_odrl(members["odrl"], terms)
    return terms


def _purpose(value: Json) -> str:
    if not isinstance(value, str) or value not in limits.PURPOSES:
        raise broken("purposes", f"A purpose is one of {', '.join(limits.PURPOSES)}.")
    return value


def _controller(value: Json) -> Controller:
    members = read_object(value, "controller", ("name", "profile", "contact", "address", "domain"))
    return Controller(
        read_line(members["name"], "controller", limits.MAX_LINE_CHARACTERS),
        read_profile(members["profile"]),
        read_email(members["contact"]),
        read_address(members["address"]),
        None if members["domain"] is None else read_host(members["domain"]),
    )


def _recipient(value: Json) -> Recipient:
    members = read_object(value, "recipients", ("name", "role", "contact", "address"))
    roles = {role.value: role for role in RecipientRole}
    role = members["role"]
    if not isinstance(role, str) or role not in roles:
        raise broken("recipients", f"A recipient's role is one of {', '.join(roles)}.")
    return Recipient(
        read_line(members["name"], "recipients", limits.MAX_LINE_CHARACTERS),
        roles[role],
        read_email(members["contact"]),
        read_address(members["address"]),
    )


def _location(value: Json) -> str:
    return read_country(value, "storage_locations")


def _rights(value: Json) -> tuple[str, ...]:
    rights = read_items(value, "rights", 1, len(limits.RIGHTS), _right)
    missing = sorted(limits.REQUIRED_RIGHTS - set(rights))
    if missing:
        raise broken("rights", f"Whoever sells data here keeps these rights: add {', '.join(missing)}.")
    return rights


def _right(value: Json) -> str:
    if not isinstance(value, str) or value not in limits.RIGHTS:
        raise broken("rights", f"A right is one of {', '.join(limits.RIGHTS)}.")
    return value


def _withdrawal(value: Json) -> Withdrawal:
    members = read_object(value, "withdrawal", ("method", "url"))
    method = read_line(members["method"], "withdrawal", limits.MAX_METHOD_CHARACTERS)
    return Withdrawal(method, None if members["url"] is None else read_url(members["url"], "withdrawal"))


def _asks(value: Json) -> tuple[Ask, ...]:
    asks = read_items(value, "asks", 1, limits.MAX_ASK_COUNT, _ask)
    names = [(ask.category, ask.granularity) for ask in asks]
    if len(set(names)) < len(names):
        raise broken("asks", "A category is asked for twice at one granularity: make it one ask.")
    return asks


def _ask(value: Json) -> Ask:
    members = read_object(value, "asks", ("category", "granularity", "fields", "price"), ("questions",))
    category = read_word(members["category"], "category", _CATEGORY, "a name such as contact")
    granularities = {granularity.value: granularity for granularity in Granularity}
    granularity = members["granularity"]
    if not isinstance(granularity, str) or granularity not in granularities:
        raise broken("granularity", f"A granularity is one of {', '.join(granularities)}.")
    return Ask(
        category,
        granularities[granularity],
        _price(members["price"]),
        read_items(members["fields"], "fields", 0, limits.MAX_FIELD_COUNT, _field),
        _questions(members["questions"]) if "questions" in members else (),
    )


def _field(value: Json) -> str:
    return read_word(value, "fields", _FIELD, "a list of names such as birth_year")


def _price(value: Json) -> int:
    text = read_word(value, "price", _PRICE, "a number of 1e-18 TAG above 0, written in decimal digits")
    if int(text) > limits.MAX_PRICE_WEI:
        raise broken("price", "A price is at most 1,000,000,000 TAG, which is all there is.")
    return int(text)


def _questions(value: Json) -> tuple[Question, ...]:
    if not isinstance(value, dict) or not 1 <= len(value) <= limits.MAX_FIELD_COUNT:
        raise broken(
            "questions", "The questions are an object with one question for each field, or left out."
        )
    return tuple(_question(field, entry) for field, entry in sorted(value.items()))


def _question(field: str, value: Json) -> Question:
    read_word(field, "questions", _FIELD, "an object whose names are fields")
    members = read_object(value, "questions", (), ("least", "months", "oneOf", "currency"))
    if not members:
        raise broken("questions", "A question has parameters: least, months, oneOf or currency.")
    return Question(
        field,
        read_integer(members["least"], "questions", 0, limits.MAX_LEAST) if "least" in members else None,
        read_integer(members["months"], "questions", 1, limits.MAX_MONTHS) if "months" in members else None,
        read_items(members["oneOf"], "questions", 1, limits.MAX_VALUE_COUNT, _value)
        if "oneOf" in members
        else (),
        read_word(members["currency"], "questions", _CURRENCY, "in a currency such as EUR")
        if "currency" in members
        else None,
    )


def _value(value: Json) -> str:
    return read_line(value, "questions", limits.MAX_TITLE_CHARACTERS)


def _envelope_key(value: Json) -> bytes:
    if not isinstance(value, str) or not _BASE64.fullmatch(value):
        raise broken("envelope_key", "The envelope key is an X-Wing public key of 1,216 bytes in base64.")
    key = b64decode(value)
    if b64encode(key).decode() != value:
        raise broken("envelope_key", "The envelope key's base64 ends in stray bits: encode it anew.")
    return key


def _attester(value: Json) -> bytes:
    address = bytes.fromhex(
        read_word(value, "attesters", _ADDRESS, "a list of 0x and 40 digits 0-9, a-f")[2:]
    )
    if address == _ZERO_ADDRESS:
        raise broken("attesters", "Nobody signs for the zero address: leave it out.")
    return address


def _verify_kinds(terms: TermsDocument) -> None:
    count = len(terms.list_categories())
    if not terms.min_kinds <= terms.max_kinds <= count:
        raise broken("kinds", f"minKinds ≤ maxKinds ≤ {count}, the number of categories asked for.")


def _verify_odrl(value: Json, terms: TermsDocument) -> None:
    """JSON's own words are compared: to Python true and 1 are equal."""
    if _spell(value) != _spell(build_odrl(terms)):
        raise broken("odrl", "The odrl member does not say what the terms say: build the document anew.")


def _spell(value: object) -> str:
    return json.dumps(value, sort_keys=True)
