"""Exports: what a business opens in a spreadsheet, and what it finds on its disk."""

import csv
import json
import stat
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.export_folder import FORMATS, write_export
from hashtagspace.market.export_json import encode_json, encode_json_lines
from hashtagspace.market.export_parquet import DICTIONARY_KEY, encode_parquet
from hashtagspace.market.table import Attachment, Column, Table, Withdrawn, build_dictionary

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
COLUMNS = (
    Column("deal", "text", "The deal"),
    Column("demographics.age", "integer", "Age in years", "demographics", "exact"),
    Column("purchases.paid", "decimal", "What was paid", "purchases", "exact"),
    Column("demographics.adult", "boolean", "Of age", "demographics", "yesno"),
    Column("demographics.born", "date", "Day of birth", "demographics", "exact"),
    Column("sold_at", "time", "When it was sold"),
)
ROWS = (
    ("d1", 42, Decimal("12.50"), True, date(1984, 2, 29), WHEN),
    ("d2", -1, Decimal("-0.01"), False, None, WHEN),
    ("d3", None, None, None, None, None),
)
TABLE = Table(COLUMNS, ROWS)
WITHDRAWN = Withdrawn("0xd4", "0xc4", "77", WHEN, ("interests",))
DICTIONARY = build_dictionary(TABLE, ["dpv:Marketing"], "dpv-gdpr:A6-1-a", 30)

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
rows = st.lists(st.tuples(texts, texts), max_size=5)


def table_of(pairs):
    return Table((Column("a", "text", ""), Column("b", "text", "")), tuple(pairs))


def read_csv(data):
    return list(csv.reader(StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1",
        '=HYPERLINK("http://a","b")', "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_text_that_begins_like_a_formula_is_text(text):
    (cell, other) = read_csv(encode_csv(table_of([(text, "x")])))[1]
    assert (cell[0], cell.replace("'", ""), other) == ("'", text.replace("'", ""), "x")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("shop;=cmd|'/c calc'!A1", "shop;'=cmd|'/c calc'!A1"),
        ("ok\t=1+1", "ok\t'=1+1"),
        ("a\n=1+1", "a\n'=1+1"),
        ("a;＋1;-2", "a;'＋1;'-2"),
        ("a;b", "a;b"),
        ("1-2=-1", "1-2=-1"),
    ],
)
def test_no_formula_stands_behind_a_separator_that_another_program_may_split_at(text, told):
    assert read_csv(encode_csv(table_of([(text, "x")])))[1] == [told, "x"]


def test_a_negative_number_stays_a_number():
    assert read_csv(encode_csv(TABLE))[2] == ["d2", "-1", "-0.01", "false", "", "2026-03-04T05:06:07Z"]


def test_a_column_named_like_a_formula_is_text_too():
    data = encode_csv(Table((Column("=1+1", "text", ""),), (("x",),)))
    assert read_csv(data)[0] == ["'=1+1"]


@given(rows)
def test_csv_says_what_the_table_says_and_no_cell_begins_like_a_formula(pairs):
    lines = read_csv(encode_csv(table_of(pairs)))
    assert lines[0] == ["a", "b"]
    assert [[cell.replace("'", "") for cell in line] for line in lines[1:]] == [
        [cell.replace("'", "") for cell in pair] for pair in pairs
    ]
    assert not any(cell[:1] in {*"=+-@\t\r\n＝＋－＠"} - {""} for line in lines[1:] for cell in line if cell)


def test_csv_lines_end_as_the_standard_says_and_quotes_are_doubled():
    assert encode_csv(table_of([('say "hi"', "a,b"), ("é", "two\r\nlines")])) == (
        'a,b\r\n"say ""hi""","a,b"\r\né,"two\r\nlines"\r\n'.encode()
    )


def test_json_lines_hold_one_object_each():
    lines = encode_json_lines(TABLE).decode().splitlines()
    assert [json.loads(line)["deal"] for line in lines] == ["d1", "d2", "d3"]
    assert json.loads(lines[0]) == {
        "deal": "d1", "demographics.age": 42, "purchases.paid": "12.50", "demographics.adult": True,
        "demographics.born": "1984-02-29", "sold_at": "2026-03-04T05:06:07Z",
    }  # fmt: skip
    assert set(json.loads(lines[2]).values()) == {"d3", None}


def test_a_number_that_a_double_cannot_hold_is_text():
    data = encode_json_lines(Table((Column("n", "integer", ""),), ((2**53 + 1,), (2**53 - 1,))))
    assert [json.loads(line)["n"] for line in data.splitlines()] == ["9007199254740993", 2**53 - 1]


def test_the_array_carries_its_dictionary():
    told = json.loads(encode_json(TABLE, DICTIONARY))
    assert told["dictionary"] == DICTIONARY
    assert len(told["rows"]) == 3


