"""Membership of the jurors, folded from its events."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class JurorSeatRecord:
    """The profile can be drawn in epochs from_epoch <= e < until_epoch; None: open."""

    from_epoch: int
    until_epoch: int | None


_e = tables.juror_events.c
_EVENTS: Final = (
    select(_e.event, _e.epoch)
    .where(_e.profile == bindparam("profile"), _e.event.in_(("joined", "left")))
    .order_by(_e.block_number, _e.log_index)
)


def find_juror(connection: Connection, profile: int) -> JurorSeatRecord | None:
    """The latest membership of a profile, None if it never joined."""
    found: JurorSeatRecord | None = None
    for event, epoch in connection.execute(_EVENTS, {"profile": profile}):
        if event == "joined":
            found = JurorSeatRecord(epoch + 1, None)
        elif found is not None:
            found = JurorSeatRecord(found.from_epoch, epoch)
    return found
