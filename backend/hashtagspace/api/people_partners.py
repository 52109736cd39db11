"""The profiles that vouch for a profile or that it vouches for, and what each adds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hashtagspace.domain.levels import SETTLING_EPOCHS
from hashtagspace.personhood.definition import ONE
from hashtagspace.store import people_scores, read_vouches
from hashtagspace.store.people_scores import ScoreRow
from hashtagspace.store.read_vouches import VouchTerm
from hashtagspace.store.reader import Connection

MOST_PARTNERS: Final = 512
State = Literal["live", "pending", "oneWay", "asked", "ending"]


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner; epochs as `VouchPartner` of the API has them, shares in 1/65,536."""

    profile: int
    state: State
    since: int
    live_from: int | None
    until: int | None
    is_vouching: bool
    share: int | None
    contribution: int | None

    @property
    def is_counting(self) -> bool:
        """Whether both vouches count now."""
        return self.state == "live" or (self.state == "ending" and self.live_from is None)


def list_partners(
    connection: Connection, profile: int, now: int, scored: int
) -> tuple[Sequence[Partner], int]:
    """Partners in epoch `now` with their numbers of epoch `scored`, and how many vouches are open.

    Those that add most come first; MOST_PARTNERS of them.
    """
    given = _latest(read_vouches.list_terms_from(connection, profile), now, lambda term: term.receiver)
    taken = _latest(read_vouches.list_terms_to(connection, profile), now, lambda term: term.sender)
    others = sorted(given.keys() | taken.keys())
    scores = people_scores.map_scores(connection, scored, others)
    partners = [_build(one, given.get(one), taken.get(one), now, scores.get(one)) for one in others]
    partners.sort(key=lambda one: (-(one.contribution or 0), one.state != "live", one.profile))
    return partners[:MOST_PARTNERS], sum(term.until is None for term in given.values())


def _latest(terms: Iterable[VouchTerm], now: int, other: Callable[[VouchTerm], int]) -> dict[int, VouchTerm]:
    """The latest term of each direction that is open, or that counts through this epoch or later."""
    return {other(term): term for term in terms if term.until is None or term.until >= now}


def _build(
    other: int, given: VouchTerm | None, taken: VouchTerm | None, now: int, score: ScoreRow | None
) -> Partner:
    both = [term for term in (given, taken) if term is not None]
    since = max(term.since for term in both)
    ends = [term.until for term in both if term.until is not None]
    is_mutual = len(both) == 2
    is_old = is_mutual and since + SETTLING_EPOCHS <= now
    if not is_mutual:
        state: State = "oneWay" if given is not None else "asked"
    elif ends:
        state = "ending"
    else:
        state = "live" if is_old else "pending"
    share = None if score is None or not score.weight else score.share
    counts = is_old and share is not None
    return Partner(
        profile=other,
        state=state,
        since=since,
        live_from=since + SETTLING_EPOCHS if is_mutual and not is_old else None,
        until=min(ends) if ends else None,
        is_vouching=given is not None and given.until is None,
        share=share,
        contribution=max(0, min(ONE, share)) if counts and share is not None else None,
    )
