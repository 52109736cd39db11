"""The value of a vault's record: fields, rows or a file of one category, and the noise once drawn for it."""

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.spelling import is_line
from hashtagspace.domain.strict_json import Json
from hashtagspace.market.categories import Category, Field, load_schemas
from hashtagspace.market.errors import InvalidValue
from hashtagspace.market.values import explain_fault

Cells = Mapping[str, Json]
_MIME: Final = re.compile(r"[a-z0-9.+-]{1,63}/[a-z0-9.+-]{1,63}")
_MAX_NAME_CHARACTERS: Final = 120
MAX_NOISE_COUNT: Final = 256


@dataclass(frozen=True, slots=True)
class FileValue:
    """A file with its name and media type."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KeptNoise:
    """What was added to a field's value `of` at `epsilon`: asked for again, the answer is the same."""

    field: str
    epsilon: str
    of: int
    noise: int


@dataclass(frozen=True, slots=True)
class RecordValue:
    """One of `fields`, `rows` and `file`, as the category's shape says; the others are empty."""

    category: str
    fields: Cells
    rows: tuple[Cells, ...] = ()
    file: FileValue | None = None
    noise: tuple[KeptNoise, ...] = ()

    def find_noise(self, field: Field) -> int | None:
        """The noise kept for the field's value as it is now; None when none was drawn for it."""
        if field.noised is None:
            return None
        key = (field.id, field.noised.epsilon, self.fields.get(field.id))
        return next((kept.noise for kept in self.noise if (kept.field, kept.epsilon, kept.of) == key), None)


def refuse(code: str, sentence: str) -> InvalidValue:
    """The error with code `record.<code>`."""
    return InvalidValue(sentence, code=f"record.{code}")


def parse_value(category_id: str, data: Json) -> RecordValue:
    """The value; raises `record.category`, `.shape`, `.field`, `.value`, `.required` and the like.

    Also `record.rows`, `.bytes`, `.file` and `.noise`, and nothing else.
    """
    category = load_schemas().get_category(category_id)
    if not isinstance(data, dict):
        raise refuse("shape", "A record is an object.")
    match category.shape:
        case "rows":
            value = RecordValue(category_id, {}, _rows(category, _only(data, "rows")["rows"]))
        case "file":
            value = RecordValue(category_id, {}, file=parse_file(data))
        case _:
            members = _only(data, "fields", "noise")
            fields = _fields(category, members["fields"])
            value = RecordValue(category_id, fields, noise=_noise(category, members.get("noise", [])))
    most = load_schemas().max_record_bytes
    if value.file is None and len(encode_json(spell_value(value))) > most:
        raise refuse("bytes", f"A record holds at most {most:,} bytes of JSON: split it.")
    return value


def encode_json(value: object) -> bytes:
    """JSON without spaces in UTF-8, as `JSON.stringify` writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def spell_value(value: RecordValue) -> dict[str, Json]:
    """The record as JSON, which `parse_value` reads."""
    if value.file is not None:
        return spell_file(value.file)
    if value.rows:
        return {"rows": [dict(row) for row in value.rows]}
    members: dict[str, Json] = {"fields": dict(value.fields)}
    if value.noise:
        members["noise"] = [
            {"field": kept.field, "epsilon": kept.epsilon, "of": kept.of, "noise": kept.noise}
            for kept in value.noise
        ]
    return members


def parse_cells(category: Category, data: Json, where: str) -> Cells:
    """Some fields with their exact values, in the category's order; `where` starts a sentence of refusal."""
    if not isinstance(data, dict) or not data:
        raise refuse("shape", f"{where} names at least one field.")
    unknown = sorted(data.keys() - {field.id for field in category.fields})
    if unknown:
        raise refuse("field", f"{where} has {unknown[0]!r}, which {category.title} does not know.")
    for field in category.fields:
        if field.id not in data:
            if field.required:
                raise refuse("required", f"{where} lacks {field.title}.")
            continue
        fault = explain_fault(field, data[field.id])
        if fault is not None:
            raise refuse("value", f"{where}: {field.title} is {fault}.")
    return {field.id: data[field.id] for field in category.fields if field.id in data}


def parse_file(data: Json) -> FileValue:
    """A file with name, media type and base64 data; raises `record.file`."""
    members = _only(data, "name", "mime", "data") if isinstance(data, dict) else {}
    name, mime, encoded = (members.get(member) for member in ("name", "mime", "data"))
    if not isinstance(name, str) or not is_line(name, _MAX_NAME_CHARACTERS):
        raise refuse("file", f"A file has a name of 1 to {_MAX_NAME_CHARACTERS} characters.")
    if not isinstance(mime, str) or not _MIME.fullmatch(mime):
        raise refuse("file", "A file has a media type such as text/plain.")
    if not isinstance(encoded, str):
        raise refuse("file", "A file's data is base64.")
    try:
        content = b64decode(encoded, validate=True)
    except (Base64Error, ValueError):
        raise refuse("file", "A file's data is base64.") from None
    if b64encode(content).decode() != encoded or not content:
        raise refuse("file", "A file's data is base64 of at least one byte.")
    most = load_schemas().max_file_bytes
    if len(content) > most:
        raise refuse("bytes", f"A file has at most {most:,} bytes, this one {len(content):,}.")
    return FileValue(name, mime, content)


def spell_file(file: FileValue) -> dict[str, Json]:
    """The file as JSON, which `parse_file` reads."""
    return {"name": file.name, "mime": file.mime, "data": b64encode(file.data).decode()}


def _only(data: dict[str, Json], first: str, *rest: str) -> dict[str, Json]:
    """The object, with its first member and no unknown one."""
    unknown = sorted(data.keys() - {first, *rest})
    if first not in data or unknown:
        raise refuse("shape", f"This record has {', '.join((first, *rest))} and no other member.")
    return data


def _fields(category: Category, data: Json) -> Cells:
    return parse_cells(category, data, f"The record {category.title}")


def _rows(category: Category, data: Json) -> tuple[Cells, ...]:
    most = load_schemas().max_rows
    if not isinstance(data, list) or not 1 <= len(data) <= most:
        raise refuse("rows", f"{category.title} is a list of 1 to {most:,} rows.")
    return tuple(parse_cells(category, row, f"Row {number}") for number, row in enumerate(data, 1))


def _noise(category: Category, data: Json) -> tuple[KeptNoise, ...]:
    if not isinstance(data, list) or len(data) > MAX_NOISE_COUNT:
        raise refuse("noise", f"The kept noise is a list of at most {MAX_NOISE_COUNT} draws.")
    return tuple(_kept(category, entry) for entry in data)


def _kept(category: Category, data: Json) -> KeptNoise:
    members = data if isinstance(data, dict) and len(data) == 4 else {}
    field_id, epsilon, of, noise = (members.get(name) for name in ("field", "epsilon", "of", "noise"))
    field = category.find_field(field_id) if isinstance(field_id, str) else None
    if field is None or not isinstance(epsilon, str):
        raise refuse("noise", "Kept noise names a field and an epsilon.")
    return KeptNoise(field.id, epsilon, _whole(of), _whole(noise))


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse("noise", "Kept noise is a whole number, drawn for a whole number.")
    return value
