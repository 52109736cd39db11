"""Pages come out of an index in their order: no query sorts what it does not show."""

from pathlib import Path
from typing import Any

from sqlalchemy import Select

from hashtagspace.store import read_posts, read_profiles, read_proofs
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.migrate import prepare_database


def plan(tmp_path: Path, statement: Select[Any], **values: object) -> str:
    engine = open_engine(f"sqlite:///{tmp_path}/p.sqlite3")
    prepare_database(engine)
    compiled = statement.compile(dialect=engine.dialect)
    given = {**compiled.params, **values}
    parameters = tuple(given[name] for name in compiled.positiontup or [] if name != "ids")
    asked = str(compiled).replace("(__[POSTCOMPILE_ids])", "(x'01', x'02')")
    with read_transaction(engine) as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", parameters).all()
    engine.dispose()
    return "; ".join(str(row[3]) for row in rows)


def test_followers_come_in_the_order_of_an_index(tmp_path: Path) -> None:
    said = plan(tmp_path, read_profiles._FOLLOWERS, key=1, sort_ms=5, identity=2, most=20)
    assert "ix_follows_target_created_at_ms_profile (target=? AND created_at_ms<?)" in said
    assert "TEMP B-TREE" not in said


def test_the_commonest_emoji_of_a_post_are_read_and_no_others(tmp_path: Path) -> None:
    said = plan(tmp_path, read_posts._REACTIONS, beyond=11)
    index = "ix_reaction_counts_post_id_reactions_emoji"
    assert f"SEARCH r USING COVERING INDEX {index} (post_id=? AND (reactions,emoji)>(?,?))" in said


def test_a_retraction_is_found_without_reading_edits(tmp_path: Path) -> None:
    said = plan(tmp_path, read_proofs._RETRACTION, post_id=b"1", profile=2)
    assert "ix_intents_changes (subject=? AND profile=? AND kind=?)" in said
    assert "TEMP B-TREE" not in said
