"""Why a contract said no: custom errors as dotted codes and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from eth_abi.exceptions import DecodingError
from web3 import Web3

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.market_reverts import FAULTS, MARKET_MEANINGS, Meaning
from hashtagspace.chain.people_reverts import PEOPLE_MEANINGS
from hashtagspace.chain.rpc_provider import offline_web3
from hashtagspace.errors import ChainUnavailable, HashtagspaceError

_MEANINGS: Final[dict[str, Meaning]] = {
    "HandleInvalid": ("handle.malformed", "A handle is 3 to 20 of a-z, 0-9 and _; choose another.", False),
    "HandleTaken": ("handle.taken", "The handle {handle} is taken; choose another.", True),
    "ProfileIdTaken": ("profile.id_taken", "This wallet's next profile exists already; sign again.", True),
    "ProfileUnknown": ("profile.unknown", "Profile {profile} is not registered.", True),
    "NotCustody": ("profile.not_custody", "Only the profile's custody wallet may do this.", False),
    "NotRecovery": ("recovery.not_recovery", "Only the profile's recovery address may do this.", False),
    "NotCustodyOrRecovery": (
        "recovery.not_party", "Only the profile's custody wallet or recovery address may do this.", False,
    ),
    "RecoveryUnset": ("recovery.unset", "The profile has no recovery address.", True),
    "RecoveryPending": ("recovery.pending", "A recovery is pending; cancel it or wait for its end.", True),
    "RecoveryCoolingDown": (
        "recovery.cooling_down", "A recovery was cancelled lately; try again after Unix time {until}.", True,
    ),
    "RecoveryNotPending": ("recovery.not_pending", "No recovery is pending.", True),
    "RecoveryChangeNotPending": (
        "recovery.change_not_pending", "No change of the recovery address is pending.", True,
    ),
    "DelayNotOver": ("recovery.delay", "The delay is not over before Unix time {readyAt}.", True),
    "CustodyIndexUnknown": ("profile.custody_index", "The profile had no such custody.", False),
    "KeyZero": ("key.zero", "A session key is not the zero address.", False),
    "KeyAlreadyUsed": ("key.already_used", "This key was authorised before; make a fresh one.", True),
    "KeyUnknown": ("key.unknown", "This key was never authorised for the profile.", True),
    "KeyEnded": ("key.ended", "This key ended with an earlier custody of the profile.", True),
    "UntilNotInFuture": ("key.until_past", "The key's end lies in the past; choose a later one.", False),
    "KindsInvalid": ("key.kinds", "The kinds of a key are bits 1 to 31, at least one.", False),
    "SignatureExpired": ("call.deadline_passed", "The signature's deadline has passed; sign again.", False),
    "SignatureInvalid": (
        "signature.wrong_signer",
        "The signature is not the one of the wallet that must sign, or is for another chain; sign again.",
        False,
    ),
    "AlreadyDripped": (
        "faucet.already_dripped", "This address had its share; come back after Unix time {nextAt}.", True,
    ),
    "ECDSAInvalidSignature": ("token.permit_signer", "The permit's signature is none; sign again.", False),
    "PoolUsedUp": ("faucet.pool_used_up", "The faucet is empty until Unix time {nextAt}.", True),
    **MARKET_MEANINGS,
}  # fmt: skip
_REFUSED: Final = "Refused"  # DataMarket's: the fault that it carries says why
_UNKNOWN: Final = (
    "call.reverted",
    "The contract refuses the call without a reason that is known here.",
    False,
)
_ERROR_STRING: Final = bytes.fromhex("08c379a0")  # Error(string): `require` with a reason


@dataclass(frozen=True, slots=True)
class Revert:
    """A decoded revert: `is_conflict` means that the chain's state, not the call, is in the way."""

    code: str
    detail: str
    is_conflict: bool = False


class CallReverted(HashtagspaceError):
    """The contract would revert, or reverted, this call."""

    code = "call.reverted"

    def __init__(self, revert: Revert) -> None:
        super().__init__(revert.detail, code=revert.code)
        self.revert = revert


def decode_revert(data: bytes) -> Revert:
    """What the returned bytes of a reverted call mean; never raises."""
    known = _errors_by_selector().get(data[:4])
    try:
        if known is not None:
            meaning, names, types = known
            values = dict(zip(names, _decode(types, data[4:]), strict=True))
            code, sentence, is_conflict = _meaning_of(meaning, values)
            return Revert(code, sentence.format(**values), is_conflict)
        if data[:4] == _ERROR_STRING:
            (reason,) = _decode(["string"], data[4:])
            return Revert("call.reverted", f"The contract refuses the call: {str(reason)[:200]}")
    except (DecodingError, OverflowError, UnicodeDecodeError):
        pass
    return Revert(*_UNKNOWN)


def _meaning_of(meaning: Meaning | None, values: dict[str, Any]) -> Meaning:
    if meaning is not None:
        return meaning
    return FAULTS[values["fault"]] if values["fault"] < len(FAULTS) else _UNKNOWN


def as_revert(failure: RpcFailed) -> CallReverted | ChainUnavailable:
    """The revert that a refused `eth_call` or `eth_estimateGas` stands for, or the failure itself."""
    if failure.data is not None and failure.data.startswith("0x"):
        return CallReverted(decode_revert(_read_hex(failure.data)))
    if "revert" in failure.detail.lower():
        return CallReverted(decode_revert(b""))
    return failure


def _read_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text[2:])
    except ValueError:
        return b""


def _decode(types: Sequence[str], data: bytes) -> tuple[Any, ...]:
    return tuple(offline_web3().codec.decode(types, data))


@cache
def _errors_by_selector() -> dict[bytes, tuple[Meaning | None, list[str], list[str]]]:
    """Meaning (None: the fault that is carried says it), names and types of the arguments by selector."""
    found: dict[bytes, tuple[Meaning | None, list[str], list[str]]] = {}
    for contract in ("ProfileRegistry", "Faucet", "TagToken", "DataMarket", *PEOPLE_MEANINGS):
        meanings = {**_MEANINGS, **PEOPLE_MEANINGS.get(contract, {})}
        for entry in load_abi(contract):
            name = entry["name"] if entry["type"] == "error" else None
            if name in meanings or name == _REFUSED:
                types = [item["type"] for item in entry["inputs"]]
                selector = bytes(Web3.keccak(text=f"{name}({','.join(types)})")[:4])
                names = [item["name"] for item in entry["inputs"]]
                found.setdefault(selector, (meanings.get(name), names, types))
    return found
