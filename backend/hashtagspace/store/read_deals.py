"""Deals with their deliveries, epochs and events, latest first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, literal, select, union_all

from hashtagspace.domain.market_states import DealState
from hashtagspace.store import tables
from hashtagspace.store.read_feeds import FeedKey, before

EVERY_EPOCH: Final = 255


@dataclass(frozen=True, slots=True)
class DealRecord:
    """A deal; amounts in 1e-18 TAG. What a withdrawal before any consent lacks is None."""

    deal: bytes
    offer: bytes
    profile: int
    state: DealState
    since: int
    digest: bytes | None
    payee: bytes | None
    price: int | None
    accepted_at: int | None
    accept_block: int | None
    until: int | None
    vesting_from: int | None
    vesting_until: int | None
    vesting_rest: int | None
    returned: int
    credited: int
    withdrawn_at: int | None
    withdrawn_stage: DealState | None
    last_block: int


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """The key of a one-time sale."""

    dx: int
    d_parity: int
    at: int
    tx_hash: bytes


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """The key of one epoch."""

    epoch: int
    xx: int
    x_parity: int
    ct_root: bytes
    dx: int
    d_parity: int
    at: int
    tx_hash: bytes


@dataclass(frozen=True, slots=True)
class DeletionRecord:
    """The buyer's last word on deletion."""

    statement: bytes
    at: int


@dataclass(frozen=True, slots=True)
class DealEventRecord:
    """An event by its name in the contract."""

    type: str
    at: int
    block_number: int
    tx_hash: bytes


_d = tables.deals.c
_s = tables.deal_totals.c
_DEALS: Final = select(
    _d.deal, _d.offer, _d.profile, _d.state, _d.since, _d.digest, _d.payee, _d.price, _d.accepted_at,
    _d.accept_block, _d.until, _d.vesting_from, _d.vesting_until, _d.vesting_rest, _d.returned, _s.credited,
    _d.withdrawn_at, _d.withdrawn_stage, _d.last_block,
).select_from(tables.deals.outerjoin(tables.deal_totals, _s.deal == _d.deal))  # fmt: skip
_BY_ID: Final = _DEALS.where(_d.deal.in_(bindparam("deals", expanding=True)))


def _page(column: str) -> Select[Any]:
    return (
        _DEALS.where(_d[column] == bindparam("key"), before(_d.since, _d.deal))
        .order_by(_d.since.desc(), _d.deal.desc())
        .limit(bindparam("most"))
    )


_OF_OFFER: Final = _page("offer")
_OF_PROFILE: Final = _page("profile")
_k = tables.deliveries.c
_DELIVERIES: Final = select(_k.deal, _k.dx, _k.d_parity, _k.block_time, _k.tx_hash).where(
    _k.deal.in_(bindparam("deals", expanding=True))
)
_e = tables.epoch_deliveries.c
_RANKED: Final = (
    select(
        _e.deal, _e.epoch, _e.xx, _e.x_parity, _e.ct_root, _e.dx, _e.d_parity, _e.block_time,
        _e.tx_hash,
        func.row_number().over(partition_by=_e.deal, order_by=_e.epoch.desc()).label("place"),
    )
    .where(_e.deal.in_(bindparam("deals", expanding=True)))
    .subquery()
)  # fmt: skip
_EPOCHS: Final = (
    select(_RANKED)
    .where(_RANKED.c.place <= bindparam("most"))
    .order_by(_RANKED.c.deal, _RANKED.c.epoch.desc())
)
_x = tables.deletions.c
_LAST_WORDS: Final = (
    select(
        _x.deal, _x.statement, _x.block_time, _x.block_number, _x.log_index, _x.tx_hash,
        func.row_number()
        .over(partition_by=_x.deal, order_by=(_x.block_number.desc(), _x.log_index.desc()))
        .label("place"),
    )
    .where(_x.deal.in_(bindparam("deals", expanding=True)))
    .subquery()
)  # fmt: skip
_DELETIONS: Final = select(_LAST_WORDS).where(_LAST_WORDS.c.place == 1)
_EVENTS: Final = (
    ("ConsentGiven", tables.consents),
    ("KeyDelivered", tables.deliveries),
    ("DealMoved", tables.deal_moves),
    ("ConsentWithdrawn", tables.consent_withdrawals),
)
_ALL_EVENTS: Final = union_all(
    *(
        select(
            table.c.deal, literal(name).label("type"), table.c.block_time, table.c.block_number,
            table.c.log_index, table.c.tx_hash,
        ).where(table.c.deal.in_(bindparam("deals", expanding=True)))
        for name, table in _EVENTS
    )
)  # fmt: skip


