"""What the indexer did and where it stands: plain counters, written by one thread, read by any."""

from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class IndexerStatus:
    """Counters since the start, and gauges of now. `snapshot` is for metrics, health and logs."""

    blocks: int = 0
    events: int = 0
    reorgs: int = 0
    deepest_reorg_blocks: int = 0
    batches: int = 0
    documents: int = 0
    chain_failures: int = 0
    store_failures: int = 0
    indexed_number: int = 0
    indexed_time: int = 0
    final_number: int = 0
    head_number: int = 0
    wanted_batches: int = 0
    wanted_documents: int = 0
    last_failure: str = ""
    told_at: float = field(default=float("-inf"), repr=False)  # monotonic clock of the last line of log
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def lag_blocks(self) -> int:
        """How many blocks the node has that the tables have not."""
        return max(self.head_number - self.indexed_number, 0)

    def count(self, **amounts: int) -> None:
        """Each counter grows by its amount."""
        with self._lock:
            for name, amount in amounts.items():
                setattr(self, name, getattr(self, name) + amount)

    def snapshot(self) -> dict[str, int | str]:
        """All values by name, of one moment."""
        with self._lock:
            names = [name for name in self.__slots__ if not name.startswith("_") and name != "told_at"]
            return {**{name: getattr(self, name) for name in names}, "lag_blocks": self.lag_blocks}
