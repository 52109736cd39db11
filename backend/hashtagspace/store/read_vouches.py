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
_FROM_SOME: Final = _EVENTS.where(_e.sender.in_(bindparam("ids", expanding=True)))
_TO_SOME: Final = _EVENTS.where(_e.receiver.in_(bindparam("ids", expanding=True)))
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
    found: dict[int, set[int]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        given = {(t.sender, t.receiver) for t in _list_counting(connection, _FROM_SOME, some, epoch)}
        taken = {(t.receiver, t.sender) for t in _list_counting(connection, _TO_SOME, some, epoch)}
        found |= {one: set() for one in some}
        for one, other in given & taken:
            found[one].add(other)
    return found


def _list_counting(
    connection: Connection, statement: Select[Any], profiles: list[int], epoch: int
) -> Iterator[VouchTerm]:
    terms = _fold(connection.execute(statement, {"ids": profiles}))
    return (term for term in terms if term.is_counting(epoch))


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
