"""Pages come out of an index in their order: no query sorts what it does not show."""

from pathlib import Path
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from hashtagspace.store import read_profiles
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.migrate import prepare_database


def plan(tmp_path: Path, statement: Select[Any], **values: object) -> str:
    engine = open_engine(f"sqlite:///{tmp_path}/p.sqlite3")
    prepare_database(engine)
    bound = statement.params(**values)
    compiled = str(bound.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with read_transaction(engine) as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    engine.dispose()
    return "; ".join(str(row[3]) for row in rows)


def test_followers_come_in_the_order_of_an_index(tmp_path: Path) -> None:
    said = plan(tmp_path, read_profiles._FOLLOWERS, key=1, sort_ms=5, identity=2, most=20)
    assert "ix_follows_target_created_at_ms_profile (target=? AND created_at_ms<?)" in said
    assert "TEMP B-TREE" not in said
