"""Connections: SQLite in WAL mode by default, PostgreSQL when it grows.

Readers see one consistent state for a whole transaction. A writer takes `write_lock`: SQLite has one
writer at a time, and a transaction that begins as a reader could not become one without failing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from hashtagspace.config import safe_url
from hashtagspace.errors import StoreUnavailable
from hashtagspace.store.errors import BadDatabaseUrl

BUSY_MILLISECONDS: Final = 15_000
_IMMEDIATE: Final = "begin_immediate"


def open_engine(url: str, *, durable: bool = False, read_only: bool = False, pool_count: int = 5) -> Engine:
    """An engine for `sqlite:///path`, `sqlite://` (memory) or `postgresql://…`; connects on first use.

    `durable`: a commit survives loss of power (the outbox); without it a projection may lose its last
    blocks, which it indexes again. `pool_count`: connections kept open between transactions; a caller
    with more threads than that opens and closes one each time. Raises `store.url`.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadDatabaseUrl(
            "The database URL does not read: give sqlite:///path or postgresql://…"
        ) from None
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(
                url, parsed.database, durable=durable, read_only=read_only, pool_count=pool_count
            )
        case "postgresql":
            engine = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                isolation_level="REPEATABLE READ",
                pool_pre_ping=True,
                pool_size=pool_count,
                connect_args={"connect_timeout": 10, "options": f"-c synchronous_commit={_on(durable)}"},
            )
            if read_only:
                event.listen(engine, "begin", _begin_read_only)
            return engine
        case name:
            raise BadDatabaseUrl(f"{name} is not a database that works here: use SQLite or PostgreSQL.")


def _on(value: bool) -> str:
    return "on" if value else "off"


def _begin_read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _open_sqlite(url: str, path: str | None, *, durable: bool, read_only: bool, pool_count: int) -> Engine:
    if path and path != ":memory:" and not read_only:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadDatabaseUrl(f"The folder of {path} cannot be made ({error.strerror}).") from None
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=pool_count)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in _pragmas(durable=durable, read_only=read_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _pragmas(*, durable: bool, read_only: bool) -> list[str]:
    pragmas = [
        f"busy_timeout={BUSY_MILLISECONDS}",
        "temp_store=MEMORY",
        "cache_size=-65536",
        "mmap_size=268435456",
        f"synchronous={'FULL' if durable else 'NORMAL'}",
    ]
    return [*pragmas, "query_only=ON"] if read_only else ["journal_mode=WAL", *pragmas]


@contextmanager
def write_lock(engine: Engine, *, sees_commits: bool = False) -> Iterator[Connection]:
    """One transaction that writes: committed at the end, rolled back on any error.

    `sees_commits`: statements see what others commit meanwhile (PostgreSQL; SQLite has one writer).
    Raises `store.unavailable` when the database does not answer or stays locked.
    """
    options: dict[str, Any] = {_IMMEDIATE: True}
    if sees_commits and engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with translate_errors(engine), engine.connect() as base:
        connection = base.execution_options(**options)
        with connection.begin():
            yield connection


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database; raises `store.unavailable`."""
    with translate_errors(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def translate_errors(engine: Engine) -> Iterator[None]:
    """Failures of the database itself become `store.unavailable`; mistakes in a query stay what they are."""
    try:
        yield
    except DBAPIError as error:
        if not _is_outage(error):
            raise
        where = safe_url(engine.url.render_as_string(hide_password=True))
        raise StoreUnavailable(f"The database {where} does not answer: {_first_line(error)}") from error


def _is_outage(error: DBAPIError) -> bool:
    return error.connection_invalidated or type(error).__name__ in ("OperationalError", "InterfaceError")


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().split("\n", 1)[0][:200]
