"""Many callers, one durable commit: whoever comes first commits for all that wait behind.

Source: group commit as in databases' write-ahead logs (Gray & Reuter, 1993).
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Entry(Generic[T]):
    __slots__ = ("done", "failure", "items")

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self.done = False
        self.failure: Exception | None = None


class GroupCommit(Generic[T]):
    """Hands everything that gathered during one commit to the next one. Thread-safe."""

    def __init__(self, commit: Callable[[Sequence[T]], None]) -> None:
        self._commit = commit
        self._waiting: list[_Entry[T]] = []
        self._waiting_lock = threading.Lock()
        self._commit_lock = threading.Lock()

    def store(self, items: Sequence[T]) -> None:
        """`items` are durable; raises what their commit raised."""
        if not items:
            return
        entry = _Entry(items)
        with self._waiting_lock:
            self._waiting.append(entry)
        with self._commit_lock:
            if not entry.done:
                self._commit_waiting()
        if entry.failure is not None:
            raise entry.failure

    def _commit_waiting(self) -> None:
        with self._waiting_lock:
            entries, self._waiting = self._waiting, []
        try:
            self._commit([item for entry in entries for item in entry.items])
        except Exception as failure:  # noqa: BLE001 - handed to every caller whose items it was
            for entry in entries:
                entry.failure = failure
        for entry in entries:
            entry.done = True
