"""EIP-712: the digest of a typed message, and the JSON a wallet shows and signs.

Source: EIP-712, for flat structs of the member types that our contracts use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.intent import DOMAIN_NAME, DOMAIN_VERSION, domain_separator_of
from hashtagspace.domain.keccak import keccak256

Value = int | str | bytes

_DOMAIN_MEMBERS: Final = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)
_UINT_BITS: Final = {"uint8": 8, "uint32": 32, "uint64": 64, "uint128": 128, "uint256": 256}
_BYTES_LENGTHS: Final = {"address": 20, "bytes32": 32}


@dataclass(frozen=True, slots=True)
class TypedDomain:
    """Where a signature counts: one contract on one chain."""

    chain_id: int
    contract: bytes
    name: str = DOMAIN_NAME
    version: str = DOMAIN_VERSION

    def separator(self) -> bytes:
        """The domain separator, 32 bytes."""
        return domain_separator_of(self.name, self.version, self.chain_id, self.contract)


@dataclass(frozen=True, slots=True)
class StructType:
    """A struct of a contract: its name and members as (name, Solidity type) in order."""

    name: str
    members: tuple[tuple[str, str], ...]

    @property
    def encoded(self) -> str:
        """`encodeType` of the struct, such as `Mail(address to,string text)`."""
        return f"{self.name}({','.join(f'{kind} {name}' for name, kind in self.members)})"

    def type_hash(self) -> bytes:
        """keccak256 of `encoded`."""
        return keccak256(self.encoded.encode())


def _word(kind: str, value: Value) -> bytes:
    """The 32 bytes of one member; raises ValueError when the value does not fit its type."""
    if kind == "string" and isinstance(value, str):
        return keccak256(value.encode())
    if kind == "bool" and isinstance(value, bool):
        return int(value).to_bytes(32, "big")
    if kind in _UINT_BITS and isinstance(value, int) and 0 <= value < 1 << _UINT_BITS[kind]:
        return value.to_bytes(32, "big")
    if kind in _BYTES_LENGTHS and isinstance(value, bytes) and len(value) == _BYTES_LENGTHS[kind]:
        return value.rjust(32, b"\0")
    raise ValueError(f"the value of a typed member does not fit {kind}")


def struct_hash(struct: StructType, message: Mapping[str, Value]) -> bytes:
    """`hashStruct` of the message, 32 bytes."""
    words = (_word(kind, message[name]) for name, kind in struct.members)
    return keccak256(struct.type_hash() + b"".join(words))


def typed_digest(domain: TypedDomain, struct: StructType, message: Mapping[str, Value]) -> bytes:
    """The 32 bytes that a wallet signs."""
    return keccak256(b"\x19\x01" + domain.separator() + struct_hash(struct, message))


def checksum_address(address: bytes) -> str:
    """The EIP-55 spelling of 20 bytes."""
    plain = address.hex()
    digest = keccak256(plain.encode()).hex()
    return "0x" + "".join(
        c.upper() if int(nibble, 16) >= 8 else c for c, nibble in zip(plain, digest, strict=False)
    )


def _json_value(kind: str, value: Value) -> str | int:
    if isinstance(value, bytes):
        return checksum_address(value) if kind == "address" else "0x" + value.hex()
    if isinstance(value, int) and kind in ("uint64", "uint128", "uint256"):
        return str(value)
    return value


def _member_list(members: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in members]


def wallet_json(domain: TypedDomain, struct: StructType, message: Mapping[str, Value]) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`; 64-bit and larger numbers are decimal strings."""
    return {
        "types": {
            "EIP712Domain": _member_list(_DOMAIN_MEMBERS),
            struct.name: _member_list(struct.members),
        },
        "primaryType": struct.name,
        "domain": {
            "name": domain.name,
            "version": domain.version,
            "chainId": domain.chain_id,
            "verifyingContract": checksum_address(domain.contract),
        },
        "message": {name: _json_value(kind, message[name]) for name, kind in struct.members},
    }
