"""The schema of the projection database: made and moved on by Alembic."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from hashtagspace.log import get_logger
from hashtagspace.store.engine import write_lock
from hashtagspace.store.errors import NewerSchema

_log = get_logger("store")
_LOCK = 0x68617368  # any number that only this program uses


def prepare_database(engine: Engine) -> None:
    """The database has the schema of this program; idempotent, and safe for several processes at once.

    One that an older program made is moved on; where its rows lack something it is emptied and indexed again.

    Raises `store.schema` when a newer program made it, `store.unavailable` when it does not answer.
    """
    with write_lock(engine, sees_commits=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        before = MigrationContext.configure(connection).get_current_revision()
        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError as error:
            raise NewerSchema(
                f"The database was made by a newer version of this program ({error}): update the program, "
                "or delete the database; it is indexed again."
            ) from None
        after = MigrationContext.configure(connection).get_current_revision()
    if before not in (None, after):
        _log.warning(
            "store.older_schema", before=before, after=after, detail="The projection is indexed again."
        )


def alembic_config(connection: Connection) -> Config:
    """What Alembic needs to work on an open connection, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("hashtagspace.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
