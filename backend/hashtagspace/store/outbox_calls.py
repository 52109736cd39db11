"""Relayed calls of the outbox: signed forms that the relay pays for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, case, func, select, update

from hashtagspace.store.outbox_intents import insert_or_ignore
from hashtagspace.store.outbox_tables import calls, slots

_FIRST: Final = "revokeFor"
_LATEST: Final = 2**63 - 1  # a call may name any 64 bits; a column has 63, as has every real profile id


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that passed the policy.

    `profile` is the profile it is about; for a registration the id it will get, with the custody and
    the session key it grants, so that intents of that key can be taken before the block is there.
    """

    call_id: bytes
    name: str
    target: bytes
    calldata: bytes
    accepted_at_ms: int
    profile: int | None = None
    custody: bytes | None = None
    key: bytes | None = None
    key_until: int | None = None
    key_kinds: int | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A kept call and where it is."""

    seq: int
    call_id: bytes
    name: str
    target: bytes
    calldata: bytes
    profile: int | None
    custody: bytes | None
    key: bytes | None
    key_until: int | None
    key_kinds: int | None
    content: bytes | None
    state: str
    problem_code: str | None
    problem_detail: str | None
    block_number: int | None
    block_hash: bytes | None
    tx_hash: bytes | None
    accepted_at_ms: int


_COLUMNS = (
    calls.c.seq, calls.c.call_id, calls.c.name, calls.c.target, calls.c.calldata, calls.c.profile,
    calls.c.custody, calls.c.key, calls.c.key_until, calls.c.key_kinds, calls.c.content, calls.c.state,
    calls.c.problem_code, calls.c.problem_detail, calls.c.block_number, calls.c.block_hash, calls.c.tx_hash,
    calls.c.accepted_at_ms,
)  # fmt: skip


def _rows(connection: Connection, statement: Select[Any]) -> list[CallRow]:
    return [CallRow(**row) for row in connection.execute(statement).mappings()]


def insert_call(connection: Connection, network: int, call: NewCall) -> None:
    """The call is kept once; one that was rejected before is queued again."""
    statement = insert_or_ignore(connection, calls).values(
        network=network,
        call_id=call.call_id,
        name=call.name,
        target=call.target,
        calldata=call.calldata,
        profile=None if call.profile is None or call.profile > _LATEST else call.profile,
        custody=call.custody,
        key=call.key,
        key_until=None if call.key_until is None else min(call.key_until, _LATEST),
        key_kinds=call.key_kinds,
        content=call.content,
        state="queued",
        accepted_at_ms=call.accepted_at_ms,
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[calls.c.network, calls.c.call_id],
            set_={"state": "queued", "problem_code": None, "problem_detail": None},
            where=calls.c.state == "rejected",
        )
    )


def find_call(connection: Connection, network: int, call_id: bytes) -> CallRow | None:
    """The call with this id."""
    statement = select(*_COLUMNS).where(calls.c.network == network, calls.c.call_id == call_id)
    return next(iter(_rows(connection, statement)), None)


def get_call(connection: Connection, seq: int) -> CallRow:
    """The call with this number, which exists."""
    return _rows(connection, select(*_COLUMNS).where(calls.c.seq == seq))[0]


def find_registration(connection: Connection, network: int, profile: int) -> CallRow | None:
    """The newest registration or key grant for `profile` that is not rejected."""
    statement = (
        select(*_COLUMNS)
        .where(
            calls.c.network == network,
            calls.c.profile == profile,
            calls.c.name == "registerFor",
            calls.c.state != "rejected",
        )
        .order_by(calls.c.seq.desc())
        .limit(1)
    )
    return next(iter(_rows(connection, statement)), None)


def find_key_grant(connection: Connection, network: int, profile: int, key: bytes) -> CallRow | None:
    """The call on its way that authorises `key` for `profile`."""
    statement = (
        select(*_COLUMNS)
        .where(
            calls.c.network == network,
            calls.c.profile == profile,
            calls.c.key == key,
            calls.c.state.in_(("queued", "anchored")),
        )
        .limit(1)
    )
    return next(iter(_rows(connection, statement)), None)


def list_queued_calls(
    connection: Connection, network: int, name: str, profile: int | None, limit: int
) -> list[CallRow]:
    """Up to `limit` calls of that name about that profile (None: about none) that are in no block."""
    statement = (
        select(*_COLUMNS)
        .where(
            calls.c.network == network,
            calls.c.name == name,
            calls.c.profile.is_(None) if profile is None else calls.c.profile == profile,
            calls.c.state == "queued",
        )
        .order_by(calls.c.seq)
        .limit(limit)
    )
    return _rows(connection, statement)


def list_calls_without_slot(connection: Connection, network: int, state: str, limit: int) -> list[CallRow]:
    """Up to `limit` calls in `state` that no transaction of ours carries, withdrawals of consent first."""
    carried = select(slots.c.call).where(slots.c.state.in_(("open", "mined")), slots.c.call.is_not(None))
    statement = (
        select(*_COLUMNS)
        .where(calls.c.network == network, calls.c.state == state, calls.c.seq.not_in(carried))
        .order_by(case((calls.c.name == _FIRST, 0), else_=1), calls.c.seq)
        .limit(limit)
    )
    return _rows(connection, statement)


def is_carried(connection: Connection, seq: int) -> bool:
    """Whether a transaction for the call is out."""
    statement = select(func.count()).where(slots.c.call == seq, slots.c.state.in_(("open", "mined")))
    return bool(connection.scalar(statement))


def has_slot(connection: Connection, seq: int) -> bool:
    """Whether a transaction for the call was ever signed."""
    return bool(connection.scalar(select(func.count()).where(slots.c.call == seq)))


def count_queued_calls(connection: Connection, network: int) -> int:
    """How many calls are not in a block yet."""
    statement = select(func.count()).where(calls.c.network == network, calls.c.state == "queued")
    return int(connection.scalar(statement) or 0)


def mark_call(
    connection: Connection,
    seq: int,
    state: str,
    *,
    block: tuple[int, bytes] | None = None,
    tx_hash: bytes | None = None,
    problem: tuple[str, str] | None = None,
) -> None:
    """The call is in `state`, with its block (number, hash) and transaction or its problem (code, detail)."""
    number, block_hash = block if block is not None else (None, None)
    code, detail = problem if problem is not None else (None, None)
    connection.execute(
        update(calls)
        .where(calls.c.seq == seq)
        .values(
            state=state,
            block_number=number,
            block_hash=block_hash,
            tx_hash=tx_hash,
            problem_code=code,
            problem_detail=detail,
        )
    )


def mark_calls_final(connection: Connection, seqs: Sequence[int]) -> None:
    """The blocks of these anchored calls can no longer leave the chain."""
    if seqs:
        anchored = (calls.c.seq.in_(seqs), calls.c.state == "anchored")
        connection.execute(update(calls).where(*anchored).values(state="final"))
