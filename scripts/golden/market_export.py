"""market_export.json: terms and bundles to the columns, rows and files that every client exports."""

import json

from golden.ladder_samples import ASKS, DAY, RECORDS
from golden.samples import Vectors, hexed
from golden.terms_samples import sample_terms
from hashtagspace.domain.strict_json import parse_json
from hashtagspace.domain.terms import Ask
from hashtagspace.domain.terms_format import spell_ask
from hashtagspace.market.errors import InvalidValue
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.export_json import encode_json_lines
from hashtagspace.market.ladder import KindData, coarsen
from hashtagspace.market.record_values import parse_value, spell_file
from hashtagspace.market.rows import BoughtBundle, build_table
from hashtagspace.market.table import Table

DELIVERED = 1_795_478_400
FORMULA = {"fields": {"brands": ["=1+1"], "topics": ["sport.climbing"]}}


def sold(ask: Ask, value: Vectors | None = None) -> KindData:
    """What is sold of a sample record."""
    data = parse_json(json.dumps(value or RECORDS[ask.category]).encode())
    return coarsen(ask, parse_value(ask.category, data), DAY)


def asks() -> tuple[Ask, ...]:
    """The first ask of each category and granularity that the samples answer."""
    chosen: dict[tuple[str, str], Ask] = {}
    for ask in ASKS:
        if is_answered(ask):
            chosen.setdefault((ask.category, ask.granularity.value), ask)
    return tuple(chosen.values())


def is_answered(ask: Ask) -> bool:
    """Whether the sample record answers the ask; where its noise was never drawn, it does not."""
    try:
        sold(ask)
    except InvalidValue:
        return False
    return True


def bundle(number: int, kinds: tuple[KindData, ...], **more: int) -> BoughtBundle:
    """The bundle of the person with this number."""
    deal, consent = bytes((number,)) * 32, bytes((255 - number,)) * 32
    return BoughtBundle(deal, consent, number, kinds, DAY, DELIVERED + number, **more)


def bundles(chosen: tuple[Ask, ...]) -> list[BoughtBundle]:
    """One person for each ask, one with a formula in an epoch, one who withdrew."""
    interests = next(ask for ask in chosen if ask.category == "interests")
    return [
        *(bundle(number, (sold(ask),)) for number, ask in enumerate(chosen, 1)),
        bundle(200, (sold(interests, FORMULA),), epoch=2),
        bundle(201, (sold(interests),), withdrawn_at=DELIVERED + 1_000),
    ]


def spelled(one: BoughtBundle) -> Vectors:
    """The bundle as JSON."""
    return {
        "deal": hexed(one.deal),
        "consent": hexed(one.consent),
        "profile": str(one.profile),
        "day": one.day,
        "deliveredAt": one.delivered_at,
        "epoch": one.epoch,
        "withdrawnAt": one.withdrawn_at,
        "kinds": [
            {
                "category": kind.category,
                "granularity": kind.granularity.value,
                **(
                    {"file": spell_file(kind.file)}
                    if kind.file is not None
                    else {"rows": [dict(row) for row in kind.rows]}
                    if kind.rows
                    else {"values": dict(kind.values)}
                ),
            }
            for kind in one.kinds
        ],
    }


def columns(table: Table) -> list[Vectors]:
    """The columns with what the dictionary says of them."""
    return [
        {
            "name": column.name,
            "type": column.kind,
            "category": column.category,
            "granularity": column.granularity,
            "meaning": column.meaning,
        }
        for column in table.columns
    ]


def build() -> Vectors:
    """The file."""
    chosen = asks()
    table = build_table(sample_terms(asks=chosen), bundles(chosen))
    return {
        "asks": [spell_ask(ask) for ask in chosen],
        "bundles": [spelled(one) for one in bundles(chosen)],
        "columns": columns(table),
        "csv": encode_csv(table).decode(),
        "jsonLines": encode_json_lines(table).decode(),
        "files": [attachment.name for attachment in table.attachments],
    }
