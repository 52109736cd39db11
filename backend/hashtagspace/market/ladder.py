"""The ladder: an exact value made coarse, answered by yes or no, or shown with its kept noise.

All of it is a function of the record, the ask and the day; noise was drawn and saved before (`keep_noise`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.market.asks import find_question, list_asked
from hashtagspace.market.brackets import coarse_value
from hashtagspace.market.categories import Field, load_schemas
from hashtagspace.market.noise import add_noise
from hashtagspace.market.questions import answer_field, answer_rows, is_answerable
from hashtagspace.market.record_values import Cells, FileValue, RecordValue, encode_json, refuse

_Cells = dict[str, Json]


@dataclass(frozen=True, slots=True)
class KindData:
    """One kind of data as it is sold: `values`, `rows` or a `file`; the others are empty."""

    category: str
    granularity: Granularity
    values: Cells = field(default_factory=dict)
    rows: tuple[Cells, ...] = ()
    file: FileValue | None = None

    def list_fields(self) -> tuple[str, ...]:
        """The fields that are shown, in the order of the schemas; for rows those that any row has."""
        shown = {name for row in (self.values, *self.rows) for name in row}
        category = load_schemas().get_category(self.category)
        return tuple(field.id for field in category.fields if field.id in shown)


def can_answer(ask: Ask, value: RecordValue) -> bool:
    """True iff the record answers the ask: each field asked for by name, or any one when none is named."""
    return value.category == ask.category and not _missing(ask, value)


def coarsen(ask: Ask, value: RecordValue, day: str) -> KindData:
    """What the ask gets to see of the record on a day (UTC, YYYY-MM-DD).

    Raises `record.unanswerable` when the record lacks what is asked, `record.noise` when noise was not kept.
    """
    missing = _missing(ask, value)
    if missing or value.category != ask.category:
        raise refuse("unanswerable", f"The record does not say {missing or 'what is asked'}: fill it in.")
    if value.file is not None:
        return KindData(ask.category, ask.granularity, file=value.file)
    if value.rows and ask.granularity is not Granularity.YESNO:
        return KindData(ask.category, ask.granularity, rows=_rows(ask, value))
    values = {
        field.id: _shown(ask, field, value, day) for field in list_asked(ask) if _says(ask, field, value)
    }
    return KindData(ask.category, ask.granularity, values)


def _missing(ask: Ask, value: RecordValue) -> str:
    """The title of what the record does not say, empty when it says enough."""
    if value.file is not None:
        return "" if ask.granularity is Granularity.EXACT else "part of a file"
    asked = list_asked(ask)
    if ask.fields and len(asked) < len(ask.fields):
        return "every field asked for"
    silent = [field for field in asked if not _says(ask, field, value)]
    if ask.fields:
        return silent[0].title if silent else ""
    return "any of it" if len(silent) == len(asked) else ""


def _says(ask: Ask, asked: Field, value: RecordValue) -> bool:
    """True iff the record has something to show of the field, and the field is shown so at all."""
    if not asked.offers(ask.granularity):
        return False
    if value.rows:
        return ask.granularity is Granularity.YESNO or any(asked.id in row for row in value.rows)
    of = value.fields.get(asked.id)
    if ask.granularity is Granularity.YESNO and asked.yesno is not None:
        return is_answerable(asked.yesno, find_question(ask, asked), of)
    return of is not None


def _shown(ask: Ask, asked: Field, value: RecordValue, day: str) -> Json:
    of = value.fields.get(asked.id)
    match ask.granularity:
        case Granularity.EXACT:
            return of
        case Granularity.BRACKET:
            return coarse_value(asked, of)
        case Granularity.YESNO if value.rows:
            return answer_rows(asked, find_question(ask, asked), value.rows, day)
        case Granularity.YESNO:
            return answer_field(asked, find_question(ask, asked), of, day)
        case Granularity.NOISED:
            return _noised(asked, of, value)


def _noised(asked: Field, of: Json, value: RecordValue) -> int:
    noise = value.find_noise(asked)
    if noise is None or not isinstance(of, int):
        raise refuse("noise", f"No noise is kept for {asked.title}: draw and save it first.")
    return add_noise(asked, of, noise)


def _rows(ask: Ask, value: RecordValue) -> tuple[Cells, ...]:
    """The rows with the columns asked for; coarse ones lose their order, which could tell days of a month."""
    columns = list_asked(ask)
    is_exact = ask.granularity is Granularity.EXACT
    rows = [cells for row in value.rows if (cells := _cells(columns, row, is_exact=is_exact))]
    return tuple(rows if is_exact else sorted(rows, key=encode_json))


def _cells(columns: tuple[Field, ...], row: Mapping[str, Json], *, is_exact: bool) -> _Cells:
    return {
        column.id: row[column.id] if is_exact else coarse_value(column, row[column.id])
        for column in columns
        if column.id in row
    }
