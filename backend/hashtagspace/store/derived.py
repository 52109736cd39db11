"""What pages read: a pure function of facts and content, written by `store.refresh` alone."""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text, false, text

from hashtagspace.store.columns import Handle, big, bytes_, metadata, position, small

# signer may sign for profile any kind whose bit is in kinds, at block times from_time ≤ t < until_time.
authorisations = Table(
    "authorisations", metadata,
    big("profile"),
    bytes_("signer"),
    big("from_time"),
    Column("custody_index", Integer, nullable=False),
    Column("is_custody", Boolean, nullable=False),
    big("until_time"),
    big("kinds"),
    PrimaryKeyConstraint("profile", "signer", "from_time", "custody_index", "is_custody"),
    sqlite_with_rowid=False,
)  # fmt: skip

# Every intent ever included, at its first valid inclusion, or at its first one when none is valid.
intents = Table(
    "intents", metadata,
    bytes_("intent_id", primary_key=True),
    big("profile"),
    small("kind"),
    bytes_("subject"),
    bytes_("content"),
    big("created_at_ms"),
    big("target", nullable=True),  # the profile that subject names (follow, unfollow)
    bytes_("signer", nullable=True),
    Column("custody_index", Integer, nullable=True),  # under which the signer acted
    Column("fault", String(40), nullable=True),  # error code; None: valid
    *position(),
    Column("position", Integer, nullable=False),  # in its batch; 0 for a publication
    Column("route", String(8), nullable=False),  # batch | publish | inline
    big("block_time"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("ix_intents_profile_block_time", intents.c.profile, intents.c.block_time)
Index("ix_intents_content", intents.c.content)
Index(
    "ix_intents_changes", intents.c.subject, intents.c.profile, intents.c.kind, intents.c.created_at_ms,
    intents.c.intent_id,
    sqlite_where=text("kind IN (5, 6) AND fault IS NULL"),
    postgresql_where=text("kind IN (5, 6) AND fault IS NULL"),
)  # fmt: skip
Index(
    "ix_intents_reactions", intents.c.profile, intents.c.subject, intents.c.created_at_ms,
    intents.c.intent_id,
    sqlite_where=text("kind IN (7, 8) AND fault IS NULL"),
    postgresql_where=text("kind IN (7, 8) AND fault IS NULL"),
)  # fmt: skip
Index(
    "ix_intents_folds", intents.c.profile, intents.c.subject, intents.c.kind,
    sqlite_where=text("kind >= 7"), postgresql_where=text("kind >= 7"),
)  # fmt: skip

# --- derived: what pages read ----------------------------------------------------------------------------

profiles = Table(
    "profiles", metadata,
    big("profile", primary_key=True),
    Column("handle", Handle, nullable=False, unique=True),
    bytes_("custody"),
    Column("custody_index", Integer, nullable=False),
    bytes_("recovery", nullable=True),
    Column("pending", String(8), nullable=True),  # recovery | change
    bytes_("pending_address", nullable=True),
    big("pending_ready_at", nullable=True),
    bytes_("encryption_key", nullable=True),
    bytes_("content", nullable=True),  # digest of the current profile document
    bytes_("content_intent_id", nullable=True),  # None: the document of the registration
    Column("content_state", String(12), nullable=False),  # available | unavailable | none | invalid
    Column("name", Text, nullable=True),
    big("registered_at"),
    *position(),
    # As the people contracts say at the time of the checkpoint; see `store.refresh.levels`.
    small("level", server_default="0"),
    Column("judged_fake", Boolean, nullable=False, server_default=false()),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, profiles.c.custody)
Index(
    "ix_profiles_level", profiles.c.profile,
    sqlite_where=text("level > 0"), postgresql_where=text("level > 0"),
)  # fmt: skip

# kinds post, reply, quote and repost; a retracted post stays, without tags and uncounted.
posts = Table(
    "posts", metadata,
    bytes_("post_id", primary_key=True),
    big("profile"),
    small("kind"),
    bytes_("subject", nullable=True),  # the post replied to, quoted or reposted
    bytes_("root_id"),  # first post of the thread, as far up as known, MOST_ANCESTORS at most; or itself
    bytes_("content", nullable=True),  # digest of the current version
    bytes_("version_id"),  # intent id of the current version; post_id unless edited
    Column("content_state", String(12), nullable=False),  # available | unavailable | none | invalid
    big("created_at_ms"),
    big("sort_ms"),  # min(created_at_ms, block_time · 1000)
    Column("retracted", Boolean, nullable=False),
    Column("custody_index", Integer, nullable=False),
    *position(),
    Column("position", Integer, nullable=False),
    big("block_time"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, posts.c.profile, posts.c.sort_ms, posts.c.post_id)
Index(None, posts.c.sort_ms, posts.c.post_id)
Index(None, posts.c.subject, posts.c.kind, posts.c.sort_ms)
Index(None, posts.c.root_id, posts.c.sort_ms)
Index(
    "ix_posts_reposts", posts.c.profile, posts.c.subject,
    sqlite_where=text("kind = 4"), postgresql_where=text("kind = 4"),
)  # fmt: skip

post_tags = Table(
    "post_tags", metadata,
    bytes_("tag_id"),
    big("sort_ms"),
    bytes_("post_id"),
    big("profile"),
    Column("tag", Text, nullable=False),
    PrimaryKeyConstraint("tag_id", "sort_ms", "post_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, post_tags.c.post_id)


def _fold(name: str, target: Column[Any], *more: Column[Any]) -> Table:
    """Rows that hold now: the winning intent of (profile, target, …), with its checkpoint."""
    key = ("profile", target.name, *(column.name for column in more if column.info.get("key")))
    return Table(
        name, metadata, big("profile"), target, *more, bytes_("intent_id"), big("created_at_ms"),
        *position(), Column("position", Integer, nullable=False), PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )  # fmt: skip


follows = _fold("follows", big("target"))
Index(None, follows.c.target, follows.c.created_at_ms, follows.c.profile)
tag_follows = _fold("tag_follows", bytes_("tag_id"))
Index(None, tag_follows.c.tag_id, tag_follows.c.profile)
reactions = _fold("reactions", bytes_("post_id"), Column("emoji", Text, nullable=False, info={"key": True}))
Index(None, reactions.c.post_id, reactions.c.emoji)
reposts = _fold("reposts", bytes_("post_id"))  # intent_id: the profile's first repost that stands
Index(None, reposts.c.post_id)

# Label intents within the daily cap of their labeller, counted in chain order.
accepted_labels = Table(
    "accepted_labels", metadata,
    bytes_("intent_id", primary_key=True),
    big("profile"),
    big("day"),  # block_time / 86,400
    bytes_("subject"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, accepted_labels.c.profile, accepted_labels.c.day)
Index(None, accepted_labels.c.profile, accepted_labels.c.subject)

# The latest accepted label of (labeller, subject).
labels = _fold("labels", bytes_("subject"), Column("label", String(32), nullable=False))
Index(None, labels.c.subject)


def _counts(name: str, key: list[Column[Any]], *counters: str, extra: Column[Any] | None = None) -> Table:
    """Counts of derived rows by key; a row whose counters are all zero does not exist."""
    more = [] if extra is None else [extra]
    return Table(
        name, metadata, *key, *more, *(big(counter, server_default="0") for counter in counters),
        PrimaryKeyConstraint(*(column.name for column in key)), sqlite_with_rowid=False,
    )  # fmt: skip


profile_counts = _counts(
    "profile_counts", [big("profile")], "posts", "followers", "following", "following_tags"
)
# reactions: how many profiles react, however many emoji each of them chose
post_counts = _counts("post_counts", [bytes_("post_id")], "replies", "reposts", "quotes", "reactions")
reaction_counts = _counts("reaction_counts", [bytes_("post_id"), Column("emoji", Text)], "reactions")
Index(None, reaction_counts.c.post_id, reaction_counts.c.reactions, reaction_counts.c.emoji)
tag_counts = _counts("tag_counts", [bytes_("tag_id")], "posts", "followers", extra=Column("tag", Text))
# What trending is made of: how often a profile posted in a tag in an hour (sort_ms / 3,600,000).
tag_hours = _counts("tag_hours", [big("hour"), bytes_("tag_id"), big("profile")], "posts")
