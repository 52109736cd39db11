"""Exports on disk: a folder that appears whole or not at all, and that its owner alone can read."""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hashtagspace.errors import ConfigError, Conflict, InvalidInput
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.export_json import encode_json, encode_json_lines
from hashtagspace.market.export_parquet import encode_parquet
from hashtagspace.market.table import Table, time_text

FORMATS: Final = ("csv", "jsonl", "json", "parquet")
MARKER: Final = "dictionary.json"
_WHAT_TO_DO: Final = (
    "These people withdrew their consent. Their rows are in no export from now on. Delete every earlier "
    "export and copy that holds them, tell whoever you passed them on to, then declare it on the chain "
    "with `hashtagspace buy attest`."
)


def write_export(
    folder: Path, table: Table, dictionary: dict[str, object], file_format: str, *, replace: bool = False
) -> list[Path]:
    """The files of the export: rows, dictionary, withdrawn, what people sold as files; modes 0700 and 0600.

    Raises `export.format`, `export.exists` unless `replace`, `export.parquet_missing`, `export.not_written`.
    An earlier export is replaced as a whole; a folder that holds anything else is never touched.
    """
    files = _build_files(table, dictionary, file_format)
    folder = folder.resolve()
    if folder.exists() and not replace:
        raise Conflict(
            f"{folder} exists already: choose another folder, or give --replace.", code="export.exists"
        )
    if folder.exists() and not (folder / MARKER).is_file():
        raise Conflict(
            f"{folder} holds something else than an export: choose another folder.", code="export.exists"
        )
    try:
        _write_whole(folder, files)
    except OSError as failure:
        raise ConfigError(
            f"{folder} cannot be written ({failure.strerror}): choose another folder or make room.",
            code="export.not_written",
        ) from None
    return [folder / name for name in files]


def _build_files(table: Table, dictionary: dict[str, object], file_format: str) -> dict[str, bytes]:
    rows = _encode_rows(table, dictionary, file_format)
    withdrawn = {
        "whatToDo": _WHAT_TO_DO if table.withdrawn else "Nobody withdrew.",
        "withdrawn": [
            {
                "deal": one.deal_id,
                "consent": one.consent,
                "profile": one.profile_id,
                "withdrawnAt": time_text(one.withdrawn_at),
                "categories": list(one.categories),
            }
            for one in table.withdrawn
        ],
    }
    return {
        f"rows.{file_format}": rows,
        MARKER: _pretty(dictionary),
        "withdrawn.json": _pretty(withdrawn),
        **{f"files/{attachment.name}": attachment.data for attachment in table.attachments},
    }


def _encode_rows(table: Table, dictionary: dict[str, object], file_format: str) -> bytes:
    match file_format:
        case "csv":
            return encode_csv(table)
        case "jsonl":
            return encode_json_lines(table)
        case "json":
            return encode_json(table, dictionary)
        case "parquet":
            return encode_parquet(table, dictionary)
        case _:
            known = ", ".join(FORMATS)
            raise InvalidInput(
                f"{file_format!r} is no format of exports: choose {known}.", code="export.format"
            )


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    earlier = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.old")
    try:
        partial.mkdir(mode=0o700)
        for name, data in files.items():
            _write_file(partial / name, data)
        if folder.exists():
            folder.rename(earlier)
        partial.rename(folder)
    except BaseException:
        if earlier.exists() and not folder.exists():
            earlier.rename(folder)
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(earlier, ignore_errors=True)


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _pretty(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"
