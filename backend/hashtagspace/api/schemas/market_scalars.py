"""Scalar types of the market: amounts and other large numbers are decimal text, never JSON numbers."""

from typing import Annotated, Literal

from pydantic import Field

AmountText = Annotated[
    str,
    Field(
        pattern=r"^(0|[1-9][0-9]{0,77})$",
        description="Amount in 1e-18 TAG, in decimal",
        examples=["5000000000000000000"],
    ),
]
Uint256Text = Annotated[
    str, Field(pattern=r"^(0|[1-9][0-9]{0,77})$", description="Unsigned 256-bit number in decimal")
]
Uint64Text = Annotated[
    str, Field(pattern=r"^(0|[1-9][0-9]{0,19})$", description="Unsigned 64-bit number in decimal")
]
Seconds = Annotated[int, Field(ge=0, le=2**53 - 1, description="Unix seconds, or a length in seconds")]
Parity = Annotated[int, Field(ge=0, le=1, description="Parity of a point's y")]
OfferState = Literal["open", "over", "closed"]
DealStateWord = Literal[
    "none", "accepted", "delivered", "vesting", "subscribed", "settled", "refunded", "revoked"
]
DocumentState = Literal["available", "unavailable", "none", "invalid"]
