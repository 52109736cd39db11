"""Terms of vouches, told from their events: who vouches for whom, since when and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select

from hashtagspace.domain.levels import is_term_counting
from hashtagspace.store import tables


@dataclass(frozen=True, slots=True)
class VouchTerm:
    """One time of a vouch: it counts through `until`, None while open. `is_held`: its stake lies there."""

    sender: int
    receiver: int
    since: int
    until: int | None
    is_held: bool

    def is_counting(self, epoch: int) -> bool:
        """Whether it counts in an epoch, if the other direction does too."""
        return is_term_counting(self.since, self.until, epoch)


_e = tables.vouch_events.c
_EVENTS: Final[Select[Any]] = select(_e.sender, _e.receiver, _e.event, _e.epoch).order_by(
    _e.sender, _e.receiver, _e.block_number, _e.log_index
)
_FROM: Final = _EVENTS.where(_e.sender == bindparam("profile"))
_TO: Final = _EVENTS.where(_e.receiver == bindparam("profile"))
_AMONG: Final = _EVENTS.where(_e.sender.in_(bindparam("ids", expanding=True)))
_AT_ONCE: Final = 500


def list_terms(connection: Connection) -> Iterator[VouchTerm]:
    """Every term, by direction, oldest first."""
    yield from _fold(connection.execute(_EVENTS))


def list_terms_from(connection: Connection, profile: int) -> list[VouchTerm]:
    """Terms of the vouches that a profile gave."""
    return list(_fold(connection.execute(_FROM, {"profile": profile})))


def list_terms_to(connection: Connection, profile: int) -> list[VouchTerm]:
    """Terms of the vouches that a profile was given."""
    return list(_fold(connection.execute(_TO, {"profile": profile})))


def map_partners(connection: Connection, profiles: Iterable[int], epoch: int) -> dict[int, set[int]]:
    """The live partners of these profiles in an epoch."""
    wanted = list(dict.fromkeys(profiles))
    given = _map_counting(connection, wanted, epoch)
    others = {other for found in given.values() for other in found} - given.keys()
    back = given | _map_counting(connection, others, epoch)
    return {one: {other for other in given[one] if one in back[other]} for one in wanted}


def _map_counting(connection: Connection, profiles: Iterable[int], epoch: int) -> dict[int, set[int]]:
    wanted = list(profiles)
    found: dict[int, set[int]] = {profile: set() for profile in wanted}
    for at in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(_AMONG, {"ids": wanted[at : at + _AT_ONCE]})
        for term in _fold(rows):
            if term.is_counting(epoch):
                found[term.sender].add(term.receiver)
    return found


def _fold(rows: Iterable[Any]) -> Iterator[VouchTerm]:
    """A direction's events in order: vouched opens a term, withdrawn ends it, the rest takes its stake."""
    term: VouchTerm | None = None
    for sender, receiver, event, epoch in rows:
        if term is not None and (event == "vouched" or (term.sender, term.receiver) != (sender, receiver)):
            yield term
            term = None
        if event == "vouched":
            term = VouchTerm(sender, receiver, epoch, None, is_held=True)
        elif term is not None:
            until = epoch if event == "withdrawn" else term.until
            term = VouchTerm(sender, receiver, term.since, until, term.is_held and event == "withdrawn")
    if term is not None:
        yield term
