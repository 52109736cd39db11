"""What was found at domains."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, select

from hashtagspace.store.depot_rows import DomainRecord
from hashtagspace.store.depot_tables import domains
from hashtagspace.store.outbox_intents import insert_or_ignore


def map_domains(connection: Connection, network: int, names: Collection[str]) -> dict[str, DomainRecord]:
    """What was found at those of the domains that were asked."""
    c = domains.c
    statement = select(c.name, c.profiles, c.checked_at).where(c.network == network, c.name.in_(names))
    return {
        name: DomainRecord(frozenset(map(int, profiles.split())), checked_at)
        for name, profiles, checked_at in connection.execute(statement)
    }


def read_mark(connection: Connection, network: int) -> int:
    """When a domain was asked last."""
    c = domains.c
    return int(connection.scalar(select(func.max(c.checked_at)).where(c.network == network)) or 0)


def keep_domain(connection: Connection, network: int, name: str, record: DomainRecord) -> None:
    """The latest word on the domain is this."""
    row = {"profiles": " ".join(map(str, sorted(record.profiles))), "checked_at": record.checked_at}
    statement = insert_or_ignore(connection, domains).values(network=network, name=name, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["network", "name"], set_=row))


def drop_other_domains(connection: Connection, network: int, names: Collection[str]) -> None:
    """Nothing is kept of domains that no open offer names."""
    c = domains.c
    connection.execute(delete(domains).where(c.network == network, c.name.not_in(names)))
