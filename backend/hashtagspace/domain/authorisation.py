"""Who may speak for a profile at a moment: the mirror of `ProfileRegistry.isAuthorised`.

It answers for any past moment from the latest state, so history never has to be replayed.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    """A wallet's time in control: from ≤ t < until, Unix seconds; until None is open."""

    custody: bytes
    from_seconds: int
    until_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class KeyGrant:
    """A session key's slot, written once: bit k of `kinds` allows kind k.

    `void_from_seconds` is the earliest moment any revocation named, None without one.
    """

    key: bytes
    from_seconds: int
    until_seconds: int
    kinds: int
    custody_index: int
    void_from_seconds: int | None = None


def _covers(from_seconds: int, until_seconds: int | None, t: int) -> bool:
    return from_seconds <= t and (until_seconds is None or t < until_seconds)


def is_authorised_key(custodies: Sequence[CustodyPeriod], grant: KeyGrant, kind: int, t: int) -> bool:
    """True iff the key may sign this kind at t: granted, not run out, not void, its custody not ended."""
    if not 0 <= grant.custody_index < len(custodies):
        return False
    return (
        bool(grant.kinds >> kind & 1)
        and _covers(grant.from_seconds, grant.until_seconds, t)
        and _covers(0, grant.void_from_seconds, t)
        and _covers(0, custodies[grant.custody_index].until_seconds, t)
    )


def is_authorised(
    custodies: Sequence[CustodyPeriod], grant: KeyGrant | None, signer: bytes, kind: int, t: int
) -> bool:
    """True iff `signer` was in custody at `t`, or `grant` is its session key and covers kind and `t`.

    `t` is the block time of the inclusion in seconds, never the date an intent claims.
    """
    for period in custodies:
        if period.custody == signer and _covers(period.from_seconds, period.until_seconds, t):
            return True
    return grant is not None and grant.key == signer and is_authorised_key(custodies, grant, kind, t)


def custody_index_at(custodies: Sequence[CustodyPeriod], t: int) -> int | None:
    """The index of the custody in force at `t`, None when there was none (a finished recovery's gap)."""
    for index, period in enumerate(custodies):
        if _covers(period.from_seconds, period.until_seconds, t):
            return index
    return None
