import pytest
from domain_strategies import vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of
from market_values import SCHEMAS, records

from hashtagspace.domain.terms import Ask, Granularity, Question
from hashtagspace.market.asks import find_question, list_asked, verify_ask
from hashtagspace.market.brackets import coarse_value, is_coarse
from hashtagspace.market.errors import InvalidValue
from hashtagspace.market.ladder import can_answer, coarsen
from hashtagspace.market.noise import explain_noise, keep_noise
from hashtagspace.market.questions import day_months_before, spell_question
from hashtagspace.market.record_values import parse_value, spell_file
from hashtagspace.market.values import explain_fault

GOLDEN = vectors("market_ladder")
DAY = GOLDEN["day"]
RECORDS = {row["category"]: row["value"] for row in GOLDEN["records"] if row["code"] is None}


def ask_of(spelled):
    questions = tuple(
        Question(field, q.get("least"), q.get("months"), tuple(q.get("oneOf", ())), q.get("currency"))
        for field, q in spelled.get("questions", {}).items()
    )
    granularity = Granularity(spelled["granularity"])
    return Ask(spelled["category"], granularity, int(spelled["price"]), tuple(spelled["fields"]), questions)


@pytest.mark.parametrize(
    "row", [row for row in GOLDEN["records"] if row["code"]], ids=lambda row: row["code"]
)
def test_records_that_do_not_fit_are_refused(row):
    assert code_of(parse_value, row["category"], row["value"]) == row["code"]


@pytest.mark.parametrize(
    "row", GOLDEN["kinds"], ids=lambda row: f"{row['ask']['category']} {row['ask']['granularity']}"
)
def test_an_ask_gets_what_it_is_to_see_and_no_more(row):
    ask = ask_of(row["ask"])
    verify_ask(ask)
    value = parse_value(ask.category, RECORDS[ask.category])
    assert can_answer(ask, value) == row["answers"]
    if "code" in row:
        assert code_of(coarsen, ask, value, DAY) == row["code"]
        return
    kind = coarsen(ask, value, DAY)
    assert dict(kind.values) == row.get("values", {})
    assert [dict(cells) for cells in kind.rows] == row.get("rows", [])
    assert (kind.file and spell_file(kind.file)) == row.get("file")
    assert list(kind.list_fields()) == row["fields"]


@pytest.mark.parametrize("row", GOLDEN["unoffered"], ids=lambda row: row["ask"]["category"])
def test_an_ask_for_what_is_not_offered_gets_nothing(row):
    ask = ask_of(row["ask"])
    value = parse_value(ask.category, RECORDS[ask.category])
    assert not can_answer(ask, value)
    assert code_of(coarsen, ask, value, DAY) == row["code"] == "record.unanswerable"


@pytest.mark.parametrize("row", [row for row in GOLDEN["kinds"] if "questions" in row])
def test_questions_are_put_in_words(row):
    ask = ask_of(row["ask"])
    fields = [field for field in list_asked(ask) if field.yesno]
    spelled = [spell_question(field, field.yesno, find_question(ask, field)) for field in fields]
    assert spelled == row["questions"]


@pytest.mark.parametrize("row", GOLDEN["fits"], ids=lambda row: f"{row['granularity']} {row['field']}")
def test_values_and_brackets_fit_or_do_not(row):
    category, name = row["field"].split(".")
    field = SCHEMAS.get_category(category).find_field(name)
    if row["granularity"] == "exact":
        assert (explain_fault(field, row["value"]) is None) == row["fits"]
    else:
        assert is_coarse(field, row["value"]) == row["fits"]


@pytest.mark.parametrize("row", GOLDEN["months"])
def test_months_are_counted_back_to_the_same_day_or_the_last(row):
    assert day_months_before(row["day"], row["months"]) == row["before"]


def test_noise_is_explained():
    fields = [field for category in SCHEMAS.categories.values() for field in category.fields]
    assert [explain_noise(field.noised) for field in fields if field.noised] == GOLDEN["noiseWords"]


@given(records, st.sampled_from([Granularity.EXACT, Granularity.BRACKET, Granularity.NOISED]))
def test_every_value_shown_fits_its_granularity(record, granularity):
    category_id, data = record
    category = SCHEMAS.get_category(category_id)
    value = keep_noise(parse_value(category_id, data))
    ask = Ask(category_id, granularity, 1)
    if not category.offers(granularity) or not can_answer(ask, value):
        return
    kind = coarsen(ask, value, DAY)
    for cells in (kind.values, *kind.rows):
        for name, shown in cells.items():
            field = category.find_field(name)
            assert field.offers(granularity)
            if granularity is Granularity.EXACT:
                assert explain_fault(field, shown) is None
            elif granularity is Granularity.BRACKET:
                assert is_coarse(field, shown)
            else:
                assert field.least <= shown <= field.most


@given(records)
def test_a_bracket_is_the_same_for_all_values_in_it(record):
    """Values that share a bracket cannot be told apart: the bracket is all that is shown of them."""
    category_id, data = record
    category = SCHEMAS.get_category(category_id)
    for field in category.fields:
        of = data.get("fields", {}).get(field.id)
        if field.type in {"integer", "year"} and of is not None and field.bracket:
            bracket = coarse_value(field, of)
            low = bracket["from"] if bracket["from"] is not None else field.least
            assert coarse_value(field, low) == bracket
            assert low <= of
            assert bracket["below"] is None or of < bracket["below"]


def test_coarse_rows_lose_their_order():
    rows = RECORDS["purchases"]["rows"]
    ask = Ask("purchases", Granularity.BRACKET, 1)
    one = coarsen(ask, parse_value("purchases", {"rows": rows}), DAY)
    other = coarsen(ask, parse_value("purchases", {"rows": rows[::-1]}), DAY)
    assert one == other


def test_a_record_of_another_category_answers_nothing():
    value = parse_value("contact", RECORDS["contact"])
    assert not can_answer(Ask("location", Granularity.EXACT, 1), value)
    with pytest.raises(InvalidValue):
        coarsen(Ask("location", Granularity.EXACT, 1), value, DAY)


def test_records_too_large_are_refused():
    rows = [dict(RECORDS["purchases"]["rows"][0], item="x" * 160, merchant="y" * 80)] * 10_000
    assert code_of(parse_value, "purchases", {"rows": rows[:1] * 10_001}) == "record.rows"
    wide = [dict(row, item="咖" * 160, merchant="啡" * 80) for row in rows]
    assert code_of(parse_value, "purchases", {"rows": wide}) == "record.bytes"
    file = {"name": "a", "mime": "a/b", "data": "AAAA" * (5 * 1024 * 1024 // 3 + 1)}
    assert code_of(parse_value, "custom", file) == "record.bytes"
