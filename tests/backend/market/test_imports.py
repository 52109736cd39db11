import csv
import io

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of
from market_values import SCHEMAS, cells_of

from hashtagspace.errors import InvalidInput
from hashtagspace.market.activity import PublicPost, derive_activity
from hashtagspace.market.import_values import map_columns
from hashtagspace.market.imports import MAX_BYTES, MAX_ROWS, Table, read_csv, read_json
from hashtagspace.market.record_values import spell_value

GOLDEN = vectors("market_ladder")
PURCHASES = SCHEMAS.get_category("purchases")
cells = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=8
).map(lambda text: text.strip(" ") or "x")


@pytest.mark.parametrize(("kind", "reader"), [("csv", read_csv), ("json", read_json)])
def test_files_are_tables_or_refused(kind, reader):
    for row in GOLDEN[kind]:
        data = unhex(row["bytes"])
        if "code" in row:
            assert code_of(reader, data) == row["code"], row["name"]
        else:
            table = reader(data)
            assert list(table.columns) == row["columns"], row["name"]
            assert [list(texts) for texts in table.rows] == row["rows"], row["name"]


@pytest.mark.parametrize("row", GOLDEN["mapped"])
def test_columns_become_fields(row):
    arguments = (row["category"], read_csv(row["csv"].encode()), row["fields"], row["currency"])
    if "code" in row:
        assert code_of(map_columns, *arguments) == row["code"]
        return
    imported = map_columns(*arguments)
    assert (imported.value and spell_value(imported.value)) == row["value"]
    assert [[fault.row, fault.column] for fault in imported.faults] == row["faults"]
    assert all(fault.sentence.endswith(".") for fault in imported.faults)


@given(st.lists(cells, min_size=2, max_size=4, unique=True), st.data())
def test_what_another_program_writes_is_read(header, data):
    rows = data.draw(
        st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), min_size=1, max_size=4)
    )
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    table = read_csv(file.getvalue().encode())
    assert [list(row) for row in (table.columns, *table.rows)] == [header, *rows]


@given(st.binary(max_size=60) | st.text('a,;"\r\n\t', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused_with_the_typed_error(data):
    for reader in (read_csv, read_json):
        try:
            table = reader(data)
        except InvalidInput as error:
            code = error.exact_code
        else:
            code = "import.read"
            assert all(len(row) == len(table.columns) for row in table.rows)
        assert code.startswith("import.")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a\n" + b"x" * MAX_BYTES, "bytes"),
        (b"\n" * MAX_BYTES, "empty"),
        (b"," * MAX_BYTES, "columns"),
        (b'"' * MAX_BYTES, "cell"),
        (b"a\n" * (MAX_ROWS + 2), "rows"),
        (b"a" * MAX_BYTES, "cell"),
    ],
)
def test_a_bomb_is_refused_by_the_limit_it_breaks(data, code):
    assert code_of(read_csv, data) == f"import.{code}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * MAX_BYTES, "json"),
        (b"[{}" + b",{}" * (MAX_ROWS + 1) + b"]", "rows"),
        (b'[{"a":' + b"1" * 1_000_000 + b"}]", "json"),
        (("[{" + ",".join(f'"c{n}":1' for n in range(65)) + "}]").encode(), "columns"),
    ],
)
def test_a_bomb_of_json_is_refused_too(data, code):
    assert code_of(read_json, data) == f"import.{code}"


def test_as_many_rows_as_allowed_are_read():
    assert len(read_csv(b"a\n" + b"x\n" * MAX_ROWS).rows) == MAX_ROWS


def test_the_preview_is_the_first_rows():
    table = Table(("a",), tuple((str(number),) for number in range(30)))
    assert table.preview() == table.rows[:20]


@given(st.lists(cells_of(PURCHASES), min_size=1, max_size=5))
def test_purchases_written_as_a_table_are_read_again(rows):
    """Whatever a record of purchases holds can be imported from a spreadsheet."""
    names = [field.id for field in PURCHASES.fields]

    def spell(value):
        return f"{value['amount']} {value['currency']}" if isinstance(value, dict) else value or ""

    table = Table(tuple(names), tuple(tuple(spell(row.get(name)) for name in names) for row in rows))
    imported = map_columns("purchases", table, dict(zip(names, names, strict=True)))
    assert not imported.faults
    assert spell_value(imported.value) == {"rows": rows}


@pytest.mark.parametrize("row", GOLDEN["activity"], ids=lambda row: row["name"])
def test_activity_is_counted_from_public_posts(row):
    posts = [
        PublicPost(post["postId"], post["kind"], post["createdAt"], tuple(post["tags"]), post["retracted"])
        for post in row["posts"]
    ]
    if "code" in row:
        assert code_of(derive_activity, posts) == row["code"]
    else:
        assert spell_value(derive_activity(posts)) == row["value"]
        assert derive_activity(reversed(posts)) == derive_activity(posts)
