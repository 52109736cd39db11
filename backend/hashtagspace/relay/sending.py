"""Nonces and transactions: kept before they are sent, sent again until they are in a block."""

from collections.abc import Callable
from typing import Final

from hashtagspace.chain.contracts import POST_REGISTRY, encode_call
from hashtagspace.chain.reverts import CallReverted, Revert
from hashtagspace.chain.submit import Fees, SendOutcome, bump_fees
from hashtagspace.errors import ChainUnavailable
from hashtagspace.log import get_logger
from hashtagspace.relay.budgets import GasBudget
from hashtagspace.relay.call_forms import Lane
from hashtagspace.relay.gas_limits import gas_limit_of
from hashtagspace.relay.ports import Sender
from hashtagspace.relay.steps import Reach
from hashtagspace.store.outbox_batches import BatchRow, find_batch, list_batches_without_slot
from hashtagspace.store.outbox_calls import CallRow, get_call, mark_call
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_slots import (
    AttemptRow,
    SlotRow,
    find_highest_nonce,
    insert_attempt,
    insert_slot,
    list_attempts,
    list_slots,
    mark_slot,
)

BUMP_SECONDS: Final = 30
MAX_IN_FLIGHT: Final = 16
MAX_FEE_FACTOR: Final = 10  # over what is proposed now: above it a transaction waits instead of paying more
_TOO_EXPENSIVE: Final = Revert(
    "call.too_expensive",
    "The call takes more gas than this relay pays for it, perhaps in the wallet's own code: pay yourself.",
)

_log = get_logger("relay")


class BalanceLow(ChainUnavailable):
    """The relay's account cannot pay the next transaction."""

    code = "relay.balance_low"


