"""The contracts as web3.py knows them from our ABIs: calldata and back, views, simulations.

Addresses are 20 bytes here and checksummed text in web3.py; structs and arrays are tuples here.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from web3 import Web3
from web3.contract import Contract
from web3.eth import Eth
from web3.types import TxParams

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import as_revert
from hashtagspace.chain.rpc_provider import UNREADABLE, offline_web3, open_web3, reading_answer
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.errors import ChainUnavailable

PROFILE_REGISTRY: Final = "ProfileRegistry"
POST_REGISTRY: Final = "PostRegistry"
FAUCET: Final = "Faucet"
DATA_MARKET: Final = "DataMarket"

Argument = int | str | bytes | Sequence["Argument"]
Member = Mapping[str, Any]


def encode_call(contract: str, function: str, arguments: Sequence[Argument]) -> bytes:
    """The calldata of `contract.function(*arguments)`.

    Raises an error of web3.py when the arguments do not fit the ABI; callers validate first.
    """
    entry = _function_abi(contract, function)
    data: str = _codec(contract, function).encode_abi(function, _for_web3(entry["inputs"], arguments))
    return bytes.fromhex(data[2:])


def decode_call(contract: str, calldata: bytes) -> dict[str, Any]:
    """The arguments, by name, that `encode_call` put into calldata."""
    function, values = _codec(contract).decode_function_input(calldata)
    return {
        member["name"]: _from_web3(member, values[member["name"]])
        for member in _function_abi(contract, function.fn_name)["inputs"]
    }


class Contracts:
    """Views of one deployment at the latest block. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, addresses: Mapping[str, bytes]) -> None:
        """`addresses` by the contracts' names; asks nothing yet."""
        self._web3 = open_web3(rpc)
        self._addresses = {name: Web3.to_checksum_address(address) for name, address in addresses.items()}
        self._views: dict[tuple[str, str], Contract] = {}

    def read(self, contract: str, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view returns; raises CallReverted, `chain.answer` and other `chain.*`."""
        abi = _function_abi(contract, function)
        call = self._view(contract, function).functions[function](*_for_web3(abi["inputs"], arguments))
        try:
            answer = call.call()
        except RpcFailed as refusal:
            raise as_revert(refusal) from refusal
        except UNREADABLE as failure:
            raise ChainUnavailable(
                "The contract answered something else than its interface says: "
                "check the deployment's addresses.",
                code="chain.answer",
            ) from failure
        values = (answer,) if len(abi["outputs"]) == 1 else answer
        return tuple(_from_web3(member, value) for member, value in zip(abi["outputs"], values, strict=True))

    def _view(self, contract: str, function: str) -> Contract:
        """The contract with one function: of a whole ABI web3.py hashes every signature at each call."""
        found = self._views.get((contract, function))
        if found is None:
            abi = [_function_abi(contract, function)]
            found = self._web3.eth.contract(address=self._addresses[contract], abi=abi)
            self._views[contract, function] = found
        return found

    def simulate(self, to: bytes, data: bytes) -> bytes:
        """What the call would return in the next block; raises CallReverted and `chain.*`."""
        return simulate(self._web3.eth, {"to": Web3.to_checksum_address(to), "data": Web3.to_hex(data)})


def simulate(eth: Eth, transaction: TxParams, block: int | None = None) -> bytes:
    """What the transaction would return now, or did at the end of `block`; raises CallReverted, `chain.*`."""
    try:
        with reading_answer("eth_call"):
            return bytes(eth.call(transaction, "latest" if block is None else block))
    except RpcFailed as refusal:
        raise as_revert(refusal) from refusal


@cache
def _codec(contract: str, function: str | None = None) -> type[Contract]:
    abi = load_abi(contract) if function is None else [_function_abi(contract, function)]
    return offline_web3().eth.contract(abi=abi)


@cache
def _function_abi(contract: str, function: str) -> dict[str, Any]:
    (found,) = (e for e in load_abi(contract) if e["type"] == "function" and e["name"] == function)
    return found


def _for_web3(members: Sequence[Member], values: Sequence[Any]) -> list[Any]:
    return [_to_web3(member, value) for member, value in zip(members, values, strict=True)]


def _to_web3(member: Member, value: Any) -> Any:  # noqa: ANN401 - as the ABI says
    if member["type"].endswith("]"):
        return [_to_web3(_element(member), one) for one in value]
    if member["type"] == "address":
        return Web3.to_checksum_address(value)
    if member["type"] == "tuple":
        return tuple(_for_web3(member["components"], value))
    return value


def _from_web3(member: Member, value: Any) -> Any:  # noqa: ANN401 - as the ABI says
    if member["type"].endswith("]"):
        return tuple(_from_web3(_element(member), one) for one in value)
    if member["type"] == "address":
        return bytes.fromhex(value[2:])
    if member["type"] == "tuple":
        parts = value.values() if isinstance(value, Mapping) else value
        return tuple(_from_web3(part, one) for part, one in zip(member["components"], parts, strict=True))
    return value


def _element(member: Member) -> Member:
    return {**member, "type": member["type"].rpartition("[")[0]}
