"""The bundle: the plaintext that a deal delivers, built from what was chosen and judged by whoever opens it.

A seller may deliver anything, so a bundle is read against the terms and the selection that was consented to:
what it may hold is known to the last field before it is opened.
"""

from dataclasses import dataclass

from hashtagspace.domain.large_json import parse_large_json
from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import Granularity, TermsDocument
from hashtagspace.errors import InvalidContent
from hashtagspace.market.brackets import is_coarse
from hashtagspace.market.categories import Category, Field, load_schemas
from hashtagspace.market.errors import InvalidBundle, InvalidValue
from hashtagspace.market.ladder import KindData
from hashtagspace.market.record_values import Cells, encode_json, parse_file, spell_file
from hashtagspace.market.selection import SelectedKind, Selection
from hashtagspace.market.values import explain_fault, is_date

_MEMBERS = {"fields": "values", "rows": "rows", "file": "file"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """The data of one deal; `day` is the UTC day that its answers hold for."""

    offer: bytes
    profile: int
    day: str
    kinds: tuple[KindData, ...]


def build_bundle(bundle: Bundle, max_bytes: int) -> bytes:
    """The bytes of the bundle, kinds sorted by category; raises `bundle.bytes` above what the terms take."""
    kinds = sorted(bundle.kinds, key=lambda kind: kind.category)
    data = encode_json(
        {
            "type": "bundle",
            "version": 1,
            "offer": f"0x{bundle.offer.hex()}",
            "profile": str(bundle.profile),
            "day": bundle.day,
            "kinds": [_spell(kind) for kind in kinds],
        }
    )
    _verify_size(data, max_bytes)
    return data


def parse_bundle(data: bytes, terms: TermsDocument, selection: Selection) -> Bundle:
    """The data that was sold.

    Raises `bundle.bytes`, `.json`, `.form`, `.offer`, `.profile`, `.day`, `.kinds`, `.granularity`,
    `.unknown_field`, `.missing_field`, `.value`, `.rows` or `.file`, and nothing else.
    """
    _verify_size(data, terms.max_bytes)
    try:
        value = parse_large_json(data)
    except InvalidContent as error:
        raise _refuse("json", error.detail) from None
    members = _only(value, "type", "version", "offer", "profile", "day", "kinds")
    if members["type"] != "bundle" or encode_json(members["version"]) != b"1":
        raise _refuse("form", "What was delivered is no bundle of version 1.")
    if members["offer"] != f"0x{selection.offer.hex()}":
        raise _refuse("offer", "The bundle was made for another offer.")
    if members["profile"] != str(selection.profile):
        raise _refuse("profile", "The bundle names another profile.")
    day, kinds = members["day"], members["kinds"]
    if not isinstance(day, str) or not is_date(day):
        raise _refuse("day", "The bundle does not say for which day it holds.")
    if not isinstance(kinds, list) or len(kinds) != len(selection.kinds):
        raise _refuse("kinds", "The bundle does not hold the kinds of data that were sold.")
    read = tuple(_read_kind(entry, kind) for entry, kind in zip(kinds, selection.kinds, strict=True))
    return Bundle(selection.offer, selection.profile, day, read)


def _refuse(code: str, sentence: str) -> InvalidBundle:
    return InvalidBundle(sentence, code=f"bundle.{code}")


def _verify_size(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise _refuse("bytes", f"The bundle has {len(data):,} bytes, the offer takes at most {max_bytes:,}.")


def _spell(kind: KindData) -> dict[str, object]:
    head: dict[str, object] = {"category": kind.category, "granularity": kind.granularity.value}
    if kind.file is not None:
        return {**head, "file": spell_file(kind.file)}
    if kind.rows:
        return {**head, "rows": [dict(row) for row in kind.rows]}
    return {**head, "values": dict(kind.values)}


def _only(value: Json, *names: str) -> dict[str, Json]:
    if not isinstance(value, dict) or value.keys() != set(names):
        raise _refuse("form", f"This part of the bundle has {', '.join(names)} and no other member.")
    return value


def _read_kind(value: Json, sold: SelectedKind) -> KindData:
    category = load_schemas().categories.get(sold.category)
    if category is None:
        raise _refuse("kinds", f"This program knows no {sold.category}: renew it.")
    is_answer = sold.granularity is Granularity.YESNO
    member = "values" if is_answer else _MEMBERS[category.shape]
    entry = _only(value, "category", "granularity", member)
    if entry["category"] != sold.category:
        raise _refuse("kinds", f"The bundle does not hold {category.title}, which was sold.")
    if entry["granularity"] != sold.granularity.value:
        raise _refuse("granularity", f"{category.title} was sold as {sold.granularity.value}.")
    match member:
        case "file":
            return _read_file(entry[member], sold)
        case "rows":
            return KindData(sold.category, sold.granularity, rows=_read_rows(category, entry[member], sold))
        case _:
            cells = _read_cells(category, entry[member], sold, category.title)
            _require(category, cells, sold)
            return KindData(sold.category, sold.granularity, cells)


def _read_file(value: Json, sold: SelectedKind) -> KindData:
    try:
        return KindData(sold.category, sold.granularity, file=parse_file(value))
    except InvalidValue as error:
        raise _refuse("file", error.detail) from None


def _read_rows(category: Category, value: Json, sold: SelectedKind) -> tuple[Cells, ...]:
    most = load_schemas().max_rows
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise _refuse("rows", f"{category.title} is a list of 1 to {most:,} rows.")
    rows = [
        _read_cells(category, row, sold, f"{category.title}, row {number}")
        for number, row in enumerate(value, 1)
    ]
    for number, row in enumerate(rows, 1):
        for field in category.fields:
            if field.required and field.id in sold.fields and field.id not in row:
                raise _refuse("missing_field", f"{category.title}, row {number} lacks {field.title}.")
    _require(category, {name: None for row in rows for name in row}, sold)
    if sold.granularity is Granularity.BRACKET and rows != sorted(rows, key=encode_json):
        raise _refuse("rows", f"The rows of {category.title} are not in the order of their text.")
    return tuple(rows)


def _require(category: Category, cells: Cells, sold: SelectedKind) -> None:
    missing = [name for name in sold.fields if name not in cells]
    if missing:
        field = category.find_field(missing[0])
        title = missing[0] if field is None else field.title
        raise _refuse("missing_field", f"{category.title} lacks {title}, which was sold.")


def _read_cells(category: Category, value: Json, sold: SelectedKind, where: str) -> Cells:
    """Some of the fields sold, in the order of the schemas."""
    if not isinstance(value, dict) or not value:
        raise _refuse("form", f"{where} is an object with at least one field.")
    for name in value:
        if name not in sold.fields:
            raise _refuse("unknown_field", f"{where} has {name!r}, which was not sold.")
    cells = {field.id: value[field.id] for field in category.fields if field.id in value}
    if len(cells) != len(value):
        raise _refuse("unknown_field", f"{where} has a field that {category.title} does not know.")
    for field in category.fields:
        if field.id in cells and not _fits(field, sold.granularity, cells[field.id]):
            raise _refuse("value", f"{where}: {field.title} is not what {sold.granularity.value} allows.")
    return cells


def _fits(field: Field, granularity: Granularity, value: Json) -> bool:
    match granularity:
        case Granularity.EXACT:
            return explain_fault(field, value) is None
        case Granularity.BRACKET:
            return is_coarse(field, value)
        case Granularity.YESNO:
            return field.yesno is not None and isinstance(value, bool)
        case Granularity.NOISED:
            return field.noised is not None and explain_fault(field, value) is None
