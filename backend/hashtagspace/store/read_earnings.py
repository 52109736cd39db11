"""What a profile earns as a person: in deals of offers that ask for a level."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from hashtagspace.store import tables

_d = tables.deals.c
_o = tables.offer_openings.c
_EARNED: Final = (
    select(_d.taken, _d.returned)
    .select_from(tables.deals.join(tables.offer_openings, _o.offer == _d.offer))
    .where(_d.profile == bindparam("profile"), _d.accepted_at >= bindparam("since"), _o.min_level > 0)
)


def sum_as_person(connection: Connection, profile: int, since: int) -> int:
    """Paid or still locked for the profile in deals accepted from `since` on, 1e-18 TAG."""
    rows = connection.execute(_EARNED, {"profile": profile, "since": since})
    return sum(int.from_bytes(taken, "big") - int.from_bytes(returned, "big") for taken, returned in rows)
