"""What may go wrong with a database.

StoreUnavailable (retryable)
└── StoreContended      store.contended     another process writes to it
ConfigError
├── BadDatabaseUrl      store.url
├── ForeignDatabase     store.deployment    it belongs to another deployment
└── NewerSchema         store.schema        a newer version of this program made it
"""

from typing import ClassVar

from hashtagspace.errors import ConfigError, StoreUnavailable


class StoreContended(StoreUnavailable):
    """Another process moved the checkpoint."""

    code: ClassVar[str] = "store.contended"


class BadDatabaseUrl(ConfigError):
    """The database URL is no SQLite file and no PostgreSQL."""

    code: ClassVar[str] = "store.url"


class ForeignDatabase(ConfigError):
    """The database holds another deployment's tables."""

    code: ClassVar[str] = "store.deployment"


class NewerSchema(ConfigError):
    """The database has a schema that this program does not know."""

    code: ClassVar[str] = "store.schema"
