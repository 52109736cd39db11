"""What a vault of the SDK stands on: a gateway's routes, and a copy on disk for when the gateway is away."""

import base64
import binascii
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from hashtagspace.client.blobs import Blobs
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import StoredHead, VaultHeadAnswer
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.errors import NotFound
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.export_file import cid_of_blob
from hashtagspace.market.vault.manifest import decode_manifest

_COPY_BYTES: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The latest head as a gateway has it or gets it; nothing is believed before the seal is checked."""

    manifest: bytes
    sequence: int
    signed_at: int
    forget: bool
    signature: bytes


class VaultGateway(Protocol):
    """The routes of a gateway that a vault needs; retryable errors mean that it is only away."""

    def find_head(self, profile: int) -> Head | None:
        """The latest head, None when the gateway has no vault of this profile."""

    def put_head(self, profile: int, head: Head) -> None:
        """The head is the latest; raises `vault.stale` when there is one of its sequence or a later one."""

    def put_blob(self, data: bytes) -> None:
        """The gateway has the file."""

    def get_blob(self, cid: str) -> bytes:
        """The file of this CID, checked against it; raises `vault.blob_missing`."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A vault on this machine, as encrypted as everywhere; `base`: the latest manifest a gateway had."""

    manifest: bytes
    base: bytes | None
    blobs: Mapping[str, bytes] = field(default_factory=dict)


class LocalCopy:
    """One file with the copy of one vault; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = self._stamp()

    @property
    def path(self) -> Path | None:
        """Where it is kept."""
        return self._path

    @property
    def is_kept(self) -> bool:
        """Whether there is anywhere to keep it."""
        return self._path is not None

    def has_changed(self) -> bool:
        """Whether somebody else wrote the file since it was read or written here."""
        return self._stamp() != self._seen

    def read(self) -> Copy | None:
        """What was kept, None when nothing was; raises `vault.copy` for a file of anything else."""
        self._seen = self._stamp()
        if self._path is None or not self._path.exists():
            return None
        try:
            data = self._path.read_bytes()
            if len(data) > _COPY_BYTES:
                raise ValueError("the file is too large")
            return _parse(json.loads(data))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _bad_copy(self._path) from None

    def write(self, copy: Copy) -> None:
        """The copy is on disk, whole, for its owner alone; raises `vault.copy`."""
        if self._path is None:
            return
        blobs = {cid: _base64(data) for cid, data in copy.blobs.items()}
        text = json.dumps(
            {
                "type": "vault-copy",
                "version": 1,
                "manifest": _base64(copy.manifest),
                "base": None if copy.base is None else _base64(copy.base),
                "blobs": blobs,
            }
        )
        try:
            _write_durably(self._path, text.encode())
        except OSError:
            raise refuse("copy", f"{self._path} cannot be written; correct the path or its rights.") from None
        self._seen = self._stamp()

    def _stamp(self) -> tuple[int, int, int] | None:
        """What tells one writing of the file from another."""
        if self._path is None or not self._path.exists():
            return None
        found = self._path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size


@dataclass(frozen=True, slots=True)
class VaultPorts:
    """What a vault needs: whose it is, where it lies, who signs for it. `clock_ms`: Unix milliseconds.

    `custody` is the address whose signature alone may replace the vault by another one; `sign_by_custody`
    signs as it, None: `sign_digest` does so already.
    """

    profile: int
    registry: TypedDomain
    gateway: VaultGateway
    copy: LocalCopy
    sign_digest: Callable[[bytes], bytes] = field(repr=False)
    clock_ms: Callable[[], int] = field(repr=False)
    custody: bytes = b""
    sign_by_custody: Callable[[bytes], bytes] | None = field(default=None, repr=False)


class HttpVaultGateway:
    """The vault routes of a gateway; an answer counts only as far as it hashes to what was asked for."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._blobs = Blobs(gateway)

    def find_head(self, profile: int) -> Head | None:
        """The latest head, None when there is none."""
        try:
            found = self._gateway.get(f"/v1/profiles/{profile}/vault", VaultHeadAnswer)
        except NotFound as missing:
            if missing.exact_code == "vault.none":
                return None
            raise
        try:
            manifest = base64.b64decode(found.manifest, validate=True)
            signature = bytes.fromhex(found.signature.removeprefix("0x"))
        except (binascii.Error, ValueError):
            raise refuse("manifest", "The gateway's answer does not read; ask another gateway.") from None
        return Head(manifest, found.sequence, found.signed_at, found.forget, signature)

    def put_head(self, profile: int, head: Head) -> None:
        """The head is the latest; raises `vault.stale` and the gateway's other problems."""
        body = {
            "manifest": _base64(head.manifest),
            "sequence": head.sequence,
            "forget": head.forget,
            "signedAt": head.signed_at,
            "signature": "0x" + head.signature.hex(),
        }
        self._gateway.put(f"/v1/profiles/{profile}/vault", body, StoredHead)

    def put_blob(self, data: bytes) -> None:
        """The gateway has the file."""
        self._blobs.put(data)

    def get_blob(self, cid: str) -> bytes:
        """The file of this CID; raises `vault.blob_missing`, `ipfs.*` when the bytes are others."""
        try:
            return self._blobs.get(cid)
        except NotFound:
            raise _missing() from None


def _parse(found: dict[str, object]) -> Copy:
    if (found["type"], found["version"]) != ("vault-copy", 1):
        raise ValueError("no copy of a vault")
    base, blobs = found["base"], found["blobs"]
    if not isinstance(blobs, dict):
        raise TypeError("no blobs")
    manifest = _bytes(found["manifest"])
    needed = decode_manifest(manifest).blobs
    kept = {cid: _bytes(blobs[cid]) for cid in needed if cid in blobs}
    # A damaged file is fetched from the gateway again.
    sound = {cid: data for cid, data in kept.items() if cid_of_blob(data) == cid}
    return Copy(manifest, None if base is None else _bytes(base), sound)


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError("no base64")
    return base64.b64decode(text, validate=True)


def _missing() -> InvalidVault:
    return refuse(
        "blob_missing",
        "The gateway does not have this file of the vault. Open the vault where there is a copy, or from an "
        "exported file.",
    )


def _bad_copy(path: Path) -> InvalidVault:
    return refuse(
        "copy", f"{path} holds no copy of a vault that reads; give another path, or move the file away."
    )
