"""Scalar types of responses: ids are strings, bytes are 0x-hex, times are RFC 3339 UTC."""

from typing import Annotated

from pydantic import Field

Uint63Text = Annotated[
    str,
    Field(
        pattern=r"^[1-9][0-9]{0,18}$",
        description="Unsigned 63-bit number in decimal",
        examples=["4611686018427387904"],
    ),
]
ProfileIdText = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,18}$", description="Profile id in decimal; never a JSON number"),
]
HandleText = Annotated[str, Field(pattern=r"^[a-z0-9_]{3,20}$", description="Unique on-chain name")]
Bytes32Hex = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$", description="32 bytes")]
AddressHex = Annotated[str, Field(pattern=r"^0x[0-9a-f]{40}$", description="20-byte address, lower case")]
BytesHex = Annotated[str, Field(pattern=r"^0x([0-9a-f]{2})*$", description="Bytes in hex")]
CidText = Annotated[str, Field(pattern=r"^b[a-z2-7]{20,120}$", description="CIDv1, base32, lower case")]
Time = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
        description="RFC 3339 UTC with milliseconds",
        examples=["2026-01-31T12:00:00.000Z"],
    ),
]
Count = Annotated[int, Field(ge=0)]
NextCursor = Annotated[
    str | None,
    Field(
        description="Opaque position of the next page; null on the last. Hand it back as `cursor`, unchanged."
    ),
]
