"""What a sale is named by and what is signed for it: offer, deal, consent, revocation.

The digest of a consent keys the escrow and every proof of delivery, so a consent changed in any field
is another consent.
"""

from dataclasses import astuple, dataclass
from typing import ClassVar

from hashtagspace.domain.abi_words import hash_words
from hashtagspace.domain.eip712 import StructType, TypedDomain, Value, struct_hash, typed_digest, wallet_json
from hashtagspace.domain.keccak import keccak256


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What a business promises, bound by the offer's id; times in seconds, `up_front_bps` of 10,000."""

    salt: bytes
    terms: bytes
    qx: int
    q_parity: int
    accept_until: int
    deliver_seconds: int
    garbage_seconds: int
    vesting_seconds: int
    up_front_bps: int
    max_responses: int
    min_level: int
    epochs: int


@dataclass(frozen=True, slots=True)
class Consent:
    """A profile's custody sells one bundle; `price` in 1e-18 TAG, `valid_until` the last second it holds."""

    STRUCT: ClassVar = StructType(
        "Consent",
        (
            ("offer", "bytes32"),
            ("profile", "uint64"),
            ("payee", "address"),
            ("price", "uint128"),
            ("validUntil", "uint64"),
            ("terms", "bytes32"),
            ("receipt", "bytes32"),
            ("qx", "uint256"),
            ("qParity", "uint8"),
            ("xx", "uint256"),
            ("xParity", "uint8"),
            ("ctRoot", "bytes32"),
            ("ptRoot", "bytes32"),
            ("salt", "bytes32"),
        ),
    )
    offer: bytes
    profile: int
    payee: bytes
    price: int
    valid_until: int
    terms: bytes
    receipt: bytes
    qx: int
    q_parity: int
    xx: int
    x_parity: int
    ct_root: bytes
    pt_root: bytes
    salt: bytes


@dataclass(frozen=True, slots=True)
class Revoke:
    """The custody, now or at accept, takes the consent back; good before any consent too."""

    STRUCT: ClassVar = StructType(
        "Revoke", (("offer", "bytes32"), ("profile", "uint64"), ("deadline", "uint64"))
    )
    offer: bytes
    profile: int
    deadline: int


def offer_id(buyer: bytes, terms: OfferTerms) -> bytes:
    """The 32 bytes that name an offer; ValueError when a value does not fit its word."""
    return hash_words(buyer, *astuple(terms))


def deal_id(offer: bytes, profile: int) -> bytes:
    """The one answer that a profile can give to an offer."""
    return hash_words(offer, profile)


def receipt_digest(receipt_salt: bytes, receipt: bytes) -> bytes:
    """What a consent says of kinds and granularity: nothing, to whoever lacks the salt and the receipt."""
    return hash_words(receipt_salt, keccak256(receipt))


def consent_digest(form: Consent | Revoke, domain: TypedDomain) -> bytes:
    """The 32 bytes that are signed; the domain is the market's. ValueError when a value does not fit."""
    return typed_digest(domain, form.STRUCT, _message(form))


def consent_hash(form: Consent | Revoke) -> bytes:
    """The struct hash, which the market takes together with a signature; ValueError as `consent_digest`."""
    return struct_hash(form.STRUCT, _message(form))


def consent_to_wallet(form: Consent | Revoke, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`."""
    return wallet_json(domain, form.STRUCT, _message(form))


def _message(form: Consent | Revoke) -> dict[str, Value]:
    values: tuple[Value, ...] = astuple(form)
    return dict(zip((name for name, _ in form.STRUCT.members), values, strict=True))
