"""Roots that were posted for epochs, and the disputes about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from hashtagspace.domain.people_states import PostState, Turn
from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    """A dispute as it stands; `poster_lost` None while it is not over."""

    dispute: int
    challenger: bytes
    column: int
    at: int
    turn: Turn
    until: int | None
    poster_lost: bool | None


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A posted root as it stands; `header` is its `abi.encode`."""

    post: bytes
    epoch: int
    root: bytes
    poster: bytes
    posted_at: int
    until: int
    header: bytes
    state: PostState
    disputes: tuple[DisputeRecord, ...]


_p = tables.root_posts.c
_n = tables.root_ends.c
_d = tables.root_disputes.c
_e = tables.dispute_events.c
_STATES: Final = {"refuted": PostState.REFUTED, "final": PostState.FINAL, "passed": PostState.PASSED_OVER}
_POSTS: Final = (
    select(_p.post, _p.epoch, _p.root, _p.poster, _p.block_time, _p.until, _p.header, _n.event)
    .select_from(tables.root_posts.outerjoin(tables.root_ends, _n.post == _p.post))
    .where(_p.epoch.between(bindparam("low"), bindparam("high")))
    .order_by(_p.block_number, _p.log_index)
)
_DISPUTES: Final = (
    select(_d.dispute, _d.post, _d.challenger, _d.col, _d.block_time)
    .where(_d.post.in_(bindparam("ids", expanding=True)))
    .order_by(_d.dispute)
)
_MOVES: Final = (
    select(_e.dispute, _e.event, _e.turn, _e.until, _e.poster_lost)
    .where(_e.dispute.in_(bindparam("ids", expanding=True)))
    .order_by(_e.block_number, _e.log_index)
)


def map_posts(connection: Connection, low: int, high: int) -> dict[int, list[PostRecord]]:
    """Roots posted for the epochs `low` … `high`, in the order of the chain."""
    rows = connection.execute(_POSTS, {"low": low, "high": high}).all()
    disputes = _map_disputes(connection, [bytes(row.post) for row in rows])
    found: dict[int, list[PostRecord]] = {}
    for post, epoch, root, poster, posted_at, until, header, end in rows:
        state = PostState.OPEN if end is None else _STATES[end]
        record = PostRecord(
            bytes(post), epoch, bytes(root), bytes(poster), posted_at, until, bytes(header), state,
            tuple(disputes.get(bytes(post), ())),
        )  # fmt: skip
        found.setdefault(epoch, []).append(record)
    return found


def find_final(posts: Iterable[PostRecord]) -> PostRecord | None:
    """The post that is the epoch's root."""
    return next((post for post in posts if post.state is PostState.FINAL), None)


def _map_disputes(connection: Connection, posts: list[bytes]) -> dict[bytes, list[DisputeRecord]]:
    if not posts:
        return {}
    rows = connection.execute(_DISPUTES, {"ids": posts}).all()
    moves: dict[int, list[Any]] = {}
    for move in connection.execute(_MOVES, {"ids": [row.dispute for row in rows]}) if rows else ():
        moves.setdefault(move.dispute, []).append(move)
    found: dict[bytes, list[DisputeRecord]] = {}
    for dispute, post, challenger, column, at in rows:
        own = moves.get(dispute, [])
        end = next((move for move in own if move.event == "ended"), None)
        last = next((move for move in reversed(own) if move.event == "moved"), None)
        turn = Turn.OVER if end is not None else Turn.NONE if last is None else Turn(last.turn)
        until = None if end is not None or last is None else last.until
        lost = None if end is None else bool(end.poster_lost)
        record = DisputeRecord(dispute, bytes(challenger), column, at, turn, until, lost)
        found.setdefault(bytes(post), []).append(record)
    return found
