"""What accounts earned in the market, and their latest movements."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, literal, null, select

from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class PayeeRecord:
    """Sums in 1e-18 TAG; zero for an account that never was credited."""

    credited: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class MovementRecord:
    """Credited by a deal or a closed offer, or paid out (neither)."""

    amount: int
    deal: bytes | None
    offer: bytes | None
    at: int
    tx_hash: bytes


_p = tables.payee_totals.c
_c = tables.deal_credits.c
_a = tables.offer_amounts.c
_t = tables.offer_openings.c
_w = tables.payouts.c
_PAYEE: Final = select(_p.credited, _p.withdrawn).where(_p.payee == bindparam("payee"))
_PLACE: Final = ("block_time", "tx_hash", "block_number", "log_index")
_CREDITED: Final = (
    select(_c.amount, _c.deal, null().label("offer"), *(_c[name] for name in _PLACE))
    .where(_c.payee == bindparam("payee"))
    .order_by(_c.block_number.desc(), _c.log_index.desc())
    .limit(bindparam("most"))
    .subquery()
)
_SWEPT: Final = (
    select(_a.amount, null().label("deal"), _a.offer, *(_a[name] for name in _PLACE))
    .select_from(tables.offer_openings.join(tables.offer_amounts, _a.offer == _t.offer))
    .where(_t.buyer == bindparam("payee"), _a.event == "closed", _a.amount != literal(bytes(32)))
    .order_by(_a.block_number.desc(), _a.log_index.desc())
    .limit(bindparam("most"))
    .subquery()
)
_PAID: Final = (
    select(_w.amount, null().label("deal"), null().label("offer"), *(_w[name] for name in _PLACE))
    .where(_w.payee == bindparam("payee"))
    .order_by(_w.block_number.desc(), _w.log_index.desc())
    .limit(bindparam("most"))
    .subquery()
)
_MOVEMENTS: Final = tuple(select(part) for part in (_CREDITED, _SWEPT, _PAID))


def find_payee(connection: Connection, payee: bytes) -> PayeeRecord:
    """What the account was credited and paid."""
    row = connection.execute(_PAYEE, {"payee": payee}).one_or_none()
    if row is None:
        return PayeeRecord(0, 0)
    return PayeeRecord(int.from_bytes(row[0], "big"), int.from_bytes(row[1], "big"))


def list_movements(connection: Connection, payee: bytes, most: int) -> list[MovementRecord]:
    """The account's latest movements, latest first."""
    rows = [
        tuple(row)
        for statement in _MOVEMENTS
        for row in connection.execute(statement, {"payee": payee, "most": most})
    ]
    rows.sort(key=lambda row: (row[5], row[6]), reverse=True)
    return [
        MovementRecord(int.from_bytes(amount, "big"), deal, offer, at, tx_hash)
        for amount, deal, offer, at, tx_hash, *_ in rows[:most]
    ]
