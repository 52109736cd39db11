"""Every nonce slot is followed: in the pool, in a block, out of it again, final, or lost to another."""

from collections.abc import Sequence
from typing import Final

from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.submit import Receipt
from hashtagspace.log import get_logger
from hashtagspace.relay.ports import ChainReads, Sender
from hashtagspace.relay.sending import Courier
from hashtagspace.relay.settling import find_orphans
from hashtagspace.relay.steps import Reach
from hashtagspace.store.outbox_calls import get_call, mark_call, mark_calls_final
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_slots import (
    AttemptRow,
    SlotRow,
    SlotState,
    list_attempts,
    list_slots,
    mark_slot,
)

LOST_AFTER_LOOKS: Final = 3

_log = get_logger("relay")


class SlotFollower:
    """Compares the outbox's slots with the chain."""

    def __init__(
        self, outbox: Outbox, chain: ChainReads, sender: Sender, courier: Courier, reach: Reach
    ) -> None:
        self._outbox = outbox
        self._chain = chain
        self._sender = sender
        self._courier = courier
        self._reach = reach
        self._looks: dict[int, int] = {}

    def observe(self) -> None:
        """Every slot's state is the chain's, every open one is in the node's pool; raises `chain.*`."""
        self._follow_mined()
        slots = self._slots("open")
        if not slots:
            return
        used = self._sender.read_nonce()
        if self._sender.read_pending_nonce() <= used < slots[0].nonce:
            _log.warning("relay.nonce_gap", used=used, lowest=slots[0].nonce)
            for slot in slots:
                self._mark(slot, "lost")
            return
        for slot in slots:
            if slot.nonce < used:
                self._conclude(slot)
        self._keep_alive([slot for slot in slots if slot.nonce >= used])

    def _keep_alive(self, slots: Sequence[SlotRow]) -> None:
        """Each is looked after whatever the node says of another; raises what it said first."""
        refusals: list[RpcFailed] = []
        for slot in slots:
            try:
                self._courier.keep_alive(slot, may_bump=slot is slots[0])
            except RpcFailed as refusal:
                refusals.append(refusal)
        if refusals:
            raise refusals[0]

    def _follow_mined(self) -> None:
        mined = self._slots("mined")
        if not mined:
            return
        final_number = self._chain.read_final_number()
        orphans = find_orphans(self._chain, [(slot.block_number, slot.block_hash) for slot in mined])
        for slot in mined:
            if (slot.block_number, slot.block_hash) in orphans:
                with self._outbox.write() as connection:
                    mark_slot(connection, slot.id, "open")
                    if slot.call is not None:
                        mark_call(connection, slot.call, "queued")
                _log.warning("relay.transaction_orphaned", nonce=slot.nonce)
            elif slot.block_number is not None and slot.block_number <= final_number:
                with self._outbox.write() as connection:
                    mark_slot(connection, slot.id, "final", (slot.block_number, slot.block_hash or b""))
                    if slot.call is not None:
                        mark_calls_final(connection, [slot.call])

    def _conclude(self, slot: SlotRow) -> None:
        with self._outbox.read() as connection:
            attempts = list_attempts(connection, slot.id)
        for attempt in attempts:
            receipt = self._sender.find_receipt(attempt.tx_hash)
            if receipt is not None:
                self._looks.pop(slot.id, None)
                self._keep_receipt(slot, attempt, receipt)
                return
        # The node that counted the nonce may be ahead of the one with the receipts: look again.
        self._looks[slot.id] = self._looks.get(slot.id, 0) + 1
        if self._looks[slot.id] >= LOST_AFTER_LOOKS:
            del self._looks[slot.id]
            _log.warning("relay.nonce_taken", nonce=slot.nonce)
            self._mark(slot, "lost")

    def _keep_receipt(self, slot: SlotRow, attempt: AttemptRow, receipt: Receipt) -> None:
        block = (receipt.block_number, receipt.block_hash)
        problem = None if receipt.ok or slot.call is None else self._explain(slot.call, receipt)
        with self._outbox.write() as connection:
            mark_slot(connection, slot.id, "mined" if receipt.ok else "lost", block)
            if slot.call is not None and receipt.ok:
                mark_call(connection, slot.call, "anchored", block=block, tx_hash=attempt.tx_hash)
            elif slot.call is not None:
                mark_call(connection, slot.call, "rejected", problem=problem)
        self._reach("call.done" if slot.call is not None else "anchor.seen")

    def _explain(self, call: int, receipt: Receipt) -> tuple[str, str]:
        """Why a mined call failed. It never goes again by itself, for code may fail in blocks only."""
        with self._outbox.read() as connection:
            row = get_call(connection, call)
        try:
            self._sender.simulate(row.target, row.calldata, receipt.block_number)
        except CallReverted as reverted:
            return reverted.exact_code, reverted.detail
        return "call.failed", "The transaction failed in its block for a reason that cannot be seen any more."

    def _slots(self, state: SlotState) -> list[SlotRow]:
        with self._outbox.read() as connection:
            return list_slots(connection, self._outbox.network_id, self._sender.address, state)

    def _mark(self, slot: SlotRow, state: SlotState) -> None:
        with self._outbox.write() as connection:
            mark_slot(connection, slot.id, state)
