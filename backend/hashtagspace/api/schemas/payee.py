"""Payees: what an account earned in the market and what was paid out to it."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import Address
from hashtagspace.api.schemas.market_scalars import AmountText
from hashtagspace.api.schemas.scalars import AddressHex, Bytes32Hex, Time


class CreditMovement(Output):
    """Credited by a deal (`dealId`) or by closing an offer (`offerId`), or paid out (neither)."""

    type: Literal["credited", "withdrawn"]
    amount: AmountText
    deal_id: Bytes32Hex | None
    offer_id: Bytes32Hex | None
    at: Time
    tx_hash: Bytes32Hex


class Payee(Output):
    """An account's credit in the market; zero for one that never had any."""

    address: AddressHex
    credited: AmountText
    withdrawn: AmountText
    credit: AmountText = Field(description="What `withdraw` would pay")
    history: list[CreditMovement] = Field(description="Latest first, at most 500")


class PayeePath(Input):
    """An account by address."""

    address: Address
