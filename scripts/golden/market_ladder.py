"""market_ladder.json: values by the schemas, the ladder, questions, noise for given bytes, imports."""

import json
from fractions import Fraction
from random import Random

from golden.import_vectors import build_imports
from golden.ladder_samples import ASKS, BAD_RECORDS, DAY, MONTHS_BEFORE, RECORDS, UNOFFERED, YESNO
from golden.ladder_values import BRACKETS, LONG_VALUES, VALUES
from golden.samples import Vectors, hexed, source
from hashtagspace.domain.strict_json import parse_json
from hashtagspace.domain.terms import Ask
from hashtagspace.domain.terms_format import spell_ask
from hashtagspace.market.asks import find_question, list_asked, verify_ask
from hashtagspace.market.brackets import is_coarse
from hashtagspace.market.categories import Field, load_schemas
from hashtagspace.market.errors import InvalidValue
from hashtagspace.market.ladder import KindData, can_answer, coarsen
from hashtagspace.market.noise import draw_noise, explain_noise, keep_noise
from hashtagspace.market.questions import day_months_before, spell_question
from hashtagspace.market.record_values import parse_value, spell_file, spell_value
from hashtagspace.market.values import explain_fault


class Bytes:
    """Seeded bytes, and those that were drawn of them."""

    def __init__(self, random: Random) -> None:
        self.random, self.drawn = random, b""

    def draw(self, count: int) -> bytes:
        """The next bytes."""
        data = self.random.randbytes(count)
        self.drawn += data
        return data


def unoffered(ask: Ask) -> Vectors:
    """An ask that the schemas do not offer gets nothing, whoever forgot to verify the terms."""
    value = parse_value(ask.category, carried(RECORDS[ask.category]))  # type: ignore[arg-type]
    try:
        coarsen(ask, value, DAY)
    except InvalidValue as error:
        return {"ask": spell_ask(ask), "answers": can_answer(ask, value), "code": error.exact_code}
    raise AssertionError(ask)


def field_of(category: str, name: str) -> Field:
    """A field that there is."""
    field = load_schemas().get_category(category).find_field(name)
    if field is None:
        raise AssertionError(f"{category}.{name}")
    return field


def carried(value: object) -> object:
    """The value after a journey as JSON, as a client reads it."""
    return parse_json(json.dumps(value).encode())


def record(category: str, value: object) -> Vectors:
    """A record, and what it is refused with."""
    row: Vectors = {"category": category, "value": value, "code": None}
    try:
        kept = parse_value(category, carried(value))  # type: ignore[arg-type]
    except InvalidValue as error:
        return {**row, "code": error.exact_code}
    if spell_value(kept) != value:
        raise AssertionError(value)
    return row


def spelled_kind(kind: KindData) -> Vectors:
    """What is sold of a record."""
    if kind.file is not None:
        return {"file": spell_file(kind.file)}
    return {"rows": [dict(row) for row in kind.rows]} if kind.rows else {"values": dict(kind.values)}


def shown(ask: Ask) -> Vectors:
    """What an ask gets to see of its category's record."""
    verify_ask(ask)
    value = parse_value(ask.category, carried(RECORDS[ask.category]))  # type: ignore[arg-type]
    row: Vectors = {"ask": spell_ask(ask), "answers": can_answer(ask, value)}
    if ask.granularity is YESNO:
        row["questions"] = [
            spell_question(field, field.yesno, find_question(ask, field))
            for field in list_asked(ask)
            if field.yesno is not None
        ]
    try:
        kind = coarsen(ask, value, DAY)
    except InvalidValue as error:
        return {**row, "code": error.exact_code}
    return {**row, **spelled_kind(kind), "fields": list(kind.list_fields())}


def read_lines(text: str) -> list[tuple[str, object]]:
    """The lines of a table: what comes before the first space, and JSON."""
    lines = [line.partition(" ") for line in text.strip().splitlines()]
    return [(name, json.loads(value)) for name, _, value in lines]


def list_fits() -> list[Vectors]:
    """Values and brackets of single fields."""
    rows: list[Vectors] = []
    for name, value in (*read_lines(VALUES), *LONG_VALUES):
        fits = explain_fault(field_of(*name.split(".")), carried(value)) is None  # type: ignore[arg-type]
        rows.append({"field": name, "granularity": "exact", "value": value, "fits": fits})
    for name, value in read_lines(BRACKETS):
        fits = is_coarse(field_of(*name.split(".")), carried(value))  # type: ignore[arg-type]
        rows.append({"field": name, "granularity": "bracket", "value": value, "fits": fits})
    return rows


def drawn(random: Random, scale: Fraction) -> Vectors:
    """One draw, from just the bytes it takes."""
    source_of_bytes = Bytes(random)
    noise = draw_noise(scale, source_of_bytes.draw)
    return {
        "scale": f"{scale.numerator}/{scale.denominator}",
        "bytes": hexed(source_of_bytes.drawn),
        "noise": noise,
    }


def kept(random: Random) -> Vectors:
    """A record before and after its noise is drawn."""
    before: Vectors = {
        "fields": {"birth_year": 1987, "household_size": 2, "income": {"amount": "1.00", "currency": "EUR"}},
        "noise": [
            {"field": "birth_year", "epsilon": "1", "of": 1986, "noise": 3},
            {"field": "household_size", "epsilon": "1", "of": 2, "noise": 1},
        ],
    }
    source_of_bytes = Bytes(random)
    value = parse_value("demographics", carried(before))  # type: ignore[arg-type]
    after = keep_noise(value, source_of_bytes.draw)
    return {"before": before, "bytes": hexed(source_of_bytes.drawn), "after": spell_value(after)}


def build() -> Vectors:
    """Records and asks are named; noise is whatever the seeded bytes give."""
    random = source("market_ladder")
    bad = [record(category, value) for category, value, _ in BAD_RECORDS]
    for row, (_, _, code) in zip(bad, BAD_RECORDS, strict=True):
        if row["code"] != f"record.{code}":
            raise AssertionError(row)
    scales = [Fraction(5), Fraction(1), Fraction(2), Fraction(5, 2), Fraction(1, 3), Fraction(70_000, 3)]
    fields = [field for category in load_schemas().categories.values() for field in category.fields]
    return {
        "day": DAY,
        "records": [record(category, value) for category, value in RECORDS.items()] + bad,
        "kinds": [shown(ask) for ask in ASKS],
        "unoffered": [unoffered(ask) for ask in UNOFFERED],
        "fits": list_fits(),
        "months": [
            {"day": day, "months": months, "before": day_months_before(day, months)}
            for day, months in MONTHS_BEFORE
        ],
        "draws": [drawn(random, scale) for scale in scales for _ in range(12)],
        "kept": kept(random),
        **build_imports(),
        "noiseWords": [explain_noise(field.noised) for field in fields if field.noised is not None],
    }
