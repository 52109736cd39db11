"""An outbox that an earlier release made goes on with everything in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, inspect, select

from hashtagspace.store import depot_tables
from hashtagspace.store.engine import open_engine, read_transaction, write_lock
from hashtagspace.store.errors import NewerSchema
from hashtagspace.store.outbox_engine import Network, open_outbox
from hashtagspace.store.outbox_tables import OUTBOX_VERSION, networks, outbox_metadata, schema_version

NETWORK = Network(31337, b"\x02" * 20, b"\x03" * 32)
NEW = [table for table in outbox_metadata.sorted_tables if table.name.startswith("depot_")]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/outbox.sqlite3"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def first(url: str) -> Iterator[Engine]:
    """An outbox as version 1 made it."""
    engine = open_engine(url, durable=True)
    with write_lock(engine) as connection:
        outbox_metadata.create_all(
            connection, [table for table in outbox_metadata.sorted_tables if table not in NEW]
        )
        connection.execute(insert(schema_version).values(version=1))
        connection.execute(
            insert(networks).values(
                chain_id=NETWORK.chain_id,
                post_registry=NETWORK.post_registry,
                start_block_hash=NETWORK.start_block_hash,
            )
        )
    yield engine
    engine.dispose()


def test_the_first_version_gets_the_depot(first: Engine, url: str) -> None:
    assert NEW
    outbox = open_outbox(url, NETWORK)
    again = open_outbox(url, NETWORK)
    with read_transaction(first) as connection:
        assert connection.scalar(select(schema_version.c.version)) == OUTBOX_VERSION
        assert connection.scalar(select(func.count()).select_from(networks)) == 1
        assert all(inspect(connection).has_table(table.name) for table in NEW)
        assert connection.scalar(select(func.count()).select_from(depot_tables.uploads)) == 0
    outbox.close()
    again.close()


def test_a_later_version_is_refused(first: Engine, url: str) -> None:
    with write_lock(first) as connection:
        connection.exec_driver_sql("UPDATE outbox_schema SET version = 9")
    with pytest.raises(NewerSchema, match="version 9"):
        open_outbox(url, NETWORK)
