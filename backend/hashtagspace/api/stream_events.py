"""Server-sent events as bytes: posts, offers, deals and blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from hashtagspace.api.encode import hex_of, rfc3339, rfc3339_seconds
from hashtagspace.domain.market_states import DealState
from hashtagspace.store import read_posts
from hashtagspace.store.read_checkpoint import (
    ArrivalRecord,
    CheckpointRecord,
    DealArrival,
    OfferArrival,
    PostArrival,
)
from hashtagspace.store.reader import Connection


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event; `seq` 0: it has no id and cannot be resumed after."""

    seq: int
    data: bytes


def build_events(connection: Connection, arrivals: Sequence[ArrivalRecord]) -> list[Event]:
    """One event for each arrival, in order."""
    posts = {arrival.post_id for arrival in arrivals if isinstance(arrival, PostArrival)}
    tags = read_posts.map_tags(connection, posts) if posts else {}
    return [_build_event(arrival, tags) for arrival in arrivals]


def build_block(checkpoint: CheckpointRecord) -> Event:
    """The last block that was projected."""
    data = msgspec.json.encode(
        {"number": checkpoint.indexed_number, "time": rfc3339_seconds(checkpoint.indexed_time)}
    )
    return Event(0, b"event: block\ndata: %b\n\n" % data)


def _build_event(arrival: ArrivalRecord, tags: dict[bytes, list[str]]) -> Event:
    name, body = _describe(arrival, tags)
    data = msgspec.json.encode(body)
    return Event(arrival.seq, b"id: %d\nevent: %b\ndata: %b\n\n" % (arrival.seq, name, data))


def _describe(arrival: ArrivalRecord, tags: dict[bytes, list[str]]) -> tuple[bytes, dict[str, Any]]:
    match arrival:
        case PostArrival():
            return b"post", {
                "postId": hex_of(arrival.post_id),
                "profileId": str(arrival.profile),
                "tags": tags.get(arrival.post_id, []),
                "sortAt": rfc3339(arrival.sort_ms),
            }
        case OfferArrival():
            return b"offer", {"offerId": hex_of(arrival.offer)}
        case DealArrival():
            return b"deal", {
                "dealId": hex_of(arrival.deal),
                "offerId": hex_of(arrival.offer),
                "profileId": str(arrival.profile),
                "state": DealState(arrival.state).word,
            }
