"""Kept calls on their way: simulated again before each transaction, recognised when already done."""

from typing import Final

from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import CallReverted, Revert
from hashtagspace.chain.submit import Fees
from hashtagspace.domain.market_states import DealState
from hashtagspace.log import get_logger
from hashtagspace.relay.call_effects import find_done
from hashtagspace.relay.call_forms import Lane
from hashtagspace.relay.call_list import CALL_FORMS, lane_of
from hashtagspace.relay.errors import CallConflict
from hashtagspace.relay.market_calls import MARKET_FORMS, find_deal_key
from hashtagspace.relay.market_policy import look, require_time
from hashtagspace.relay.ports import ChainReads
from hashtagspace.relay.sending import Courier
from hashtagspace.relay.settling import find_orphans
from hashtagspace.relay.steps import Reach
from hashtagspace.store.outbox_calls import (
    CallRow,
    find_registration,
    has_slot,
    list_calls_without_slot,
    mark_call,
    mark_calls_final,
)
from hashtagspace.store.outbox_engine import Outbox

MOST_REFUSALS: Final = 20
KEPT_FOR_REVOKES: Final = 4  # transactions under way at once that only withdrawals of consent may use
_AT_ONCE: Final = 200

_log = get_logger("relay")


class CallCarrier:
    """Gives queued calls a transaction, or the reason why they get none."""

    def __init__(self, outbox: Outbox, chain: ChainReads, courier: Courier, reach: Reach) -> None:
        self._outbox = outbox
        self._chain = chain
        self._courier = courier
        self._reach = reach
        self._refusals: dict[int, int] = {}

    def dispatch(self) -> None:
        """Queued calls have a transaction, as far as there is room; raises `chain.*`, `relay.balance_low`."""
        queued = [(row, self._lane_of(row)) for row in self._list("queued")]
        if not queued:
            return
        fees = self._courier.propose_fees()
        spent: set[Lane] = set()  # what waits for tomorrow's budget keeps no other lane waiting
        for row, lane in sorted(queued, key=self._turn):
            if lane in spent or not self._courier.room(0 if lane == "revokes" else KEPT_FOR_REVOKES):
                continue
            if not self._dispatch(row, fees, lane):
                spent.add(lane)
                _log.warning("relay.gas_spent", lane=lane, queued=len(queued))

    def _lane_of(self, row: CallRow) -> Lane:
        """The form's lane; a withdrawal is early for as long as the chain knows no deal of it."""
        lane = lane_of(row.name)
        if lane != "revokes" or row.name not in MARKET_FORMS:
            return lane
        key = find_deal_key(MARKET_FORMS[row.name].decode(row.calldata))
        if key is None:
            return lane
        try:
            return "early revokes" if look(self._chain, key).state is DealState.NONE else lane
        except RpcFailed:
            return "early revokes"  # what the node does not speak about keeps nobody else waiting

    def _turn(self, queued: tuple[CallRow, Lane]) -> tuple[bool, int]:
        """Withdrawals of consent first, then what the node never refused to speak about."""
        row, lane = queued
        return lane != "revokes", self._refusals.get(row.seq, 0)

    def _dispatch(self, row: CallRow, fees: Fees, lane: Lane) -> bool:
        """False if the day's gas is spent."""
        try:
            self._require_time(row)
            return self._courier.dispatch_call(row, fees, lane)
        except CallReverted as reverted:
            self._settle_reverted(row, reverted)
        except RpcFailed as refusal:
            self._put_off(row, refusal)
        return True

    def _require_time(self, row: CallRow) -> None:
        """A key that nobody has seen is not shown when its window nearly is over; raises CallReverted."""
        form = MARKET_FORMS.get(row.name)
        if form is None or not form.name.startswith("deliver"):
            return
        with self._outbox.read() as connection:
            if has_slot(connection, row.seq):
                return  # it went out before, so everybody has the key: what counts is to be paid
        values = form.decode(row.calldata)
        key = find_deal_key(values)
        if key is not None:
            now = self._chain.read_head().time_seconds
            try:
                require_time(form.name, values, look(self._chain, key), now)
            except CallConflict as late:
                raise CallReverted(Revert(late.exact_code, late.detail, is_conflict=True)) from late

    def follow_done(self) -> None:
        """Calls done by another way are final with their block, or queued again after a reorg."""
        rows = self._list("anchored")
        if not rows:
            return
        final_number = self._chain.read_final_number()
        orphans = find_orphans(self._chain, [(row.block_number, row.block_hash) for row in rows])
        for row in rows:
            if row.block_number is None or row.block_hash is None:
                self._mark_done(row)
            elif (row.block_number, row.block_hash) in orphans:
                with self._outbox.write() as connection:
                    mark_call(connection, row.seq, "queued")
            elif row.block_number <= final_number:
                with self._outbox.write() as connection:
                    mark_calls_final(connection, [row.seq])

    def _put_off(self, row: CallRow, refusal: RpcFailed) -> None:
        """The node answers, but not about this call: others go first, and in the end it is rejected."""
        count = self._refusals[row.seq] = self._refusals.get(row.seq, 0) + 1
        _log.warning("relay.call_refused", call=row.call_id, detail=refusal.detail)
        if count >= MOST_REFUSALS:
            del self._refusals[row.seq]
            problem = ("call.refused", "The node refuses this call again and again; send it another way.")
            with self._outbox.write() as connection:
                mark_call(connection, row.seq, "rejected", problem=problem)

    def _settle_reverted(self, row: CallRow, reverted: CallReverted) -> None:
        is_form = row.name in CALL_FORMS
        if is_form and find_done(self._chain, row.name, row.calldata) is not None:
            self._mark_done(row)
            return
        if reverted.exact_code == "profile.unknown" and self._is_registering(row):
            return  # a reorg took the registration back: it comes again
        with self._outbox.write() as connection:
            mark_call(connection, row.seq, "rejected", problem=(reverted.exact_code, reverted.detail))
        _log.info("relay.call_rejected", call=row.call_id, code=reverted.exact_code)

    def _mark_done(self, row: CallRow) -> None:
        head = self._chain.read_head()
        with self._outbox.write() as connection:
            mark_call(connection, row.seq, "anchored", block=(head.number, head.hash))
        self._reach("call.done")

    def _is_registering(self, row: CallRow) -> bool:
        if row.profile is None or row.name == "registerFor":
            return False
        with self._outbox.read() as connection:
            found = find_registration(connection, self._outbox.network_id, row.profile)
        return found is not None and found.state == "queued"

    def _list(self, state: str) -> list[CallRow]:
        with self._outbox.read() as connection:
            return list_calls_without_slot(connection, self._outbox.network_id, state, _AT_ONCE)
