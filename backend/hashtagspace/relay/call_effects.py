"""Whether the chain already holds what a call asks for, so that it is never sent twice."""

from typing import Final

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.market_states import DealState
from hashtagspace.relay.call_arguments import Values, data, number, text
from hashtagspace.relay.call_list import CALL_FORMS
from hashtagspace.relay.market_calls import MARKET_FORMS, epoch_of, find_deal_key
from hashtagspace.relay.people_calls import PEOPLE_FORMS, is_done_for_people
from hashtagspace.relay.ports import ChainReads
from hashtagspace.relay.profile_calls import grant

PENDING_NOTHING: Final = 0
NO_PROFILE: Final = 0
_DELIVERED: Final = (DealState.DELIVERED, DealState.VESTING, DealState.SETTLED)


def find_done(chain: ChainReads, name: str, calldata: bytes) -> int | None:
    """The profile of a call whose effect is in the chain, else None; NO_PROFILE but for ProfileRegistry's.

    Raises `chain.unavailable`.
    """
    values = CALL_FORMS[name].decode(calldata)
    try:
        if name in MARKET_FORMS:
            return NO_PROFILE if _is_done_in_market(chain, name, values) else None
        if name in PEOPLE_FORMS:
            return NO_PROFILE if is_done_for_people(chain, name, values) else None
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


def _is_done_in_market(chain: ChainReads, name: str, values: Values) -> bool:
    """Done means that the deal, or the account, is where the call would have brought it."""
    key = find_deal_key(values)
    if key is None:
        (credit,) = chain.read_market("creditOf", data(values, "payee"))
        return bool(credit == 0)
    ((_, _, _, number_of_state, withdrawn, _, next_epoch, *_),) = chain.read_market(
        "dealOf", key.offer, key.profile
    )
    state = DealState(number_of_state)
    match name:
        case "revokeFor":
            return bool(withdrawn)
        case "deliver":
            return state in _DELIVERED
        case "deliverEpoch":
            return bool(next_epoch == epoch_of(values) + 1)
        case "settle":
            return state in (DealState.VESTING, DealState.SETTLED, DealState.REVOKED)
        case "claim":
            return state is DealState.SETTLED
        case _:
            return state in (DealState.REFUNDED, DealState.SETTLED)
