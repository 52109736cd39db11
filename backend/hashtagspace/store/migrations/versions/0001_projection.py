# ruff: noqa: PLR0915 - one statement for each table
"""projection"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "accepted_labels",
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("intent_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_accepted_labels_profile_day"), "accepted_labels", ["profile", "day"], unique=False
    )
    op.create_index(
        op.f("ix_accepted_labels_profile_subject"), "accepted_labels", ["profile", "subject"], unique=False
    )
    op.create_table(
        "anchors",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("batch_digest", sa.LargeBinary(), nullable=False),
        sa.Column("record_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_anchors_batch_digest_root_record_count"),
        "anchors",
        ["batch_digest", "root", "record_count"],
        unique=False,
    )
    op.create_table(
        "arrivals",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "authorisations",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signer", sa.LargeBinary(), nullable=False),
        sa.Column("from_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("custody_index", sa.Integer(), nullable=False),
        sa.Column("is_custody", sa.Boolean(), nullable=False),
        sa.Column("until_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kinds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("profile", "signer", "from_time", "custody_index", "is_custody"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batches",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=True),
        sa.Column("record_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile_registry", sa.LargeBinary(), nullable=False),
        sa.Column("post_registry", sa.LargeBinary(), nullable=False),
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
    op.create_table(
        "custodies",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("custody_index", sa.Integer(), nullable=False),
        sa.Column("custody", sa.LargeBinary(), nullable=False),
        sa.Column("previous_until", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_custodies_profile_custody_index"), "custodies", ["profile", "custody_index"], unique=True
    )
    op.create_table(
        "document_tags",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tag_id", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "documents",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("emoji", sa.Text(), nullable=True),
        sa.Column("label", sa.String(length=32), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "encryption_keys",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("encryption_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_encryption_keys_profile"), "encryption_keys", ["profile"], unique=False)
    op.create_table(
        "follows",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "target"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_follows_target_created_at_ms_profile"),
        "follows",
        ["target", "created_at_ms", "profile"],
        unique=False,
    )
    op.create_table(
        "headers",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "intents",
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("signer", sa.LargeBinary(), nullable=True),
        sa.Column("custody_index", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("intent_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_intents_changes",
        "intents",
        ["subject", "profile", "kind", "created_at_ms", "intent_id"],
        unique=False,
        sqlite_where=sa.text("kind IN (5, 6) AND fault IS NULL"),
        postgresql_where=sa.text("kind IN (5, 6) AND fault IS NULL"),
    )
    op.create_index(
        "ix_intents_reactions",
        "intents",
        ["profile", "subject", "created_at_ms", "intent_id"],
        unique=False,
        sqlite_where=sa.text("kind IN (7, 8) AND fault IS NULL"),
        postgresql_where=sa.text("kind IN (7, 8) AND fault IS NULL"),
    )
    op.create_index("ix_intents_content", "intents", ["content"], unique=False)
    op.create_index(
        "ix_intents_folds",
        "intents",
        ["profile", "subject", "kind"],
        unique=False,
        sqlite_where=sa.text("kind >= 7"),
        postgresql_where=sa.text("kind >= 7"),
    )
    op.create_index("ix_intents_profile_block_time", "intents", ["profile", "block_time"], unique=False)
    op.create_table(
        "labels",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=32), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_labels_subject"), "labels", ["subject"], unique=False)
    op.create_table(
        "post_counts",
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("replies", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("reposts", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("quotes", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("reactions", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "post_tags",
        sa.Column("tag_id", sa.LargeBinary(), nullable=False),
        sa.Column("sort_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tag_id", "sort_ms", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_post_tags_post_id"), "post_tags", ["post_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("root_id", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.LargeBinary(), nullable=False),
        sa.Column("content_state", sa.String(length=12), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sort_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("custody_index", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_posts_profile_sort_ms_post_id"), "posts", ["profile", "sort_ms", "post_id"], unique=False
    )
    op.create_index(
        "ix_posts_reposts",
        "posts",
        ["profile", "subject"],
        unique=False,
        sqlite_where=sa.text("kind = 4"),
        postgresql_where=sa.text("kind = 4"),
    )
    op.create_index(op.f("ix_posts_root_id_sort_ms"), "posts", ["root_id", "sort_ms"], unique=False)
    op.create_index(op.f("ix_posts_sort_ms_post_id"), "posts", ["sort_ms", "post_id"], unique=False)
    op.create_index(
        op.f("ix_posts_subject_kind_sort_ms"), "posts", ["subject", "kind", "sort_ms"], unique=False
    )
    op.create_table(
        "profile_counts",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("posts", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("followers", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("following", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("following_tags", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("profile"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "profiles",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "handle",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("custody", sa.LargeBinary(), nullable=False),
        sa.Column("custody_index", sa.Integer(), nullable=False),
        sa.Column("recovery", sa.LargeBinary(), nullable=True),
        sa.Column("pending", sa.String(length=8), nullable=True),
        sa.Column("pending_address", sa.LargeBinary(), nullable=True),
        sa.Column("pending_ready_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("encryption_key", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("content_intent_id", sa.LargeBinary(), nullable=True),
        sa.Column("content_state", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("registered_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile"),
        sa.UniqueConstraint("handle"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_profiles_custody"), "profiles", ["custody"], unique=False)
    op.create_table(
        "publications",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("is_inline", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_publications_intent_id"), "publications", ["intent_id"], unique=False)
    op.create_index(
        "ix_publications_signers",
        "publications",
        ["profile", "sender", "created_at_ms"],
        unique=False,
        sqlite_where=sa.text("fault IS NULL"),
        postgresql_where=sa.text("fault IS NULL"),
    )
    op.create_table(
        "reaction_counts",
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("reactions", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("post_id", "emoji"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_reaction_counts_post_id_reactions_emoji"),
        "reaction_counts",
        ["post_id", "reactions", "emoji"],
        unique=False,
    )
    op.create_table(
        "reactions",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "post_id", "emoji"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reactions_post_id_emoji"), "reactions", ["post_id", "emoji"], unique=False)
    op.create_table(
        "records",
        sa.Column("batch_digest", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("signer", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("batch_digest", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_records_intent_id"), "records", ["intent_id"], unique=False)
    op.create_index(
        "ix_records_signers",
        "records",
        ["profile", "signer", "created_at_ms"],
        unique=False,
        sqlite_where=sa.text("fault IS NULL"),
        postgresql_where=sa.text("fault IS NULL"),
    )
    op.create_table(
        "recovery_events",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("ready_at", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_recovery_events_profile"), "recovery_events", ["profile"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("custody", sa.LargeBinary(), nullable=False),
        sa.Column(
            "handle",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("recovery", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("encryption_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sa.UniqueConstraint("handle"),
        sa.UniqueConstraint("profile"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_registrations_content"), "registrations", ["content"], unique=False)
    op.create_table(
        "reposts",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.LargeBinary(), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reposts_post_id"), "reposts", ["post_id"], unique=False)
    op.create_table(
        "revocations",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("void_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_revocations_profile_key"), "revocations", ["profile", "key"], unique=False)
    op.create_table(
        "session_keys",
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kinds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("custody_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_session_keys_profile_key"), "session_keys", ["profile", "key"], unique=True)
    op.create_table(
        "tag_counts",
        sa.Column("tag_id", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("posts", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("followers", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tag_follows",
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.LargeBinary(), nullable=False),
        sa.Column("intent_id", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("profile", "tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_tag_follows_tag_id_profile"), "tag_follows", ["tag_id", "profile"], unique=False)
    op.create_table(
        "tag_hours",
        sa.Column("hour", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("posts", sa.BigInteger(), server_default="0", autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hour", "tag_id", "profile"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wanted",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest", "what"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_wanted_next_at"), "wanted", ["next_at"], unique=False)
