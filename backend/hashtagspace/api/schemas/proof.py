"""Proofs: what a browser needs to check a post against the chain by itself."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Output
from hashtagspace.api.schemas.post import ContentRef
from hashtagspace.api.schemas.scalars import AddressHex, Bytes32Hex, BytesHex, CidText, Count, Time


class Inclusion(Output):
    """Where the intent is fixed; only batch members carry root, batch and Merkle path."""

    type: Literal["batch", "publish", "inline"]
    root: Bytes32Hex | None
    batch_digest: Bytes32Hex | None
    batch_cid: CidText | None
    count: Count | None
    index: Count | None
    merkle_proof: list[Bytes32Hex] | None
    contract: AddressHex
    tx_hash: Bytes32Hex
    log_index: Count
    block_number: Count
    block_hash: Bytes32Hex
    block_time: Time
    sender: AddressHex | None = Field(description="`msg.sender` of publish and publishInline")


class SignedVersion(Output):
    """One intent with its signature and its place in the chain."""

    intent_id: Bytes32Hex
    record: BytesHex = Field(description="81 bytes: profile, kind, subject, content, createdAt")
    signature: BytesHex | None = Field(
        description="65 bytes; null when the sender of a transaction spoke for itself"
    )
    signer: AddressHex
    custody_index: Count
    content: ContentRef | None
    inclusion: Inclusion


class Proof(SignedVersion):
    """The original intent, then the edit in force and the retraction, in the order of the chain."""

    versions: list[SignedVersion]
