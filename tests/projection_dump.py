"""Everything a projection says, in an order of its own, so that two of them compare."""

from sqlalchemy import Connection, Engine, select, text

from hashtagspace.store import tables
from hashtagspace.store.engine import read_transaction

OPERATION = {"checkpoint", "headers", "wanted", "arrivals"}
# Content is kept by digest whatever the chain does; what nothing refers to says nothing.
REFERRED = {
    "batches": "digest IN (SELECT batch_digest FROM anchors)",
    "records": "batch_digest IN (SELECT batch_digest FROM anchors)",
    "documents": "digest IN (SELECT content FROM intents WHERE fault IS NULL "
    "UNION SELECT content FROM registrations UNION SELECT terms FROM offer_openings)",
    "document_files": "digest IN (SELECT content FROM intents WHERE fault IS NULL "
    "UNION SELECT content FROM registrations UNION SELECT terms FROM offer_openings)",
    "document_tags": "digest IN (SELECT content FROM intents WHERE fault IS NULL "
    "UNION SELECT content FROM registrations)",
}
Dump = dict[str, list[tuple[object, ...]]]


def dump(engine: Engine) -> Dump:
    """Rows of every table that follows from chain and content."""
    with read_transaction(engine) as connection:
        return {
            name: _rows(connection, name) for name in sorted(tables.metadata.tables) if name not in OPERATION
        }


def _rows(connection: Connection, name: str) -> list[tuple[object, ...]]:
    statement = select(tables.metadata.tables[name])
    if name in REFERRED:
        statement = statement.where(text(REFERRED[name]))
    rows = [
        tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
        for row in connection.execute(statement)
    ]
    return sorted(rows, key=repr)


def differences(left: Dump, right: Dump) -> dict[str, tuple[list[object], list[object]]]:
    """By table, the rows that only one of the two has; empty when they are equal."""
    found: dict[str, tuple[list[object], list[object]]] = {}
    for name in left.keys() | right.keys():
        a, b = left.get(name, []), right.get(name, [])
        if a != b:
            found[name] = ([row for row in a if row not in b], [row for row in b if row not in a])
    return found
