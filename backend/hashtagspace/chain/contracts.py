"""The contracts as Python functions: views by web3.py, calldata, and what a revert means."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import requests
from eth_abi.exceptions import DecodingError
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.exceptions import BadFunctionCallOutput, ContractLogicError, Web3Exception

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import ChainTimeout, InconsistentChain, RpcFailed
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import ChainUnavailable

Argument = int | str | bytes | tuple["Argument", ...] | Sequence["Argument"]
_CODEC: Final = Web3().codec


@cache
def load_abi(name: str) -> list[dict[str, Any]]:
    """The ABI of a contract as the compiler wrote it; raises FileNotFoundError for an unknown name."""
    text = resources.files("hashtagspace.chain").joinpath("abi", f"{name}.json").read_text("utf-8")
    return list(json.loads(text))


@cache
def _codec_contract(name: str) -> Any:  # noqa: ANN401 - web3's contract classes are made at run time
    return Web3().eth.contract(abi=load_abi(name))


def encode_call(contract: str, function: str, arguments: Sequence[Argument]) -> bytes:
    """The calldata of `contract.function(*arguments)`; addresses are 20 bytes or checksummed text.

    Raises ValueError or a web3 error when the arguments do not fit; callers validate first.
    """
    data: str = _codec_contract(contract).encode_abi(function, [_for_web3(value) for value in arguments])
    return bytes.fromhex(data[2:])


def _for_web3(value: Argument) -> Any:  # noqa: ANN401
    if isinstance(value, bytes) and len(value) == 20:
        return Web3.to_checksum_address(value)
    if isinstance(value, tuple | list):
        return tuple(_for_web3(member) for member in value)
    return value


@cache
def _error_table() -> Mapping[bytes, tuple[str, list[str], list[str]]]:
    table: dict[bytes, tuple[str, list[str], list[str]]] = {}
    for name in ("TagToken", "ProfileRegistry", "PostRegistry", "Faucet"):
        for entry in load_abi(name):
            if entry["type"] == "error":
                types = [member["type"] for member in entry["inputs"]]
                selector = keccak256(f"{entry['name']}({','.join(types)})".encode())[:4]
                table[selector] = (entry["name"], types, [member["name"] for member in entry["inputs"]])
    return table


def decode_revert(data: bytes) -> str:
    """The error of a reverted call as `Name(argument=value, …)`; `revert` when it is none of ours."""
    found = _error_table().get(data[:4])
    if found is None:
        return "revert"
    name, types, names = found
    try:
        values = _CODEC.decode(types, data[4:])
    except DecodingError:
        return name
    shown = (f"{key}={_shown(value)}" for key, value in zip(names, values, strict=True))
    return f"{name}({', '.join(shown)})"


def _shown(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


class Contracts:
    """Views of one deployment at the latest block; every failure is one of `chain.errors`."""

    def __init__(self, rpc_url: str, deployment: Deployment, *, timeout_seconds: float = 10.0) -> None:
        self.web3 = Web3(HTTPProvider(rpc_url, request_kwargs={"timeout": timeout_seconds}))
        self._contracts: dict[str, Contract] = {
            name: self.web3.eth.contract(address=Web3.to_checksum_address(address), abi=load_abi(name))
            for name, address in deployment.addresses.items()
        }

    def view(self, contract: str, function: str, *arguments: Argument) -> Any:  # noqa: ANN401
        """What a view returns, as web3.py decodes it; raises `chain.*`."""
        handle = self._contracts[contract]
        try:
            return handle.functions[function](*(_for_web3(value) for value in arguments)).call()
        except requests.Timeout:
            raise ChainTimeout(f"The node did not answer {function} in time.") from None
        except ContractLogicError as error:
            raise RpcFailed(
                f"{contract}.{function} reverted: {decode_revert(_revert_data(error))}."
            ) from None
        except BadFunctionCallOutput:
            raise InconsistentChain(
                f"There is no {contract} where the deployment says it is: check chain and deployment file."
            ) from None
        except (requests.RequestException, Web3Exception, OSError) as error:
            raise ChainUnavailable(f"The node did not answer {function} ({type(error).__name__}).") from None

    def nonce_of(self, profile: int) -> int:
        """The nonce that the next transfer, recovery or encryption key form must carry."""
        return int(self.view("ProfileRegistry", "nonceOf", profile))

    def custody_of(self, profile: int) -> bytes | None:
        """The wallet in control now, None for a profile that nobody registered."""
        address = _address(self.view("ProfileRegistry", "custodyOf", profile))
        return None if address == bytes(20) else address

    def recovery_of(self, profile: int) -> bytes | None:
        """The recovery address, None without one."""
        address = _address(self.view("ProfileRegistry", "recoveryOf", profile))
        return None if address == bytes(20) else address

    def is_authorised(self, profile: int, signer: bytes, kind: int, t_seconds: int) -> bool:
        """Whether the signer may sign that kind for the profile at block time t."""
        return bool(self.view("ProfileRegistry", "isAuthorised", profile, signer, kind, t_seconds))

    def profile_of_handle(self, handle: str) -> int | None:
        """The profile that a handle is bound to, None while it is free."""
        return int(self.view("ProfileRegistry", "profileOfHandle", handle)) or None

    def registration_count(self, custody: bytes) -> int:
        """How many profiles this wallet has registered; the next profile id follows from it."""
        return int(self.view("ProfileRegistry", "registrationCount", custody))

    def anchored_at(self, root: bytes) -> int | None:
        """Block time of the first anchor of a root, None before."""
        return int(self.view("PostRegistry", "anchoredAt", root)) or None


def _address(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _revert_data(error: ContractLogicError) -> bytes:
    data = error.data
    return bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else b""