def test_the_dictionary_says_of_each_column_what_it_is_for():
    assert DICTIONARY["columns"][1] == {
        "column": "demographics.age",
        "category": "demographics",
        "granularity": "exact",
        "type": "integer",
        "meaning": "Age in years",
        "purposes": ["dpv:Marketing"],
        "legalBasis": "dpv-gdpr:A6-1-a",
        "retentionDays": 30,
    }


def test_parquet_has_types_and_the_dictionary():
    read = parquet.read_table(BytesIO(encode_parquet(TABLE, DICTIONARY)))
    kinds = ["string", "int64", "decimal128(38, 2)", "bool", "date32[day]", "timestamp[ms, tz=UTC]"]
    assert [str(kind) for kind in read.schema.types] == kinds
    assert [tuple(row.values()) for row in read.to_pylist()] == list(ROWS)
    assert json.loads(read.schema.metadata[DICTIONARY_KEY]) == DICTIONARY


def test_a_number_too_large_for_parquet_makes_its_column_text():
    columns = (Column("n", "integer", ""), Column("d", "decimal", ""))
    table = Table(columns, ((2**63, Decimal("1e30")), (None, Decimal("1e-30")), (7, None)))
    read = parquet.read_table(BytesIO(encode_parquet(table, {})))
    assert read.to_pylist() == [
        {"n": str(2**63), "d": "1" + "0" * 30},
        {"n": None, "d": "0." + "0" * 29 + "1"},
        {"n": "7", "d": None},
    ]


def test_without_pyarrow_the_error_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(HashtagspaceError, match=r"pip install 'hashtagspace\[parquet\]'") as caught:
        write_export(tmp_path / "out", TABLE, DICTIONARY, "parquet")
    assert caught.value.exact_code == "export.parquet_missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_is_a_folder_for_its_owner_alone(tmp_path, file_format):
    table = Table(COLUMNS, ROWS, (WITHDRAWN,), (Attachment("ab" * 32, b"\x89PNG"),))
    written = write_export(tmp_path / "out", table, DICTIONARY, file_format)
    assert [path.relative_to(tmp_path / "out").as_posix() for path in written] == [
        f"rows.{file_format}", "dictionary.json", "withdrawn.json", "files/" + "ab" * 32,
    ]  # fmt: skip
    for path in (tmp_path / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    withdrawn = json.loads((tmp_path / "out" / "withdrawn.json").read_text())
    assert "hashtagspace buy attest" in withdrawn["whatToDo"]
    assert withdrawn["withdrawn"][0]["profile"] == "77"
    assert withdrawn["withdrawn"][0]["withdrawnAt"] == "2026-03-04T05:06:07Z"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_export_is_never_overwritten_unasked_and_replaced_as_a_whole(tmp_path):
    out = tmp_path / "out"
    write_export(out, TABLE, DICTIONARY, "json")
    with pytest.raises(HashtagspaceError, match="--replace") as caught:
        write_export(out, TABLE, DICTIONARY, "csv")
    assert caught.value.exact_code == "export.exists"
    write_export(out, TABLE, DICTIONARY, "csv", replace=True)
    assert {path.name for path in out.iterdir()} == {"rows.csv", "dictionary.json", "withdrawn.json"}


def test_a_folder_that_is_no_export_is_never_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(HashtagspaceError) as caught:
        write_export(tmp_path, TABLE, DICTIONARY, "csv", replace=True)
    assert caught.value.exact_code == "export.exists"
    assert (tmp_path / "thesis.txt").exists()


def test_a_failed_export_leaves_the_earlier_one(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_export(out, TABLE, DICTIONARY, "csv")
    before = (out / "rows.csv").read_bytes()
    real = type(out).rename

    def rename(path, target):
        if path.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(type(out), "rename", rename)
    with pytest.raises(HashtagspaceError, match="No space left") as caught:
        write_export(out, table_of([("other", "rows")]), DICTIONARY, "csv", replace=True)
    assert caught.value.exact_code == "export.not_written"
    assert (out / "rows.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_format_that_nobody_writes_is_told(tmp_path):
    with pytest.raises(HashtagspaceError, match="csv, jsonl, json, parquet") as caught:
        write_export(tmp_path / "out", TABLE, DICTIONARY, "xlsx")
    assert caught.value.exact_code == "export.format"


@pytest.mark.parametrize(
    ("columns", "cells"),
    [((Column("a", "text", ""),), (("x", "y"),)), ((Column("a", "text", ""),) * 2, (("x", "y"),))],
)
def test_a_table_of_the_wrong_shape_is_refused(columns, cells):
    with pytest.raises(HashtagspaceError) as caught:
        Table(columns, cells)
    assert caught.value.exact_code == "export.shape"
