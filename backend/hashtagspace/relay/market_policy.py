"""Which calls of the market this relay takes: what helps a deal on, at a price that no stranger can raise.

A key must not be delivered when it may come too late or into a block that may vanish: who waits for it would
have it without paying.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.reverts import CallReverted, Revert
from hashtagspace.domain.consent import consent_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.stamp import Stamp, verify_stamp
from hashtagspace.relay.budgets import Part
from hashtagspace.relay.call_arguments import Values, data, number
from hashtagspace.relay.call_effects import find_done
from hashtagspace.relay.call_list import ParsedCall
from hashtagspace.relay.errors import CallConflict, CallRefused
from hashtagspace.relay.market_calls import DealKey, epoch_of, find_deal_key, revocation_of
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.ports import ChainReads, Projection
from hashtagspace.relay.refusals import refuse_reverted
from hashtagspace.store.outbox_calls import NewCall

SMALLEST_PAYMENT: Final = 10**17  # 0.1 TAG: less is not worth the gas
_PER_DEAL: Final = {"deliver": 3, "deliverEpoch": 30, "revokeFor": 3, "settle": 3, "claim": 1, "reclaim": 3}
_WITHDRAWALS: Final = 1
_EARLY_REVOKES: Final = 20  # a day, of one profile, before any consent
_LAST_PART: Final = 10
_LATE: Final = Revert(
    "deliver.too_late",
    "Too little of the delivery window is left: a key that comes too late is public and unpaid.",
    True,
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the chain says of a deal and its offer."""

    state: DealState
    price: int
    time: int
    epochs: int
    word: bytes
    deliver_seconds: int
    is_known_offer: bool


