"""Facts of the people contracts: one table for each kind of event. The rules are in `store.tables`.

`sender` and `receiver` are `from` and `to`. Verdicts, kinds, votes and turns are numbers of
`domain.people_states`.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hashtagspace.store.columns import big, bytes_, metadata, position, small, word
from hashtagspace.store.facts import event_table


def _event(name: str, *columns: Column[Any]) -> Table:
    return event_table(name, bytes_("tx_hash"), *columns)


def _word(name: str) -> Column[str]:
    return Column(name, String(10), nullable=False)


# Where the beacon of an epoch will come from; the latest counts.
beacon_targets = _event("beacon_targets", big("epoch"), big("target"))

people_beacons = _event("people_beacons", big("epoch"), bytes_("beacon"))
Index(None, people_beacons.c.epoch, unique=True)

people_seats = _event("people_seats", big("profile"), big("seat"), big("epoch"))
Index(None, people_seats.c.profile, unique=True)
Index(None, people_seats.c.seat, unique=True)

# event, one of: vouched, withdrawn, released, slashed. Terms are told from them by `store.read_vouches`.
vouch_events = _event(
    "vouch_events",
    big("sender"),
    big("receiver"),
    _word("event"),
    big("epoch", nullable=True),  # of vouched and withdrawn
    bytes_("account", nullable=True),  # whom the stake went to, or who slashed it
)
Index(None, vouch_events.c.sender, vouch_events.c.receiver)
Index(None, vouch_events.c.receiver)

# What a jury found in an epoch, or, without a case, whom the deployment named in epoch 0.
people_verdicts = _event(
    "people_verdicts", big("profile"), small("verdict"), big("epoch"), big("case_id", nullable=True)
)
Index(None, people_verdicts.c.profile)
Index(None, people_verdicts.c.case_id)

case_openings = _event(
    "case_openings", big("case_id"), big("profile"), small("kind"), bytes_("payer"), bytes_("evidence")
)
Index(None, case_openings.c.case_id, unique=True)
Index(None, case_openings.c.profile)

# event, one of: answered, drawn, sealed, revealed, closed.
case_events = _event(
    "case_events",
    big("case_id"),
    _word("event"),
    big("juror", nullable=True),
    Column("vote", Integer, nullable=True),
    bytes_("word", nullable=True),  # evidence of an answer, commitment of a sealed vote
    big("until", nullable=True),  # of drawn: end of the commits' time
)
Index(None, case_events.c.case_id, case_events.c.event)

# What anybody added to a case while it waited or was voted on.
case_evidence = _event("case_evidence", big("case_id"), bytes_("account"), bytes_("evidence"))
Index(None, case_evidence.c.case_id)

# The five jurors of a drawn case: `place` 0 to 4 of one event.
case_jurors = Table(
    "case_jurors", metadata,
    *position(), big("block_time"), bytes_("tx_hash"), small("place"), big("case_id"), big("juror"),
    PrimaryKeyConstraint("block_number", "log_index", "place"),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, case_jurors.c.case_id)
Index(None, case_jurors.c.juror)

# event, one of: joined, left, taken, fined.
juror_events = _event(
    "juror_events",
    big("profile"),
    _word("event"),
    big("slot", nullable=True),
    big("epoch", nullable=True),  # joined: of the event; left: first epoch without
    big("case_id", nullable=True),
    word("amount", nullable=True),
)
Index(None, juror_events.c.profile)

# source: jury | roots. event, one of: credited, withdrawn, funded.
people_payments = _event(
    "people_payments", _word("source"), _word("event"), bytes_("account"), word("amount")
)
Index(None, people_payments.c.account)

# header: `abi.encode` of it, whose keccak-256 is the root.
root_posts = _event(
    "root_posts",
    bytes_("post"),
    big("epoch"),
    bytes_("root"),
    bytes_("poster"),
    big("until"),
    bytes_("header"),
)
Index(None, root_posts.c.post, unique=True)
Index(None, root_posts.c.epoch)

# event, one of: refuted, final, passed. epoch is told of a final one alone.
root_ends = _event("root_ends", bytes_("post"), _word("event"), big("epoch", nullable=True))
Index(None, root_ends.c.post, unique=True)
Index(None, root_ends.c.epoch)

root_disputes = _event("root_disputes", big("dispute"), bytes_("post"), bytes_("challenger"), big("col"))
Index(None, root_disputes.c.dispute, unique=True)
Index(None, root_disputes.c.post)

# event, one of: moved, ended.
dispute_events = _event(
    "dispute_events",
    big("dispute"),
    _word("event"),
    Column("turn", Integer, nullable=True),
    big("place", nullable=True),  # of the node, counted from the left at its height
    Column("height", Integer, nullable=True),
    bytes_("node", nullable=True),
    big("until", nullable=True),
    Column("poster_lost", Boolean, nullable=True),
)
Index(None, dispute_events.c.dispute)

# Of equal proofs the first: anyone may prove again.
level_proofs = _event("level_proofs", big("profile"), big("epoch"), small("level"), word("standing"))
Index(None, level_proofs.c.profile, level_proofs.c.epoch)
Index(None, level_proofs.c.epoch)

floor_proofs = _event("floor_proofs", big("profile"), big("epoch"), big("first"), big("second"), big("third"))
Index(None, floor_proofs.c.profile, floor_proofs.c.epoch)
Index(None, floor_proofs.c.epoch)

check_openings = _event("check_openings", big("epoch"), big("number"), big("profile"), big("case_id"))
Index(None, check_openings.c.case_id, unique=True)

# sender 0: somebody who names no profile.
tips = _event(
    "tips", big("sender"), big("receiver"), bytes_("memo"), bytes_("payer"), bytes_("payee"), word("amount")
)
Index(None, tips.c.receiver, tips.c.block_number, tips.c.log_index)

# What counts of a pair in an epoch, then the weights of the receiver and of all; the latest of each counts.
tip_counts = _event(
    "tip_counts",
    big("epoch"),
    big("sender"),
    big("receiver"),
    word("counted"),
    word("weight"),
    word("total"),
)
Index(None, tip_counts.c.epoch, tip_counts.c.receiver)

# event, one of: sponsored, claimed, rolled (out of the epoch, into `other`).
reward_moves = _event(
    "reward_moves",
    big("epoch"),
    _word("event"),
    big("profile", nullable=True),
    bytes_("account", nullable=True),
    big("other", nullable=True),
    word("amount"),
)
Index(None, reward_moves.c.epoch)
Index(None, reward_moves.c.other)
Index(None, reward_moves.c.profile)

PEOPLE_FACTS = (
    beacon_targets, people_beacons, people_seats, vouch_events, people_verdicts, case_openings, case_events,
    case_evidence, case_jurors, juror_events, people_payments, root_posts, root_ends, root_disputes,
    dispute_events, level_proofs, floor_proofs, check_openings, tips, tip_counts, reward_moves,
)  # fmt: skip
