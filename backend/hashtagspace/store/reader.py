"""Reading the projection: one request, one connection, one snapshot."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection as Connection  # noqa: PLC0414 - the layer above names it without SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from hashtagspace.store.engine import read_transaction, translate_errors

_REVISION_SECONDS: Final = 0.05


class Reader:
    """Read access to the projection. Thread-safe; connections are pooled."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is opened yet; `engine` stays the caller's to dispose of."""
        self._engine = engine
        self._watch = _RevisionWatch(engine)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection whose statements all see the same state; raises `store.unavailable`."""
        with read_transaction(self._engine) as connection:
            yield connection

    def revision(self) -> int:
        """A number that grows whenever the projection changed, seen at most 50 ms late.

        Costs nothing in between. It numbers what this process saw: never compare it with another's.
        """
        with translate_errors(self._engine):
            return self._watch.revision()

    def close(self) -> None:
        """The connection that watches for commits is given back; the next question opens another."""
        self._watch.close()


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

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._asked_at = float("-inf")

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
