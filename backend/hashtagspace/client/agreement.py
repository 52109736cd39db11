"""A second word before a key leaves: one node that lies would otherwise have it without any escrow.

The gateway says nothing that a key is delivered on; but while one answers, it has to say the same.
"""

from typing import Final

from hashtagspace.chain.relay_reads import Head
from hashtagspace.client.market import Market
from hashtagspace.client.market_records import Deal
from hashtagspace.errors import Conflict, HashtagspaceError, NotFound

MOST_DRIFT_SECONDS: Final = 15 * 60
LOCAL_CHAIN: Final = 31337
"""The chain of a developer's own machine, whose time is moved by hand."""


def verify_agreement(market: Market, deal: bytes, digest: bytes) -> None:
    """The gateway tells the same acceptance, final, or there is none that answers.

    Raises `deliver.disagree`, `deliver.not_final`, and `gateway.other_market`.
    """
    if not market.has_gateway:
        return
    try:
        told: Deal | None = market.gateway.get_deal(deal)
    except NotFound:
        told = None
    except HashtagspaceError as failure:
        if failure.retryable:
            return
        raise
    if told is None or told.digest != "0x" + digest.hex():
        raise Conflict(
            "Your node says that the business accepted, the gateway does not: the key stays here until both "
            "say the same. Look at another node or another gateway.",
            code="deliver.disagree",
        )
    if not told.accept_final:
        raise Conflict(
            "The gateway does not call the accept final yet; deliver once it does.", code="deliver.not_final"
        )


def verify_clock(market: Market, head: Head) -> None:
    """Node and clock tell about the same time; raises `deliver.clock`."""
    drift = abs(head.time_seconds - market.now_ms() // 1000)
    if drift > MOST_DRIFT_SECONDS and market.deployment.chain_id != LOCAL_CHAIN:
        raise Conflict(
            "Your node and this machine's clock differ by more than a quarter of an hour: set the clock "
            "right, or choose another node.",
            code="deliver.clock",
        )
