"""Offers: what a business asks for, what it put in, and how its deals stand."""

from typing import Annotated, Any, Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import Address, CursorText, Limit
from hashtagspace.api.schemas.market_inputs import OfferId, OfferStateChoice
from hashtagspace.api.schemas.market_scalars import (
    AmountText,
    DocumentState,
    OfferState,
    Parity,
    Seconds,
    Uint256Text,
)
from hashtagspace.api.schemas.scalars import (
    AddressHex,
    Bytes32Hex,
    Count,
    HandleText,
    NextCursor,
    ProfileIdText,
    Time,
)


class OfferTermsOnChain(Output):
    """`OfferTerms` of the contract, word for word: with `buyer` it gives the offer's id."""

    salt: Bytes32Hex
    terms: Bytes32Hex = Field(description="sha2-256 digest of the terms document")
    qx: Uint256Text
    q_parity: Parity
    accept_until: Seconds
    deliver_seconds: Seconds
    garbage_seconds: Seconds
    vesting_seconds: Seconds
    upfront_bps: Annotated[int, Field(ge=0, le=10_000)]
    max_responses: Count
    min_level: Annotated[int, Field(ge=0, le=3)]
    epochs: Annotated[int, Field(ge=0, le=255)]


class DomainClaim(Output):
    """The domain that the terms name, and what this gateway found there: its word, not the chain's."""

    name: str
    state: Literal["verified", "unverified", "unchecked"]
    checked_at: Time | None


class Business(Output):
    """The profile that the terms name as controller; `custodyMatches`: its wallet opened this offer."""

    profile_id: ProfileIdText
    handle: HandleText
    name: str | None
    custody_matches: bool
    domain: DomainClaim | None


class DealCounts(Output):
    """How many deals of the offer are in each state."""

    accepted: Count
    delivered: Count
    vesting: Count
    subscribed: Count
    settled: Count
    refunded: Count
    revoked: Count


class Offer(Output):
    """An offer as the latest projected block has it; check `offerId` against `buyer` and `onChain`."""

    offer_id: Bytes32Hex
    buyer: AddressHex
    state: OfferState = Field(
        description="open: takes consents by the clock of the latest projected block; over: its time is up; "
        "closed: the buyer, or anyone after its time, closed it"
    )
    on_chain: OfferTermsOnChain
    document: dict[str, Any] | None = Field(
        description="The terms as this gateway read them; check `documentBytes` against `onChain.terms`"
    )
    document_bytes: str | None = Field(description="Base64 of the terms document as it was published")
    document_state: DocumentState
    business: Business | None = Field(description="None where the terms name no profile known here")
    refusal: Literal["offer.level_worth"] | None = Field(
        description="Why it is in no list but its buyer's, and takes no answers here: one person could earn "
        "more than the level carries that it asks for"
    )
    budget: AmountText = Field(description="Everything the buyer put in")
    free: AmountText = Field(description="Budget that no deal holds")
    returned: AmountText = Field(description="What closing moved to the buyer's credit")
    counts: DealCounts
    opened_at: Time
    accept_until: Time
    final: bool = Field(description="The block that opened it cannot be reorganised away")
    tx_hash: Bytes32Hex


class OfferPage(Output):
    """Offers, latest first."""

    items: list[Offer]
    next_cursor: NextCursor


class OfferPath(Input):
    """An offer by id."""

    offer_id: OfferId


class OffersQuery(Input):
    """A page of offers: those that take consents, unless another state is asked for."""

    state: OfferStateChoice = "open"
    buyer: Address | None = None
    cursor: CursorText = None
    limit: Limit = 20
