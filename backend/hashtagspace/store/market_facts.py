"""Facts of the data market: one table for each event of `IDataMarket`. The rules are in `store.tables`."""

from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table

from hashtagspace.store.columns import big, bytes_, small, word
from hashtagspace.store.facts import event_table


def _event(name: str, *columns: Column[Any]) -> Table:
    return event_table(name, bytes_("tx_hash"), *columns)


# Every word of OfferTerms, as the offer's id commits to it. Times are clamped to 63 bits.
offer_openings = _event(
    "offer_openings",
    bytes_("offer"),
    bytes_("buyer"),
    bytes_("salt"),
    bytes_("terms"),  # digest of the terms document
    word("qx"),
    small("q_parity"),
    big("accept_until"),
    big("deliver_seconds"),
    big("garbage_seconds"),
    big("vesting_seconds"),
    Column("upfront_bps", Integer, nullable=False),
    big("max_responses"),
    small("min_level"),
    small("epochs"),
    word("budget"),
)
Index(None, offer_openings.c.offer, unique=True)
Index(None, offer_openings.c.terms)
Index(None, offer_openings.c.buyer)

# event, one of: funded, closed. Closing once more what has nothing left leaves no row.
offer_amounts = _event(
    "offer_amounts",
    bytes_("offer"),
    Column("event", String(8), nullable=False),
    word("amount"),
)
Index(None, offer_amounts.c.offer, offer_amounts.c.event)

consents = _event(
    "consents",
    bytes_("deal"),
    bytes_("offer"),
    big("profile"),
    bytes_("digest"),
    bytes_("payee"),
    word("price"),
    big("until"),  # last second for the delivery, or the start of a subscription
)
Index(None, consents.c.deal, unique=True)

deliveries = _event("deliveries", bytes_("deal"), word("dx"), small("d_parity"), small("state"))
Index(None, deliveries.c.deal, unique=True)

epoch_deliveries = _event(
    "epoch_deliveries",
    bytes_("deal"),
    small("epoch"),
    word("xx"),
    small("x_parity"),
    bytes_("ct_root"),
    word("dx"),
    small("d_parity"),
)
Index(None, epoch_deliveries.c.deal, epoch_deliveries.c.epoch, unique=True)

# Without those that moved nothing: a subscription stopped once more.
deal_moves = _event("deal_moves", bytes_("deal"), small("state"), word("returned"))
Index(None, deal_moves.c.deal)

consent_withdrawals = _event(
    "consent_withdrawals",
    bytes_("deal"),
    bytes_("offer"),
    big("profile"),
    small("stage"),
    word("returned"),
)
Index(None, consent_withdrawals.c.deal, unique=True)

deal_credits = _event("deal_credits", bytes_("deal"), bytes_("payee"), word("amount"))
Index(None, deal_credits.c.deal, deal_credits.c.block_number)
Index(None, deal_credits.c.payee, deal_credits.c.block_number, deal_credits.c.log_index)

payouts = _event("payouts", bytes_("payee"), word("amount"))
Index(None, payouts.c.payee, payouts.c.block_number, payouts.c.log_index)

# May be repeated by the buyer; the last one counts.
deletions = _event("deletions", bytes_("deal"), bytes_("statement"))
Index(None, deletions.c.deal, deletions.c.block_number, deletions.c.log_index)
