"""A whole vault in one file, encrypted as everywhere: the manifest's bytes and its blobs by CID."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import cid_of_block
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.manifest import decode_manifest

FILE_BYTES: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class VaultFile:
    """A manifest and every blob it names."""

    manifest: bytes
    blobs: Mapping[str, bytes]


def cid_of_blob(data: bytes) -> str:
    """The CID that every gateway gives these bytes as a file."""
    return write_file(data, cid_of_block)


def build_export(file: VaultFile) -> bytes:
    """The bytes of a `.hsvault` file."""
    members = {
        "type": "vault-export",
        "version": 1,
        "manifest": _base64(file.manifest),
        "blobs": {cid: _base64(file.blobs[cid]) for cid in sorted(file.blobs)},
    }
    return json.dumps(members, separators=(",", ":")).encode()


def parse_export(data: bytes) -> VaultFile:
    """The vault in a file, every blob checked against its name; raises `vault.export`, `vault.manifest`."""
    if len(data) > FILE_BYTES:
        raise refuse("export", "The file is too large for a vault file.")
    manifest_text, parts = _parse(data)
    manifest = _bytes(manifest_text)
    blobs = {}
    for cid in decode_manifest(manifest).blobs:
        text = parts.get(cid)
        if not isinstance(text, str):
            raise _unusable("a part is missing")
        blobs[cid] = _bytes(text)
        if cid_of_blob(blobs[cid]) != cid:
            raise _unusable("a part was changed")
    return VaultFile(manifest, blobs)


def _parse(data: bytes) -> tuple[str, dict[str, object]]:
    try:
        found: object = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise _unusable("it is no vault file") from None
    match found:
        case {"type": "vault-export", "version": 1, "manifest": str() as manifest, "blobs": dict() as blobs}:
            return manifest, blobs
        case _:
            raise _unusable("it is no vault file")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unusable("a part does not read") from None


def _unusable(why: str) -> InvalidVault:
    return refuse(
        "export", f"The file cannot be used ({why}); take an earlier export, or the gateway's copy."
    )
