"""Vault heads and blobs: ciphertext that a person leaves here, opaque to this gateway."""

from typing import Annotated

from pydantic import Field

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.scalars import BytesHex, CidText, Count

_MANIFEST_TEXT = 87384  # base64 of 64 KiB


class StoredBlob(Output):
    """A blob that is stored now; it is dropped after a day unless a vault or response names it."""

    cid: CidText
    size: Count


class VaultHeadBody(Input):
    """The next head of a vault; `signature`: EIP-712 `VaultHead` by custody or a key that may post."""

    manifest: Annotated[str, Field(max_length=_MANIFEST_TEXT, description="Base64 of the manifest's bytes")]
    sequence: Annotated[int, Field(ge=1, le=2**53 - 1)]
    forget: bool
    signed_at: Annotated[int, Field(ge=0, le=2**53 - 1, description="Unix seconds")]
    signature: Annotated[str, Field(max_length=8194, description="0x-hex")]


class StoredVaultHead(Output):
    """The head is kept."""

    sequence: Count


class VaultHead(Output):
    """The latest head; check its signature, and refuse a sequence lower than you saw before."""

    manifest: str = Field(description="Base64 of the manifest's bytes")
    sequence: Count
    forget: bool
    signed_at: Count
    signature: BytesHex
