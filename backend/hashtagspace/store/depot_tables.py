"""Tables of the depot, in the outbox's database: what people leave here cannot be made again either.

Every row belongs to a network, as in `store.outbox_tables`. Times are Unix seconds unless named `_ms`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from hashtagspace.store.outbox_tables import outbox_metadata


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _big(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable, autoincrement=False)


def _network() -> Column[int]:
    return Column("network", Integer, nullable=False)


def _cid(name: str = "cid") -> Column[str]:
    return Column(name, Text, nullable=False)


# Files that somebody uploaded; a row goes with the file. `looked_at`: when it was last found to be named.
uploads = Table(
    "depot_uploads",
    outbox_metadata,
    _network(),
    _cid(),
    _big("size"),
    _big("uploaded_at"),
    _big("looked_at"),
    PrimaryKeyConstraint("network", "cid"),
)
Index(None, uploads.c.network, uploads.c.looked_at)

# Which blocks an upload is made of, by digest: one that another upload has too stays when this one goes.
upload_blocks = Table(
    "depot_upload_blocks",
    outbox_metadata,
    _network(),
    _bytes("digest"),
    _cid(),
    PrimaryKeyConstraint("network", "digest", "cid"),
)
Index(None, upload_blocks.c.network, upload_blocks.c.cid)

# The latest heads of each vault.
heads = Table(
    "depot_heads",
    outbox_metadata,
    _network(),
    _big("profile"),
    _big("sequence"),
    _bytes("manifest"),
    Column("forget", Boolean, nullable=False),
    _big("signed_at"),
    _bytes("signature"),
    _big("kept_at"),
    PrimaryKeyConstraint("network", "profile", "sequence"),
)

# The files that a kept head names.
head_blobs = Table(
    "depot_head_blobs",
    outbox_metadata,
    _network(),
    _cid(),
    _big("profile"),
    _big("sequence"),
    PrimaryKeyConstraint("network", "cid", "profile", "sequence"),
)
Index(None, head_blobs.c.network, head_blobs.c.profile, head_blobs.c.sequence)

# Signed answers that wait for the buyer. `consent`: its 14 words as the contract encodes them.
# `over_at`: when the deal, or the offer without a deal, was first seen to be over; None: it is not.
# `released`: the envelope need not be kept any more.
responses = Table(
    "depot_responses",
    outbox_metadata,
    _network(),
    _bytes("deal"),
    _bytes("offer"),
    _big("profile"),
    _bytes("consent"),
    _bytes("signature"),
    _cid("envelope"),
    _big("received_at_ms"),
    _big("over_at", nullable=True),
    Column("released", Boolean, nullable=False),
    PrimaryKeyConstraint("network", "deal"),
)
Index(None, responses.c.network, responses.c.offer, responses.c.received_at_ms, responses.c.deal)
Index(None, responses.c.network, responses.c.envelope)

# Envelopes of epochs; the other columns are as in `responses`.
epoch_envelopes = Table(
    "depot_epoch_envelopes",
    outbox_metadata,
    _network(),
    _bytes("deal"),
    Column("epoch", Integer, nullable=False),
    _cid("envelope"),
    _big("kept_at"),
    _big("over_at", nullable=True),
    PrimaryKeyConstraint("network", "deal", "epoch"),
)
Index(None, epoch_envelopes.c.network, epoch_envelopes.c.envelope)

# What was found at the domains that terms name. `profiles`: decimal ids between spaces.
domains = Table(
    "depot_domains",
    outbox_metadata,
    _network(),
    Column("name", String(253), nullable=False),
    Column("profiles", Text, nullable=False),
    _big("checked_at"),
    PrimaryKeyConstraint("network", "name"),
)
