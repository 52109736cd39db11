"""Tips by receiver, and the pools of epochs."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from hashtagspace.domain.people_terms import LEAST_PARTS
from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class TipRecord:
    """One tip; `sender` 0: somebody who names no profile."""

    block_number: int
    log_index: int
    sender: int
    amount: int
    memo: bytes
    at: int
    tx_hash: bytes


@dataclass(frozen=True, slots=True)
class ReceiverRecord:
    """What a receiver has in an epoch; `claimed` None: nothing yet."""

    profile: int
    weight: int
    givers: int
    claimed: int | None


@dataclass(frozen=True, slots=True)
class PoolRecord:
    """The pool of an epoch; amounts in 1e-18 TAG."""

    epoch: int
    sponsored: int
    paid: int
    weight: int
    is_rolled: bool
    receivers: tuple[ReceiverRecord, ...]

    def due(self, receiver: ReceiverRecord) -> int:
        """What `RewardPool.dueOf` says: the weight, or the pool's share by weight; a tenth at most."""
        if self.is_rolled or receiver.claimed is not None:
            return 0
        due = receiver.weight
        if self.weight > self.sponsored:
            due = self.sponsored * receiver.weight // self.weight
        return min(due, self.sponsored // LEAST_PARTS)


_t = tables.tips.c
_c = tables.tip_counts.c
_m = tables.reward_moves.c
_TIPS: Final[Select[Any]] = (
    select(_t.block_number, _t.log_index, _t.sender, _t.amount, _t.memo, _t.block_time, _t.tx_hash)
    .where(
        _t.receiver == bindparam("profile"),
        or_(
            _t.block_number < bindparam("number"),
            and_(_t.block_number == bindparam("number"), _t.log_index < bindparam("log_index")),
        ),
    )
    .order_by(_t.block_number.desc(), _t.log_index.desc())
    .limit(bindparam("most"))
)
_AMOUNTS: Final = select(_t.amount).where(_t.receiver == bindparam("profile"))
_EPOCHS: Final = (
    select(_c.epoch).where(_c.receiver == bindparam("profile")).distinct().order_by(_c.epoch.desc()).limit(
        bindparam("most")
    )
)  # fmt: skip
_COUNTS: Final = (
    select(_c.receiver, _c.sender, _c.weight, _c.total)
    .where(_c.epoch == bindparam("epoch"))
    .order_by(_c.block_number, _c.log_index)
)
_MOVES: Final = select(_m.epoch, _m.event, _m.profile, _m.amount).where(
    or_(_m.epoch == bindparam("epoch"), _m.other == bindparam("epoch"))
)


def list_tips(connection: Connection, profile: int, after: tuple[int, int], limit: int) -> list[TipRecord]:
    """Tips of a profile before the place `after`, latest first."""
    parameters = {"profile": profile, "number": after[0], "log_index": after[1], "most": limit}
    return [
        TipRecord(number, index, sender, _number(amount), bytes(memo), at, bytes(tx_hash))
        for number, index, sender, amount, memo, at, tx_hash in connection.execute(_TIPS, parameters)
    ]


def add_tips(connection: Connection, profile: int) -> tuple[int, int]:
    """How much a profile was tipped in all, and how often."""
    amounts = [_number(row[0]) for row in connection.execute(_AMOUNTS, {"profile": profile})]
    return sum(amounts), len(amounts)


def list_reward_epochs(connection: Connection, profile: int, limit: int) -> list[int]:
    """Epochs in which a profile has a weight, latest first."""
    return [row[0] for row in connection.execute(_EPOCHS, {"profile": profile, "most": limit})]


def read_pool(connection: Connection, epoch: int) -> PoolRecord:
    """The pool of an epoch, empty where nothing happened; its receivers by weight, greatest first."""
    weights: dict[int, int] = {}
    givers: dict[int, set[int]] = {}
    total = 0
    for receiver, sender, weight, whole in connection.execute(_COUNTS, {"epoch": epoch}):
        weights[receiver], total = _number(weight), _number(whole)
        givers.setdefault(receiver, set()).add(sender)
    sponsored, paid, is_rolled, claimed = 0, 0, False, dict[int, int]()
    for own, event, profile, amount in connection.execute(_MOVES, {"epoch": epoch}):
        if event == "claimed":
            claimed[profile] = _number(amount)
            paid += _number(amount)
        elif event == "rolled" and own == epoch:
            is_rolled = True
        else:
            sponsored += _number(amount)
    receivers = (
        ReceiverRecord(profile, weight, len(givers[profile]), claimed.get(profile))
        for profile, weight in weights.items()
    )
    ordered = tuple(sorted(receivers, key=lambda one: (-one.weight, one.profile)))
    return PoolRecord(epoch, sponsored, paid, total, is_rolled, ordered)


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")
