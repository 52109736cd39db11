"""Sums of 256 bits and counts move by what is there now less what was there before.

The same sums as adding anew; SQL has no numbers of that size on both databases, so Python adds. A row exists
iff one of its numbers is not zero.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, bindparam, delete, select

from hashtagspace.store import tables
from hashtagspace.store.market_derived import COUNTED_STATES
from hashtagspace.store.refresh.script import fetch
from hashtagspace.store.write_facts import insert_rows

Movements = Mapping[bytes, Counter[str]]
_AT_ONCE: Final = 500
_MOVED: Final = "SELECT what, id, amount, sign FROM scratch_sums"


@dataclass(frozen=True, slots=True)
class _Totals:
    """One table of totals: its key, its sums and its counts."""

    table: Table
    sums: tuple[str, ...]
    counts: tuple[str, ...] = ()

    def move(self, connection: Connection, movements: Movements) -> None:
        """Every moved row is right."""
        keys = [key for key, by in movements.items() if any(by.values())]
        for start in range(0, len(keys), _AT_ONCE):
            self._move(connection, keys[start : start + _AT_ONCE], movements)

    def _move(self, connection: Connection, keys: list[bytes], movements: Movements) -> None:
        (key,) = self.table.primary_key.columns
        mine = key.in_(bindparam("keys", expanding=True))
        found = {
            bytes(row[0]): self._read(row[1:])
            for row in connection.execute(select(self.table).where(mine), {"keys": keys})
        }
        connection.execute(delete(self.table).where(mine), {"keys": keys})
        rows = []
        for one in keys:
            now = found.get(one, Counter())
            now.update(movements[one])
            if any(now.values()):
                sums = (now[name].to_bytes(32, "big") for name in self.sums)
                rows.append((one, *sums, *(now[name] for name in self.counts)))
        insert_rows(connection, self.table, rows)

    def _read(self, values: tuple[bytes | int, ...]) -> Counter[str]:
        names = (*self.sums, *self.counts)
        return Counter(
            {
                name: int.from_bytes(value, "big") if isinstance(value, bytes) else value
                for name, value in zip(names, values, strict=True)
            }
        )


_TOTALS: Final = {
    "offer": _Totals(tables.offer_totals, ("put_in", "swept", "taken", "returned"), COUNTED_STATES),
    "deal": _Totals(tables.deal_totals, ("credited",)),
    "payee": _Totals(tables.payee_totals, ("credited", "withdrawn")),
}


def refresh_totals(connection: Connection, of_offers: Movements) -> None:
    """Every total is what adding its facts anew would give; `of_offers`: what their deals moved."""
    movements: defaultdict[str, defaultdict[bytes, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for what, key, amount, sign in fetch(connection, _MOVED):
        noun, column = str(what).split(".")
        movements[noun][bytes(key)][column] += int.from_bytes(bytes(amount), "big") * int(sign)  # type: ignore[arg-type]
    for offer, by in of_offers.items():
        movements["offer"][offer].update(by)
    for noun, moved in movements.items():
        _TOTALS[noun].move(connection, moved)
