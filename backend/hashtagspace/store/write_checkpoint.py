"""How far this database is, of which deployment it is, and the headers that may still be reorganised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, union, update

from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.store import tables
from hashtagspace.store.errors import ForeignDatabase, StoreContended
from hashtagspace.store.read_people import find_terms, write_terms

ARRIVALS_KEPT = 10_000


class Header(NamedTuple):
    """A block as the journal knows it."""

    number: int
    block_hash: bytes
    time_seconds: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Which deployment a database is for: everything begins after its start block."""

    chain_id: int
    profile_registry: bytes
    post_registry: bytes
    data_market: bytes
    start: Header
    people: PeopleTerms | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The last block projected, the last final one, and the last head that the node told."""

    tip: Header
    final_number: int
    head_number: int


def open_checkpoint(connection: Connection, origin: Origin, now: int) -> Progress:
    """How far the database is; a new one is at the start block.

    Raises `store.deployment` when it belongs to another deployment.
    """
    row = connection.execute(select(tables.checkpoint)).mappings().first()
    if row is None:
        _create(connection, origin, now)
        return Progress(origin.start, origin.start.number, origin.start.number)
    names = ("profile_registry", "post_registry", "data_market")
    found = (row["chain_id"], *(bytes(row[name]) for name in names))
    same_start = (row["start_number"], bytes(row["start_hash"])) == origin.start[:2]
    wanted = (origin.chain_id, origin.profile_registry, origin.post_registry, origin.data_market)
    if found != wanted or not same_start:
        raise ForeignDatabase(
            f"The database belongs to another deployment (chain {row['chain_id']}, PostRegistry "
            f"0x{bytes(row['post_registry']).hex()}, start block {row['start_number']}): name another one in "
            "HASHTAGSPACE_DATABASE_URL, or delete it; it is only a copy of the chain and is indexed again."
        )
    _verify_people(connection, origin)
    tip = Header(row["indexed_number"], bytes(row["indexed_hash"]), row["indexed_time"])
    return Progress(tip, row["final_number"], row["head_number"])


def _verify_people(connection: Connection, origin: Origin) -> None:
    if find_terms(connection) != origin.people:
        raise ForeignDatabase(
            "The database was made for a deployment with other people contracts: name another one in "
            "HASHTAGSPACE_DATABASE_URL, or delete it; it is only a copy of the chain and is indexed again."
        )


def _create(connection: Connection, origin: Origin, now: int) -> None:
    number, block_hash, time = origin.start
    connection.execute(
        insert(tables.checkpoint).values(
            id=1, chain_id=origin.chain_id, profile_registry=origin.profile_registry,
            post_registry=origin.post_registry, data_market=origin.data_market, start_number=number,
            start_hash=block_hash,
            indexed_number=number, indexed_hash=block_hash, indexed_time=time, final_number=number,
            head_number=number, updated_at=now,
        )
    )  # fmt: skip
    connection.execute(insert(tables.headers).values(number=number, hash=block_hash, time=time))
    if origin.people is not None:
        write_terms(connection, origin.people)


def move_checkpoint(connection: Connection, before: Header, progress: Progress, now: int) -> None:
    """The database is at `progress`; raises `store.contended` unless it was at `before`."""
    c = tables.checkpoint
    moved = connection.execute(
        update(c)
        .where(c.c.id == 1, c.c.indexed_number == before.number, c.c.indexed_hash == before.block_hash)
        .values(
            indexed_number=progress.tip.number, indexed_hash=progress.tip.block_hash,
            indexed_time=progress.tip.time_seconds, final_number=progress.final_number,
            head_number=progress.head_number, updated_at=now,
        )
    )  # fmt: skip
    if moved.rowcount != 1:
        raise StoreContended("Another indexer writes to this database: end one of the two.")


def add_headers(connection: Connection, headers: Sequence[Header]) -> None:
    """The journal knows these blocks."""
    if headers:
        connection.execute(
            insert(tables.headers),
            [{"number": h.number, "hash": h.block_hash, "time": h.time_seconds} for h in headers],
        )


def drop_headers_above(connection: Connection, number: int) -> None:
    """The journal ends at `number` or before."""
    connection.execute(delete(tables.headers).where(tables.headers.c.number > number))


def prune(connection: Connection, final_number: int) -> None:
    """The journal begins at the last known block that is final; old arrivals are forgotten."""
    h, a = tables.headers, tables.arrivals
    keep = select(func.max(h.c.number)).where(h.c.number <= final_number).scalar_subquery()
    connection.execute(delete(h).where(h.c.number < keep))
    last = select(func.max(a.c.seq) - ARRIVALS_KEPT).scalar_subquery()
    connection.execute(delete(a).where(a.c.seq <= last))


def list_known_blocks(connection: Connection, below: int, limit: int) -> list[Header]:
    """Blocks whose hash is known, from `below` − 1 down: the journal, blocks with events, the start block."""
    h, b = tables.headers.c, tables.blocks.c
    known = union(
        select(h.number, h.hash, h.time).where(h.number < below),
        select(b.number, b.hash, b.time).where(b.number < below),
    ).subquery()
    rows = connection.execute(select(known).order_by(known.c.number.desc()).limit(limit))
    return [Header(number, bytes(block_hash), time) for number, block_hash, time in rows]
