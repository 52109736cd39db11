"""Reading the projection: one request, one connection, one snapshot."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from hashtagspace.errors import StoreUnavailable

_REVISION_SECONDS: Final = 0.05


class Reader:
    """Read access to the projection. Thread-safe; connections are pooled."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is opened yet; `engine` stays the caller's to dispose of."""
        self._sqlite = engine.dialect.name == "sqlite"
        self._engine = engine if self._sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._watch = _RevisionWatch(engine)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection whose statements all see the same state; raises `store.unavailable`."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as failure:
            raise _unavailable(failure) from failure

    def revision(self) -> int:
        """A number that grows whenever the projection changed, seen at most 50 ms late.

        Costs nothing in between. It numbers what this process saw: never compare it with another's.
        """
        try:
            return self._watch.revision()
        except SQLAlchemyError as failure:
            raise _unavailable(failure) from failure


class _RevisionWatch:
    """One connection that asks the database whether anybody has committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        sqlite = engine.dialect.name == "sqlite"
        self._question = "PRAGMA data_version" if sqlite else "SELECT pg_current_snapshot()::text"
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._mark: object = None
        self._revision = 0
        self._asked_at = float("-inf")

    def revision(self) -> int:
        if time.monotonic() - self._asked_at < _REVISION_SECONDS:
            return self._revision
        with self._lock:
            if time.monotonic() - self._asked_at >= _REVISION_SECONDS:
                self._ask()
            return self._revision

    def _ask(self) -> None:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
                self._mark = None
            asked_at = time.monotonic()
            mark = self._connection.exec_driver_sql(self._question).scalar()
            self._connection.rollback()
        except SQLAlchemyError:
            self._connection = None
            raise
        if mark != self._mark:
            self._mark = mark
            self._revision += 1
        self._asked_at = asked_at


def _unavailable(failure: SQLAlchemyError) -> StoreUnavailable:
    """The failure without statement, parameters or URL, which may be secrets or somebody's data."""
    reason = type(getattr(failure, "orig", None) or failure).__name__
    return StoreUnavailable(f"The database does not answer ({reason}); try again in a moment.")
