"""What the gateway keeps about people besides facts: the terms of the contracts, and the scorer's numbers.

`people_epochs` and `people_scores` are written by the score process alone, through `store.people_scores`:
they follow from facts, so whoever lost them computes them anew. Shares, support and bounds are in 1/65,536.
"""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, String, Table

from hashtagspace.store.columns import big, bytes_, metadata, small, word

# One row (id 1) where the deployment has people: what its contracts were deployed with, and never change.
people_terms = Table(
    "people_terms", metadata,
    small("id", primary_key=True),
    bytes_("registry"),
    big("start"),  # first second of epoch 1
    big("epoch_seconds"),
    word("vouch_stake"),
    word("juror_stake"),
    word("case_deposit"),
    word("root_bond"),
    word("dispute_bond"),
    word("pair_cap"),
)  # fmt: skip

# One row (id 1): the epoch and the latest final one for which the levels of `profiles` are right.
people_now = Table(
    "people_now", metadata, small("id", primary_key=True), big("epoch"), big("latest_final"),
)  # fmt: skip

# header: `abi.encode` of it, whose keccak-256 is the root. gate: withheld | warned | open
people_epochs = Table(
    "people_epochs", metadata,
    big("epoch", primary_key=True),
    bytes_("root"),
    big("seats"),
    big("accounts"),
    big("vetted"),
    big("fakes"),
    big("covered"),
    Column("gate", String(8), nullable=False),
    bytes_("header"),
    big("computed_at"),  # wall clock of the scorer
)  # fmt: skip

# The standing of every seat of an epoch. weight: D, what the vouches of the profile weigh together; 0: it is
# no member.
people_scores = Table(
    "people_scores", metadata,
    big("epoch"),
    big("profile"),
    big("seat"),
    big("share"),
    big("support"),
    big("bound"),
    small("level"),
    big("weight"),
    Column("is_vetted", Boolean, nullable=False),
    Column("is_fake", Boolean, nullable=False),
    PrimaryKeyConstraint("epoch", "profile"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, people_scores.c.epoch, people_scores.c.seat, unique=True)
