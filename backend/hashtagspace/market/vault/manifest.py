"""The manifest: what a gateway keeps of a vault and everybody may read. How it opens, never what is in it.

One manifest has one spelling (members in this order, no spaces), so its seal and its digest are over bytes.
The seal is an HMAC under the vault key: whoever steals a session key can put nothing here that opens.
"""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.domain.cid import parse_cid
from hashtagspace.domain.strict_json import Json, parse_json
from hashtagspace.errors import InvalidCid, InvalidContent
from hashtagspace.market.derivation import Buffer
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.keys import seal_key
from hashtagspace.market.vault.members import Members, hexed

MANIFEST_BYTES: Final = 65_536
WRAPS: Final = 8
BLOBS: Final = 900
METHODS: Final = ("wallet", "code", "passphrase")
SCRYPT: Final[dict[str, Json]] = {"n": 131_072, "r": 8, "p": 1}
_SEAL: Final = b',"seal":"0x'


@dataclass(frozen=True, slots=True)
class Wrap:
    """The vault key under one secret of its owner; `custody` names the wallet of method `wallet`."""

    method: str
    salt: bytes
    iv: bytes
    ciphertext: bytes
    created_at_ms: int
    custody: bytes | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of a vault; `blobs` are the CIDs of everything it needs, the key file's too, sorted."""

    profile: int
    sequence: int
    commitment: bytes
    wraps: tuple[Wrap, ...]
    key_file: str
    blobs: tuple[str, ...]
    updated_at_ms: int
    seal: bytes = bytes(32)


def build_manifest(vault_key: Buffer, manifest: Manifest) -> bytes:
    """The sealed bytes; raises `vault.full` when they are too many."""
    open_bytes = _encode(manifest)
    seal = hmac.digest(seal_key(vault_key), open_bytes, sha256)
    data = open_bytes[:-1] + _SEAL + seal.hex().encode() + b'"}'
    if len(data) > MANIFEST_BYTES or len(manifest.blobs) > BLOBS:
        raise refuse("full", f"A vault holds at most {BLOBS} files; destroy records that you need no more.")
    return data


def decode_manifest(data: bytes) -> Manifest:
    """The manifest that the bytes spell, its seal unchecked; raises `vault.manifest`."""
    if len(data) > MANIFEST_BYTES:
        raise _malformed("it is too long")
    try:
        found = _read(parse_json(data))
    except (InvalidContent, InvalidCid, ValueError) as failure:
        raise _malformed(str(failure)) from None
    if data != _encode(found)[:-1] + _SEAL + found.seal.hex().encode() + b'"}':
        raise _malformed("it is spelled in another way")
    return found


def verify_seal(vault_key: Buffer, manifest: Manifest) -> None:
    """Raises `vault.seal` unless the holder of this vault key wrote the manifest."""
    wanted = hmac.digest(seal_key(vault_key), _encode(manifest), sha256)
    if not hmac.compare_digest(wanted, manifest.seal):
        raise refuse(
            "seal",
            "This vault was changed by somebody who does not have its key. Open it on a device that has a "
            "copy, or from an exported file, and save it again.",
        )


def manifest_digest(data: bytes) -> bytes:
    """What a head names: the sha-256 of a manifest's bytes."""
    return sha256(data).digest()


def _encode(manifest: Manifest) -> bytes:
    members = {
        "type": "vault",
        "version": 1,
        "profile": str(manifest.profile),
        "sequence": manifest.sequence,
        "commitment": hexed(manifest.commitment),
        "wraps": [_spell_wrap(wrap) for wrap in manifest.wraps],
        "keyFile": manifest.key_file,
        "blobs": list(manifest.blobs),
        "updatedAt": manifest.updated_at_ms,
    }
    return json.dumps(members, separators=(",", ":")).encode()


def _spell_wrap(wrap: Wrap) -> dict[str, object]:
    spelled: dict[str, object] = {
        "method": wrap.method,
        "salt": hexed(wrap.salt),
        "iv": hexed(wrap.iv),
        "ciphertext": hexed(wrap.ciphertext),
    }
    if wrap.custody is not None:
        spelled["custody"] = hexed(wrap.custody)
    if wrap.method == "passphrase":
        spelled["scrypt"] = SCRYPT
    return spelled | {"createdAt": wrap.created_at_ms}


def _read(value: Json) -> Manifest:
    members = Members(value)
    members.constant("type", "vault")
    members.constant("version", 1)
    manifest = Manifest(
        profile=members.profile("profile"),
        sequence=members.integer("sequence", 1),
        commitment=members.hex("commitment", 32),
        wraps=members.items("wraps", WRAPS, _read_wrap),
        key_file=parse_cid(members.text("keyFile", 64)).text,
        blobs=members.items("blobs", BLOBS, _read_cid),
        updated_at_ms=members.integer("updatedAt"),
        seal=members.hex("seal", 32),
    )
    members.end()
    if not manifest.wraps or len({wrap.salt for wrap in manifest.wraps}) != len(manifest.wraps):
        raise ValueError("a vault has one to eight ways to open, each with its own salt")
    if list(manifest.blobs) != sorted(set(manifest.blobs)) or manifest.key_file not in manifest.blobs:
        raise ValueError("the files are not sorted, or the key file is not among them")
    return manifest


def _read_wrap(value: Json) -> Wrap:
    members = Members(value)
    method = members.choice("method", METHODS)
    wrap = Wrap(
        method=method,
        salt=members.hex("salt", 32),
        iv=members.hex("iv", 12),
        ciphertext=members.hex("ciphertext", 48),
        custody=members.hex("custody", 20) if method == "wallet" else None,
        created_at_ms=members.integer("createdAt"),
    )
    if method == "passphrase" and members.take("scrypt") != SCRYPT:
        raise ValueError("the passphrase is stretched in an unknown way")
    members.end()
    return wrap


def _read_cid(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("a file is named by no CID")
    return parse_cid(value).text


def _malformed(why: str) -> InvalidVault:
    return refuse(
        "manifest",
        f"The vault's description does not read ({why}). Ask another gateway, or open the copy of this "
        "device or an exported file.",
    )
