"""Tables of the outbox: the only rows that cannot be made again from chain and content.

Every row belongs to a network (chain id, PostRegistry, start-block hash), so a chain that was
reset never meets the intents of the one before it.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

OUTBOX_VERSION: Final = 2  # 1 had no depot
outbox_metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})

# SQLite numbers rows itself only for INTEGER PRIMARY KEY.
_Serial = BigInteger().with_variant(Integer, "sqlite")


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _big(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _network() -> Column[int]:
    return Column("network", Integer, nullable=False)


def _problem() -> list[Column[str]]:
    return [Column("problem_code", String(64)), Column("problem_detail", Text)]


schema_version = Table("outbox_schema", outbox_metadata, Column("version", Integer, nullable=False))

networks = Table(
    "outbox_networks",
    outbox_metadata,
    Column("id", _Serial, primary_key=True),
    _big("chain_id"),
    _bytes("post_registry"),
    _bytes("start_block_hash"),
    UniqueConstraint("chain_id", "post_registry", "start_block_hash"),
)

# state: queued, batched, anchored, final, rejected. `seq` is the order of acceptance.
intents = Table(
    "outbox_intents",
    outbox_metadata,
    Column("seq", _Serial, primary_key=True),
    _network(),
    _bytes("intent_id"),
    _big("profile"),
    _big("created_at_ms"),
    _bytes("record"),
    _bytes("signature"),
    _bytes("signer"),
    Column("state", String(8), nullable=False),
    *_problem(),
    _big("batch", nullable=True),
    Column("position", Integer),
    _big("accepted_at_ms"),
    UniqueConstraint("network", "intent_id"),
)
Index(None, intents.c.network, intents.c.state, intents.c.seq)
Index(None, intents.c.batch, intents.c.position)

# Documents that the content store may not have yet; a row goes when the store has it.
documents = Table(
    "outbox_documents",
    outbox_metadata,
    _network(),
    _bytes("digest"),
    _bytes("data"),
    PrimaryKeyConstraint("network", "digest"),
)

# state: batched, anchored, final. `search_from` is the first block that may hold its Anchored event.
batches = Table(
    "outbox_batches",
    outbox_metadata,
    Column("id", _Serial, primary_key=True),
    _network(),
    _bytes("root"),
    _bytes("digest"),
    Column("record_count", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("stored", Boolean, nullable=False),
    _big("search_from"),
    _big("block_number", nullable=True),
    _bytes("block_hash", nullable=True),
    _big("block_time", nullable=True),
    _bytes("tx_hash", nullable=True),
    _big("created_at"),
    UniqueConstraint("network", "digest"),
)
Index(None, batches.c.network, batches.c.state)

# state: queued, anchored, final, rejected. `arguments` is the calldata; `profile` what a registration makes.
calls = Table(
    "outbox_calls",
    outbox_metadata,
    Column("seq", _Serial, primary_key=True),
    _network(),
    _bytes("call_id"),
    Column("name", String(40), nullable=False),
    _bytes("target"),
    _bytes("calldata"),
    _big("profile", nullable=True),
    _bytes("key", nullable=True),
    _big("key_until", nullable=True),
    _big("key_kinds", nullable=True),
    _bytes("custody", nullable=True),
    _bytes("content", nullable=True),
    Column("state", String(8), nullable=False),
    *_problem(),
    _big("block_number", nullable=True),
    _bytes("block_hash", nullable=True),
    _bytes("tx_hash", nullable=True),
    _big("accepted_at_ms"),
    UniqueConstraint("network", "call_id"),
)
Index(None, calls.c.network, calls.c.state, calls.c.seq)
Index(None, calls.c.network, calls.c.profile)

# One nonce of the relay's account. state: open, mined, final, lost. Exactly one of batch and call is set.
slots = Table(
    "outbox_slots",
    outbox_metadata,
    Column("id", _Serial, primary_key=True),
    _network(),
    _bytes("sender"),
    _big("nonce"),
    _big("batch", nullable=True),
    _big("call", nullable=True),
    Column("state", String(8), nullable=False),
    _big("block_number", nullable=True),
    _bytes("block_hash", nullable=True),
)
Index(None, slots.c.network, slots.c.sender, slots.c.state)
Index(None, slots.c.batch)
Index(None, slots.c.call)

# Signed transactions for a slot, kept before they are sent; a fee bump is one more row.
attempts = Table(
    "outbox_attempts",
    outbox_metadata,
    Column("id", _Serial, primary_key=True),
    _big("slot"),
    _bytes("tx_hash"),
    _bytes("raw"),
    _big("max_fee_wei"),
    _big("priority_fee_wei"),
    _big("sent_at"),
)
Index(None, attempts.c.slot)

# What was spent of a budget in a period; `subject` is a digest of the caller, never an address of a person.
spending = Table(
    "outbox_spending",
    outbox_metadata,
    _network(),
    Column("budget", String(24), nullable=False),
    _bytes("subject"),
    _big("period"),
    _big("spent"),
    PrimaryKeyConstraint("network", "budget", "subject", "period"),
)

# The worker's last word about itself, for the gateway's health.
health = Table(
    "outbox_health",
    outbox_metadata,
    Column("network", Integer, primary_key=True, autoincrement=False),
    _big("seen_at"),
    Column("codes", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
