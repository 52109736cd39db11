"""Facts from the chain, and content by digest. The rules are in `store.tables`."""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text, text

from hashtagspace.store.columns import Handle, big, bytes_, metadata, position, small


def event_table(name: str, *columns: Column[Any]) -> Table:
    """A fact table: its key is the event's place in the chain; `block_time` is the block's timestamp."""
    key = PrimaryKeyConstraint("block_number", "log_index")
    return Table(name, metadata, *position(), big("block_time"), *columns, key, sqlite_with_rowid=False)


# Only blocks that hold an event of these contracts, so that a re-index gives equal rows.
blocks = Table(
    "blocks", metadata, big("number", primary_key=True), bytes_("hash"), big("time"),
    sqlite_with_rowid=False,
)  # fmt: skip

registrations = event_table(
    "registrations",
    big("profile", unique=True),
    bytes_("custody"),
    Column("handle", Handle, nullable=False, unique=True),
    bytes_("recovery"),  # 20 zero bytes: none
    bytes_("content"),  # digest of the first profile document, 32 zero bytes: none
    bytes_("encryption_key"),  # 32 zero bytes: none
)
Index(None, registrations.c.content)

# The start of each custody period; row 0 is the registration. A period ends at the next row's previous_until.
custodies = event_table(
    "custodies",
    big("profile"),
    Column("custody_index", Integer, nullable=False),
    bytes_("custody"),
    big("previous_until", nullable=True),  # when the period before this one ended; None for row 0
)
Index(None, custodies.c.profile, custodies.c.custody_index, unique=True)

session_keys = event_table(
    "session_keys",
    big("profile"),
    bytes_("key"),
    big("until"),
    big("kinds"),  # bit k: may sign kind k
    Column("custody_index", Integer, nullable=False),
)
Index(None, session_keys.c.profile, session_keys.c.key, unique=True)

# A key may be revoked several times; the smallest void_from counts.
revocations = event_table("revocations", big("profile"), bytes_("key"), big("void_from"))
Index(None, revocations.c.profile, revocations.c.key)

# event, one of: registered, requested, cancelled, change_requested, change_vetoed, changed, transferred
recovery_events = event_table(
    "recovery_events",
    big("profile"),
    Column("event", String(16), nullable=False),
    bytes_("address", nullable=True),
    big("ready_at", nullable=True),
)
Index(None, recovery_events.c.profile)

encryption_keys = event_table("encryption_keys", big("profile"), bytes_("encryption_key"))
Index(None, encryption_keys.c.profile)

anchors = event_table(
    "anchors",
    bytes_("tx_hash"),
    bytes_("root"),
    bytes_("batch_digest"),
    big("record_count"),
)
# At most MOST_ANCHORS of one (batch_digest, root, record_count): later ones leave no row.
Index(None, anchors.c.batch_digest, anchors.c.root, anchors.c.record_count)

# publish and publishInline. `fault` holds what is wrong with the words alone, None: nothing.
publications = event_table(
    "publications",
    bytes_("tx_hash"),
    bytes_("intent_id"),
    big("profile"),
    small("kind"),
    bytes_("subject"),
    bytes_("content"),  # digest
    big("created_at_ms"),
    big("target", nullable=True),  # the profile that subject names (follow, unfollow)
    bytes_("sender"),
    Column("is_inline", Boolean, nullable=False),
    Column("fault", String(40), nullable=True),
)
Index(None, publications.c.intent_id)
Index(
    "ix_publications_signers", publications.c.profile, publications.c.sender, publications.c.created_at_ms,
    sqlite_where=text("fault IS NULL"), postgresql_where=text("fault IS NULL"),
)  # fmt: skip

# --- content -------------------------------------------------------------------------------------------

# A batch whose bytes were seen. fault: why it is void whatever the anchor says.
batches = Table(
    "batches", metadata,
    bytes_("digest", primary_key=True),
    bytes_("root", nullable=True),
    big("record_count"),
    Column("fault", String(40), nullable=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# The signed intents of a batch, in leaf order. signer None: the signature recovers nobody (see fault).
records = Table(
    "records", metadata,
    bytes_("batch_digest"),
    Column("position", Integer, nullable=False),
    bytes_("intent_id"),
    big("profile"),
    small("kind"),
    bytes_("subject"),
    bytes_("content"),
    big("created_at_ms"),
    big("target", nullable=True),  # the profile that subject names (follow, unfollow)
    bytes_("signer", nullable=True),
    bytes_("signature"),
    Column("fault", String(40), nullable=True),
    PrimaryKeyConstraint("batch_digest", "position"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, records.c.intent_id)
Index(
    "ix_records_signers", records.c.profile, records.c.signer, records.c.created_at_ms,
    sqlite_where=text("fault IS NULL"), postgresql_where=text("fault IS NULL"),
)  # fmt: skip

# A content document whose bytes were seen. body None: the bytes break the format (see fault).
documents = Table(
    "documents", metadata,
    bytes_("digest", primary_key=True),
    Column("type", String(16), nullable=True),  # post | profile | reaction | label | terms
    bytes_("body", nullable=True),  # the carried bytes
    Column("name", Text, nullable=True),  # of a profile document
    Column("emoji", Text, nullable=True),  # of a reaction document
    Column("label", String(32), nullable=True),  # of a label document
    big("controller", nullable=True),  # the profile that terms name
    Column("domain", Text, nullable=True),  # the domain that terms name
    Column("fault", String(40), nullable=True),
)  # fmt: skip

# Files that a document shows, so that nobody takes them for abandoned uploads.
document_files = Table(
    "document_files", metadata,
    Column("cid", Text, nullable=False),
    bytes_("digest"),
    PrimaryKeyConstraint("cid", "digest"),
    sqlite_with_rowid=False,
)  # fmt: skip

document_tags = Table(
    "document_tags", metadata,
    bytes_("digest"),
    bytes_("tag_id"),
    Column("tag", Text, nullable=False),  # canonical, without '#'
    PrimaryKeyConstraint("digest", "tag_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
