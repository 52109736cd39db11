"""Whether the chain already holds what a call asks for, so that it is never sent twice."""

from typing import Final

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.relay.call_forms import CALL_FORMS, Values, data, grant, number, text
from hashtagspace.relay.ports import ChainReads

PENDING_NOTHING: Final = 0


def find_done(chain: ChainReads, name: str, calldata: bytes) -> int | None:
    """The profile of a call whose effect is in the chain, else None; raises `chain.unavailable`."""
    values = CALL_FORMS[name].decode(calldata)
    try:
        if name == "registerFor":
            return _find_registered(chain, values)
        profile = number(values, "profile")
        return profile if _is_done(chain, name, profile, values) else None
    except CallReverted:
        return None


def _find_registered(chain: ChainReads, values: Values) -> int | None:
    (profile,) = chain.read_profiles("profileOfHandle", text(values, "handle"))
    if not profile:
        return None
    (custody, _, _) = chain.read_profiles("custodyAt", profile, 0)
    return int(profile) if custody == data(values, "custody") else None


def _is_done(chain: ChainReads, name: str, profile: int, values: Values) -> bool:
    match name:
        case "authoriseKeyFor":
            key, until, kinds = grant(values)
            slot = chain.read_profiles("sessionKeyOf", profile, key)
            return bool(slot[0]) and (slot[1], slot[2]) == (until, kinds)
        case "setEncryptionKeyFor":
            (now,) = chain.read_profiles("encryptionKeyOf", profile)
            return bool(now == data(values, "encryptionKey"))
        case "transferCustodyFor":
            (custody,) = chain.read_profiles("custodyOf", profile)
            return bool(custody == data(values, "to"))
        case "requestRecoveryFor" | "requestRecoveryChangeFor":
            wanted = data(values, "to" if name == "requestRecoveryFor" else "recovery")
            kind, account, _, _ = chain.read_profiles("pendingOf", profile)
            return bool(kind != PENDING_NOTHING and account == wanted)
        case "cancelRecoveryFor" | "vetoRecoveryChangeFor":
            (kind, *_) = chain.read_profiles("pendingOf", profile)
            return bool(kind == PENDING_NOTHING)
        case _:
            return False  # revoking twice is no error to the contract
