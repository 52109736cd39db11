"""Scalar inputs of the market; each parses text to the value the store wants, or says what to send."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_BYTES32 = re.compile(r"0x[0-9a-fA-F]{64}", re.ASCII)
_STATES = ("open", "over", "all")


def parse_offer_id(value: object) -> bytes:
    """Offer id. Raises `offer.id_malformed`."""
    if isinstance(value, str) and _BYTES32.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise PydanticCustomError(
        "offer.id_malformed", "An offer id is 0x and 64 hex digits; take it from an offer."
    )


def parse_deal_id(value: object) -> bytes:
    """Deal id. Raises `deal.id_malformed`."""
    if isinstance(value, str) and _BYTES32.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise PydanticCustomError("deal.id_malformed", "A deal id is 0x and 64 hex digits; take it from a deal.")


def _parse_state(value: object) -> object:
    if value in _STATES:
        return value
    raise PydanticCustomError("offer.state_unknown", "The state is open, over or all; leave it out for open.")


_HEX32 = {"type": "string", "pattern": r"^0x[0-9a-fA-F]{64}$"}
OfferId = Annotated[
    bytes, BeforeValidator(parse_offer_id), WithJsonSchema({**_HEX32, "description": "Offer id"})
]
DealId = Annotated[
    bytes, BeforeValidator(parse_deal_id), WithJsonSchema({**_HEX32, "description": "Deal id"})
]
OfferStateChoice = Annotated[
    Literal["open", "over", "all"],
    BeforeValidator(_parse_state),
    WithJsonSchema({"type": "string", "enum": list(_STATES), "description": "over: closed ones too"}),
]