class MarketCallPolicy:
    """Judges calls of the market against the chain as it is now."""

    def __init__(
        self,
        domain: TypedDomain,
        chain: ChainReads,
        projection: Projection,
        clock: ChainClock,
        stamp_bits: int,
        early_revokes: int,
    ) -> None:
        """`domain`: the market's. `early_revokes`: those of all in a day, before any consent."""
        self._domain = domain
        self._chain = chain
        self._projection = projection
        self._clock = clock
        self._stamp_bits = stamp_bits
        self._early_revokes = early_revokes

    def verify_stamp(self, call: ParsedCall, stamp: Stamp) -> None:
        """Raises `stamp.*`; asks no node. It is on what was signed, or on the calldata."""
        is_signed = call.form.name == "revokeFor"
        digest = consent_digest(revocation_of(call.values), self._domain) if is_signed else call.digest
        verify_stamp(stamp, digest, self._stamp_bits, self._clock.wall_ms() // 1000)

    def is_of_deal(self, call: ParsedCall) -> bool:
        """Whether the deal that the call names exists; raises `chain.*`."""
        key = find_deal_key(call.values)
        return key is not None and look(self._chain, key).state is not DealState.NONE

    def judge(self, call: ParsedCall) -> Sequence[Part]:
        """What the call must be counted in besides its caller; raises why this relay does not carry it."""
        key = find_deal_key(call.values)
        if key is None:
            return self._judge_withdrawal(data(call.values, "payee"))
        sight = look(self._chain, key)
        match call.form.name:
            case "deliver" | "deliverEpoch":
                require_time(call.form.name, call.values, sight, self._now())
                self._require_final(key, sight)
            case "claim":
                self._judge_claim(sight)
            case "revokeFor":
                return self._judge_revocation(call.values, key, sight)
            case _:
                pass
        return [_of_deal(call.form.name, key)]

    def build(self, call: ParsedCall) -> tuple[NewCall, bool]:
        """The call, ready to be kept, and whether its effect is in the chain already.

        Raises what the contract would revert with.
        """
        target, key = self._domain.contract, find_deal_key(call.values)
        profile = None if key is None else key.profile
        kept = NewCall(
            call.call_id, call.form.name, target, call.calldata, self._clock.wall_ms(), profile=profile
        )
        try:
            self._chain.simulate(target, call.calldata)
        except CallReverted as reverted:
            if find_done(self._chain, call.form.name, call.calldata) is None:
                raise refuse_reverted(reverted) from reverted
            return kept, True
        return kept, False

    def _now(self) -> int:
        return self._clock.now().chain_seconds

    def _require_final(self, key: DealKey, sight: Sight) -> None:
        """The block that accepted the consent stays: else the key is public and the deal may be gone."""
        if sight.state not in (DealState.ACCEPTED, DealState.SUBSCRIBED):
            return  # nothing is delivered: the contract says why
        accepted = self._projection.find_accept_block(key.deal)
        if accepted is None or accepted > self._chain.read_final_number():
            raise CallConflict(
                "The block that accepted the consent is not final yet; deliver once it is.",
                code="deliver.not_final",
            )

    def _judge_withdrawal(self, payee: bytes) -> Sequence[Part]:
        (credit,) = self._chain.read_market("creditOf", payee)
        if not credit:
            raise CallConflict("The account has no credit to be paid out.", code="credit.none")
        if credit < SMALLEST_PAYMENT:
            raise CallRefused(
                "This relay pays out 0.1 TAG and more: wait until there is more, or pay yourself.",
                code="withdraw.too_little",
            )
        detail = "This relay pays out to an account once a day: try again tomorrow (UTC), or pay yourself."
        return [Part("withdraw", payee[:16], _WITHDRAWALS, detail)]

    def _judge_claim(self, sight: Sight) -> None:
        """Enough has vested since the last claim, or all of it."""
        if sight.state is not DealState.VESTING:
            return
        start, claimed = _unpack(sight.word)
        span, now = sight.time - start, min(self._now(), sight.time)
        due = sight.price * (now - start) // span - sight.price * (claimed - start) // span
        if now < sight.time and due < SMALLEST_PAYMENT:
            raise CallRefused(
                "This relay claims 0.1 TAG and more: wait until more has vested, or pay yourself.",
                code="claim.too_little",
            )

    def _judge_revocation(self, values: Values, key: DealKey, sight: Sight) -> Sequence[Part]:
        """Of a deal that exists, never refused for what others asked; before one, within bounds."""
        if number(values, "deadline") <= self._clock.now().chain_seconds:
            raise CallRefused("The signature's deadline has passed; sign again.", code="call.deadline_passed")
        if sight.state is not DealState.NONE:
            return [_of_deal("revokeFor", key)]
        if not sight.is_known_offer:
            raise CallConflict("There is no such offer to withdraw from.", code="offer.unknown")
        detail = (
            "This relay carries 20 early withdrawals of a profile a day: try again tomorrow, or pay yourself."
        )
        total = "This relay has carried its early withdrawals for today: use another, or pay yourself."
        profile = key.profile.to_bytes(8, "big")
        return [
            Part("early revokes", profile, _EARLY_REVOKES, detail),
            Part("early revokes total", b"", self._early_revokes, total),
        ]


def look(chain: ChainReads, key: DealKey) -> Sight:
    """The deal and its offer as the chain has them; raises `chain.*`."""
    ((price, time, _, state, _, epochs, _, _, word),) = chain.read_market("dealOf", key.offer, key.profile)
    ((buyer, *_, deliver_seconds, _, _, _),) = chain.read_market("offerOf", key.offer)
    return Sight(DealState(state), price, time, epochs, word, deliver_seconds, any(buyer))


def require_time(name: str, values: Values, sight: Sight, now: int) -> None:
    """Raises `deliver.too_late` in the last tenth of the window that the key is for."""
    length = sight.deliver_seconds
    if name == "deliver" and sight.state is DealState.ACCEPTED:
        last = sight.time
    elif name == "deliverEpoch" and sight.state is DealState.SUBSCRIBED:
        last = sight.time + (epoch_of(values) + 1) * length - 1
    else:
        return
    if now > last - length // _LAST_PART:
        raise CallConflict(_LATE.detail, code=_LATE.code)


def _of_deal(name: str, key: DealKey) -> Part:
    limit = _PER_DEAL[name]
    detail = f"This relay carries {name} of a deal {limit} times a day: try again tomorrow, or pay yourself."
    return Part(name, key.deal[:16], limit, detail)


def _unpack(word: bytes) -> tuple[int, int]:
    """Start and last claim of what vests: payee ‖ start << 160 ‖ claimed << 208."""
    whole = int.from_bytes(word, "big")
    return (whole >> 160) & (2**48 - 1), whole >> 208
