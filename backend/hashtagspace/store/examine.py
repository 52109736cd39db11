"""Looks at both databases without changing them: schema, owner, position."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from hashtagspace.errors import StoreUnavailable
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.migrate import alembic_config
from hashtagspace.store.outbox_engine import Network
from hashtagspace.store.outbox_tables import OUTBOX_VERSION, networks, schema_version
from hashtagspace.store.people_scores import read_latest
from hashtagspace.store.read_checkpoint import CheckpointRecord, find_checkpoint


@dataclass(frozen=True, slots=True)
class ProjectionState:
    """`revision` None: no schema yet. `owner` and `checkpoint` None: nothing was ever indexed."""

    revision: str | None
    newest_revision: str | None
    owner: Network | None
    checkpoint: CheckpointRecord | None
    scored_epoch: int = 0
    """The latest epoch that the score process has computed; 0 = none."""


@dataclass(frozen=True, slots=True)
class OutboxState:
    """`version` None: no schema yet; `is_known`: it has kept things for this network."""

    version: int | None
    newest_version: int
    is_known: bool


def is_missing_file(url: str) -> bool:
    """True for an SQLite database whose file is not there; connecting would make it."""
    try:
        parsed = make_url(url)
    except Exception:  # noqa: BLE001 - whatever it is, opening says it better
        return False
    path = parsed.database
    is_file = parsed.get_backend_name() == "sqlite" and path not in (None, "", ":memory:")
    return is_file and not Path(str(path)).exists()


def read_projection_state(url: str) -> ProjectionState:
    """What the projection database says of itself; raises `store.unavailable`, `store.url`."""
    with _look(url) as connection:
        newest = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision != newest:
            return ProjectionState(revision, newest, None, None)
        return ProjectionState(
            revision, newest, _find_owner(connection), find_checkpoint(connection), read_latest(connection)
        )


def read_outbox_state(url: str, network: Network) -> OutboxState:
    """What the outbox database says of itself; raises `store.unavailable`, `store.url`."""
    with _look(url) as connection:
        if not inspect(connection).has_table(schema_version.name):
            return OutboxState(None, OUTBOX_VERSION, is_known=False)
        version = connection.scalar(select(schema_version.c.version))
        rows = connection.execute(
            select(networks.c.chain_id, networks.c.post_registry, networks.c.start_block_hash)
        )
        known = {Network(chain_id, bytes(registry), bytes(start)) for chain_id, registry, start in rows}
        return OutboxState(version, OUTBOX_VERSION, is_known=network in known)


@contextmanager
def _look(url: str) -> Iterator[Connection]:
    """A connection that only reads; a file that is no database is an outage too, unlike in a query."""
    engine = open_engine(url, read_only=True)
    try:
        with read_transaction(engine) as connection:
            yield connection
    except DBAPIError as error:
        said = str(error.orig).split("\n", 1)[0]
        raise StoreUnavailable(f"The database does not read ({said}): is it damaged, or none?") from error
    finally:
        engine.dispose()


def _find_owner(connection: Connection) -> Network | None:
    c = tables.checkpoint.c
    row = connection.execute(select(c.chain_id, c.post_registry, c.start_hash)).one_or_none()
    return None if row is None else Network(row[0], bytes(row[1]), bytes(row[2]))
