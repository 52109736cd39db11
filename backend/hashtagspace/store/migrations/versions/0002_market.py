"""the data market

A projection made before knows nothing of the market's events, so it is emptied and indexed again from the
start block. Batches stay, for they are keyed by their digests; documents are read again, for more is kept
of them now and there are kinds that the earlier program did not know.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_EMPTIED = (
    "registrations", "custodies", "session_keys", "revocations", "recovery_events", "encryption_keys",
    "anchors", "publications", "blocks", "authorisations", "intents", "profiles", "posts", "post_tags",
    "document_tags", "follows", "tag_follows", "reactions", "reposts", "accepted_labels", "labels",
    "profile_counts", "post_counts", "reaction_counts", "tag_counts", "tag_hours", "headers", "wanted",
)  # fmt: skip


def upgrade() -> None:
    for table in _EMPTIED:
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    _renew_operation()
    _renew_documents()
    _create_facts()
    _create_derived()


def _renew_operation() -> None:
    op.drop_table("arrivals")
    op.create_table(
        "arrivals",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.drop_table("checkpoint")
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile_registry", sa.LargeBinary(), nullable=False),
        sa.Column("post_registry", sa.LargeBinary(), nullable=False),
        sa.Column("data_market", sa.LargeBinary(), nullable=False),
        sa.Column("start_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("start_hash", sa.LargeBinary(), nullable=False),
        sa.Column("indexed_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("indexed_hash", sa.LargeBinary(), nullable=False),
        sa.Column("indexed_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("final_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _renew_documents() -> None:
    op.drop_table("documents")
    op.create_table(
        "documents",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("emoji", sa.Text(), nullable=True),
        sa.Column("label", sa.String(length=32), nullable=True),
        sa.Column("controller", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "document_files",
        sa.Column("cid", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cid", "digest"),
        sqlite_with_rowid=False,
    )


def _create_facts() -> None:
    op.create_table(
        "consent_withdrawals",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("returned", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_consent_withdrawals_deal"), "consent_withdrawals", ["deal"], unique=True)
    op.create_table(
        "consents",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("price", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_consents_deal"), "consents", ["deal"], unique=True)
    op.create_table(
        "deal_credits",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_deal_credits_deal_block_number"), "deal_credits", ["deal", "block_number"], unique=False
    )
    op.create_index(
        op.f("ix_deal_credits_payee_block_number_log_index"),
        "deal_credits",
        ["payee", "block_number", "log_index"],
        unique=False,
    )
    op.create_table(
        "deal_moves",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("returned", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_moves_deal"), "deal_moves", ["deal"], unique=False)
    op.create_table(
        "deletions",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_deletions_deal_block_number_log_index"),
        "deletions",
        ["deal", "block_number", "log_index"],
        unique=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("dx", sa.LargeBinary(), nullable=False),
        sa.Column("d_parity", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deliveries_deal"), "deliveries", ["deal"], unique=True)
    op.create_table(
        "epoch_deliveries",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("epoch", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("xx", sa.LargeBinary(), nullable=False),
        sa.Column("x_parity", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ct_root", sa.LargeBinary(), nullable=False),
        sa.Column("dx", sa.LargeBinary(), nullable=False),
        sa.Column("d_parity", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_epoch_deliveries_deal_epoch"), "epoch_deliveries", ["deal", "epoch"], unique=True
    )
    op.create_table(
        "offer_amounts",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_offer_amounts_offer_event"), "offer_amounts", ["offer", "event"], unique=False)
    op.create_table(
        "offer_openings",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("qx", sa.LargeBinary(), nullable=False),
        sa.Column("q_parity", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("accept_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deliver_seconds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("garbage_seconds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("vesting_seconds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("upfront_bps", sa.Integer(), nullable=False),
        sa.Column("max_responses", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("min_level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("epochs", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("budget", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_offer_openings_buyer"), "offer_openings", ["buyer"], unique=False)
    op.create_index(op.f("ix_offer_openings_offer"), "offer_openings", ["offer"], unique=True)
    op.create_index(op.f("ix_offer_openings_terms"), "offer_openings", ["terms"], unique=False)
    op.create_table(
        "payouts",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_payouts_payee_block_number_log_index"),
        "payouts",
        ["payee", "block_number", "log_index"],
        unique=False,
    )


def _create_derived() -> None:
    op.create_table(
        "deal_totals",
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("credited", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("deal"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deals",
        sa.Column("deal", sa.LargeBinary(), nullable=False),
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("payee", sa.LargeBinary(), nullable=True),
        sa.Column("price", sa.LargeBinary(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("accept_block", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("vesting_from", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("vesting_until", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("vesting_rest", sa.LargeBinary(), nullable=True),
        sa.Column("taken", sa.LargeBinary(), nullable=False),
        sa.Column("returned", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("withdrawn_stage", sa.Integer(), nullable=True),
        sa.Column("last_block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deal"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deals_offer_since_deal"), "deals", ["offer", "since", "deal"], unique=False)
    op.create_index(op.f("ix_deals_profile_since_deal"), "deals", ["profile", "since", "deal"], unique=False)
    op.create_table(
        "offer_totals",
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("put_in", sa.LargeBinary(), nullable=False),
        sa.Column("swept", sa.LargeBinary(), nullable=False),
        sa.Column("taken", sa.LargeBinary(), nullable=False),
        sa.Column("returned", sa.LargeBinary(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("delivered", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("vesting", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subscribed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("settled", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunded", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revoked", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("offer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offers",
        sa.Column("offer", sa.LargeBinary(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("accept_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("offer"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_offers_buyer_opened_at_offer"), "offers", ["buyer", "opened_at", "offer"], unique=False
    )
    op.create_index(op.f("ix_offers_opened_at_offer"), "offers", ["opened_at", "offer"], unique=False)
    op.create_table(
        "payee_totals",
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("credited", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("payee"),
        sqlite_with_rowid=False,
    )
