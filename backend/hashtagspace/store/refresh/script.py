"""Runs SQL that SQLite and PostgreSQL both read; every statement is a constant of this package."""

from functools import cache
from typing import Final

from sqlalchemy import Connection, TextClause, text

Value = int | str | bytes | bool | None
ZERO_WORD: Final = bytes(32)
ZERO_ADDRESS: Final = bytes(20)
NEVER: Final = 2**63 - 1


@cache
def _clause(statement: str, *, sqlite: bool) -> TextClause:
    if sqlite:  # the scalar forms of min and max
        statement = statement.replace("LEAST(", "min(").replace("GREATEST(", "max(")
    return text(statement)


def run(connection: Connection, *statements: str, **values: Value) -> int:
    """The statements are executed in order; returns how many rows the last one touched."""
    count = 0
    sqlite = connection.dialect.name == "sqlite"
    for statement in statements:
        count = connection.execute(_clause(statement, sqlite=sqlite), values).rowcount
    return count


def fetch(connection: Connection, statement: str, **values: Value) -> list[tuple[Value, ...]]:
    """The rows of one query."""
    sqlite = connection.dialect.name == "sqlite"
    return [tuple(row) for row in connection.execute(_clause(statement, sqlite=sqlite), values)]
