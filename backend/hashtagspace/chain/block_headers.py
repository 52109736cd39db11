"""A block's header as its hash is made of it: what `EpochClock.take` is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.hexes import parse_bytes
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.keccak import keccak256

# In the order of the header; those behind `nonce` came with later forks and are there or not.
_HASHES: Final = frozenset(
    {
        "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
        "extraData", "mixHash", "nonce", "withdrawalsRoot", "parentBeaconBlockRoot", "requestsHash",
    }
)  # fmt: skip
_MEMBERS: Final = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
    "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot",
    "requestsHash",
)  # fmt: skip


def read_header(rpc: JsonRpc, number: int) -> bytes:
    """The RLP of a block's header; raises `chain.inconsistent` where it does not lead to the block's hash."""
    block = rpc.call("eth_getBlockByNumber", [hex(number), False])
    if not isinstance(block, dict):
        raise InconsistentChain(f"The node has no block {number}.")
    return encode_header(block)


def encode_header(block: Mapping[str, Any]) -> bytes:
    """The RLP of a header as a node writes it; raises `chain.inconsistent`."""
    header = encode_list([_spell(name, block[name]) for name in _MEMBERS if block.get(name) is not None])
    if keccak256(header) != parse_bytes(str(block.get("hash")), 32):
        raise InconsistentChain(
            "The node's block header does not lead to its hash: it has members that are not known here."
        )
    return header


def _spell(name: str, value: object) -> bytes:
    if name in _HASHES:
        return parse_bytes(str(value))
    number = int(str(value), 16)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_list(items: Sequence[bytes]) -> bytes:
    """RLP of a list of byte strings."""
    body = b"".join(_encode_string(item) for item in items)
    return _prefix(0xC0, len(body)) + body


def _encode_string(item: bytes) -> bytes:
    if len(item) == 1 and item[0] < 0x80:
        return item
    return _prefix(0x80, len(item)) + item


def _prefix(kind: int, length: int) -> bytes:
    if length < 56:
        return bytes([kind + length])
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([kind + 55 + len(size)]) + size
