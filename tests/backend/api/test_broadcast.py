"""Live events: order, gaps, slow readers, silence."""

import queue
from itertools import islice

import pytest

from hashtagspace.api.broadcast import HEARTBEAT, RESET, Broadcaster, Event, Subscription, iterate_events
from hashtagspace.api.problems import StreamsFull
from hashtagspace.store import read_checkpoint


def subscription(*events: Event, sent: int = 0, backlog: tuple[Event, ...] = ()) -> Subscription:
    made = Subscription(b"me", sent, list(backlog))
    for event in events:
        made.waiting.put(event)
    return made


def test_silence_is_filled_with_comments():
    _, *silence = islice(iterate_events(subscription(), heartbeat_seconds=0.01), 4)
    assert silence == [HEARTBEAT] * 3


def test_what_was_in_the_backlog_is_not_sent_again():
    made = subscription(Event(2, b"two"), Event(0, b"block"), Event(3, b"three"), backlog=(Event(2, b"two"),))
    assert list(islice(iterate_events(made), 1, 4)) == [b"two", b"block", b"three"]


def test_a_dropped_reader_comes_to_an_end():
    made = subscription()
    made.dropped.set()
    assert list(iterate_events(made)) == [b"retry: 2000\n\n"]


def test_a_slow_reader_is_let_go_and_the_others_are_not(services, town):
    broadcaster = Broadcaster(services.reader, poll_seconds=3600)
    slow, fast = broadcaster.subscribe(b"a", None), broadcaster.subscribe(b"b", None)
    slow.waiting = queue.Queue(1)
    for number in range(3):
        town.world.post(town.ann, f"news {number}")
    town.world.anchor()
    broadcaster._publish()
    assert slow.dropped.is_set()
    assert not fast.dropped.is_set()
    assert fast.waiting.qsize() == 4  # three posts and their block
    assert broadcaster.count == 1
    broadcaster.close()
    assert fast.dropped.is_set()


def test_streams_are_limited_for_each_caller_and_together(services):
    broadcaster = Broadcaster(services.reader, streams=3, streams_per_caller=2, poll_seconds=3600)
    first = broadcaster.subscribe(b"a", None)
    broadcaster.subscribe(b"a", None)
    with pytest.raises(StreamsFull):
        broadcaster.subscribe(b"a", None)
    broadcaster.subscribe(b"b", None)
    with pytest.raises(StreamsFull):
        broadcaster.subscribe(b"c", None)
    broadcaster.unsubscribe(first)
    broadcaster.unsubscribe(first)
    broadcaster.subscribe(b"a", None)
    broadcaster.close()


@pytest.mark.parametrize("behind", [10_000, 10**15])
def test_a_reader_from_elsewhere_is_told_to_start_again(services, town, behind):
    broadcaster = Broadcaster(services.reader, poll_seconds=3600)
    assert town.published
    assert [event.data for event in broadcaster.subscribe(b"a", behind).backlog] == [RESET]
    broadcaster.close()


def test_a_reader_gets_exactly_what_came_after_its_last_event(services, town):
    broadcaster = Broadcaster(services.reader, poll_seconds=3600)
    with services.reader.connection() as connection:
        first, last = read_checkpoint.arrival_range(connection)
    backlog = broadcaster.subscribe(b"a", first).backlog
    assert first < backlog[0].seq
    assert backlog[-1].seq == last
    assert town.published.hex() in backlog[-1].data.decode()
    broadcaster.close()
