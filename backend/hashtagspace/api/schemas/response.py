"""Responses to offers, kept until the buyer fetches them; nothing in them is plaintext of a person's data."""

from typing import Annotated

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.deal import Deal
from hashtagspace.api.schemas.inputs import CursorText, Limit
from hashtagspace.api.schemas.market_inputs import OfferId
from hashtagspace.api.schemas.market_scalars import AmountText, Uint64Text, Uint256Text
from hashtagspace.api.schemas.scalars import (
    AddressHex,
    Bytes32Hex,
    BytesHex,
    CidText,
    NextCursor,
    ProfileIdText,
    Time,
)

_Number = Annotated[str | int, Field(union_mode="left_to_right", description="Number, best as decimal text")]
_Hex32 = Annotated[str, Field(max_length=66, description="0x and 64 hex digits")]


class ConsentBody(Input):
    """`Consent` of the contract by the names of its members; numbers as decimal text."""

    offer: _Hex32
    profile: _Number
    payee: Annotated[str, Field(max_length=42, description="0x and 40 hex digits")]
    price: _Number
    valid_until: _Number
    terms: _Hex32
    receipt: _Hex32
    qx: _Number
    q_parity: _Number
    xx: _Number
    x_parity: _Number
    ct_root: _Hex32
    pt_root: _Hex32
    salt: _Hex32


class ResponseBody(Input):
    """A signed consent and the envelope for the buyer, uploaded to /v1/blobs before."""

    consent: ConsentBody
    signature: Annotated[str, Field(max_length=8194, description="0x-hex of the custody's signature")]
    envelope: Annotated[str, Field(max_length=120, description="CID of the envelope")]


class StoredResponse(Output):
    """The response waits for the buyer."""

    deal_id: Bytes32Hex


class SignedConsent(Output):
    """`Consent` of the contract, numbers as decimal text."""

    offer: Bytes32Hex
    profile: ProfileIdText
    payee: AddressHex
    price: AmountText
    valid_until: Uint64Text
    terms: Bytes32Hex
    receipt: Bytes32Hex
    qx: Uint256Text
    q_parity: Uint64Text
    xx: Uint256Text
    x_parity: Uint64Text
    ct_root: Bytes32Hex
    pt_root: Bytes32Hex
    salt: Bytes32Hex


class OfferResponse(Output):
    """A response as it was handed in; judge it yourself before you accept it."""

    deal_id: Bytes32Hex
    profile_id: ProfileIdText
    consent: SignedConsent
    signature: BytesHex
    envelope: CidText
    received_at: Time
    deal: Deal | None = Field(description="What became of it on chain; null: nothing yet")


class ResponsePage(Output):
    """Responses, latest first."""

    items: list[OfferResponse]
    next_cursor: NextCursor


class ResponsesPath(Input):
    """An offer by id."""

    offer_id: OfferId


class ResponsesQuery(Input):
    """A page of responses."""

    cursor: CursorText = None
    limit: Limit = 20


class EpochEnvelopeBody(Input):
    """The envelope of one epoch, signed by the profile's custody or a session key that may post."""

    epoch: Annotated[int, Field(ge=0, le=254)]
    envelope: Annotated[str, Field(max_length=120, description="CID of the envelope")]
    authorisation: Annotated[
        str, Field(max_length=8194, description="0x-hex of the signature of EpochEnvelope")
    ]


class StoredEpochEnvelope(Output):
    """The envelope is kept for the buyer."""

    deal_id: Bytes32Hex
    epoch: Annotated[int, Field(ge=0, le=254)]
