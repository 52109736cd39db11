"""What vouches become of an epoch: only mutual ones, a full epoch old, count, whatever else is said."""

from types import SimpleNamespace

import numpy as np
import pytest
from vouch_graphs import make_people

from hashtagspace.domain import people_events as events
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.jury_events import Founded
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.facts import Facts, build_inputs

AT = (Checkpoint(1, 0), bytes(32))
CHECKS = 4
FIRST_FAKE = 1_000


def seat(facts, profile):
    facts.apply(events.SeatGiven(*AT, profile, len(facts.seats), 1))


def vouch(facts, sender, receiver, epoch=1):
    facts.apply(events.Vouched(*AT, sender, receiver, epoch))


def vouch_mutually(facts, pairs):
    for one, other in {(min(pair), max(pair)) for pair in pairs}:
        vouch(facts, one, other)
        vouch(facts, other, one)


@pytest.fixture
def society():
    """Eighty people who vouch for each other, ten of them founders; profile numbers are from 1."""
    facts = Facts()
    for profile in range(1, 81):
        seat(facts, profile)
    vouch_mutually(facts, [(u + 1, v + 1) for u, v in make_people(80).edges])
    for profile in range(1, 81, 8):
        facts.apply(Founded(*AT, profile))
    return SimpleNamespace(facts=facts, people=range(1, 81))


def commit(facts, epoch=3):
    return Commitment(build_inputs(facts, epoch, CHECKS))


def test_a_flood_of_one_way_vouches_changes_no_number_and_makes_nobody_a_member(society):
    before = commit(society.facts)
    for fake in range(FIRST_FAKE, FIRST_FAKE + 40):
        seat(society.facts, fake)
        for victim in society.people[:10]:
            vouch(society.facts, fake, victim)
    after = commit(society.facts)
    assert after.seats == before.seats + 40
    assert after.accounts == before.accounts == len(society.people)
    assert (before.standing.level > 0).any()
    for name in ("share", "support", "bound", "level"):
        assert np.array_equal(getattr(after.standing, name), getattr(before.standing, name)), name


def test_a_vouch_for_oneself_joins_nobody(society):
    seat(society.facts, FIRST_FAKE)
    vouch(society.facts, FIRST_FAKE, FIRST_FAKE)
    assert not commit(society.facts).members[-1]


def test_a_vouch_counts_after_a_full_epoch_and_through_the_one_in_which_it_is_withdrawn(society):
    newcomer = FIRST_FAKE
    seat(society.facts, newcomer)
    vouch_mutually_at(society.facts, newcomer, 1, epoch=4)

    def is_partner(epoch):
        members = commit(society.facts, epoch).members
        return len(members) > len(society.people) and bool(members[-1])

    assert [is_partner(epoch) for epoch in (4, 5, 6, 7)] == [False, False, True, True]
    society.facts.apply(events.VouchWithdrawn(*AT, 1, newcomer, 7))
    assert [is_partner(epoch) for epoch in (6, 7, 8)] == [True, True, False]


def vouch_mutually_at(facts, one, other, epoch):
    vouch(facts, one, other, epoch)
    vouch(facts, other, one, epoch)
