"""Tips and the pools of epochs as JSON."""

from collections.abc import Mapping
from typing import Any, Final

from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.encode import hex_of, rfc3339_seconds
from hashtagspace.api.epoch_views import unknown_epoch
from hashtagspace.api.post_views import build_card
from hashtagspace.domain.people_terms import CLAIM_EPOCHS
from hashtagspace.errors import NotFound
from hashtagspace.store import read_people, read_posts, read_profiles, read_rewards
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.read_people import PeopleNow
from hashtagspace.store.read_posts import AuthorRecord
from hashtagspace.store.read_rewards import TipRecord
from hashtagspace.store.reader import Connection

_MOST_EPOCHS: Final = 16
_MOST_SHARES: Final = 100
_INDEX_BYTES: Final = 8
_LAST_INDEX: Final = 2**31 - 1


def build_tips(connection: Connection, profile: int, after: FeedKey, limit: int) -> dict[str, Any]:
    """Tips of a profile, latest first; raises `profile.unknown`."""
    if not read_profiles.has_profile(connection, profile):
        raise NotFound("No profile with this id is known here; check it.", code="profile.unknown")
    place = (after.sort_ms, min(int.from_bytes(after.post_id[:_INDEX_BYTES], "big"), _LAST_INDEX))
    records = read_rewards.list_tips(connection, profile, place, limit + 1)
    shown = records[:limit]
    authors = read_posts.map_authors(connection, {one.sender for one in shown if one.sender})
    total, count = read_rewards.add_tips(connection, profile)
    is_last = len(records) <= limit
    return {
        "items": [_build_tip(one, authors) for one in shown],
        "total": str(total),
        "count": count,
        "rewards": _build_rewards(connection, profile),
        "nextCursor": None if is_last else _encode_place(shown[-1]),
    }


def build_reward(connection: Connection, epoch: int) -> dict[str, Any]:
    """The pool of an epoch; raises `people.epoch_unknown`."""
    now = read_people.find_now(connection)
    if now is None:
        raise unknown_epoch()
    pool = read_rewards.read_pool(connection, epoch)
    shown = pool.receivers[:_MOST_SHARES]
    authors = read_posts.map_authors(connection, [one.profile for one in shown])
    return {
        "epoch": epoch,
        "sponsored": str(pool.sponsored),
        "paid": str(pool.paid),
        "weight": str(pool.weight),
        "isOver": epoch < now.epoch,
        "isRolled": pool.is_rolled,
        "claimUntil": epoch + CLAIM_EPOCHS,
        "shares": [
            {
                "profile": build_card(authors[one.profile]),
                "weight": str(one.weight),
                "givers": one.givers,
                "claimed": None if one.claimed is None else str(one.claimed),
            }
            for one in shown
            if one.profile in authors
        ],
    }


def _build_tip(record: TipRecord, authors: Mapping[int, AuthorRecord]) -> dict[str, Any]:
    return {
        "from": build_card(authors.get(record.sender)),
        "amount": str(record.amount),
        "memo": hex_of(record.memo),
        "at": rfc3339_seconds(record.at),
        "txHash": hex_of(record.tx_hash),
    }


def _build_rewards(connection: Connection, profile: int) -> list[dict[str, Any]]:
    now = read_people.find_now(connection)
    if now is None:
        return []
    epochs = read_rewards.list_reward_epochs(connection, profile, _MOST_EPOCHS)
    return [_build_reward(connection, profile, epoch, now) for epoch in epochs]


def _build_reward(connection: Connection, profile: int, epoch: int, now: PeopleNow) -> dict[str, Any]:
    pool = read_rewards.read_pool(connection, epoch)
    own = next(one for one in pool.receivers if one.profile == profile)
    return {
        "epoch": epoch,
        "weight": str(own.weight),
        "due": str(pool.due(own) if epoch < now.epoch else 0),
        "claimed": None if own.claimed is None else str(own.claimed),
    }


def _encode_place(record: TipRecord) -> str:
    return encode_cursor(Cursor(record.block_number, record.log_index.to_bytes(_INDEX_BYTES, "big")))
