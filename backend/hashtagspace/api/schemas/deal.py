"""Deals: the answer of one profile to one offer, from consent to payment or withdrawal."""

from typing import Annotated, Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import CursorText, Limit, ProfileId
from hashtagspace.api.schemas.market_inputs import DealId, OfferId
from hashtagspace.api.schemas.market_scalars import AmountText, DealStateWord, Parity, Seconds, Uint256Text
from hashtagspace.api.schemas.scalars import (
    AddressHex,
    Bytes32Hex,
    CidText,
    Count,
    NextCursor,
    ProfileIdText,
    Time,
)


class KeyDelivery(Output):
    """The key as it was delivered: D of the protocol."""

    dx: Uint256Text
    d_parity: Parity
    at: Time
    tx_hash: Bytes32Hex


class VestingSpan(Output):
    """`rest` accrues from `from` to `until`, as long as consent stands."""

    rest: AmountText
    from_: Seconds = Field(alias="from")
    until: Seconds


class EpochKey(Output):
    """The key of one epoch, and the envelope of its record where this gateway was given one."""

    epoch: Annotated[int, Field(ge=0, le=255)]
    xx: Uint256Text
    x_parity: Parity
    ct_root: Bytes32Hex
    dx: Uint256Text
    d_parity: Parity
    at: Time
    tx_hash: Bytes32Hex
    envelope: CidText | None


class ConsentWithdrawal(Output):
    """When consent was withdrawn, and the state the deal was in before."""

    at: Time
    stage: DealStateWord


class Deletion(Output):
    """The buyer's last word that the data is deleted; `statement` is a digest of its words."""

    statement: Bytes32Hex
    at: Time


class DealEvent(Output):
    """One event of the deal."""

    type: Literal["ConsentGiven", "KeyDelivered", "DealMoved", "ConsentWithdrawn", "DeletionAttested"]
    at: Time
    block_number: Count
    tx_hash: Bytes32Hex


class Deal(Output):
    """A deal as the latest projected block has it. Read it from your own node before you deliver a key.

    What a consent that was withdrawn before it was given lacks is null.
    """

    deal_id: Bytes32Hex
    offer_id: Bytes32Hex
    profile_id: ProfileIdText
    digest: Bytes32Hex | None = Field(description="EIP-712 digest of the accepted consent")
    payee: AddressHex | None
    price: AmountText | None = Field(description="In a subscription of one epoch")
    state: DealStateWord
    accepted_at: Time | None
    until: Seconds | None = Field(
        description="Last second of, if accepted, the delivery; delivered, the garbage window; vesting, it; "
        "subscribed, the last epoch. Null in the other states"
    )
    delivery: KeyDelivery | None
    vesting: VestingSpan | None
    epochs: list[EpochKey] = Field(
        description="Latest first; in a page of deals the latest 8, all of them at /v1/deals/{dealId}"
    )
    credited: AmountText
    returned: AmountText
    withdrawn: ConsentWithdrawal | None
    deletion: Deletion | None
    final: bool = Field(description="The block of its last event cannot be reorganised away")
    accept_final: bool = Field(description="The block that accepted it cannot be reorganised away")
    events: list[DealEvent] = Field(description="In the order of the chain, without credits and epochs")


class DealPage(Output):
    """Deals, latest first."""

    items: list[Deal]
    next_cursor: NextCursor


class DealPath(Input):
    """A deal by id."""

    deal_id: DealId


class OfferDealsPath(Input):
    """An offer by id."""

    offer_id: OfferId


class ProfileDealsPath(Input):
    """A profile by id."""

    profile_id: ProfileId


class DealsQuery(Input):
    """A page of deals."""

    cursor: CursorText = None
    limit: Limit = 20
