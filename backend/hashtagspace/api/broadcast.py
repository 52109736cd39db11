"""Live events: the projection is watched once per process and fanned out to bounded queues.

A reader that does not keep up is let go, and comes back with `Last-Event-ID`; nobody waits for the slowest.
"""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hashtagspace.api.problems import StreamsFull
from hashtagspace.api.stream_events import Event, build_block, build_events
from hashtagspace.errors import StoreUnavailable
from hashtagspace.log import get_logger
from hashtagspace.store import read_checkpoint
from hashtagspace.store.reader import Reader

_log = get_logger("stream")
_BACKLOG: Final = 500
_QUEUE: Final = 512
HEARTBEAT: Final = b": still here\n\n"
RESET: Final = b"event: reset\ndata: {}\n\n"


@dataclass(eq=False, slots=True)
class Subscription:
    """One reader's queue. `sent` is the last arrival it was given."""

    caller: bytes
    sent: int
    backlog: list[Event]
    waiting: queue.Queue[Event] = field(default_factory=lambda: queue.Queue(_QUEUE))
    dropped: threading.Event = field(default_factory=threading.Event)


class Broadcaster:
    """Watches the projection while somebody listens. Thread-safe."""

    def __init__(
        self, reader: Reader, *, streams: int = 200, streams_per_caller: int = 8, poll_seconds: float = 0.1
    ) -> None:
        """Nothing runs before the first subscription."""
        self._reader = reader
        self._streams = streams
        self._streams_per_caller = streams_per_caller
        self._poll_seconds = poll_seconds
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()
        self._watching = False
        self._closed = threading.Event()
        self._last = 0
        self._block = -1

    @property
    def count(self) -> int:
        """Live subscriptions."""
        return len(self._subscriptions)

    def subscribe(self, caller: bytes, last_event_id: int | None) -> Subscription:
        """A queue that gets every event from now on, after what was missed since `last_event_id`.

        Raises `stream.full` when the process or the caller has as many as allowed, `store.unavailable`.
        """
        with self._lock:
            mine = sum(one.caller == caller for one in self._subscriptions)
            if len(self._subscriptions) >= self._streams or mine >= self._streams_per_caller:
                raise StreamsFull("too many live streams")
            if not self._watching:
                self._start()
            subscription = Subscription(caller, self._last, [])
            self._subscriptions.add(subscription)
        try:
            if last_event_id is not None:
                self._fill_backlog(subscription, last_event_id)
        except BaseException:
            self.unsubscribe(subscription)
            raise
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """The subscription gets nothing any more; idempotent."""
        with self._lock:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """Every stream ends and the watch stops."""
        self._closed.set()
        with self._lock:
            for subscription in self._subscriptions:
                subscription.dropped.set()

    def _start(self) -> None:
        with self._reader.connection() as connection:
            _, self._last = read_checkpoint.arrival_range(connection)
            checkpoint = read_checkpoint.find_checkpoint(connection)
        self._block = -1 if checkpoint is None else checkpoint.indexed_number
        self._watching = True
        threading.Thread(target=self._watch, name="broadcast", daemon=True).start()

    def _fill_backlog(self, subscription: Subscription, last_event_id: int) -> None:
        with self._reader.connection() as connection:
            first, last = read_checkpoint.arrival_range(connection)
            if last_event_id > last or last_event_id < first - 1:
                subscription.backlog.append(Event(0, RESET))
                return
            arrivals = read_checkpoint.list_arrivals(connection, last_event_id, _BACKLOG)
            if len(arrivals) == _BACKLOG:
                subscription.backlog.append(Event(0, RESET))
                return
            subscription.backlog = build_events(connection, arrivals)

    def _watch(self) -> None:
        revision = -1
        while not self._closed.wait(self._poll_seconds):
            with self._lock:
                if not self._subscriptions:
                    self._watching = False
                    return
            try:
                seen = self._reader.revision()
                if seen != revision:
                    self._publish()
                    revision = seen
            except StoreUnavailable as error:
                _log.warning("stream.store_unavailable", reason=error.detail)

    def _publish(self) -> None:
        with self._reader.connection() as connection:
            arrivals = read_checkpoint.list_arrivals(connection, self._last, _BACKLOG)
            events = build_events(connection, arrivals)
            checkpoint = read_checkpoint.find_checkpoint(connection)
        if checkpoint is not None and checkpoint.indexed_number != self._block:
            self._block = checkpoint.indexed_number
            events.append(build_block(checkpoint))
        with self._lock:
            if arrivals:
                self._last = arrivals[-1].seq
            for subscription in list(self._subscriptions):
                self._offer(subscription, events)

    def _offer(self, subscription: Subscription, events: list[Event]) -> None:
        try:
            for event in events:
                subscription.waiting.put_nowait(event)
        except queue.Full:
            subscription.dropped.set()
            self._subscriptions.discard(subscription)


def iterate_events(subscription: Subscription, heartbeat_seconds: float = 15.0) -> Iterator[bytes]:
    """Bytes of a stream until it is dropped; each arrival once, in order; a comment when nothing happens."""
    yield b"retry: 2000\n\n"
    for event in subscription.backlog:
        subscription.sent = max(subscription.sent, event.seq)
        yield event.data
    subscription.backlog = []
    while not subscription.dropped.is_set():
        try:
            event = subscription.waiting.get(timeout=heartbeat_seconds)
        except queue.Empty:
            yield HEARTBEAT
            continue
        if event.seq and event.seq <= subscription.sent:
            continue
        subscription.sent = max(subscription.sent, event.seq)
        yield event.data
