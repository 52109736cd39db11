"""Opening the outbox: schema by version, one writer at a time, durable commits."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from hashtagspace.errors import ConfigError, StoreUnavailable
from hashtagspace.store import depot_tables  # noqa: F401 - it adds its tables to the metadata
from hashtagspace.store.engine import open_engine, read_transaction, translate_errors, write_lock
from hashtagspace.store.errors import NewerSchema
from hashtagspace.store.outbox_tables import OUTBOX_VERSION, networks, outbox_metadata, schema_version

_WITHOUT_DEPOT = 1
_LOCK_CLASS = 0x23746167  # "#tag": advisory locks of this project in PostgreSQL


@dataclass(frozen=True, slots=True)
class Network:
    """Which chain and contracts the rows belong to."""

    chain_id: int
    post_registry: bytes
    start_block_hash: bytes


class Outbox:
    """One network's part of an outbox database. Thread-safe; connections are pooled."""

    def __init__(self, engine: Engine, network: Network) -> None:
        """The schema exists and `network_id` is this network's number; raises `store.*`."""
        self.engine = engine
        _create_schema(engine)
        self.network_id = _claim_network(engine, network)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is durable once the block ends; raises `store.unavailable`."""
        with write_lock(self.engine) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; raises `store.unavailable`."""
        with read_transaction(self.engine) as connection:
            yield connection

    def close(self) -> None:
        """Every connection is closed."""
        self.engine.dispose()


def open_outbox(url: str, network: Network) -> Outbox:
    """The outbox at `url`, created if need be; raises `store.unavailable`, `store.url`, `store.schema`."""
    engine = open_engine(url, durable=True)
    if engine.dialect.name == "postgresql":  # rows are settled one by one: the latest commit is what counts
        engine = engine.execution_options(isolation_level="READ COMMITTED")
    try:
        return Outbox(engine, network)
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def hold_worker_lease(outbox: Outbox) -> Iterator[None]:
    """Nobody else works on this network's outbox; the lease ends with the process, even when it is killed.

    Raises `config.invalid` if another relay holds it.
    """
    busy = ConfigError(
        "Another relay works on this outbox: stop it, or give this one its own HASHTAGSPACE_OUTBOX_URL."
    )
    if outbox.engine.dialect.name == "postgresql":
        autocommit = outbox.engine.execution_options(isolation_level="AUTOCOMMIT")
        with translate_errors(autocommit), autocommit.connect() as connection:
            lock = func.pg_try_advisory_lock(_LOCK_CLASS, outbox.network_id)
            if not connection.scalar(select(lock)):
                raise busy
            try:
                yield
            finally:  # the connection goes back to its pool, and must not take the lease along
                connection.execute(select(func.pg_advisory_unlock(_LOCK_CLASS, outbox.network_id)))
        return
    with _lock_file(outbox.engine).open("w") as file:
        _lock_or_raise(file, busy)
        yield


def _lock_file(engine: Engine) -> Path:
    return Path(f"{engine.url.database}.relay-lock")


def _lock_or_raise(file: IO[str], busy: ConfigError) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise busy from None


def _create_schema(engine: Engine) -> None:
    with write_lock(engine) as connection:
        if connection.dialect.name == "postgresql":  # two processes may start at the same time
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK_CLASS, 0)))
        if inspect(connection).has_table(schema_version.name):
            version = connection.scalar(select(schema_version.c.version)) or 0
            if version == _WITHOUT_DEPOT:
                outbox_metadata.create_all(connection)
                connection.execute(update(schema_version).values(version=OUTBOX_VERSION))
                return
            if version != OUTBOX_VERSION:
                raise NewerSchema(
                    f"The outbox has schema version {version}, this release works with {OUTBOX_VERSION}: "
                    "use the release that made it, or give an empty HASHTAGSPACE_OUTBOX_URL."
                )
            return
        outbox_metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=OUTBOX_VERSION))


def _claim_network(engine: Engine, network: Network) -> int:
    found = _find_network(engine, network)
    if found is not None:
        return found
    values = {
        "chain_id": network.chain_id,
        "post_registry": network.post_registry,
        "start_block_hash": network.start_block_hash,
    }
    with suppress(IntegrityError), write_lock(engine) as connection:  # another process may name it first
        connection.execute(insert(networks).values(values))
    found = _find_network(engine, network)
    if found is None:
        raise StoreUnavailable("The outbox database does not keep what is written to it.")
    return found


def _find_network(engine: Engine, network: Network) -> int | None:
    with read_transaction(engine) as connection:
        return connection.scalar(
            select(networks.c.id).where(
                networks.c.chain_id == network.chain_id,
                networks.c.post_registry == network.post_registry,
                networks.c.start_block_hash == network.start_block_hash,
            )
        )
