"""Calldata by Solidity signature: for the few calls that need no whole contract binding."""

from collections.abc import Sequence

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import ChainUnavailable


def split_types(signature: str) -> list[str]:
    """The types of `name(type,(type,type),…)`, tuples whole."""
    inner = signature[signature.index("(") + 1 : -1]
    types, depth, current = [], 0, ""
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            types.append(current)
            current = ""
        else:
            current += letter
    return [*types, current] if current else types


def selector_of(signature: str) -> bytes:
    """The first four bytes of keccak256 of the signature."""
    return keccak256(signature.encode())[:4]


def encode_call(signature: str, values: Sequence[object]) -> bytes:
    """The calldata of one call; addresses may be 20 bytes."""
    types = split_types(signature)
    return selector_of(signature) + encode(
        types, [_plain(kind, v) for kind, v in zip(types, values, strict=True)]
    )


def decode_values(types: Sequence[str], data: bytes) -> tuple[object, ...]:
    """The values that a call returned, addresses as 20 bytes; raises `chain.answer`."""
    try:
        values = decode(list(types), data)
    except (DecodingError, OverflowError) as failure:
        raise ChainUnavailable(
            "The contract answered something else than its interface says: check the deployment's addresses.",
            code="chain.answer",
        ) from failure
    return tuple(
        bytes.fromhex(value[2:]) if kind == "address" else value
        for kind, value in zip(types, values, strict=True)
    )


def _plain(kind: str, value: object) -> object:
    if kind == "address" and isinstance(value, bytes):
        return "0x" + value.hex()
    if kind.startswith("(") and isinstance(value, tuple | list):
        return tuple(_plain(k, v) for k, v in zip(split_types(kind), value, strict=True))
    return value
