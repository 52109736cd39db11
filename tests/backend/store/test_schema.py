"""Both databases get the schema that the tables describe, once, however often it is asked for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from hashtagspace.errors import StoreUnavailable
from hashtagspace.store.engine import open_engine, read_transaction, write_lock
from hashtagspace.store.errors import BadDatabaseUrl, NewerSchema
from hashtagspace.store.migrate import alembic_config, prepare_database
from hashtagspace.store.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/a/b/projection.sqlite3"
    made = open_engine(url if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    yield made
    made.dispose()


def test_migrations_give_what_the_tables_say(engine: Engine) -> None:
    prepare_database(engine)
    prepare_database(engine)
    with read_transaction(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_several_processes_prepare_one_database(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(prepare_database, engine) for _ in range(4)]:
            done.result()


def test_a_newer_schema_is_refused(engine: Engine) -> None:
    prepare_database(engine)
    with write_lock(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="newer version"):
        prepare_database(engine)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://localhost/x", "file.sqlite3"])
def test_urls_that_work_nowhere(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        open_engine(url)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadDatabaseUrl, match="cannot be made"):
        open_engine(f"sqlite:///{tmp_path}/file/x.sqlite3")


def test_no_database_file_for_a_reader(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/none/x.sqlite3", read_only=True)
    with pytest.raises(StoreUnavailable, match="does not answer"), read_transaction(engine):
        pass


def test_postgres_away() -> None:
    engine = open_engine("postgresql://user:secret@127.0.0.1:9/none")
    with pytest.raises(StoreUnavailable) as caught, read_transaction(engine):
        pass
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"not a database" * 100)
    engine = open_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    with pytest.raises(Exception, match="not a database"):
        prepare_database(engine)
    engine.dispose()


def test_a_reader_writes_nothing(engine: Engine) -> None:
    prepare_database(engine)
    reader = open_engine(engine.url.render_as_string(hide_password=False), read_only=True)
    with pytest.raises(Exception, match=r"readonly|read-only"), read_transaction(reader) as connection:
        connection.exec_driver_sql("DELETE FROM posts")
    reader.dispose()


def fail_after_writing(engine: Engine) -> None:
    with write_lock(engine) as connection:
        connection.exec_driver_sql("INSERT INTO arrivals (what, id) VALUES ('post', 'x')")
        raise ZeroDivisionError


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    prepare_database(engine)
    with pytest.raises(ZeroDivisionError):
        fail_after_writing(engine)
    with read_transaction(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM arrivals").scalar_one() == 0


def test_an_older_database_is_emptied_and_indexed_again_with_its_batches(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with write_lock(engine) as connection:
        command.upgrade(alembic_config(connection), "0001")
        connection.exec_driver_sql(
            "INSERT INTO documents (digest, type, body, fault) VALUES ('a', 'post', 'x', NULL)"
        )
        connection.exec_driver_sql(
            "INSERT INTO batches (digest, root, record_count, fault) VALUES ('b', 'r', 1, NULL)"
        )
        connection.exec_driver_sql("INSERT INTO blocks (number, hash, time) VALUES (7, 'h', 1)")
        connection.exec_driver_sql(
            "INSERT INTO checkpoint VALUES (1, 31337, 'p', 'q', 0, 's', 7, 'h', 1, 7, 7, 0)"
        )
    prepare_database(engine)
    with read_transaction(engine) as connection:
        for table in ("blocks", "checkpoint", "documents"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM batches").scalar_one() == 1
    assert "store.older_schema" in "".join(capsys.readouterr())
