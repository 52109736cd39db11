"""What the people contracts said so far, folded from their events: enough for the inputs of every epoch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hashtagspace.domain import people_events as events
from hashtagspace.domain.jury_events import CaseDecided, CaseOpened, Founded
from hashtagspace.domain.levels import is_term_counting
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.personhood.graph import Ints, build_graph
from hashtagspace.personhood.header import NO_BEACON, EpochInputs

Direction = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """One time of a vouch: made in epoch `since`; counts through `until`, None while it is open."""

    since: int
    until: int | None

    def counts_in(self, epoch: int) -> bool:
        """A full epoch old when it begins, and not withdrawn before."""
        return is_term_counting(self.since, self.until, epoch)


class Facts:
    """Profiles are by number, seats in their order; `vetted` and `fakes` have the first epoch that counts."""

    def __init__(self) -> None:
        self.seats: Final[list[tuple[int, int]]] = []  # profile, epoch in which it came
        self.terms: Final[dict[Direction, list[Term]]] = {}
        self.vetted: Final[dict[int, int]] = {}
        self.fakes: Final[dict[int, int]] = {}
        self.beacons: Final[dict[int, bytes]] = {}
        self._accusations: Final[set[int]] = set()

    def apply(self, event: PeopleEvent) -> None:
        """One event in chain order; those that no score depends on change nothing."""
        match event:
            case events.SeatGiven():
                self.seats.append((event.profile, event.epoch))
            case events.Vouched():
                self.terms.setdefault((event.sender, event.receiver), []).append(Term(event.epoch, None))
            case events.VouchWithdrawn():
                terms = self.terms[event.sender, event.receiver]
                terms[-1] = Term(terms[-1].since, event.epoch)
            case events.BeaconTaken():
                self.beacons[event.epoch] = event.beacon
            case Founded():
                self.vetted[event.profile] = 1
            case CaseOpened(kind=CaseKind.ACCUSATION):
                self._accusations.add(event.case_id)
            case CaseDecided():
                self._judge(event)
            case _:
                pass

    def _judge(self, event: CaseDecided) -> None:
        """Pass vets, not by an accusation and not who is vetted or fake; fake is for ever."""
        profile = event.profile
        if event.verdict is Vote.FAKE:
            self.fakes.setdefault(profile, event.epoch + 1)
        elif event.verdict is Vote.PASS and self._can_vet(event):
            self.vetted.setdefault(profile, event.epoch + 1)

    def _can_vet(self, event: CaseDecided) -> bool:
        return event.case_id not in self._accusations and event.profile not in self.fakes

    def profiles_in(self, epoch: int) -> list[int]:
        """The profiles that had a seat before the epoch began, in the order of their seats."""
        return [profile for profile, given in self.seats if given < epoch]

    def is_vetted(self, profile: int, epoch: int) -> bool:
        """Whether the profile counts as vetted in an epoch."""
        return self.vetted.get(profile, epoch + 1) <= epoch and not self.is_fake(profile, epoch)

    def is_fake(self, profile: int, epoch: int) -> bool:
        """Whether the profile counts as a proven fake in an epoch."""
        return self.fakes.get(profile, epoch + 1) <= epoch


def build_inputs(facts: Facts, epoch: int, checks: int) -> EpochInputs:
    """What the score of an epoch is computed from. Source: personhood-formats.md, Inputs of epoch e."""
    profiles = facts.profiles_in(epoch)
    seat_of = {profile: seat for seat, profile in enumerate(profiles)}
    graph = build_graph(len(profiles), _list_edges(facts, epoch, seat_of))
    members = np.diff(graph.offsets) > 0
    living = [profiles[seat] for seat in np.flatnonzero(members)]
    return EpochInputs(
        epoch,
        graph,
        _seats([one for one in living if facts.is_vetted(one, epoch)], seat_of),
        _seats([one for one in living if facts.is_fake(one, epoch)], seat_of),
        facts.beacons.get(epoch, NO_BEACON),
        checks,
    )


def _list_edges(facts: Facts, epoch: int, seat_of: dict[int, int]) -> Ints:
    live = {
        direction for direction, terms in facts.terms.items() if any(term.counts_in(epoch) for term in terms)
    }
    edges = [(seat_of[u], seat_of[v]) for u, v in live if u < v and (v, u) in live]
    return np.array(edges, dtype=np.int64).reshape(-1, 2)


def _seats(profiles: Iterable[int], seat_of: dict[int, int]) -> Ints:
    return np.array(sorted(seat_of[profile] for profile in profiles), dtype=np.int64)


def is_same(one: EpochInputs, other: EpochInputs) -> bool:
    """Whether two sets of inputs are equal in every number."""
    arrays: Sequence[tuple[Ints, Ints]] = (
        (one.graph.offsets, other.graph.offsets),
        (one.graph.partners, other.graph.partners),
        (one.vetted, other.vetted),
        (one.fakes, other.fakes),
    )
    return (one.epoch, one.beacon, one.checks) == (other.epoch, other.beacon, other.checks) and all(
        np.array_equal(mine, theirs) for mine, theirs in arrays
    )
