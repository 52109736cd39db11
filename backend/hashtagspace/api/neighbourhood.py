"""What a browser needs to compute a profile's numbers anew, and to hold them against the epoch's root."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from hashtagspace.api.encode import hex_of
from hashtagspace.api.epoch_views import build_head, find_facts, find_head, unknown_epoch
from hashtagspace.domain.people_commitment import EpochHead, StandingTree, decode_head, pack_standing
from hashtagspace.store import people_scores, read_vouches
from hashtagspace.store.people_scores import EpochRow, ScoreRow
from hashtagspace.store.reader import Connection

WHOLE_ACCOUNTS: Final = 2_000  # up to so many, a browser computes all of it
MOST_NODES: Final = 5_000
_LARGEST_HEADER: Final = 200  # columns
_KEPT_EPOCHS: Final = 8
_MOST_ROWS: Final = 128  # partners whose own partners are read


@dataclass(slots=True)
class _Kept:
    """What of an epoch is the same for whoever asks; it follows from the root."""

    tree: StandingTree
    whole: list[msgspec.Raw] | None = None


class StandingTrees:
    """Standing columns, and whole small graphs, of the epochs asked for last.

    Thread-safe; one thread builds at a time, and the others wait for what it builds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()

    def get(self, connection: Connection, epoch: EpochRow) -> StandingTree:
        """The tree of the epoch's standings."""
        with self._lock:
            return self._find(connection, epoch).tree

    def get_whole(self, connection: Connection, epoch: EpochRow) -> list[msgspec.Raw]:
        """Every member of the epoch with its row, encoded."""
        with self._lock:
            kept = self._find(connection, epoch)
            if kept.whole is None:
                nodes = [row for row in people_scores.list_scores(connection, epoch.epoch) if row.weight]
                members = [row.profile for row in nodes]
                kept.whole = _encode(nodes, read_vouches.map_partners(connection, members, epoch.epoch))
            return kept.whole

    def _find(self, connection: Connection, epoch: EpochRow) -> _Kept:
        kept = self._kept.get(epoch.root)
        if kept is None:
            rows = people_scores.list_scores(connection, epoch.epoch)
            kept = self._kept[epoch.root] = _Kept(StandingTree([_word_of(row) for row in rows]))
        self._kept.move_to_end(epoch.root)
        while len(self._kept) > _KEPT_EPOCHS:
            self._kept.popitem(last=False)
        return kept


def build_neighbourhood(
    connection: Connection, trees: StandingTrees, epoch: int, profile: int
) -> dict[str, Any]:
    """Around a profile, in an epoch that this gateway computed; raises `people.epoch_unknown`."""
    facts = find_facts(connection, epoch)
    computed = facts.computed
    if computed is None:
        raise unknown_epoch()
    is_final = facts.final is not None and facts.final.root == computed.root
    head = find_head(facts) if is_final else decode_head(computed.header)
    own = people_scores.map_scores(connection, epoch, [profile]).get(profile)
    is_whole = computed.accounts <= WHOLE_ACCOUNTS
    near = trees.get_whole(connection, computed) if is_whole else _gather(connection, epoch, profile)
    return {
        "epoch": epoch,
        "root": hex_of(computed.root),
        "state": "final" if is_final else "open",
        "header": build_head(head) if head is not None and len(head.columns) <= _LARGEST_HEADER else None,
        "isWhole": is_whole,
        "seat": None if own is None else own.seat,
        "standing": None if own is None or head is None else _prove(connection, trees, computed, head, own),
        "nodes": near,
    }


def _gather(connection: Connection, epoch: int, profile: int) -> list[msgspec.Raw]:
    """The profile and its partners with rows, and the partners' partners."""
    near = read_vouches.map_partners(connection, [profile], epoch)
    told = sorted(near[profile])[:_MOST_ROWS]
    partners = near | read_vouches.map_partners(connection, told, epoch)
    wanted = _distinct([profile], near[profile], *partners.values())
    scores = people_scores.map_scores(connection, epoch, wanted[:MOST_NODES])
    return _encode(sorted(scores.values(), key=lambda row: row.seat), partners)


def _encode(nodes: Sequence[ScoreRow], partners: Mapping[int, Iterable[int]]) -> list[msgspec.Raw]:
    """The nodes as JSON; those whose partners are known with their rows, as seats."""
    seats = {row.profile: row.seat for row in nodes}
    rows = {one: sorted(seats[other] for other in found if other in seats) for one, found in partners.items()}
    return [msgspec.Raw(msgspec.json.encode(_build_node(node, rows.get(node.profile)))) for node in nodes]


def _distinct(*groups: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(one for group in groups for one in group))


def _prove(
    connection: Connection, trees: StandingTrees, epoch: EpochRow, head: EpochHead, own: ScoreRow
) -> dict[str, Any] | None:
    """None where the kept standings are not those of the root: nothing is told that does not hold."""
    tree = trees.get(connection, epoch)
    if tree.root != head.standing_root:
        return None
    return {"word": hex_of(_word_of(own)), "path": [hex_of(node) for node in tree.path(own.seat)]}


def _word_of(row: ScoreRow) -> bytes:
    return pack_standing(row.share, row.bound, row.support, row.level)


def _build_node(node: ScoreRow, row: Sequence[int] | None) -> dict[str, Any]:
    return {
        "seat": node.seat,
        "profileId": str(node.profile),
        "share": str(node.share),
        "bound": str(node.bound),
        "support": str(node.support),
        "level": node.level,
        "vetted": node.is_vetted,
        "fake": node.is_fake,
        "row": row,
    }
