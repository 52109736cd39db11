"""A draft as a business writes it: one JSON or TOML file, prices in TAG, times in days and hours.

What it leaves out has a sensible value; what it gets wrong is named.
"""

import re
import tomllib
from pathlib import Path
from typing import Final

import msgspec

from hashtagspace.client.offering import ALL_BPS, DAY, OfferDraft
from hashtagspace.domain import terms as words
from hashtagspace.domain.terms import (
    Address,
    Ask,
    Controller,
    Granularity,
    Question,
    Recipient,
    RecipientRole,
    TermsDocument,
    Withdrawal,
)
from hashtagspace.errors import ConfigError, InvalidInput

TAG: Final = 10**18
_HOUR: Final = 3_600
_MAX_FILE_BYTES: Final = 1_000_000
_MAX_SAFE: Final = 2**53
_AMOUNT: Final = re.compile(r"([0-9]{1,21})(?:\.([0-9]{1,18}))?", re.ASCII)


class _Member(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A part of the draft; a member it does not know is a mistake."""


class _Address(_Member, frozen=True):
    street: str
    city: str
    postcode: str
    country: str

    def build(self) -> Address:
        return Address(self.street, self.city, self.postcode, self.country)


class _Controller(_Member, frozen=True):
    name: str
    contact: str
    address: _Address
    domain: str | None = None


class _Recipient(_Member, frozen=True):
    name: str
    role: RecipientRole
    contact: str
    address: _Address


class _Withdrawal(_Member, frozen=True):
    method: str
    url: str | None = None


class _Question(_Member, frozen=True):
    least: int | None = None
    months: int | None = None
    one_of: tuple[str, ...] = ()
    currency: str | None = None


class _Ask(_Member, frozen=True):
    category: str
    granularity: Granularity
    price: str
    fields: tuple[str, ...] = ()
    questions: dict[str, _Question] = {}


class _Draft(_Member, frozen=True):
    title: str
    purpose: str
    purposes: tuple[str, ...]
    controller: _Controller
    asks: tuple[_Ask, ...]
    min_kinds: int
    max_kinds: int
    retention_days: int
    budget: str
    accept_days: int = 30
    max_responses: int = 1_000
    deliver_hours: int = 48
    garbage_hours: int = 0
    vesting_days: int = 0
    up_front_percent: int = 100
    min_level: int = 0
    epochs: int = 0
    recipients: tuple[_Recipient, ...] = ()
    jurisdiction: str = "EU"
    language: str = "en"
    storage_locations: tuple[str, ...] = ("EU",)
    rights: tuple[str, ...] = tuple(words.RIGHTS)
    withdrawal: _Withdrawal = _Withdrawal(method="Withdraw on the Consents page; it takes effect at once.")
    attesters: tuple[str, ...] = ()
    max_bytes: int = 65_536


def read_draft(path: Path, profile: int) -> OfferDraft:
    """The draft in a file, for the business's profile; raises `offer.draft` naming what does not fit."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE_BYTES + 1)
    except OSError as failure:
        raise ConfigError(
            f"{path} cannot be read ({failure.strerror}): correct the path.", code="offer.draft"
        ) from None
    if len(data) > _MAX_FILE_BYTES:
        raise InvalidInput(f"{path} is larger than a draft can be.", code="offer.draft")
    return parse_draft(data, profile, is_toml=path.suffix == ".toml")


def parse_draft(data: bytes, profile: int, *, is_toml: bool = False) -> OfferDraft:
    """The draft that the bytes are; raises `offer.draft`."""
    try:
        value = tomllib.loads(data.decode()) if is_toml else msgspec.json.decode(data)
        draft = msgspec.convert(value, _Draft, strict=True)
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as failure:
        raise InvalidInput(f"The draft does not read: {failure}.", code="offer.draft") from None
    return OfferDraft(
        terms=_build_terms(draft, profile),
        budget=parse_tag(draft.budget, "budget"),
        accept_seconds=_scaled(draft.accept_days, DAY),
        max_responses=draft.max_responses,
        deliver_seconds=_scaled(draft.deliver_hours, _HOUR),
        garbage_seconds=_scaled(draft.garbage_hours, _HOUR),
        vesting_seconds=_scaled(draft.vesting_days, DAY),
        up_front_bps=_scaled(draft.up_front_percent, ALL_BPS // 100),
        min_level=draft.min_level,
        epochs=draft.epochs,
    )


def parse_tag(text: str, what: str) -> int:
    """The amount in 1e-18 TAG of a decimal number of TAG; raises `offer.amount`."""
    found = _AMOUNT.fullmatch(text)
    units = int(found[1]) * TAG + int((found[2] or "").ljust(18, "0")) if found else 2**128
    if units >= 2**128:
        raise InvalidInput(
            f'The {what} is a number of TAG in text, such as "2.5", with at most 18 decimals.',
            code="offer.amount",
        )
    return units


def _scaled(count: int, unit: int) -> int:
    """What a count of days or hours is, kept within numbers that the rules then judge."""
    return min(max(count, -1), _MAX_SAFE) * unit


def _build_terms(draft: _Draft, profile: int) -> TermsDocument:
    controller = draft.controller
    return TermsDocument(
        title=draft.title,
        purpose=draft.purpose,
        purposes=draft.purposes,
        controller=Controller(
            controller.name, profile, controller.contact, controller.address.build(), controller.domain
        ),
        recipients=tuple(
            Recipient(one.name, one.role, one.contact, one.address.build()) for one in draft.recipients
        ),
        jurisdiction=draft.jurisdiction,
        language=draft.language,
        retention_days=draft.retention_days,
        storage_locations=draft.storage_locations,
        rights=draft.rights,
        withdrawal=Withdrawal(draft.withdrawal.method, draft.withdrawal.url),
        asks=tuple(_build_ask(ask) for ask in draft.asks),
        min_kinds=draft.min_kinds,
        max_kinds=draft.max_kinds,
        envelope_key=b"",
        attesters=tuple(_address(text) for text in draft.attesters),
        max_bytes=draft.max_bytes,
        created_at_ms=0,
    )


def _build_ask(ask: _Ask) -> Ask:
    questions = tuple(
        Question(field, asked.least, asked.months, asked.one_of, asked.currency)
        for field, asked in sorted(ask.questions.items())
    )
    return Ask(ask.category, ask.granularity, parse_tag(ask.price, "price"), ask.fields, questions)


def _address(text: str) -> bytes:
    try:
        address = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        address = b""
    if len(address) != 20:
        raise InvalidInput("An attester is 0x and 40 hex digits.", code="offer.draft")
    return address


EXAMPLE: Final = """\
title = "Coffee habits"
purpose = "We want to know who drinks coffee where, to choose where we open shops."
purposes = ["dpv:CommercialResearch"]
minKinds = 1
maxKinds = 1
retentionDays = 365
budget = "500"          # TAG
acceptDays = 30
maxResponses = 100
deliverHours = 48
garbageHours = 0        # time to contest a record; 0: paid at delivery
vestingDays = 0         # with upFrontPercent below 100: the rest accrues while consent stands

[controller]
name = "Acme Coffee GmbH"
contact = "privacy@acme.example"
address = { street = "Hafenstr. 1", city = "Hamburg", postcode = "20457", country = "DE" }

[[asks]]
category = "interests"
granularity = "exact"
price = "2.5"

[[asks]]
category = "location"
granularity = "bracket"
price = "2.5"
"""
"""A draft to start from; every total can come from two kinds, so the price tells nothing."""
