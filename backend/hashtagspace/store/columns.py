"""Column builders of every table, and the metadata they belong to."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, SmallInteger, String

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})

# Handles compare by byte, so that a prefix is a range.
Handle = String(20).with_variant(String(20, collation="C"), "postgresql")


def bytes_(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[bytes]:
    """A digest, id or address as raw bytes."""
    return Column(name, LargeBinary, nullable=nullable, primary_key=primary_key)


def big(
    name: str,
    *,
    nullable: bool = False,
    primary_key: bool = False,
    unique: bool | None = None,
    server_default: str | None = None,
) -> Column[int]:
    """A 63-bit number that the database never invents."""
    return Column(
        name, BigInteger, nullable=nullable, primary_key=primary_key, unique=unique,
        server_default=server_default, autoincrement=False,
    )  # fmt: skip


def small(name: str, *, primary_key: bool = False, server_default: str | None = None) -> Column[int]:
    """A number below 32,768."""
    return Column(
        name, SmallInteger, nullable=False, primary_key=primary_key, server_default=server_default,
        autoincrement=False,
    )  # fmt: skip


def word(name: str, *, nullable: bool = False) -> Column[bytes]:
    """A number of up to 256 bits, as 32 bytes big-endian: it compares, but SQL does not add it."""
    return Column(name, LargeBinary, nullable=nullable)


def position() -> list[Column[int]]:
    """Where in the chain a row comes from: its checkpoint."""
    return [big("block_number"), Column("log_index", Integer, nullable=False)]
