"""Sealed epochs beside a vault's copy: what went out for an epoch once is what goes out for it ever after.

The key of an epoch opens every version that was made of it, also one that was corrected since. So the first
one is kept before anything is sent, and a retry, a crash or another process sends the same bytes.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from hashtagspace.client.private_files import find_private_file, write_private_file
from hashtagspace.errors import ConfigError

_HEAD: Final = b"hashtagspace sealed epoch 1\n"
_WORD: Final = 32


@dataclass(frozen=True, slots=True)
class EpochName:
    """Which epoch of which consent: a deal may have several, each with a nonce of its own."""

    deal: bytes
    nonce: bytes
    epoch: int


@dataclass(frozen=True, slots=True)
class SealedEpoch:
    """The envelope as it is uploaded, and the root of its ciphertext that the call names."""

    ct_root: bytes
    envelope: bytes = field(repr=False)


class SealedEpochs:
    """A folder beside the vault's copy; without a copy they live as long as this object."""

    def __init__(self, copy: Path | None) -> None:
        self._folder = None if copy is None else copy.with_name(f"{copy.name}.epochs")
        self._memory: dict[EpochName, SealedEpoch] = {}

    def find(self, name: EpochName) -> SealedEpoch | None:
        """What was kept, None if nothing; raises `client.disk`, `client.sealed_epoch` for a damaged file."""
        if self._folder is None:
            return self._memory.get(name)
        data = find_private_file(self._folder / _file_name(name))
        return None if data is None else _decode(data)

    def keep(self, name: EpochName, sealed: SealedEpoch) -> SealedEpoch:
        """What is kept from now on: the first one, whoever made it; raises as `find`."""
        if self._folder is None:
            return self._memory.setdefault(name, sealed)
        path = self._folder / _file_name(name)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        write_private_file(fresh, _encode(sealed))
        try:
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
        except OSError as failure:
            raise ConfigError(
                f"{path} cannot be written ({failure.strerror}): keep the vault's copy on another disk.",
                code="client.disk",
            ) from None
        finally:
            fresh.unlink(missing_ok=True)
        kept = self.find(name)
        return sealed if kept is None else kept


def _file_name(name: EpochName) -> str:
    return f"{name.deal.hex()}-{name.nonce.hex()[:16]}-{name.epoch}"


def _encode(sealed: SealedEpoch) -> bytes:
    body = sealed.ct_root + sealed.envelope
    return _HEAD + sha256(body).digest() + body


def _decode(data: bytes) -> SealedEpoch:
    start = len(_HEAD)
    digest, body = data[start : start + _WORD], data[start + _WORD :]
    if data[:start] != _HEAD or len(body) < _WORD or sha256(body).digest() != digest:
        raise ConfigError(
            "A sealed epoch does not read: take it from your backup. The epoch is not delivered without it, "
            "for a second version would be opened by the same key.",
            code="client.sealed_epoch",
        )
    return SealedEpoch(body[:_WORD], body[_WORD:])
