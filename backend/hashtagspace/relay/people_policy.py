"""Which calls about people this relay takes: those that the chain takes, in numbers that a person needs.

Vouching, appealing and tipping cost their sender TAG; what costs nothing has a bound for each profile. Who
has a level may do more of it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hashtagspace.chain.people_reads import EPOCH_ROOTS, REGISTRY, REWARD_POOL
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.stamp import Stamp, verify_stamp
from hashtagspace.relay.budgets import Part, factor_of_level
from hashtagspace.relay.call_arguments import Values, data, number
from hashtagspace.relay.call_effects import find_done
from hashtagspace.relay.call_list import ParsedCall
from hashtagspace.relay.errors import CallConflict, CallRefused
from hashtagspace.relay.market_policy import SMALLEST_PAYMENT
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.people_calls import SPENDERS, TAG_TOKEN, find_profile_of, is_proven
from hashtagspace.relay.ports import ChainReads, Projection
from hashtagspace.relay.refusals import refuse_reverted
from hashtagspace.store.outbox_calls import NewCall

_LARGEST_PROFILE: Final = 2**63 - 1
_LEVEL_BIT: Final = 96  # of a standing
_PER_DAY: Final = {
    "permit": 10, "vouchFor": 40, "withdrawFor": 300, "answerFor": 20, "appealFor": 3, "proveLevel": 4,
    "tipFor": 40, "claimReward": 8,
}  # fmt: skip


class PeopleCallPolicy:
    """Judges calls about people against the chain as it is now."""

    def __init__(
        self,
        addresses: Mapping[str, bytes],
        chain: ChainReads,
        projection: Projection,
        clock: ChainClock,
        stamp_bits: int,
    ) -> None:
        """`addresses`: the deployment's contracts by name."""
        self._addresses = addresses
        self._spenders = {addresses[name] for name in SPENDERS if name in addresses}
        self._chain = chain
        self._projection = projection
        self._clock = clock
        self._stamp_bits = stamp_bits

    def verify_stamp(self, call: ParsedCall, stamp: Stamp) -> None:
        """Raises `people.none` where there are no such contracts, then `stamp.*`; it is on the calldata."""
        if call.form.contract not in self._addresses or (
            call.form.contract != TAG_TOKEN and not self._people
        ):
            raise CallRefused(
                "Nobody has a level on this network: it has no contracts for vouches, cases and tips.",
                code="people.none",
            )
        verify_stamp(stamp, call.digest, self._stamp_bits, self._clock.wall_ms() // 1000)

    def judge(self, call: ParsedCall) -> Sequence[Part]:
        """What the call must be counted in besides its caller; raises why this relay does not carry it."""
        values, name = call.values, call.form.name
        if "deadline" in values and number(values, "deadline") <= self._clock.now().chain_seconds:
            raise CallRefused("The signature's deadline has passed; sign again.", code="call.deadline_passed")
        match name:
            case "permit":
                self._judge_permit(values)
                return [_part(name, data(values, "owner")[:16], 1)]
            case "tipFor" if number(values, "amount") < SMALLEST_PAYMENT:
                raise CallRefused("This relay carries tips of 0.1 TAG and more.", code="tip.too_little")
            case "proveLevel":
                self._judge_proof(values)
            case "claimReward":
                self._judge_claim(values)
            case "answerFor":
                return [_part(name, number(values, "caseId").to_bytes(32, "big")[16:], 1)]
            case _:
                pass
        profile = find_profile_of(values) or 0
        if not 0 < profile <= _LARGEST_PROFILE:
            raise CallConflict("No profile has this number.", code="profile.unknown")
        level = self._projection.find_level(profile)
        return [_part(name, profile.to_bytes(8, "big"), factor_of_level(level))]

    def build(self, call: ParsedCall) -> tuple[NewCall, bool]:
        """The call, ready to be kept, and whether its effect is in the chain already.

        Raises what the contract would revert with.
        """
        target, profile = self._addresses[call.form.contract], find_profile_of(call.values)
        wall_ms = self._clock.wall_ms()
        kept = NewCall(call.call_id, call.form.name, target, call.calldata, wall_ms, profile=profile)
        try:
            self._chain.simulate(target, call.calldata)
        except CallReverted as reverted:
            if find_done(self._chain, call.form.name, call.calldata) is None:
                raise refuse_reverted(reverted) from reverted
            return kept, True
        return kept, False

    @property
    def _people(self) -> bool:
        return REGISTRY in self._addresses

    def _judge_permit(self, values: Values) -> None:
        """Only for our contracts, and of a wallet that has something to spend."""
        if data(values, "spender") not in self._spenders:
            raise CallRefused(
                "This relay carries permits for this deployment's own contracts only.", code="permit.spender"
            )
        (balance,) = self._chain.read(TAG_TOKEN, "balanceOf", data(values, "owner"))
        if balance < SMALLEST_PAYMENT:
            raise CallConflict("The wallet holds less than 0.1 TAG.", code="token.balance")

    def _judge_proof(self, values: Values) -> None:
        """Only what raises somebody now: anybody can prove what long was, and a relay pays for it."""
        profile, epoch = number(values, "profile"), number(values, "epoch")
        (latest,) = self._chain.read(EPOCH_ROOTS, "latestFinal")
        if not 0 <= latest - epoch <= 1:
            raise CallRefused(
                "This relay proves levels of the two latest epochs with a root only.", code="level.not_recent"
            )
        if not number(values, "standing") >> _LEVEL_BIT:
            raise CallRefused("Level 0 needs no proof.", code="level.zero")
        if is_proven(self._chain, profile, epoch):
            raise CallConflict("The level of that epoch is proven already.", code="level.proven")

    def _judge_claim(self, values: Values) -> None:
        epoch, profile = number(values, "epoch"), number(values, "profile")
        (due,) = self._chain.read(REWARD_POOL, "dueOf", epoch, profile)
        if 0 < due < SMALLEST_PAYMENT:
            raise CallRefused(
                "This relay claims 0.1 TAG and more: pay yourself for less.", code="reward.too_little"
            )


def _part(name: str, subject: bytes, factor: int) -> Part:
    limit = _PER_DAY[name] * factor
    detail = f"This relay carries {name} {limit} times a day for one: try again tomorrow, or pay yourself."
    return Part(name, subject, limit, detail)
