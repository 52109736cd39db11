"""What goes in: content, signed intents, relayed calls, the faucet."""

from typing import Annotated, Any, Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.inputs import Address, CallId, IntentId
from hashtagspace.api.schemas.scalars import Bytes32Hex, CidText, Count, ProfileIdText

MAX_INTENTS = 100
CallName = Literal[
    "registerFor",
    "authoriseKeyFor",
    "revokeKeyFor",
    "setEncryptionKeyFor",
    "transferCustodyFor",
    "requestRecoveryFor",
    "cancelRecoveryFor",
    "requestRecoveryChangeFor",
    "vetoRecoveryChangeFor",
    "deliver",
    "deliverEpoch",
    "revokeFor",
    "settle",
    "claim",
    "reclaim",
    "withdraw",
    "permit",
    "vouchFor",
    "withdrawFor",
    "answerFor",
    "appealFor",
    "proveLevel",
    "tipFor",
    "claimReward",
]


class StoredContent(Output):
    """A document that the content store now has."""

    cid: CidText
    digest: Bytes32Hex
    size: Count


class StoredMedia(Output):
    """A file that the content store now has."""

    cid: CidText
    mime: str
    size: Count


class IntentItem(Input):
    """A signed intent; `content` is its document unless that was uploaded before."""

    record: Annotated[str, Field(max_length=164, description="0x and 162 hex digits")]
    signature: Annotated[str, Field(max_length=132, description="0x and 130 hex digits")]
    content: Annotated[str, Field(max_length=87384, description="Base64 of the document")] | None = None


class IntentsBody(Input):
    """Up to 100 signed intents; each is answered by itself."""

    intents: Annotated[list[IntentItem], Field(min_length=1, max_length=MAX_INTENTS)]


class ItemProblem(Output):
    """Why one item was refused."""

    code: str
    detail: str
    retryable: bool


IntentState = Literal["pending", "anchored", "final", "rejected"]


class IntentResult(Output):
    """What became of one intent; `intentId` is null if the record could not be read."""

    intent_id: Bytes32Hex | None
    state: IntentState
    problem: ItemProblem | None = None


class IntentResults(Output):
    """Results in the order of the request."""

    items: list[IntentResult]


class IntentStatus(Output):
    """Where an intent is on its way to the chain."""

    intent_id: Bytes32Hex
    state: IntentState
    problem: ItemProblem | None = None
    tx_hash: Bytes32Hex | None = None
    block_number: Count | None = None


class Stamp(Input):
    """Hashcash that pays for a gasless call."""

    nonce: Annotated[str, Field(max_length=18, description="8 bytes in hex")]
    bits: Annotated[int, Field(ge=0, le=64)]
    time: Annotated[int, Field(ge=0, le=2**53, description="Unix seconds")]


class CallBody(Input):
    """A call that the relay pays for; `arguments` has the names of the Solidity parameters."""

    call: CallName
    arguments: Annotated[dict[str, Any], Field(max_length=16)]
    content: Annotated[str, Field(max_length=87384, description="Base64 of the profile document")] | None = (
        None
    )
    stamp: Stamp


CallState = Literal["pending", "sent", "anchored", "final", "rejected"]


class CallStatus(Output):
    """Where a relayed call is on its way to the chain."""

    call_id: Bytes32Hex
    state: CallState
    profile_id: ProfileIdText | None = None
    problem: ItemProblem | None = None
    tx_hash: Bytes32Hex | None = None
    block_number: Count | None = None


class FaucetBody(Input):
    """Who gets test TAG."""

    address: Address
    stamp: Stamp


class IntentPath(Input):
    """An intent by id."""

    intent_id: IntentId


class CallPath(Input):
    """A call by id."""

    call_id: CallId
