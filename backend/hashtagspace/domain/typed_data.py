"""Every message that a contract of ours takes signed: one frozen record for each form.

`digest(form, domain)` is what is signed, `to_wallet(form, domain)` what a wallet shows. Member
names are the contracts'; who signs is said by each form.
"""

from dataclasses import dataclass, fields
from typing import ClassVar, Final

from hashtagspace.domain.eip712 import StructType, TypedDomain, Value, typed_digest, wallet_json
from hashtagspace.domain.intent import Intent, IntentDomain

TAG_DOMAIN_NAME: Final = "hashtagspace TAG"


@dataclass(frozen=True, slots=True)
class Register:
    """The custody-to-be takes the profile id it will get; key zero means no session key."""

    STRUCT: ClassVar = StructType(
        "Register",
        (
            ("profile", "uint64"),
            ("handle", "string"),
            ("recovery", "address"),
            ("content", "bytes32"),
            ("encryptionKey", "bytes32"),
            ("key", "address"),
            ("until", "uint64"),
            ("kinds", "uint32"),
            ("deadline", "uint64"),
        ),
    )
    profile: int
    handle: str
    recovery: bytes
    content: bytes
    encryption_key: bytes
    key: bytes
    until: int
    kinds: int
    deadline: int


@dataclass(frozen=True, slots=True)
class AuthoriseKey:
    """The custody lets a session key sign some kinds until a time."""

    STRUCT: ClassVar = StructType(
        "AuthoriseKey",
        (
            ("profile", "uint64"),
            ("key", "address"),
            ("until", "uint64"),
            ("kinds", "uint32"),
            ("deadline", "uint64"),
        ),
    )
    profile: int
    key: bytes
    until: int
    kinds: int
    deadline: int


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """The custody voids what a session key signed from a moment on."""

    STRUCT: ClassVar = StructType(
        "RevokeKey",
        (("profile", "uint64"), ("key", "address"), ("voidFrom", "uint64"), ("deadline", "uint64")),
    )
    profile: int
    key: bytes
    void_from: int
    deadline: int


@dataclass(frozen=True, slots=True)
class SetEncryptionKey:
    """The custody sets the X25519 key that others encrypt to."""

    STRUCT: ClassVar = StructType(
        "SetEncryptionKey",
        (("profile", "uint64"), ("encryptionKey", "bytes32"), ("nonce", "uint256"), ("deadline", "uint64")),
    )
    profile: int
    encryption_key: bytes
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class TransferCustody:
    """The custody gives the profile away; the receiver signs the same message."""

    STRUCT: ClassVar = StructType(
        "TransferCustody",
        (("profile", "uint64"), ("to", "address"), ("nonce", "uint256"), ("deadline", "uint64")),
    )
    profile: int
    to: bytes
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class RequestRecovery:
    """The recovery address asks to move the profile; the receiver signs the same message."""

    STRUCT: ClassVar = StructType(
        "RequestRecovery",
        (("profile", "uint64"), ("to", "address"), ("nonce", "uint256"), ("deadline", "uint64")),
    )
    profile: int
    to: bytes
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class CancelRecovery:
    """The custody or the recovery address ends a pending recovery."""

    STRUCT: ClassVar = StructType(
        "CancelRecovery", (("profile", "uint64"), ("nonce", "uint256"), ("deadline", "uint64"))
    )
    profile: int
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class RequestRecoveryChange:
    """The custody asks for another recovery address, zero for none."""

    STRUCT: ClassVar = StructType(
        "RequestRecoveryChange",
        (("profile", "uint64"), ("recovery", "address"), ("nonce", "uint256"), ("deadline", "uint64")),
    )
    profile: int
    recovery: bytes
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class VetoRecoveryChange:
    """The recovery address refuses a pending change of itself."""

    STRUCT: ClassVar = StructType(
        "VetoRecoveryChange", (("profile", "uint64"), ("nonce", "uint256"), ("deadline", "uint64"))
    )
    profile: int
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class Permit:
    """A holder of TAG lets a spender take an amount. Source: EIP-2612; its domain is `token_domain`."""

    STRUCT: ClassVar = StructType(
        "Permit",
        (
            ("owner", "address"),
            ("spender", "address"),
            ("value", "uint256"),
            ("nonce", "uint256"),
            ("deadline", "uint256"),
        ),
    )
    owner: bytes
    spender: bytes
    value: int
    nonce: int
    deadline: int


Form = (
    Register
    | AuthoriseKey
    | RevokeKey
    | SetEncryptionKey
    | TransferCustody
    | RequestRecovery
    | CancelRecovery
    | RequestRecoveryChange
    | VetoRecoveryChange
    | Permit
)
INTENT_STRUCT: Final = StructType(
    "Intent",
    (
        ("profile", "uint64"),
        ("kind", "uint8"),
        ("subject", "bytes32"),
        ("content", "bytes32"),
        ("createdAt", "uint64"),
    ),
)


def token_domain(chain_id: int, token: bytes) -> TypedDomain:
    """The domain of `Permit`: the token signs under its own name."""
    return TypedDomain(chain_id, token, name=TAG_DOMAIN_NAME)


def _message(form: Form) -> dict[str, Value]:
    names = (name for name, _ in form.STRUCT.members)
    values: tuple[Value, ...] = tuple(getattr(form, field.name) for field in fields(form))
    return dict(zip(names, values, strict=True))


def digest(form: Form, domain: TypedDomain) -> bytes:
    """The 32 bytes that the signer of this form signs; ValueError when a value does not fit its type."""
    return typed_digest(domain, form.STRUCT, _message(form))


def to_wallet(form: Form, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4` for this form."""
    return wallet_json(domain, form.STRUCT, _message(form))


def intent_to_wallet(intent: Intent, domain: IntentDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4` for an intent; its digest is `intent_id`."""
    message: dict[str, Value] = {
        "profile": intent.profile,
        "kind": int(intent.kind),
        "subject": intent.subject,
        "content": intent.content,
        "createdAt": intent.created_at_ms,
    }
    return wallet_json(TypedDomain(domain.chain_id, domain.post_registry), INTENT_STRUCT, message)
