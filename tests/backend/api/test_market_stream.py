"""Live events of the market: what changed is told once, in order, and can be resumed after."""

import json
from hashlib import sha256
from typing import Any

import pytest
from market_stall import Stall
from projected_world import World

from hashtagspace.api.broadcast import Broadcaster, Subscription
from hashtagspace.bootstrap import Services
from hashtagspace.domain.market_states import DealState


@pytest.fixture
def stall(world: World) -> Stall:
    return Stall(world)


@pytest.fixture
def broadcaster(services: Services) -> Broadcaster:
    return Broadcaster(services.reader, poll_seconds=3600)


def told(subscription: Subscription) -> list[tuple[str, dict[str, Any]]]:
    """Every event but blocks that the reader was given since."""
    events = []
    while not subscription.waiting.empty():
        lines = subscription.waiting.get().data.decode().strip().split("\n")
        fields = dict(line.split(": ", 1) for line in lines)
        if fields["event"] != "block":
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_offers_and_deals_are_told_as_they_change(stall: Stall, broadcaster: Broadcaster) -> None:
    ann = stall.world.person("ann")
    reader = broadcaster.subscribe(b"a", None)
    late = b'{"type":"post","text":"late"}'
    offer = stall.open(sha256(late).digest())
    deal = stall.accept(offer, ann)
    broadcaster._publish()
    about = {"dealId": "0x" + deal.hex(), "offerId": "0x" + offer.hex(), "profileId": str(ann.profile)}
    assert told(reader) == [
        ("offer", {"offerId": "0x" + offer.hex()}),
        ("deal", {**about, "state": "accepted"}),
    ]
    stall.deliver(deal, DealState.VESTING)
    stall.world.document(late)
    stall.close(offer, 95)
    broadcaster._publish()
    assert told(reader) == [
        ("deal", {**about, "state": "vesting"}),
        ("offer", {"offerId": "0x" + offer.hex()}),
        ("offer", {"offerId": "0x" + offer.hex()}),
    ]


def test_what_was_reorganised_away_is_not_told(stall: Stall, broadcaster: Broadcaster) -> None:
    ann = stall.world.person("ann")
    offer = stall.open()
    reader = broadcaster.subscribe(b"a", None)
    stall.accept(offer, ann)
    stall.world.reorganise(1)
    broadcaster._publish()
    assert told(reader) == []


def test_a_reader_goes_on_where_it_was(stall: Stall, broadcaster: Broadcaster) -> None:
    ann = stall.world.person("ann")
    first = stall.open()
    broadcaster.subscribe(b"watcher", None)
    stall.accept(first, ann)
    second = stall.open()
    broadcaster._publish()
    resumed = broadcaster.subscribe(b"b", 1)
    names = [event.data.decode().split("\n")[1] for event in resumed.backlog]
    assert names == ["event: deal", "event: offer"]
    assert second.hex() in resumed.backlog[1].data.decode()


def test_a_page_of_things_that_are_gone_does_not_stop_the_stream(
    stall: Stall, broadcaster: Broadcaster
) -> None:
    """More arrivals than are read at once, all of them reorganised away, then one that stands."""
    ann = stall.world.person("ann")
    offer = stall.open()
    reader = broadcaster.subscribe(b"a", None)
    for _ in range(510):
        stall.accept(offer, ann)
        stall.world.reorganise(1)
    other = stall.open()
    broadcaster._publish()
    assert told(reader) == [("offer", {"offerId": "0x" + other.hex()})]
