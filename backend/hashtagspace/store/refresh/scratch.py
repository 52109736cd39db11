"""Temporary tables of a writing connection: which keys are to be recomputed, and by how much counts move."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    event,
)
from sqlalchemy import PrimaryKeyConstraint as Key
from sqlalchemy.schema import CreateTable

_metadata = MetaData()
_BYTES, _BIG, _SMALL, _TEXT, _BOOL = LargeBinary, BigInteger, SmallInteger, Text, Boolean


def _scratch(name: str, key: tuple[str, ...], **columns: Any) -> None:  # noqa: ANN401 - SQLAlchemy types
    made = [Column(column, kind, autoincrement=False) for column, kind in columns.items()]
    unique = [Key(*key)] if key else []
    Table(
        f"scratch_{name}", _metadata, *made, *unique,
        prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS", sqlite_with_rowid=not key,
    )  # fmt: skip


# Keys to recompute.
_scratch("profiles", ("profile",), profile=_BIG)
_scratch("intents", ("intent_id",), intent_id=_BYTES)
_scratch("documents", ("digest",), digest=_BYTES)
_scratch("posts", ("post_id",), post_id=_BYTES, old_root=_BYTES, was_shown=_BOOL)
_scratch("follows", ("profile", "target"), profile=_BIG, target=_BIG, subject=_BYTES)
_scratch("tag_follows", ("profile", "tag_id"), profile=_BIG, tag_id=_BYTES)
_scratch("reactions", ("profile", "post_id"), profile=_BIG, post_id=_BYTES)
_scratch("reposts", ("profile", "post_id"), profile=_BIG, post_id=_BYTES)
_scratch("label_days", ("profile", "day"), profile=_BIG, day=_BIG)
_scratch("labels", ("profile", "subject"), profile=_BIG, subject=_BYTES)
_scratch("deals", ("deal",), deal=_BYTES)
_scratch("offers", ("offer",), offer=_BYTES)
_scratch("levels", ("profile",), profile=_BIG)
# Authorisations before the change, and the times at which judgement changed.
_scratch(
    "authorisations", ("profile", "signer", "from_time", "custody_index", "is_custody"),
    profile=_BIG, signer=_BYTES, from_time=_BIG, custody_index=_BIG, is_custody=_BOOL,
    until_time=_BIG, kinds=_BIG,
)  # fmt: skip
_scratch("windows", (), profile=_BIG, signer=_BYTES, from_time=_BIG, until_time=_BIG)
# Places at which an intent is to be judged.
_PLACE = ("intent_id", "block_number", "log_index", "position")
_scratch(
    "inclusions", _PLACE, intent_id=_BYTES, profile=_BIG, kind=_SMALL, subject=_BYTES, content=_BYTES,
    created_at_ms=_BIG, target=_BIG, signer=_BYTES, form_fault=_TEXT, block_number=_BIG, log_index=_BIG,
    position=_BIG, route=_TEXT, block_time=_BIG,
)  # fmt: skip
# Valid intents that began or ceased to have an effect, or whose document came.
_scratch(
    "touched", (), intent_id=_BYTES, profile=_BIG, kind=_SMALL, subject=_BYTES, content=_BYTES, target=_BIG,
    block_time=_BIG,
)  # fmt: skip
# Movements of counts: what falls away counts −1, what is there now +1.
_scratch("profile_counts", (), profile=_BIG, posts=_BIG, followers=_BIG, following=_BIG, following_tags=_BIG)
_scratch("post_counts", (), post_id=_BYTES, replies=_BIG, reposts=_BIG, quotes=_BIG, reactions=_BIG)
_scratch("reaction_counts", (), post_id=_BYTES, emoji=_TEXT, reactions=_BIG)
_scratch("tag_counts", (), tag_id=_BYTES, tag=_TEXT, posts=_BIG, followers=_BIG)
_scratch("sums", (), what=_TEXT, id=_BYTES, amount=_BYTES, sign=_BIG)
_scratch("tag_hours", (), hour=_BIG, tag_id=_BYTES, profile=_BIG, posts=_BIG)

NAMES: Final = tuple(_metadata.tables)


def attach_scratch(engine: Engine) -> None:
    """Every connection that `engine` opens from now on has the scratch tables, empty."""
    statements = [
        str(CreateTable(table, if_not_exists=True).compile(dialect=engine.dialect))
        for table in _metadata.tables.values()
    ]

    @event.listens_for(engine, "connect")
    def _create(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
        for statement in statements:
            connection.execute(statement)
        connection.commit()
