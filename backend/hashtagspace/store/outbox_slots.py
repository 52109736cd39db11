"""Slots of the outbox: nonces of the relay's account and the transactions signed for each."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from hashtagspace.store.outbox_tables import attempts, slots

SlotState = Literal["open", "mined", "final", "lost"]


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One nonce in use for a batch or a call."""

    id: int
    nonce: int
    batch: int | None
    call: int | None
    state: str
    block_number: int | None
    block_hash: bytes | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One signed transaction for a slot; `sent_at` is Unix seconds."""

    tx_hash: bytes
    raw: bytes
    max_fee_wei: int
    priority_fee_wei: int
    sent_at: int


_COLUMNS = (
    slots.c.id, slots.c.nonce, slots.c.batch, slots.c.call, slots.c.state, slots.c.block_number,
    slots.c.block_hash,
)  # fmt: skip


def insert_slot(
    connection: Connection,
    network: int,
    *,
    sender: bytes,
    nonce: int,
    batch: int | None = None,
    call: int | None = None,
) -> int:
    """The nonce is taken for the batch or call; the slot's number."""
    statement = (
        insert(slots)
        .values(network=network, sender=sender, nonce=nonce, batch=batch, call=call, state="open")
        .returning(slots.c.id)
    )
    return int(connection.execute(statement).scalar_one())


def insert_attempt(connection: Connection, slot: int, attempt: AttemptRow) -> None:
    """The signed transaction is kept before it is sent."""
    connection.execute(
        insert(attempts).values(
            slot=slot,
            tx_hash=attempt.tx_hash,
            raw=attempt.raw,
            max_fee_wei=attempt.max_fee_wei,
            priority_fee_wei=attempt.priority_fee_wei,
            sent_at=attempt.sent_at,
        )
    )


def list_slots(connection: Connection, network: int, sender: bytes, state: SlotState) -> list[SlotRow]:
    """The account's slots in `state`, by nonce."""
    statement = (
        select(*_COLUMNS)
        .where(slots.c.network == network, slots.c.sender == sender, slots.c.state == state)
        .order_by(slots.c.nonce)
    )
    return [SlotRow(*row) for row in connection.execute(statement)]


def list_attempts(connection: Connection, slot: int) -> list[AttemptRow]:
    """The transactions signed for a slot, newest first."""
    columns = (
        attempts.c.tx_hash, attempts.c.raw, attempts.c.max_fee_wei, attempts.c.priority_fee_wei,
        attempts.c.sent_at,
    )  # fmt: skip
    statement = select(*columns).where(attempts.c.slot == slot).order_by(attempts.c.id.desc())
    return [AttemptRow(*row) for row in connection.execute(statement)]


def find_highest_nonce(connection: Connection, network: int, sender: bytes) -> int | None:
    """The highest nonce that may still be in use, None if there is none."""
    statement = select(func.max(slots.c.nonce)).where(
        slots.c.network == network, slots.c.sender == sender, slots.c.state.in_(("open", "mined"))
    )
    highest: int | None = connection.scalar(statement)
    return highest


def mark_slot(
    connection: Connection, slot: int, state: SlotState, block: tuple[int, bytes] | None = None
) -> None:
    """The slot is in `state`; `block` (number, hash) is where its nonce was used."""
    number, block_hash = block if block is not None else (None, None)
    values = {"state": state, "block_number": number, "block_hash": block_hash}
    connection.execute(update(slots).where(slots.c.id == slot).values(values))
