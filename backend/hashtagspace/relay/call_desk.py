"""Calls as the gateway sees them: paid for, judged, kept durably, answered at once."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.config import Budgets
from hashtagspace.domain.stamp import Stamp, faucet_digest
from hashtagspace.relay.answers import CallAnswer, CallSubmission, Problem
from hashtagspace.relay.budgets import DayBudgets, GasBudget, Part
from hashtagspace.relay.call_forms import Lane
from hashtagspace.relay.call_list import ParsedCall, parse_call
from hashtagspace.relay.calls import DRIP, CallPolicy
from hashtagspace.relay.gas_limits import gas_limit_of
from hashtagspace.relay.market_calls import MARKET_FORMS, find_deal_key, is_same_aim
from hashtagspace.relay.market_policy import MarketCallPolicy
from hashtagspace.relay.people_calls import PEOPLE_FORMS
from hashtagspace.relay.people_policy import PeopleCallPolicy
from hashtagspace.store.outbox_calls import (
    CallRow,
    NewCall,
    find_call,
    insert_call,
    is_carried,
    list_queued_calls,
    mark_call,
)
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_intents import insert_documents

_MOST_UNDER_WAY: Final = 200
_LARGEST_PROFILE: Final = 2**63 - 1  # a call may name any 64 bits; no profile has more than 63


class CallDesk:
    """Takes calls for one network. Thread-safe; what it answered `pending` is on disk."""

    def __init__(
        self,
        outbox: Outbox,
        policy: CallPolicy,
        market_policy: MarketCallPolicy,
        people_policy: PeopleCallPolicy,
        budgets: Budgets,
        faucet_stamp_bits: int,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._outbox = outbox
        self._policy = policy
        self._market_policy = market_policy
        self._people_policy = people_policy
        self._faucet_stamp_bits = faucet_stamp_bits
        self._day_budgets = DayBudgets(outbox, budgets, wall)
        self._gas_budget = GasBudget(outbox, budgets, wall)

    def submit(self, submission: CallSubmission, caller: str) -> CallAnswer:
        """The call is durable; raises why not. Idempotent: the same arguments answer their state."""
        call = parse_call(submission)
        known = self._find(call.call_id)
        if known is not None and known[0].state != "rejected":
            return answer_call(*known)
        if call.form.name in MARKET_FORMS:
            return self._submit_to_market(call, submission, caller)
        self._gas_budget.require(call.form.lane, gas_limit_of(call.form.name))
        if call.form.name in PEOPLE_FORMS:
            return self._submit_about_people(call, submission, caller)
        with self._day_budgets.spending("calls", caller):
            kept, is_done = self._policy.judge(call, submission)
            self._keep(kept, submission.content, is_done=is_done)
        return CallAnswer(kept.call_id, "anchored" if is_done else "pending", kept.profile)

    def submit_drip(self, address: bytes, stamp: Stamp, caller: str) -> CallAnswer:
        """The drip is durable; raises why not. The same stamp answers its state."""
        known = self._find(faucet_digest(address, stamp.time_seconds))
        if known is not None:
            return answer_call(*known)
        self._gas_budget.require("calls", gas_limit_of(DRIP))
        with self._day_budgets.spending("drips", caller):
            kept = self._policy.judge_drip(address, stamp, self._faucet_stamp_bits)
            self._keep(kept, None, is_done=False)
        return CallAnswer(kept.call_id, "pending")

    def find(self, call_id: bytes) -> CallAnswer | None:
        """Where the call is; None if it is not known here."""
        found = self._find(call_id)
        return None if found is None else answer_call(*found)

    def _submit_to_market(self, call: ParsedCall, submission: CallSubmission, caller: str) -> CallAnswer:
        self._market_policy.verify_stamp(call, submission.stamp)
        under_way = self._find_under_way(call)
        if under_way is not None:
            return answer_call(*under_way)
        lane = self._lane_of(call)
        self._gas_budget.require(lane, gas_limit_of(call.form.name))
        if lane == "revokes":
            # The deal's own bound is enough: who shares an address with a stranger may leave all the same.
            kept, is_done = self._judge_with(self._market_policy, call, self._day_budgets.spend)
        else:
            with self._day_budgets.spending(call.form.lane, caller) as spend_more:
                kept, is_done = self._judge_with(self._market_policy, call, spend_more)
        return CallAnswer(kept.call_id, "anchored" if is_done else "pending", kept.profile)

    def _submit_about_people(self, call: ParsedCall, submission: CallSubmission, caller: str) -> CallAnswer:
        policy = self._people_policy
        policy.verify_stamp(call, submission.stamp)
        if call.form.lane == "people revokes":
            # Nobody is refused for what others asked: a vouch, or a case, has one of these at a time.
            kept, is_done = self._judge_with(policy, call, self._day_budgets.spend)
        else:
            with self._day_budgets.spending(call.form.lane, caller) as spend_more:
                kept, is_done = self._judge_with(policy, call, spend_more)
        return CallAnswer(kept.call_id, "anchored" if is_done else "pending", kept.profile)

    def _lane_of(self, call: ParsedCall) -> Lane:
        """Whose gas pays for it: what withdraws from no deal never has that of what does."""
        is_early = call.form.lane == "revokes" and not self._market_policy.is_of_deal(call)
        return "early revokes" if is_early else call.form.lane

    def _judge_with(
        self,
        policy: MarketCallPolicy | PeopleCallPolicy,
        call: ParsedCall,
        spend: Callable[[Sequence[Part]], None],
    ) -> tuple[NewCall, bool]:
        parts = policy.judge(call)
        kept, is_done = policy.build(call)
        spend(parts)
        self._keep(kept, None, is_done=is_done)
        return kept, is_done

    def _find_under_way(self, call: ParsedCall) -> tuple[CallRow, bool] | None:
        """A call with the same aim that is in no block yet: a second one would be paid for nothing."""
        key = find_deal_key(call.values)
        profile = None if key is None or key.profile > _LARGEST_PROFILE else key.profile
        network, name = self._outbox.network_id, call.form.name
        with self._outbox.read() as connection:
            for row in list_queued_calls(connection, network, name, profile, _MOST_UNDER_WAY):
                if is_same_aim(name, call.values, call.form.decode(row.calldata)):
                    return row, is_carried(connection, row.seq)
        return None

    def _keep(self, call: NewCall, content: bytes | None, *, is_done: bool) -> None:
        with self._outbox.write() as connection:
            if content is not None and call.content is not None:
                insert_documents(connection, self._outbox.network_id, {call.content: content})
            insert_call(connection, self._outbox.network_id, call)
            if is_done:
                row = find_call(connection, self._outbox.network_id, call.call_id)
                if row is not None:
                    mark_call(connection, row.seq, "anchored")

    def _find(self, call_id: bytes) -> tuple[CallRow, bool] | None:
        with self._outbox.read() as connection:
            row = find_call(connection, self._outbox.network_id, call_id)
            return None if row is None else (row, is_carried(connection, row.seq))


def answer_call(row: CallRow, carried: bool) -> CallAnswer:
    """Where a kept call is."""
    problem = None if row.problem_code is None else Problem(row.problem_code, row.problem_detail or "")
    match row.state:
        case "anchored" | "final" | "rejected" as state:
            return CallAnswer(row.call_id, state, row.profile, problem, row.tx_hash, row.block_number)
        case _:
            return CallAnswer(row.call_id, "sent" if carried else "pending", row.profile)
