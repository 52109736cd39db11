"""Yes/no questions: what a test asks of a value or of rows, and the question in words."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import Question
from hashtagspace.market.categories import Field, YesNo, load_schemas
from hashtagspace.market.record_values import Cells
from hashtagspace.market.values import cents_of

_CENTS: Final = 100


def is_answerable(yesno: YesNo, question: Question, value: Json) -> bool:
    """True iff the value, None when the field is empty, says yes or no; other currencies say neither."""
    if yesno.test == "filled":
        return True
    if yesno.test == "amount":
        return isinstance(value, dict) and value["currency"] == question.currency
    return value is not None


def answer_field(field: Field, question: Question, value: Json, day: str) -> bool:
    """The answer of an answerable field; `day` is the UTC day it holds for."""
    return _FIELD_TESTS[_test(field)](field, question, value, day)


def answer_rows(field: Field, question: Question, rows: Sequence[Cells], day: str) -> bool:
    """The answer of a column, from all rows of the last `months` months up to `day`."""
    first = day_months_before(day, question.months or 0)
    recent = [row for row in rows if first <= str(row.get("date")) <= day]
    if _test(field) == "bought":
        return any(_is_among(field, question, row.get(field.id)) for row in recent)
    spent = 0
    for row in recent:
        money = row.get(field.id)
        if isinstance(money, dict) and money["currency"] == question.currency:
            spent += cents_of(str(money["amount"]))
    return spent >= (question.least or 0) * _CENTS


def day_months_before(day: str, months: int) -> str:
    """The same day of an earlier month, or that month's last one."""
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 - months
    year, month = count // 12, count % 12 + 1
    return f"{year:04d}-{month:02d}-{min(int(day[8:]), monthrange(year, month)[1]):02d}"


def spell_question(field: Field, yesno: YesNo, question: Question) -> str:
    """The question with its parameters in words; choices by their titles, in the offer's order."""
    titles = [_title(field, value) for value in question.one_of]
    return (
        yesno.question.replace("{least}", str(question.least))
        .replace("{months}", str(question.months))
        .replace("{currency}", str(question.currency))
        .replace("{oneOf}", ", ".join(titles))
    )


def _title(field: Field, value: str) -> str:
    if field.type == "country":
        return load_schemas().countries.get(value, value)
    return field.find_title(value) or value


def _test(field: Field) -> str:
    if field.yesno is None:
        raise LookupError(field.id)
    return field.yesno.test


def _filled(_field: Field, _question: Question, value: Json, _day: str) -> bool:
    return value is not None


def _least(_field: Field, question: Question, value: Json, _day: str) -> bool:
    return isinstance(value, int) and value >= (question.least or 0)


def _years_since(_: Field, question: Question, value: Json, day: str) -> bool:
    """More than `least`: in the year itself the day may be still to come."""
    return isinstance(value, int) and int(day[:4]) - value > (question.least or 0)


def _one_of(field: Field, question: Question, value: Json, _: str) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(_is_among(field, question, entry) for entry in entries)


def _is_among(field: Field, question: Question, entry: Json) -> bool:
    """True iff the value, its group or its tag is one of those asked for."""
    if isinstance(entry, dict):
        return entry["tag"] in question.one_of
    text = str(entry)
    return text in question.one_of or field.find_group(text) in question.one_of


def _starts(_field: Field, question: Question, value: Json, _day: str) -> bool:
    return any(str(value).startswith(prefix) for prefix in question.one_of)


def _amount(_field: Field, question: Question, value: Json, _day: str) -> bool:
    return isinstance(value, dict) and cents_of(str(value["amount"])) >= (question.least or 0) * _CENTS


_FIELD_TESTS: Final[dict[str, Callable[[Field, Question, Json, str], bool]]] = {
    "filled": _filled,
    "least": _least,
    "yearsSince": _years_since,
    "oneOf": _one_of,
    "prefix": _starts,
    "amount": _amount,
}