def find_deal(connection: Connection, deal: bytes) -> DealRecord | None:
    """The deal with this id."""
    return map_deals(connection, [deal]).get(deal)


def map_deals(connection: Connection, deals: Sequence[bytes]) -> dict[bytes, DealRecord]:
    """Those of the deals that the chain has."""
    if not deals:
        return {}
    return {row[0]: _read(row) for row in connection.execute(_BY_ID, {"deals": list(deals)})}


def list_of_offer(connection: Connection, offer: bytes, after: FeedKey, limit: int) -> list[DealRecord]:
    """Deals of an offer older than `after`, which is (time of the first event in ms, id)."""
    return _list(connection, _OF_OFFER, offer, after, limit)


def list_of_profile(connection: Connection, profile: int, after: FeedKey, limit: int) -> list[DealRecord]:
    """Deals of a profile older than `after`."""
    return _list(connection, _OF_PROFILE, profile, after, limit)


def map_deliveries(connection: Connection, deals: Sequence[bytes]) -> dict[bytes, DeliveryRecord]:
    """The deliveries there are."""
    rows = connection.execute(_DELIVERIES, {"deals": list(deals)})
    return {row[0]: DeliveryRecord(_number(row[1]), *row[2:]) for row in rows}


def map_epochs(
    connection: Connection, deals: Sequence[bytes], most: int
) -> Mapping[bytes, list[EpochRecord]]:
    """The latest `most` delivered epochs of each, latest first."""
    found: defaultdict[bytes, list[EpochRecord]] = defaultdict(list)
    for deal, epoch, xx, x_parity, ct_root, dx, d_parity, at, tx_hash, _ in connection.execute(
        _EPOCHS, {"deals": list(deals), "most": most}
    ):
        record = EpochRecord(epoch, _number(xx), x_parity, ct_root, _number(dx), d_parity, at, tx_hash)
        found[deal].append(record)
    return found


def map_deletions(connection: Connection, deals: Sequence[bytes]) -> dict[bytes, DeletionRecord]:
    """The buyer's last word on each."""
    rows = connection.execute(_DELETIONS, {"deals": list(deals)})
    return {row.deal: DeletionRecord(row.statement, row.block_time) for row in rows}


def map_events(connection: Connection, deals: Sequence[bytes]) -> Mapping[bytes, list[DealEventRecord]]:
    """The few events that move a deal, and the last deletion, in the order of the chain."""
    rows = [tuple(row) for row in connection.execute(_ALL_EVENTS, {"deals": list(deals)})]
    rows += [
        (row.deal, "DeletionAttested", row.block_time, row.block_number, row.log_index, row.tx_hash)
        for row in connection.execute(_DELETIONS, {"deals": list(deals)})
    ]
    found: defaultdict[bytes, list[DealEventRecord]] = defaultdict(list)
    for deal, name, at, block_number, _, tx_hash in sorted(rows, key=lambda row: (row[3], row[4])):
        found[deal].append(DealEventRecord(name, at, block_number, tx_hash))
    return found


def _list(
    connection: Connection, statement: Select[Any], key: bytes | int, after: FeedKey, limit: int
) -> list[DealRecord]:
    values = {"key": key, "sort_ms": after.sort_ms // 1000, "post_id": after.post_id, "most": limit}
    return [_read(row) for row in connection.execute(statement, values)]


def _read(row: Sequence[Any]) -> DealRecord:
    (
        deal, offer, profile, state, since, digest, payee, price, accepted_at, accept_block, until,
        vesting_from, vesting_until, rest, returned, credited, withdrawn_at, stage, last_block,
    ) = row  # fmt: skip
    return DealRecord(
        deal, offer, profile, DealState(state), since, digest, payee, _maybe(price), accepted_at,
        accept_block, until, vesting_from, vesting_until, _maybe(rest), _number(returned),
        _maybe(credited) or 0, withdrawn_at, None if stage is None else DealState(stage), last_block,
    )  # fmt: skip


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")


def _maybe(word: bytes | None) -> int | None:
    return None if word is None else _number(word)
