"""What somebody whom a business trusts signs of a record: these bytes are this profile's data of a kind.

The plaintext root of the record is named, so the record is sold whole, with the very bytes attested.
"""

from dataclasses import astuple, dataclass
from typing import ClassVar

from hashtagspace.domain.eip712 import (
    StructType,
    TypedDomain,
    Value,
    struct_hash,
    typed_digest,
    wallet_json,
)


@dataclass(frozen=True, slots=True)
class Attestation:
    """The message of an attester; the time is Unix seconds, the domain that of the market."""

    STRUCT: ClassVar = StructType(
        "Attestation",
        (("profile", "uint64"), ("ptRoot", "bytes32"), ("category", "string"), ("issuedAt", "uint64")),
    )
    profile: int
    pt_root: bytes
    category: str
    issued_at: int


def attestation_digest(attestation: Attestation, domain: TypedDomain) -> bytes:
    """The 32 bytes that the attester signs; ValueError when a value does not fit."""
    return typed_digest(domain, attestation.STRUCT, _message(attestation))


def attestation_hash(attestation: Attestation) -> bytes:
    """The struct hash, which the market takes together with a signature; ValueError as the digest."""
    return struct_hash(attestation.STRUCT, _message(attestation))


def attestation_to_wallet(attestation: Attestation, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`."""
    return wallet_json(domain, attestation.STRUCT, _message(attestation))


def _message(attestation: Attestation) -> dict[str, Value]:
    names = (name for name, _ in attestation.STRUCT.members)
    return dict(zip(names, astuple(attestation), strict=True))
