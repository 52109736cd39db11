"""Runs migrations on the connection that `store.migrate` hands over."""

from alembic import context

from hashtagspace.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
