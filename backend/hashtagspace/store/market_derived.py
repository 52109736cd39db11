"""What pages of the market read: a pure function of its facts, written by `store.refresh` alone.

Sums and counts have tables of their own, which move by what came or went and whose rows exist while they
are not zero; every other row is made anew from the facts of its key.
"""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from hashtagspace.store.columns import big, bytes_, metadata, position, small, word

# How many deals of an offer are in each state, by `deals.state`.
COUNTED_STATES = ("accepted", "delivered", "vesting", "subscribed", "settled", "refunded", "revoked")

offers = Table(
    "offers", metadata,
    bytes_("offer", primary_key=True),
    bytes_("buyer"),
    big("accept_until"),
    Column("is_closed", Boolean, nullable=False),
    big("opened_at"),
    *position(),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, offers.c.opened_at, offers.c.offer)
Index(None, offers.c.buyer, offers.c.opened_at, offers.c.offer)

# Of any id that an event names as an offer's: a profile may withdraw from an offer before there is one.
# put_in + returned − swept − taken is the budget that no deal holds.
offer_totals = Table(
    "offer_totals", metadata,
    bytes_("offer", primary_key=True),
    word("put_in"),  # opened and funded
    word("swept"),  # to the buyer's credit by closing
    word("taken"),  # locked by accepting
    word("returned"),  # given back by deals
    *(big(name) for name in COUNTED_STATES),
    sqlite_with_rowid=False,
)  # fmt: skip

# state and withdrawn_stage: numbers of IMarketTypes.State. A deal that was withdrawn before any consent has
# no digest, payee or price. The row's place is that of the deal's first event.
deals = Table(
    "deals", metadata,
    bytes_("deal", primary_key=True),
    bytes_("offer"),
    big("profile"),
    small("state"),
    big("since"),  # time of the first event
    bytes_("digest", nullable=True),
    bytes_("payee", nullable=True),
    word("price", nullable=True),
    big("accepted_at", nullable=True),
    big("accept_block", nullable=True),
    big("until", nullable=True),  # last second of what the state waits for
    big("vesting_from", nullable=True),
    big("vesting_until", nullable=True),
    word("vesting_rest", nullable=True),
    word("taken"),
    word("returned"),
    big("withdrawn_at", nullable=True),
    Column("withdrawn_stage", Integer, nullable=True),
    big("last_block"),
    *position(),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, deals.c.offer, deals.c.since, deals.c.deal)
Index(None, deals.c.profile, deals.c.since, deals.c.deal)

deal_totals = Table(
    "deal_totals", metadata, bytes_("deal", primary_key=True), word("credited"), sqlite_with_rowid=False,
)  # fmt: skip

# What an account was credited by deals and by closed offers of its own, and what was paid out to it.
payee_totals = Table(
    "payee_totals", metadata,
    bytes_("payee", primary_key=True),
    word("credited"),
    word("withdrawn"),
    sqlite_with_rowid=False,
)  # fmt: skip
