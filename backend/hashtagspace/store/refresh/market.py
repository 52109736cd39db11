"""Offers, deals and totals of the market after a change of facts or content."""

from collections import Counter
from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.deals import refresh_deals
from hashtagspace.store.refresh.script import ZERO_WORD, fetch, run
from hashtagspace.store.refresh.totals import refresh_totals

_ANY_DEAL: Final = "SELECT 1 FROM scratch_deals LIMIT 1"
_ANY_SUM: Final = "SELECT 1 FROM scratch_sums LIMIT 1"
_ANY_OFFER: Final = "SELECT 1 FROM scratch_offers LIMIT 1"
_MARK_TERMS: Final = """
INSERT INTO scratch_offers
SELECT o.offer FROM scratch_documents k CROSS JOIN offer_openings o WHERE o.terms = k.digest
ON CONFLICT DO NOTHING
"""
_OFFERS: Final = (
    "DELETE FROM offers WHERE offer IN (SELECT offer FROM scratch_offers)",
    """
    INSERT INTO offers (offer, buyer, accept_until, is_closed, opened_at, block_number, log_index)
    SELECT o.offer, o.buyer, o.accept_until,
      EXISTS (SELECT 1 FROM offer_amounts a WHERE a.offer = o.offer AND a.event = 'closed'),
      o.block_time, o.block_number, o.log_index
    FROM scratch_offers k CROSS JOIN offer_openings o WHERE o.offer = k.offer
    """,
)
_WANT: Final = """
INSERT INTO wanted (digest, what, attempts, next_at)
SELECT DISTINCT o.terms, 'document', 0, 0 FROM scratch_offers k CROSS JOIN offer_openings o
WHERE o.offer = k.offer AND o.terms <> :zero
  AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.digest = o.terms)
ON CONFLICT DO NOTHING
"""
_ARRIVE: Final = (
    """
    INSERT INTO arrivals (what, id)
    SELECT 'offer', o.offer FROM scratch_offers k CROSS JOIN offers o
    WHERE o.offer = k.offer ORDER BY o.block_number, o.log_index
    """,
    """
    INSERT INTO arrivals (what, id)
    SELECT 'deal', d.deal FROM scratch_deals k CROSS JOIN deals d
    WHERE d.deal = k.deal ORDER BY d.last_block, d.block_number, d.log_index
    """,
)


def refresh_market(connection: Connection, *, is_live: bool) -> None:
    """Offers, deals and totals of every marked key are right; missing terms are wanted.

    `is_live`: what changed is announced in `arrivals`.
    """
    run(connection, _MARK_TERMS)
    deals = bool(fetch(connection, _ANY_DEAL))
    if deals or fetch(connection, _ANY_SUM):
        refresh_totals(connection, refresh_deals(connection) if deals else dict[bytes, Counter[str]]())
    if fetch(connection, _ANY_OFFER):
        run(connection, *_OFFERS)
        run(connection, _WANT, zero=ZERO_WORD)
    elif not deals:
        return
    if is_live:
        run(connection, *_ARRIVE)
