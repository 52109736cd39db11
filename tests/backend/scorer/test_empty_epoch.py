"""An epoch in which nobody has a live vouch has no right root: whoever posts one for it loses its bond."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from anvil_node import Anvil
from people_world import MOVE_SECONDS, PeopleWorld, settle

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.people_states import PostState
from hashtagspace.errors import NotFound
from hashtagspace.personhood.empty import EmptyCommitment
from hashtagspace.personhood.games import post_id
from hashtagspace.personhood.header import Header
from hashtagspace.personhood.leaves import hash_leaf
from hashtagspace.scorer.calls import spell_header
from hashtagspace.scorer.scorer import Scorer
from hashtagspace.scorer.verifying import Verifier

pytestmark = pytest.mark.anvil
LEVEL_3 = 3 << 96


@pytest.fixture
def world() -> Iterator[PeopleWorld]:
    """The second epoch of a fresh network: two seats, and no vouch that could count yet."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        made = PeopleWorld.make(node)
        made.join("mallory")
        made.vouch("mallory", "founder0")
        made.scorer("honest")
        made.begin(2)
        made.take_beacon(made.scorer("honest"))
        yield made
    finally:
        node.stop()


def forge(made: EmptyCommitment, *, has_right_row: bool, has_right_roll: bool) -> Header:
    """One member, vetted, covered, of level 3: everything that a level needs."""
    columns = [b"\x11" * 32] * (3 + 2 + 48 + 1 + 2)
    if has_right_row:
        columns[0] = made.header.columns[0]
    if has_right_roll:
        columns[1] = made.header.columns[1]
    columns[-1] = hash_leaf("standing", LEVEL_3)
    return Header(2, made.seats, 1, 1, 0, 1, tuple(columns), ())


def compute(scorer: Scorer) -> EmptyCommitment:
    made = scorer.epochs.find(scorer.ledger.look(), 2)
    assert isinstance(made, EmptyCommitment)
    return made


@pytest.mark.parametrize(("has_right_row", "has_right_roll"), [(False, False), (True, False), (True, True)])
def test_a_level_out_of_nothing_falls(world: PeopleWorld, has_right_row: bool, has_right_roll: bool) -> None:
    honest = world.scorer("honest")
    header = forge(compute(honest), has_right_row=has_right_row, has_right_roll=has_right_roll)
    mallory = world.people["mallory"]
    world.call(mallory, "EpochRoots", "post", spell_header(header))
    post = post_id(header.root, mallory.address)
    settle(honest)
    if not has_right_roll:
        world.pass_seconds(MOVE_SECONDS + 1)  # nobody can open or answer for it
        settle(honest)
    assert world.state_of(post) == PostState.REFUTED
    assert post in honest.tally.wrong_roots
    assert "post" not in honest.tally.sent


def test_it_never_becomes_final_by_the_process(world: PeopleWorld) -> None:
    honest = world.scorer("honest")
    header = forge(compute(honest), has_right_row=False, has_right_roll=False)
    world.call(world.people["mallory"], "EpochRoots", "post", spell_header(header))
    for _ in range(3):
        world.pass_seconds(3600)
        settle(honest)
    assert world.final_root(2) == bytes(32)
    assert world.level("mallory") == 0


def test_a_doubter_is_told(world: PeopleWorld) -> None:
    header = forge(compute(world.scorer(None)), has_right_row=True, has_right_roll=True)
    world.call(world.people["mallory"], "EpochRoots", "post", spell_header(header))
    verifier = Verifier(world.rpc(), world.deployment)
    check = verifier.verify(2)
    assert not check.is_right
    assert check.posts[0].difference == "the number of accounts, vetted or fakes"
    with pytest.raises(NotFound, match="mutual vouch"):
        verifier.find_standing(world.id("mallory"), 2)


def test_an_epoch_before_anybody_had_a_seat_takes_no_root(world: PeopleWorld) -> None:
    verifier = Verifier(world.rpc(), world.deployment)
    with pytest.raises(NotFound, match="cannot be computed"):
        verifier.verify(1)
    header = forge(compute(world.scorer(None)), has_right_row=True, has_right_roll=True)
    with pytest.raises(CallReverted):
        world.call(world.people["mallory"], "EpochRoots", "post", spell_header(replace(header, seats=0)))
