"""What time it is for the chain: block time decides, the wall clock fills in."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.errors import ChainUnavailable
from hashtagspace.relay.ports import ChainReads

_FRESH_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """`chain_seconds` is the latest block's time, `latest_seconds` the later one of chain and wall clock."""

    chain_seconds: int
    latest_seconds: int


class ChainClock:
    """Asks for the head at most once a second; without a chain it goes on counting. Thread-safe."""

    def __init__(self, chain: ChainReads, wall: Callable[[], float], monotonic: Callable[[], float]) -> None:
        self._chain = chain
        self._wall = wall
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: tuple[float, int] | None = None

    def now(self) -> Moment:
        """The moment by chain and wall clock; never raises."""
        wall = int(self._wall())
        chain = self._chain_seconds()
        return Moment(wall, wall) if chain is None else Moment(chain, max(chain, wall))

    def wall_ms(self) -> int:
        """Unix milliseconds of the wall clock."""
        return int(self._wall() * 1000)

    def _chain_seconds(self) -> int | None:
        known, now = self._known, self._monotonic()
        if known is not None and (now - known[0] < _FRESH_SECONDS or not self._lock.acquire(blocking=False)):
            return known[1]
        if known is None:
            self._lock.acquire()
        try:
            self._known = (now, self._chain.read_head().time_seconds)
        except ChainUnavailable:
            return None if known is None else known[1] + int(now - known[0])
        finally:
            self._lock.release()
        return self._known[1]
