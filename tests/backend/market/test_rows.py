"""Bundles as rows: what the analyst sees, and what nobody sees any more after a withdrawal."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
from anvil_node import ROOT

from golden import market_export
from golden.ladder_samples import ASKS, DAY, RECORDS
from golden.market_export import bundle, sold
from golden.terms_samples import sample_terms
from hashtagspace.domain.terms import Granularity
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.export_folder import write_export
from hashtagspace.market.rows import build_table
from hashtagspace.market.table import build_dictionary

VECTOR = json.loads((ROOT / "tests/vectors/market_export.json").read_text())
CHOSEN = market_export.asks()
TERMS = sample_terms(asks=CHOSEN)


def find(category, granularity):
    return next(ask for ask in CHOSEN if (ask.category, ask.granularity.value) == (category, granularity))


def rows_of(*bundles, terms=TERMS):
    table = build_table(terms, bundles)
    names = [column.name for column in table.columns]
    return [{k: v for k, v in zip(names, row, strict=True) if v is not None} for row in table.rows]


def test_the_table_is_the_one_of_the_vector():
    table = build_table(TERMS, market_export.bundles(CHOSEN))
    assert encode_csv(table).decode() == VECTOR["csv"]
    assert market_export.columns(table) == VECTOR["columns"]
    assert VECTOR["csv"].count("\r\n") == 1 + len(table.rows)


def test_every_row_says_what_it_rests_on_and_how_closely_it_was_shown():
    (row,) = rows_of(bundle(7, (sold(find("demographics", "noised")),)))
    assert row["deal"] == "0x" + "07" * 32
    assert row["consent"] == "0x" + "f8" * 32
    assert (row["profile"], row["category"], row["granularity"], row["row"]) == (
        "7",
        "demographics",
        "noised",
        0,
    )
    assert {name: row[name] for name in row if name.startswith("demographics.")} == {
        "demographics.birth_year.noised": 1983,
        "demographics.household_size.noised": 1,
        "demographics.children.noised": 20,
    }


def test_a_record_of_rows_has_a_row_each_and_a_record_of_fields_one():
    rows = rows_of(bundle(1, (sold(find("purchases", "exact")), sold(find("interests", "bracket")))))
    assert [(row["category"], row["row"]) for row in rows] == [
        *(("purchases", number) for number in range(len(RECORDS["purchases"]["rows"]))),
        ("interests", 0),
    ]
    assert str(rows[0]["purchases.amount"]) == "12.50"
    assert rows[0]["purchases.amount.currency"] == "EUR"


@pytest.mark.parametrize("ask", list(filter(market_export.is_answered, ASKS)), ids=str)
def test_no_value_that_was_sold_is_lost(ask):
    """Every field that is shown has at least one cell."""
    kind = sold(ask)
    rows = rows_of(bundle(1, (kind,)), terms=sample_terms(asks=(ask,)))
    shown = {name.split(".")[1] for row in rows for name in row if "." in name}
    assert shown == (set(kind.list_fields()) if kind.file is None else {"file"})


def test_a_yes_no_column_carries_the_offer_s_own_question():
    table = build_table(TERMS, [])
    meanings = {column.name: column.meaning for column in table.columns}
    assert meanings["activity.posts.yesno"] == "Did you write at least 13 posts?"


def test_who_withdrew_is_in_no_row_and_in_the_list(tmp_path):
    kept, gone = bundle(1, (sold(find("custom", "exact")),)), bundle(2, (sold(find("contact", "exact")),))
    gone = replace(gone, withdrawn_at=1_795_480_000)
    gone_with_file = replace(bundle(3, (sold(find("custom", "exact")),)), withdrawn_at=1_795_480_000)
    table = build_table(TERMS, [kept, gone, gone, gone_with_file])
    assert [row[2] for row in table.rows] == ["1"]
    assert [one.profile_id for one in table.withdrawn] == ["2", "3"]
    assert table.withdrawn[0].categories == ("contact",)
    write_export(tmp_path / "out", table, build_dictionary(table, ["dpv:Marketing"], "x", 1), "csv")
    text = "".join(path.read_text() for path in (tmp_path / "out").glob("*.csv"))
    assert "ada@mail.example" not in text
    assert len(list((tmp_path / "out" / "files").iterdir())) == 1
    only_gone = build_table(TERMS, [gone_with_file])
    assert only_gone.rows == only_gone.attachments == ()


def test_a_file_lies_beside_the_table_under_its_sha_256_whatever_it_was_called():
    kind = sold(find("custom", "exact"))
    evil = replace(kind, file=replace(kind.file, name="../../../etc/passwd"))
    table = build_table(TERMS, [bundle(1, (evil,))])
    assert [one.name for one in table.attachments] == [VECTOR["files"][0]]
    (row,) = rows_of(bundle(1, (evil,)))
    assert row["custom.file.name"] == "../../../etc/passwd"
    assert row["custom.file.sha256"] == table.attachments[0].name


def test_a_kind_that_the_terms_never_asked_for_is_in_no_row():
    table = build_table(sample_terms(), [bundle(1, (sold(find("contact", "exact")),))])
    assert table.rows == ()


def test_columns_come_in_the_order_of_the_schemas_whatever_the_order_of_the_asks():
    shuffled = tuple(reversed([ask for ask in CHOSEN if ask.granularity is Granularity.EXACT]))
    names = [column.category for column in build_table(sample_terms(asks=shuffled), []).columns]
    order = [name for name in dict.fromkeys(names) if name]
    assert order == ["interests", "demographics", "contact", "location", "purchases", "activity", "custom"]


def test_the_csv_reads_back():
    table = build_table(TERMS, market_export.bundles(CHOSEN))
    lines = list(csv.DictReader(StringIO(VECTOR["csv"], newline="")))
    assert len(lines) == len(table.rows)
    assert {line["day"] for line in lines} == {DAY}