class Courier:
    """Signs, keeps and sends the transactions of one account."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        sender: Sender,
        gas_budget: GasBudget,
        post_registry: bytes,
        wall: Callable[[], float],
        reach: Reach,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._gas_budget = gas_budget
        self._post_registry = post_registry
        self._wall = wall
        self._reach = reach

    def dispatch_batches(self) -> None:
        """Stored batches have a transaction, as far as there is room; raises `chain.*`, `relay.*`."""
        with self._outbox.read() as connection:
            waiting = list_batches_without_slot(connection, self._outbox.network_id)
        for batch in waiting[: self.room()]:
            self._dispatch_batch(batch)

    def room(self, reserve: int = 0) -> int:
        """How many more transactions may be under way, if so many are left to others."""
        with self._outbox.read() as connection:
            taken = list_slots(connection, self._outbox.network_id, self._sender.address, "open")
        return max(0, MAX_IN_FLIGHT - reserve - len(taken))

    def propose_fees(self) -> Fees:
        """What to pay now; raises `chain.*`."""
        return self._sender.propose_fees()

    def dispatch_call(self, row: CallRow, fees: Fees, lane: Lane) -> bool:
        """A transaction for the call is kept, then sent; False if the day's gas of its lane is spent.

        Raises CallReverted, `relay.balance_low` and `chain.*` before either.
        """
        gas = self._sender.estimate_gas(row.target, row.calldata)
        if gas > gas_limit_of(row.name):
            raise CallReverted(_TOO_EXPENSIVE)
        self._require_balance(gas, fees)
        self._sender.simulate_paid(row.target, row.calldata, gas=gas, fees=fees)
        # The form's limit, not this estimate: a replacement with higher fees may use all of it.
        if not self._gas_budget.spend(lane, gas_limit_of(row.name)):
            return False
        self._send_new(row.target, row.calldata, gas, fees, call=row.seq)
        return True

    def _dispatch_batch(self, batch: BatchRow) -> None:
        fees, data = self._sender.propose_fees(), _encode_anchor(batch)
        try:
            gas = self._sender.estimate_gas(self._post_registry, data)
        except CallReverted as reverted:  # the contract never does: a node that is not in step
            raise ChainUnavailable(f"The node refuses an anchor: {reverted.detail}") from reverted
        self._require_balance(gas, fees)
        self._send_new(self._post_registry, data, gas, fees, batch=batch.id)

    def _send_new(
        self,
        to: bytes,
        data: bytes,
        gas: int,
        fees: Fees,
        *,
        batch: int | None = None,
        call: int | None = None,
    ) -> None:
        with self._outbox.read() as connection:
            highest = find_highest_nonce(connection, self._outbox.network_id, self._sender.address)
        nonce = max(self._sender.read_pending_nonce(), -1 if highest is None else highest + 1)
        signed = self._sender.sign(to, data, nonce=nonce, gas=gas, fees=fees)
        self._reach("slot.signed")
        with self._outbox.write() as connection:
            slot = insert_slot(
                connection,
                self._outbox.network_id,
                sender=self._sender.address,
                nonce=nonce,
                batch=batch,
                call=call,
            )
            insert_attempt(connection, slot, self._attempt(signed.tx_hash, signed.raw, fees))
        self._reach("slot.kept")
        outcome = self._sender.send(signed.raw)
        self._reach("slot.sent")
        if outcome is SendOutcome.REFUSED:
            self._free(slot, call)

    def keep_alive(self, slot: SlotRow, *, may_bump: bool) -> None:
        """The slot's transaction is in the node's pool, paying more after a long wait; raises `chain.*`."""
        with self._outbox.read() as connection:
            attempts = list_attempts(connection, slot.id)
        latest = attempts[0]
        if may_bump and self._wall() - latest.sent_at >= BUMP_SECONDS and self._bump(slot, latest):
            return
        if self._sender.is_known(latest.tx_hash):
            return
        outcome = self._sender.send(latest.raw)
        if outcome is SendOutcome.POOR:
            raise self._poor()
        if outcome is SendOutcome.REFUSED and len(attempts) == 1:  # an earlier one may be in a pool
            self._free(slot.id, slot.call)
        if outcome is SendOutcome.UNDERPRICED and may_bump:
            self._bump(slot, latest)

    def _bump(self, slot: SlotRow, latest: AttemptRow) -> bool:
        """Whether the slot's transaction was replaced by one that pays more, with the same nonce."""
        proposed = self._sender.propose_fees()
        fees = bump_fees(Fees(latest.max_fee_wei, latest.priority_fee_wei), proposed)
        if fees.max_fee_wei > MAX_FEE_FACTOR * proposed.max_fee_wei:
            return False
        to, data, limit = self._load(slot)
        try:
            gas = self._sender.estimate_gas(to, data)
        except CallReverted:
            return False  # somebody else did it: the transaction in the pool will fail or be concluded
        if limit is not None and gas > limit:
            return False
        signed = self._sender.sign(to, data, nonce=slot.nonce, gas=gas, fees=fees)
        with self._outbox.write() as connection:
            insert_attempt(connection, slot.id, self._attempt(signed.tx_hash, signed.raw, fees))
        self._reach("attempt.kept")
        self._sender.send(signed.raw)
        self._reach("attempt.sent")
        _log.info("relay.fee_bumped", nonce=slot.nonce, max_fee_wei=fees.max_fee_wei)
        return True

    def _free(self, slot: int, call: int | None) -> None:
        """The nonce never entered the chain and is taken again; its call is rejected."""
        with self._outbox.write() as connection:
            mark_slot(connection, slot, "lost")
            if call is not None:
                problem = (_TOO_EXPENSIVE.code, _TOO_EXPENSIVE.detail)
                mark_call(connection, call, "rejected", problem=problem)
        _log.warning("relay.transaction_refused", slot=slot)

    def _load(self, slot: SlotRow) -> tuple[bytes, bytes, int | None]:
        """Where the slot's transaction goes, what it says, and the most gas it may take."""
        with self._outbox.read() as connection:
            if slot.call is not None:
                row = get_call(connection, slot.call)
                return row.target, row.calldata, gas_limit_of(row.name)
            batch = find_batch(connection, slot.batch or 0)
        if batch is None:
            raise LookupError("a slot without a batch")
        return self._post_registry, _encode_anchor(batch), None

    def _require_balance(self, gas: int, fees: Fees) -> None:
        if self._sender.read_balance_wei() < gas * fees.max_fee_wei:
            raise self._poor()

    def _poor(self) -> BalanceLow:
        coin = self._sender.read_balance_wei() / 10**18
        return BalanceLow(
            f"The relay's account 0x{self._sender.address.hex()} holds {coin:.6f} coins, too few for the "
            "next transaction: send coins to it; nothing accepted is lost meanwhile."
        )

    def _attempt(self, tx_hash: bytes, raw: bytes, fees: Fees) -> AttemptRow:
        return AttemptRow(tx_hash, raw, fees.max_fee_wei, fees.priority_fee_wei, int(self._wall()))


def _encode_anchor(batch: BatchRow) -> bytes:
    return encode_call(POST_REGISTRY, "anchor", (batch.root, batch.digest, batch.count))
