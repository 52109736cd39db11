"""Rows of the market's facts, one event at a time, and what leaves none."""

from typing import Final

from sqlalchemy import Connection, Table

from hashtagspace.domain import market_events as events
from hashtagspace.domain.market_states import DealState
from hashtagspace.store import tables
from hashtagspace.store.refresh.script import ZERO_WORD, run

Row = tuple[object, ...]
# Anyone may close again what is over, any number of times.
_SURPLUS: Final = """
DELETE FROM offer_amounts WHERE block_number BETWEEN :low AND :high AND event = 'closed' AND amount = :zero
  AND EXISTS (
    SELECT 1 FROM offer_amounts a WHERE a.offer = offer_amounts.offer AND a.event = 'closed'
      AND (a.block_number, a.log_index) < (offer_amounts.block_number, offer_amounts.log_index)
  )
"""


def market_row(event: events.MarketEvent, time_seconds: int) -> tuple[Table, Row] | None:
    """The row that an event makes and its table; None for what changes nothing."""
    made = _columns(event)
    if made is None:
        return None
    table, columns = made
    return table, (*event.checkpoint, time_seconds, event.transaction_hash, *columns)


def drop_surplus_closings(connection: Connection, low: int, high: int) -> None:
    """Of an offer's closings only the first and those that moved something are facts."""
    run(connection, _SURPLUS, low=low, high=high, zero=ZERO_WORD)


def _columns(event: events.MarketEvent) -> tuple[Table, Row] | None:
    match event:
        case events.OfferOpened():
            return tables.offer_openings, _opening(event)
        case events.OfferFunded():
            return tables.offer_amounts, (event.offer, "funded", _word(event.amount))
        case events.OfferClosed():
            return tables.offer_amounts, (event.offer, "closed", _word(event.amount))
        case events.ConsentGiven():
            price, until = _word(event.price), event.until_seconds
            return tables.consents, (
                event.deal, event.offer, event.profile, event.digest, event.payee, price, until,
            )  # fmt: skip
        case events.Credited():
            return tables.deal_credits, (event.deal, event.payee, _word(event.amount))
        case events.Withdrawn():
            return tables.payouts, (event.payee, _word(event.amount))
        case _:
            return _columns_of_deal(event)


def _columns_of_deal(
    event: events.KeyDelivered
    | events.EpochDelivered
    | events.DealMoved
    | events.ConsentWithdrawn
    | events.ItemSkipped
    | events.DeletionAttested,
) -> tuple[Table, Row] | None:
    match event:
        case events.KeyDelivered():
            row: Row = (event.deal, _word(event.dx), event.d_parity, int(event.state))
            return tables.deliveries, row
        case events.EpochDelivered():
            row = (event.deal, event.epoch, _word(event.xx), event.x_parity, event.ct_root, _word(event.dx))
            return tables.epoch_deliveries, (*row, event.d_parity)
        case events.DealMoved():
            if event.state is DealState.SUBSCRIBED and not event.returned:
                return None  # a subscription that was stopped before is stopped once more
            return tables.deal_moves, (event.deal, int(event.state), _word(event.returned))
        case events.ConsentWithdrawn():
            row = (event.deal, event.offer, event.profile, int(event.stage), _word(event.returned))
            return tables.consent_withdrawals, row
        case events.DeletionAttested():
            return tables.deletions, (event.deal, event.statement)
        case events.ItemSkipped():
            return None


def _opening(event: events.OfferOpened) -> Row:
    t = event.terms
    return (
        event.offer, event.buyer, t.salt, t.terms, _word(t.qx), t.q_parity, t.accept_until, t.deliver_seconds,
        t.garbage_seconds, t.vesting_seconds, t.up_front_bps, t.max_responses, t.min_level, t.epochs,
        _word(event.budget),
    )  # fmt: skip


def _word(number: int) -> bytes:
    return number.to_bytes(32, "big")
