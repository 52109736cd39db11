"""What a person chose of an offer: the bytes whose salted digest a consent carries.

There is one way to write a selection, so the bytes that were hashed can be told from all others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.kinds import is_profile_id
from hashtagspace.domain.strict_json import Json, parse_json
from hashtagspace.domain.terms import MAX_ASK_COUNT, MAX_FIELD_COUNT, Ask, Granularity, TermsDocument
from hashtagspace.errors import InvalidContent
from hashtagspace.market.asks import list_asked
from hashtagspace.market.errors import InvalidSelection
from hashtagspace.market.ladder import KindData
from hashtagspace.market.record_values import encode_json

MAX_SELECTION_BYTES: Final = 16_384
_WORD: Final = re.compile(r"0x[0-9a-f]{64}")
_ADDRESS: Final = re.compile(r"0x[0-9a-f]{40}")
_SIGNATURE: Final = re.compile(r"0x([0-9a-f]{2}){65,1024}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class SelectedKind:
    """One kind of data at one granularity, with the fields that are really sold; none for a file."""

    category: str
    granularity: Granularity
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttestedBy:
    """Who attested the record that is sold, and the signature over `domain.attestation.Attestation`."""

    attester: bytes
    pt_root: bytes
    category: str
    issued_at: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Selection:
    """The kinds sold to an offer, sorted by category; `shown` is sha256 of the words the person read."""

    offer: bytes
    profile: int
    kinds: tuple[SelectedKind, ...]
    shown: bytes
    attestation: AttestedBy | None = None


def select_kinds(kinds: Sequence[KindData]) -> tuple[SelectedKind, ...]:
    """What the data sold is, without the data."""
    chosen = (SelectedKind(kind.category, kind.granularity, kind.list_fields()) for kind in kinds)
    return tuple(sorted(chosen, key=lambda kind: kind.category))


def build_selection(selection: Selection) -> bytes:
    """The bytes of the selection; raises as `parse_selection`."""
    data = _encode(selection)
    parse_selection(data)
    return data


def parse_selection(data: bytes) -> Selection:
    """The selection; raises `selection.bytes`, `selection.json`, `selection.form`, and nothing else."""
    if len(data) > MAX_SELECTION_BYTES:
        raise _refuse("bytes", f"A selection has at most {MAX_SELECTION_BYTES:,} bytes.")
    try:
        value = parse_json(data)
    except InvalidContent as error:
        raise _refuse("json", error.detail) from None
    try:
        selection = _read(value)
    except (KeyError, TypeError, ValueError):
        raise _refuse("form", "The selection is malformed: build it with build_selection.") from None
    if _encode(selection) != data:
        raise _refuse("form", "The selection is not written the one way there is: build it anew.")
    return selection


def price_of(kinds: Sequence[SelectedKind], terms: TermsDocument) -> int:
    """The sum in 1e-18 TAG; raises `selection.ask` for a kind that is not asked for."""
    return sum(get_ask(kind, terms).price for kind in kinds)


def get_ask(kind: SelectedKind, terms: TermsDocument) -> Ask:
    """The ask that a kind answers; raises `selection.ask`."""
    ask = terms.find_ask(kind.category, kind.granularity)
    if ask is None:
        raise _refuse("ask", f"The offer does not ask for {kind.category} as {kind.granularity.value}.")
    return ask


def verify_selection(selection: Selection, terms: TermsDocument, price: int) -> None:
    """Raises `selection.kinds`, `.ask`, `.fields`, `.price` or `.attestation` unless it is what is asked.

    Whether the attester's signature holds, and the root is the deal's, is for whoever has the chain at hand.
    """
    verify_kinds(selection.kinds, terms)
    total = price_of(selection.kinds, terms)
    if total != price:
        raise _refuse("price", f"The kinds cost {total} by the terms, the consent says {price} (1e-18 TAG).")
    attestation = selection.attestation
    if attestation is None:
        return
    if attestation.attester not in terms.attesters:
        raise _refuse("attestation", "The record is attested by somebody whom the terms do not name.")
    if [kind.category for kind in selection.kinds] != [attestation.category]:
        raise _refuse("attestation", "An attested record is sold alone and whole.")


def verify_kinds(kinds: Sequence[SelectedKind], terms: TermsDocument) -> None:
    """Raises `selection.kinds`, `.ask` or `.fields` unless the terms permit this answer."""
    if not terms.min_kinds <= len(kinds) <= terms.max_kinds:
        raise _refuse("kinds", f"The offer takes {terms.min_kinds} to {terms.max_kinds} kinds.")
    if len({kind.category for kind in kinds}) != len(kinds):
        raise _refuse("kinds", "A category is sold at one granularity only.")
    for kind in kinds:
        ask = get_ask(kind, terms)
        asked = tuple(field.id for field in list_asked(ask))
        given = tuple(name for name in asked if name in kind.fields)
        if given != kind.fields or (not given and asked) or (ask.fields and given != asked):
            raise _refuse("fields", f"The fields of {kind.category} are not those asked for.")


def _refuse(code: str, sentence: str) -> InvalidSelection:
    return InvalidSelection(sentence, code=f"selection.{code}")


def _encode(selection: Selection) -> bytes:
    attestation = selection.attestation
    return encode_json(
        {
            "type": "selection",
            "version": 1,
            "offer": f"0x{selection.offer.hex()}",
            "profile": str(selection.profile),
            "kinds": [
                {
                    "category": kind.category,
                    "granularity": kind.granularity.value,
                    "fields": list(kind.fields),
                }
                for kind in selection.kinds
            ],
            "shown": f"0x{selection.shown.hex()}",
            "attestation": None if attestation is None else _spell_attestation(attestation),
        }
    )


def _spell_attestation(attestation: AttestedBy) -> dict[str, object]:
    return {
        "attester": f"0x{attestation.attester.hex()}",
        "ptRoot": f"0x{attestation.pt_root.hex()}",
        "category": attestation.category,
        "issuedAt": attestation.issued_at,
        "signature": f"0x{attestation.signature.hex()}",
    }


def _read(value: Json) -> Selection:
    """The selection; KeyError, TypeError or ValueError when a member is not what it should be."""
    members = _object(value)
    if members["type"] != "selection" or members["version"] != 1:
        raise ValueError
    profile = int(_text(members["profile"], _NUMBER))
    kinds = tuple(_kind(entry) for entry in _list(members["kinds"], MAX_ASK_COUNT))
    categories = [kind.category for kind in kinds]
    if not is_profile_id(profile) or not kinds or categories != sorted(set(categories)):
        raise ValueError
    attestation = members["attestation"]
    return Selection(
        _bytes(members["offer"], _WORD),
        profile,
        kinds,
        _bytes(members["shown"], _WORD),
        None if attestation is None else _attestation(_object(attestation)),
    )


def _kind(value: Json) -> SelectedKind:
    members = _object(value)
    fields = tuple(_text(field, _NAME) for field in _list(members["fields"], MAX_FIELD_COUNT))
    if len(set(fields)) != len(fields):
        raise ValueError
    return SelectedKind(_text(members["category"], _NAME), Granularity(members["granularity"]), fields)


def _attestation(members: dict[str, Json]) -> AttestedBy:
    issued_at = members["issuedAt"]
    if not isinstance(issued_at, int) or isinstance(issued_at, bool) or issued_at <= 0:
        raise ValueError
    return AttestedBy(
        _bytes(members["attester"], _ADDRESS),
        _bytes(members["ptRoot"], _WORD),
        _text(members["category"], _NAME),
        issued_at,
        _bytes(members["signature"], _SIGNATURE),
    )


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: Json, most: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise TypeError
    return value


def _text(value: Json, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError
    return value


def _bytes(value: Json, pattern: re.Pattern[str]) -> bytes:
    return bytes.fromhex(_text(value, pattern)[2:])
