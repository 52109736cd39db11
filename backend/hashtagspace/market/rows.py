"""Decrypted bundles as flat rows: one for each person and record, or for each row of a record.

Every row says which deal and consent it rests on and how closely it was shown. Who withdrew is in no row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from hashtagspace.domain.terms import TermsDocument
from hashtagspace.market.categories import load_schemas
from hashtagspace.market.export_columns import list_columns, list_file_columns, read_file_cells
from hashtagspace.market.ladder import KindData
from hashtagspace.market.table import Attachment, Cell, Column, Table, Withdrawn

_ABOUT: Final = (
    Column("deal", "text", "The deal by which the row was bought"),
    Column("consent", "text", "Digest of the consent that the row rests on"),
    Column("profile", "text", "The person's profile"),
    Column("epoch", "integer", "Epoch of a subscription, counted from 0; empty for a single sale"),
    Column("delivered_at", "time", "When the key was delivered"),
    Column("day", "text", "The day for which the answers hold"),
    Column("category", "text", "Kind of data"),
    Column("granularity", "text", "How closely it was shown"),
    Column("row", "integer", "Number of the row within the record, from 0"),
)


@dataclass(frozen=True, slots=True)
class BoughtBundle:
    """What one delivery opened to; times in Unix seconds, None where there is no epoch or withdrawal."""

    deal: bytes
    consent: bytes
    profile: int
    kinds: tuple[KindData, ...]
    day: str
    delivered_at: int
    epoch: int | None = None
    withdrawn_at: int | None = None


def build_table(terms: TermsDocument, bundles: Sequence[BoughtBundle]) -> Table:
    """The table of an offer: the columns of all its asks, the rows of those who did not withdraw."""
    columns = tuple(_list_columns(terms))
    standing = [bundle for bundle in bundles if bundle.withdrawn_at is None]
    rows = [row for bundle in standing for kind in bundle.kinds for row in _list_rows(terms, bundle, kind)]
    files = [kind.file.data for bundle in standing for kind in bundle.kinds if kind.file is not None]
    return Table(
        columns,
        tuple(tuple(row.get(column.name) for column in columns) for row in rows),
        tuple(_list_withdrawn(bundles)),
        tuple(
            Attachment(name, data)
            for name, data in {sha256(data).hexdigest(): data for data in files}.items()
        ),
    )


def _list_columns(terms: TermsDocument) -> Iterator[Column]:
    order = list(load_schemas().categories)
    yield from _ABOUT
    for ask in sorted(terms.asks, key=lambda ask: order.index(ask.category)):
        if load_schemas().get_category(ask.category).shape == "file":
            yield from list_file_columns(ask)
        else:
            yield from (one.column for one in list_columns(ask))


def _list_rows(terms: TermsDocument, bundle: BoughtBundle, kind: KindData) -> Iterator[dict[str, Cell]]:
    ask = terms.find_ask(kind.category, kind.granularity)
    if ask is None:
        return
    about: dict[str, Cell] = {
        "deal": _hex(bundle.deal),
        "consent": _hex(bundle.consent),
        "profile": str(bundle.profile),
        "epoch": bundle.epoch,
        "delivered_at": _moment(bundle.delivered_at),
        "day": bundle.day,
        "category": kind.category,
        "granularity": kind.granularity.value,
    }
    if kind.file is not None:
        names = (column.name for column in list_file_columns(ask))
        yield {**about, "row": 0, **dict(zip(names, read_file_cells(kind.file), strict=True))}
        return
    columns = list_columns(ask)
    for number, record in enumerate(kind.rows or (kind.values,)):
        cells = {one.column.name: one.read(record.get(one.field)) for one in columns}
        yield {**about, "row": number, **cells}


def _list_withdrawn(bundles: Sequence[BoughtBundle]) -> Iterator[Withdrawn]:
    """One for each deal, whatever its epochs."""
    seen: dict[bytes, Withdrawn] = {}
    for bundle in bundles:
        if bundle.withdrawn_at is None:
            continue
        earlier = seen[bundle.deal].categories if bundle.deal in seen else ()
        categories = dict.fromkeys((*earlier, *(kind.category for kind in bundle.kinds)))
        seen[bundle.deal] = Withdrawn(
            _hex(bundle.deal),
            _hex(bundle.consent),
            str(bundle.profile),
            _moment(bundle.withdrawn_at),
            tuple(categories),
        )
    yield from seen.values()


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
