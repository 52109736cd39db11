"""Whether the chain already holds what a call asks for, so that it is never sent twice."""

from typing import Final

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.relay.call_forms import CALL_FORMS, Values, data, grant, number, text
from hashtagspace.relay.ports import ChainReads

PENDING_NOTHING: Final = 0
_PENDING_TYPES: Final = ("uint8", "address", "uint64", "uint64")
_SLOT_TYPES: Final = ("uint64", "uint64", "uint32", "uint32", "uint64")


def find_done(chain: ChainReads, registry: bytes, name: str, calldata: bytes) -> int | None:
    """The profile of a call whose effect is in the chain, else None; raises `chain.unavailable`."""
    values = CALL_FORMS[name].decode(calldata)
    try:
        if name == "registerFor":
            return _find_registered(chain, registry, values)
        profile = number(values, "profile")
        return profile if _is_done(chain, registry, name, profile, values) else None
    except CallReverted:
        return None


def _find_registered(chain: ChainReads, registry: bytes, values: Values) -> int | None:
    (profile,) = chain.read(registry, "profileOfHandle(string)", (text(values, "handle"),), ("uint64",))
    if not profile:
        return None
    (custody, _, _) = chain.read(
        registry, "custodyAt(uint64,uint256)", (profile, 0), ("address", "uint64", "uint64")
    )
    return int(profile) if custody == data(values, "custody") else None


def _is_done(chain: ChainReads, registry: bytes, name: str, profile: int, values: Values) -> bool:
    match name:
        case "authoriseKeyFor":
            key, until, kinds = grant(values)
            slot = chain.read(registry, "sessionKeyOf(uint64,address)", (profile, key), _SLOT_TYPES)
            return bool(slot[0]) and (slot[1], slot[2]) == (until, kinds)
        case "setEncryptionKeyFor":
            (now,) = chain.read(registry, "encryptionKeyOf(uint64)", (profile,), ("bytes32",))
            return bool(now == data(values, "encryptionKey"))
        case "transferCustodyFor":
            (custody,) = chain.read(registry, "custodyOf(uint64)", (profile,), ("address",))
            return bool(custody == data(values, "to"))
        case "requestRecoveryFor" | "requestRecoveryChangeFor":
            wanted = data(values, "to" if name == "requestRecoveryFor" else "recovery")
            kind, account, _, _ = chain.read(registry, "pendingOf(uint64)", (profile,), _PENDING_TYPES)
            return bool(kind != PENDING_NOTHING and account == wanted)
        case "cancelRecoveryFor" | "vetoRecoveryChangeFor":
            (kind, *_) = chain.read(registry, "pendingOf(uint64)", (profile,), _PENDING_TYPES)
            return bool(kind == PENDING_NOTHING)
        case _:
            return False  # revoking twice is no error to the contract
