"""The projection database: facts from the chain, content by digest, and what is derived from both.

- *Facts* (`block_number`, `log_index`): one row per event, only ever inserted, or deleted above a block.
- *Content* (keyed by digest): what the bytes of a digest say; true for ever, whatever the chain does.
- *Derived* (everything that pages read): a pure function of the two, recomputed key by key by
  `store.refresh`. Only rows with `fault IS NULL` in `intents` have effects.
- *Operation*: the cursor of this process, wanted content, the journal of headers, arrivals for live streams.

Times are Unix seconds unless a name ends in `_ms`. Digests, ids and addresses are raw bytes.
A row is *final* when its `block_number` is not above `checkpoint.final_number`.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from hashtagspace.store.columns import big, bytes_, metadata, small
from hashtagspace.store.derived import (
    accepted_labels,
    authorisations,
    follows,
    intents,
    labels,
    post_counts,
    post_tags,
    posts,
    profile_counts,
    profiles,
    reaction_counts,
    reactions,
    reposts,
    tag_counts,
    tag_follows,
    tag_hours,
)
from hashtagspace.store.facts import (
    anchors,
    batches,
    blocks,
    custodies,
    document_files,
    document_tags,
    documents,
    encryption_keys,
    publications,
    records,
    recovery_events,
    registrations,
    revocations,
    session_keys,
)
from hashtagspace.store.market_derived import deal_totals, deals, offer_totals, offers, payee_totals
from hashtagspace.store.market_facts import (
    consent_withdrawals,
    consents,
    deal_credits,
    deal_moves,
    deletions,
    deliveries,
    epoch_deliveries,
    offer_amounts,
    offer_openings,
    payouts,
)
from hashtagspace.store.people_derived import people_epochs, people_now, people_scores, people_terms
from hashtagspace.store.people_facts import (
    beacon_targets,
    case_events,
    case_evidence,
    case_jurors,
    case_openings,
    check_openings,
    dispute_events,
    floor_proofs,
    juror_events,
    level_proofs,
    people_beacons,
    people_payments,
    people_seats,
    people_verdicts,
    reward_moves,
    root_disputes,
    root_ends,
    root_posts,
    tip_counts,
    tips,
    vouch_events,
)

__all__ = [
    "accepted_labels",
    "anchors",
    "arrivals",
    "authorisations",
    "batches",
    "beacon_targets",
    "blocks",
    "case_events",
    "case_evidence",
    "case_jurors",
    "case_openings",
    "check_openings",
    "checkpoint",
    "consent_withdrawals",
    "consents",
    "custodies",
    "deal_credits",
    "deal_moves",
    "deal_totals",
    "deals",
    "deletions",
    "deliveries",
    "dispute_events",
    "document_files",
    "document_tags",
    "documents",
    "encryption_keys",
    "epoch_deliveries",
    "floor_proofs",
    "follows",
    "headers",
    "intents",
    "juror_events",
    "labels",
    "level_proofs",
    "metadata",
    "offer_amounts",
    "offer_openings",
    "offer_totals",
    "offers",
    "payee_totals",
    "payouts",
    "people_beacons",
    "people_epochs",
    "people_now",
    "people_payments",
    "people_scores",
    "people_seats",
    "people_terms",
    "people_verdicts",
    "post_counts",
    "post_tags",
    "posts",
    "profile_counts",
    "profiles",
    "publications",
    "reaction_counts",
    "reactions",
    "records",
    "recovery_events",
    "registrations",
    "reposts",
    "revocations",
    "reward_moves",
    "root_disputes",
    "root_ends",
    "root_posts",
    "session_keys",
    "tag_counts",
    "tag_follows",
    "tag_hours",
    "tip_counts",
    "tips",
    "vouch_events",
    "wanted",
]

# One row (id 1): which deployment this is, and how far it got.
checkpoint = Table(
    "checkpoint", metadata,
    small("id", primary_key=True),
    big("chain_id"),
    bytes_("profile_registry"),
    bytes_("post_registry"),
    bytes_("data_market"),
    big("start_number"),
    bytes_("start_hash"),
    big("indexed_number"),
    bytes_("indexed_hash"),
    big("indexed_time"),
    big("final_number"),
    big("head_number"),  # last head the node told
    big("updated_at"),  # wall clock of this gateway
)  # fmt: skip

# Headers that may still be reorganised away, oldest first the one that is final.
headers = Table(
    "headers", metadata, big("number", primary_key=True), bytes_("hash"), big("time"),
    sqlite_with_rowid=False,
)  # fmt: skip

# Content that the chain names and nobody has handed over yet. what: batch | document
wanted = Table(
    "wanted", metadata,
    bytes_("digest", primary_key=True),
    Column("what", String(8), primary_key=True),
    Column("attempts", Integer, nullable=False),
    big("next_at"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, wanted.c.next_at)

# What live streams tell, in order, only the latest few. what: post (when this gateway could first show it),
# offer and deal (at every change).
arrivals = Table(
    "arrivals", metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("what", String(8), nullable=False),
    bytes_("id"),
    sqlite_autoincrement=True,
)  # fmt: skip
