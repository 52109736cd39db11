"""Budgets and health of the outbox: small rows that several gateway processes share."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from hashtagspace.store.outbox_intents import insert_or_ignore
from hashtagspace.store.outbox_tables import health, spending


@dataclass(frozen=True, slots=True)
class HealthRow:
    """The worker's last word: `codes` is empty when all is well."""

    seen_at: int
    codes: tuple[str, ...]
    detail: str


def read_spent(connection: Connection, network: int, budget: str, subject: bytes, period: int) -> int:
    """What `subject` spent of `budget` in `period`."""
    return int(
        connection.scalar(
            select(spending.c.spent).where(
                spending.c.network == network,
                spending.c.budget == budget,
                spending.c.subject == subject,
                spending.c.period == period,
            )
        )
        or 0
    )


def spend_within(
    connection: Connection, network: int, budget: str, subject: bytes, period: int, amount: int, limit: int
) -> bool:
    """Whether `amount` more is within `limit`; then it is spent. Atomic: no two spend the same rest."""
    key = {"network": network, "budget": budget, "subject": subject, "period": period}
    connection.execute(insert_or_ignore(connection, spending).values(**key, spent=0).on_conflict_do_nothing())
    connection.execute(delete(spending).where(spending.c.network == network, spending.c.period < period - 1))
    spent = connection.execute(
        update(spending)
        .where(*(spending.c[name] == value for name, value in key.items()))
        .where(spending.c.spent + amount <= limit)
        .values(spent=spending.c.spent + amount)
    )
    return spent.rowcount == 1


def give_back(connection: Connection, network: int, budget: str, subject: bytes, period: int) -> None:
    """One less is spent."""
    connection.execute(
        update(spending)
        .where(
            spending.c.network == network,
            spending.c.budget == budget,
            spending.c.subject == subject,
            spending.c.period == period,
        )
        .values(spent=spending.c.spent - 1)
    )


def write_health(connection: Connection, network: int, row: HealthRow) -> None:
    """The worker's word about itself is replaced."""
    values = {"seen_at": row.seen_at, "codes": " ".join(row.codes), "detail": row.detail}
    statement = insert_or_ignore(connection, health).values(network=network, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["network"], set_=values))


def find_health(connection: Connection, network: int) -> HealthRow | None:
    """The worker's last word, None if it never spoke."""
    row = connection.execute(select(health).where(health.c.network == network)).one_or_none()
    return None if row is None else HealthRow(int(row.seen_at), tuple(row.codes.split()), row.detail)
