"""people: seats, vouches, verdicts, cases, roots, levels, tips

A deployment's market never changes whom it asks for levels, so a projection made before holds nothing of
theirs that would be missed: nothing is indexed again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0003"
down_revision = "0002"


def _big(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, sa.LargeBinary(), nullable=nullable)


def _small(name: str) -> Column[Any]:
    return Column(name, sa.SmallInteger(), autoincrement=False, nullable=False)


def _int(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, sa.Integer(), nullable=nullable)


def _bool(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, sa.Boolean(), nullable=nullable)


def _word(name: str, length: int = 10) -> Column[Any]:
    return Column(name, sa.String(length=length), nullable=False)


def _event(name: str, *columns: Column[Any]) -> None:
    op.create_table(
        name,
        _big("block_number"), _int("log_index"), _big("block_time"), _bytes("tx_hash"), *columns,
        sa.PrimaryKeyConstraint("block_number", "log_index"),
        sqlite_with_rowid=False,
    )  # fmt: skip


def upgrade() -> None:
    _create_tables()
    _create_more_tables()
    op.create_table(
        "people_now", _small("id"), _big("epoch"), _big("latest_final"), sa.PrimaryKeyConstraint("id")
    )
    op.add_column(
        "profiles",
        Column("level", sa.SmallInteger(), server_default="0", autoincrement=False, nullable=False),
    )
    op.add_column("profiles", Column("judged_fake", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_profiles_level",
        "profiles",
        ["profile"],
        sqlite_where=sa.text("level > 0"),
        postgresql_where=sa.text("level > 0"),
    )


def _create_tables() -> None:
    _event("beacon_targets", _big("epoch"), _big("target"))
    _event(
        "case_events",
        _big("case_id"),
        _word("event"),
        _big("juror", nullable=True),
        _int("vote", nullable=True),
        _bytes("word", nullable=True),
        _big("until", nullable=True),
    )
    op.create_index("ix_case_events_case_id_event", "case_events", ["case_id", "event"])
    _event("case_evidence", _big("case_id"), _bytes("account"), _bytes("evidence"))
    op.create_index("ix_case_evidence_case_id", "case_evidence", ["case_id"])
    op.create_table(
        "case_jurors",
        _big("block_number"),
        _int("log_index"),
        _big("block_time"),
        _bytes("tx_hash"),
        _small("place"),
        _big("case_id"),
        _big("juror"),
        sa.PrimaryKeyConstraint("block_number", "log_index", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_jurors_case_id", "case_jurors", ["case_id"])
    op.create_index("ix_case_jurors_juror", "case_jurors", ["juror"])
    _event(
        "case_openings", _big("case_id"), _big("profile"), _small("kind"), _bytes("payer"), _bytes("evidence")
    )
    op.create_index("ix_case_openings_case_id", "case_openings", ["case_id"], unique=True)
    op.create_index("ix_case_openings_profile", "case_openings", ["profile"])
    _event("check_openings", _big("epoch"), _big("number"), _big("profile"), _big("case_id"))
    op.create_index("ix_check_openings_case_id", "check_openings", ["case_id"], unique=True)
    _event(
        "dispute_events",
        _big("dispute"),
        _word("event"),
        _int("turn", nullable=True),
        _big("place", nullable=True),
        _int("height", nullable=True),
        _bytes("node", nullable=True),
        _big("until", nullable=True),
        _bool("poster_lost", nullable=True),
    )
    op.create_index("ix_dispute_events_dispute", "dispute_events", ["dispute"])
    _event("floor_proofs", _big("profile"), _big("epoch"), _big("first"), _big("second"), _big("third"))
    op.create_index("ix_floor_proofs_epoch", "floor_proofs", ["epoch"])
    op.create_index("ix_floor_proofs_profile_epoch", "floor_proofs", ["profile", "epoch"])
    _event(
        "juror_events",
        _big("profile"),
        _word("event"),
        _big("slot", nullable=True),
        _big("epoch", nullable=True),
        _big("case_id", nullable=True),
        _bytes("amount", nullable=True),
    )
    op.create_index("ix_juror_events_profile", "juror_events", ["profile"])
    _event("level_proofs", _big("profile"), _big("epoch"), _small("level"), _bytes("standing"))
    op.create_index("ix_level_proofs_epoch", "level_proofs", ["epoch"])
    op.create_index("ix_level_proofs_profile_epoch", "level_proofs", ["profile", "epoch"])
    _event("people_beacons", _big("epoch"), _bytes("beacon"))
    op.create_index("ix_people_beacons_epoch", "people_beacons", ["epoch"], unique=True)


def _create_more_tables() -> None:
    op.create_table(
        "people_epochs",
        _big("epoch"),
        _bytes("root"),
        _big("seats"),
        _big("accounts"),
        _big("vetted"),
        _big("fakes"),
        _big("covered"),
        _word("gate", 8),
        _bytes("header"),
        _big("computed_at"),
        sa.PrimaryKeyConstraint("epoch"),
    )
    _event("people_payments", _word("source"), _word("event"), _bytes("account"), _bytes("amount"))
    op.create_index("ix_people_payments_account", "people_payments", ["account"])
    op.create_table(
        "people_scores",
        _big("epoch"),
        _big("profile"),
        _big("seat"),
        _big("share"),
        _big("support"),
        _big("bound"),
        _small("level"),
        _big("weight"),
        _bool("is_vetted"),
        _bool("is_fake"),
        sa.PrimaryKeyConstraint("epoch", "profile"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_people_scores_epoch_seat", "people_scores", ["epoch", "seat"], unique=True)
    _event("people_seats", _big("profile"), _big("seat"), _big("epoch"))
    op.create_index("ix_people_seats_profile", "people_seats", ["profile"], unique=True)
    op.create_index("ix_people_seats_seat", "people_seats", ["seat"], unique=True)
    op.create_table(
        "people_terms",
        _small("id"),
        _bytes("registry"),
        _big("start"),
        _big("epoch_seconds"),
        _bytes("vouch_stake"),
        _bytes("juror_stake"),
        _bytes("case_deposit"),
        _bytes("root_bond"),
        _bytes("dispute_bond"),
        _bytes("pair_cap"),
        sa.PrimaryKeyConstraint("id"),
    )
    _event(
        "people_verdicts", _big("profile"), _small("verdict"), _big("epoch"), _big("case_id", nullable=True)
    )
    op.create_index("ix_people_verdicts_case_id", "people_verdicts", ["case_id"])
    op.create_index("ix_people_verdicts_profile", "people_verdicts", ["profile"])
    _event(
        "reward_moves",
        _big("epoch"),
        _word("event"),
        _big("profile", nullable=True),
        _bytes("account", nullable=True),
        _big("other", nullable=True),
        _bytes("amount"),
    )
    op.create_index("ix_reward_moves_epoch", "reward_moves", ["epoch"])
    op.create_index("ix_reward_moves_other", "reward_moves", ["other"])
    op.create_index("ix_reward_moves_profile", "reward_moves", ["profile"])
    _event("root_disputes", _big("dispute"), _bytes("post"), _bytes("challenger"), _big("col"))
    op.create_index("ix_root_disputes_dispute", "root_disputes", ["dispute"], unique=True)
    op.create_index("ix_root_disputes_post", "root_disputes", ["post"])
    _event("root_ends", _bytes("post"), _word("event"), _big("epoch", nullable=True))
    op.create_index("ix_root_ends_epoch", "root_ends", ["epoch"])
    op.create_index("ix_root_ends_post", "root_ends", ["post"], unique=True)
    _event(
        "root_posts",
        _bytes("post"),
        _big("epoch"),
        _bytes("root"),
        _bytes("poster"),
        _big("until"),
        _bytes("header"),
    )
    op.create_index("ix_root_posts_epoch", "root_posts", ["epoch"])
    op.create_index("ix_root_posts_post", "root_posts", ["post"], unique=True)
    _event(
        "tip_counts",
        _big("epoch"),
        _big("sender"),
        _big("receiver"),
        _bytes("counted"),
        _bytes("weight"),
        _bytes("total"),
    )
    op.create_index("ix_tip_counts_epoch_receiver", "tip_counts", ["epoch", "receiver"])
    _event(
        "tips",
        _big("sender"),
        _big("receiver"),
        _bytes("memo"),
        _bytes("payer"),
        _bytes("payee"),
        _bytes("amount"),
    )
    op.create_index(
        "ix_tips_receiver_block_number_log_index", "tips", ["receiver", "block_number", "log_index"]
    )
    _event(
        "vouch_events",
        _big("sender"),
        _big("receiver"),
        _word("event"),
        _big("epoch", nullable=True),
        _bytes("account", nullable=True),
    )
    op.create_index("ix_vouch_events_receiver", "vouch_events", ["receiver"])
    op.create_index("ix_vouch_events_sender_receiver", "vouch_events", ["sender", "receiver"])
