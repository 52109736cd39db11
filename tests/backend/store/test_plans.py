"""Pages come out of an index in their order: no query sorts what it does not show."""

from pathlib import Path
from typing import Any

from sqlalchemy import Select

from hashtagspace.store import read_deals, read_offers, read_payees, read_posts, read_profiles, read_proofs
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


def test_pages_of_the_market_come_in_the_order_of_an_index(tmp_path: Path) -> None:
    at = {"sort_ms": 5, "post_id": b"2", "most": 20}
    asked = {
        "ix_offers_opened_at_offer": (read_offers._page("open", has_buyer=False), {"now": 7}),
        "ix_offers_buyer_opened_at_offer (buyer=? AND opened_at<?)": (
            read_offers._page("over", has_buyer=True), {"now": 7, "buyer": b"1"},
        ),
        "ix_deals_offer_since_deal (offer=? AND since<?)": (read_deals._OF_OFFER, {"key": b"1"}),
        "ix_deals_profile_since_deal (profile=? AND since<?)": (read_deals._OF_PROFILE, {"key": 1}),
    }  # fmt: skip
    for index, (statement, values) in asked.items():
        said = plan(tmp_path, statement, **values, **at)
        assert index in said, said
        assert "TEMP B-TREE" not in said


def test_an_account_s_movements_are_read_from_the_latest_on(tmp_path: Path) -> None:
    credited, _, paid = (plan(tmp_path, one, payee=b"1", most=500) for one in read_payees._MOVEMENTS)
    assert "ix_deal_credits_payee_block_number_log_index (payee=?)" in credited
    assert "ix_payouts_payee_block_number_log_index (payee=?)" in paid
    assert "TEMP B-TREE" not in credited + paid
