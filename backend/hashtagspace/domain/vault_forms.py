"""What is signed about a vault, all in ProfileRegistry's domain; no contract sees it.

`VaultUnlock` opens the vault with a wallet: its signature is a secret. `VaultHead` says which manifest is
the latest, `Destruction` that a record's key was dropped.
"""

from dataclasses import astuple, dataclass, field
from typing import ClassVar, Final

from hashtagspace.domain.eip712 import StructType, TypedDomain, Value, typed_digest, wallet_json

UNLOCK_STATEMENT: Final = (
    "Unlock my private data. Sign this only on a page you trust: "
    "whoever has this signature can open your vault."
)


@dataclass(frozen=True, slots=True)
class VaultUnlock:
    """The custody wallet makes the secret of one wrap, told apart by its 32-byte salt."""

    STRUCT: ClassVar = StructType(
        "VaultUnlock", (("profile", "uint64"), ("salt", "bytes32"), ("statement", "string"))
    )
    profile: int
    salt: bytes
    statement: str = field(default=UNLOCK_STATEMENT)


@dataclass(frozen=True, slots=True)
class VaultHead:
    """The custody or a session key names the latest manifest by its sha-256.

    `forget`: what only earlier manifests name may be dropped at once. `signed_at` in Unix seconds.
    """

    STRUCT: ClassVar = StructType(
        "VaultHead",
        (
            ("profile", "uint64"),
            ("manifest", "bytes32"),
            ("sequence", "uint64"),
            ("forget", "bool"),
            ("signedAt", "uint64"),
        ),
    )
    profile: int
    manifest: bytes
    sequence: int
    forget: bool
    signed_at: int


@dataclass(frozen=True, slots=True)
class Destruction:
    """The custody or a session key says that a record's key was dropped; `record` = sha-256 of its id."""

    STRUCT: ClassVar = StructType(
        "Destruction", (("profile", "uint64"), ("record", "bytes32"), ("destroyedAt", "uint64"))
    )
    profile: int
    record: bytes
    destroyed_at: int


VaultForm = VaultUnlock | VaultHead | Destruction


def vault_digest(form: VaultForm, domain: TypedDomain) -> bytes:
    """The 32 bytes that are signed; ValueError when a value does not fit its type."""
    return typed_digest(domain, form.STRUCT, _message(form))


def vault_form_to_wallet(form: VaultForm, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`."""
    return wallet_json(domain, form.STRUCT, _message(form))


def _message(form: VaultForm) -> dict[str, Value]:
    return dict(zip((name for name, _ in form.STRUCT.members), astuple(form), strict=True))
