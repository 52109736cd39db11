"""What pages of the market read: a pure function of its facts, written by `store.refresh` alone.

Amounts are sums of facts, moved by what came or went; the rest of a row is made anew from facts.
"""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from hashtagspace.store.columns import big, bytes_, metadata, position, small, word

# How many deals of an offer are in each state, by `deals.state`.
COUNTED_STATES = ("accepted", "delivered", "vesting", "subscribed", "settled", "refunded", "revoked")

# Not a budget held back: put_in − swept − taken + returned is what no deal holds.
offers = Table(
    "offers", metadata,
    bytes_("offer", primary_key=True),
    bytes_("buyer"),
    big("accept_until"),
    Column("is_closed", Boolean, nullable=False),
    big("opened_at"),
    word("put_in"),  # opened and funded
    word("swept"),  # to the buyer's credit by closing
    word("taken"),  # locked by accepting
    word("returned"),  # given back by deals
    *(big(name, server_default="0") for name in COUNTED_STATES),
    *position(),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, offers.c.opened_at, offers.c.offer)
Index(None, offers.c.buyer, offers.c.opened_at, offers.c.offer)

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
    word("credited"),
    big("withdrawn_at", nullable=True),
    Column("withdrawn_stage", Integer, nullable=True),
    big("last_block"),
    *position(),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(None, deals.c.offer, deals.c.since, deals.c.deal)
Index(None, deals.c.profile, deals.c.since, deals.c.deal)

# What an account was credited by deals and by closed offers of its own, and what was paid out to it.
payees = Table(
    "payees", metadata,
    bytes_("payee", primary_key=True),
    word("credited"),
    word("withdrawn"),
    sqlite_with_rowid=False,
)  # fmt: skip
