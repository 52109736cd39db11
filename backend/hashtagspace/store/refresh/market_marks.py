"""Which deals and offers a change of facts concerns, and by how much sums of facts move."""

from typing import Final

from sqlalchemy import Connection

from hashtagspace.store.refresh.script import run

_OF_DEALS: Final = (
    "consents", "deliveries", "epoch_deliveries", "deal_moves", "consent_withdrawals", "deal_credits",
    "deletions",
)  # fmt: skip
_BLOCKS: Final = "block_number BETWEEN :low AND :high"
_DEALS: Final = "INSERT INTO scratch_deals " + " UNION ".join(  # noqa: S608 - own names
    f"SELECT deal FROM {name} WHERE {_BLOCKS}"  # noqa: S608 - own names
    for name in _OF_DEALS
)
_OFFERS: Final = f"""
INSERT INTO scratch_offers
SELECT offer FROM offer_openings WHERE {_BLOCKS} UNION SELECT offer FROM offer_amounts WHERE {_BLOCKS}
"""  # noqa: S608 - as above
# what: a column of the totals that `store.refresh.totals` names.
_SUMS: Final = (
    f"""
    INSERT INTO scratch_sums (what, id, amount, sign)
    SELECT 'offer.put_in', offer, budget, :sign FROM offer_openings WHERE {_BLOCKS}
    UNION ALL
    SELECT CASE WHEN event = 'funded' THEN 'offer.put_in' ELSE 'offer.swept' END, offer, amount, :sign
    FROM offer_amounts WHERE {_BLOCKS}
    UNION ALL
    SELECT 'payee.credited', o.buyer, a.amount, :sign FROM offer_amounts a CROSS JOIN offer_openings o
    WHERE a.{_BLOCKS} AND a.event = 'closed' AND o.offer = a.offer
    """,  # noqa: S608 - as above
    f"""
    INSERT INTO scratch_sums (what, id, amount, sign)
    SELECT 'deal.credited', deal, amount, :sign FROM deal_credits WHERE {_BLOCKS}
    UNION ALL
    SELECT 'payee.credited', payee, amount, :sign FROM deal_credits WHERE {_BLOCKS}
    UNION ALL
    SELECT 'payee.withdrawn', payee, amount, :sign FROM payouts WHERE {_BLOCKS}
    """,  # noqa: S608 - as above
)


def mark_market(connection: Connection, low: int, high: int, *, sign: int) -> None:
    """What the market's facts of the blocks concern is marked; `sign`: 1 they came, −1 they go."""
    run(connection, _DEALS, _OFFERS, low=low, high=high)
    run(connection, *_SUMS, low=low, high=high, sign=sign)
