"""What is signed for a gateway about a sale: who reads an offer's responses, which envelope an epoch has.

Both in the market's domain; no contract sees them.
"""

from dataclasses import astuple, dataclass
from typing import ClassVar

from hashtagspace.domain.eip712 import StructType, TypedDomain, typed_digest, wallet_json


@dataclass(frozen=True, slots=True)
class OffersAccess:
    """A buyer reads the responses to its offers until `deadline`, Unix seconds, at most a day ahead.

    `gateway` is the origin of the one gateway that it is for: no other may be asked with it.
    """

    STRUCT: ClassVar = StructType(
        "OffersAccess", (("buyer", "address"), ("gateway", "string"), ("deadline", "uint64"))
    )
    buyer: bytes
    gateway: str
    deadline: int


@dataclass(frozen=True, slots=True)
class EpochEnvelope:
    """The envelope of one epoch of a subscription, by CID; signed by the custody or a session key."""

    STRUCT: ClassVar = StructType(
        "EpochEnvelope", (("deal", "bytes32"), ("epoch", "uint8"), ("envelope", "string"))
    )
    deal: bytes
    epoch: int
    envelope: str


MarketForm = OffersAccess | EpochEnvelope


def market_digest(form: MarketForm, domain: TypedDomain) -> bytes:
    """The 32 bytes that are signed; ValueError when a value does not fit its type."""
    return typed_digest(domain, form.STRUCT, _message(form))


def market_form_to_wallet(form: MarketForm, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`."""
    return wallet_json(domain, form.STRUCT, _message(form))


def _message(form: MarketForm) -> dict[str, int | str | bytes]:
    return dict(zip((name for name, _ in form.STRUCT.members), astuple(form), strict=True))
