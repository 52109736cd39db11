"""How the parts are, each in one sentence that a stranger may read; asked at most every few seconds."""

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from hashtagspace.api.metrics import Metrics
from hashtagspace.api.problems import detail_of
from hashtagspace.bootstrap import Services
from hashtagspace.errors import HashtagspaceError
from hashtagspace.store.read_checkpoint import find_checkpoint

State = Literal["ok", "degraded", "down"]
_GIB: Final = 1024**3
_LOW_DISK_BYTES: Final = _GIB
_FULL_DISK_BYTES: Final = 100 * 1024 * 1024
_LATE_BLOCKS: Final = 20
_SILENT_SECONDS: Final = 60
_KEPT_SECONDS: Final = 2.0
_RANK: Final[dict[State, int]] = {"ok": 0, "degraded": 1, "down": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """One part and its state."""

    name: str
    state: State
    detail: str


class HealthChecks:
    """The checks of one gateway. Thread-safe."""

    def __init__(self, services: Services, metrics: Metrics, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives Unix seconds."""
        self._services = services
        self._metrics = metrics
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: tuple[float, list[Part]] = (float("-inf"), [])

    def run(self) -> list[Part]:
        """State of every part, at most two seconds old; never raises."""
        with self._lock:
            made_at, parts = self._kept
            if time.monotonic() - made_at > _KEPT_SECONDS:
                parts = [
                    self._guard("chain", self._check_chain),
                    self._guard("indexer", self._check_indexer),
                    self._guard("store", self._check_store),
                    self._guard("content", self._check_content),
                    self._guard("relay", self._check_relay),
                    self._guard("disk", self._check_disk),
                ]
                self._kept = (time.monotonic(), parts)
            return parts

    def _guard(self, name: str, check: Callable[[], Part]) -> Part:
        try:
            return check()
        except HashtagspaceError as error:
            return Part(name, "down", detail_of(error))
        except OSError as error:
            return Part(name, "down", f"The system refuses to tell ({type(error).__name__}).")

    def _gauge(self, name: str, value: float) -> None:
        self._metrics.gauges.labels(name).set(value)

    def _check_chain(self) -> Part:
        head = self._services.read_head()
        self._gauge("chain_head", head)
        return Part("chain", "ok", f"The node answers; its head is block {head}.")

    def _check_indexer(self) -> Part:
        with self._services.reader.connection() as connection:
            checkpoint = find_checkpoint(connection)
        if checkpoint is None:
            return Part("indexer", "degraded", "Nothing is indexed yet; start `hashtagspace index`.")
        late = max(checkpoint.head_number - checkpoint.indexed_number, 0)
        silent = max(int(self._clock()) - checkpoint.updated_at, 0)
        self._gauge("indexed_block", checkpoint.indexed_number)
        self._gauge("final_block", checkpoint.final_number)
        self._gauge("indexer_lag_blocks", late)
        self._gauge("indexer_silent_seconds", silent)
        where = f"Block {checkpoint.indexed_number} is indexed, {late} behind the head"
        if silent > _SILENT_SECONDS:
            return Part("indexer", "degraded", f"{where}; the indexer has been silent for {silent} s.")
        return Part("indexer", "degraded" if late > _LATE_BLOCKS else "ok", f"{where}.")

    def _check_store(self) -> Part:
        started = time.perf_counter()
        with self._services.reader.connection() as connection:
            find_checkpoint(connection)
        took_ms = (time.perf_counter() - started) * 1000
        return Part("store", "ok", f"The database answers in {took_ms:.1f} ms.")

    def _check_content(self) -> Part:
        self._services.content.check()
        return Part("content", "ok", "The content store gives and takes blocks.")

    def _check_relay(self) -> Part:
        health = self._services.relay.check()
        self._gauge("relay_queued_intents", health.queued_intents)
        self._gauge("relay_queued_calls", health.queued_calls)
        return Part("relay", "ok" if health.ok else "degraded", health.detail)

    def _check_disk(self) -> Part:
        usage = shutil.disk_usage(self._services.settings.data_dir)
        self._gauge("disk_free_bytes", usage.free)
        state: State = (
            "down" if usage.free < _FULL_DISK_BYTES else "degraded" if usage.free < _LOW_DISK_BYTES else "ok"
        )
        return Part("disk", state, f"{usage.free / _GIB:.1f} GiB are free.")


def build_health(parts: list[Part], version: str) -> dict[str, Any]:
    """The body of /v1/health: the worst state, and every part."""
    worst = max((part.state for part in parts), key=_RANK.__getitem__)
    return {
        "state": worst,
        "version": version,
        "parts": [{"name": part.name, "state": part.state, "detail": part.detail} for part in parts],
    }
