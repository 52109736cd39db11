"""Every kind of cell before the contract: it follows, and it claims what `list_claims` says, no more."""

import pytest
from fights import make_ready
from people_world import PeopleWorld
from web3.exceptions import ContractLogicError

from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.difference import Expected
from hashtagspace.personhood.header import Witness
from hashtagspace.personhood.witness import build_witness, list_claims
from hashtagspace.scorer.calls import spell_header, spell_witness

pytestmark = pytest.mark.anvil


@pytest.fixture
def made(world: PeopleWorld) -> Commitment:
    return make_ready(world)[1]


def test_every_column_follows_and_claims_what_is_there(world: PeopleWorld, made: Commitment) -> None:
    arbiter = world.deployed.contracts["Arbiter"].functions
    header, expected = spell_header(made.header), Expected(made, made.header)
    assert arbiter.isShaped(header).call()
    asked = 0
    for column in range(made.column_count + len(made.candidates)):
        for seat in {0, 1 + column * 3 % (made.seats - 1)} if column < made.column_count else {0}:
            witness = build_witness(made, column, seat)
            leaf = made.leaf(column, seat) if column < made.column_count else bytes(32)
            assert arbiter.isFollowing(header, column, seat, leaf, spell_witness(witness)).call(), column
            claims = list_claims(made, made.header, column, seat, witness)
            assert [claim.leaf for claim in claims] == [expected.leaf(one.column, one.seat) for one in claims]
            for claim in claims[:4] + claims[-1:]:
                said = arbiter.claimOf(header, column, seat, spell_witness(witness), claim.index).call()
                assert said == [claim.column, claim.seat, claim.leaf]
                asked += 1
            _assert_nothing_more(arbiter, header, column, seat, witness, {one.index for one in claims})
    assert asked > 200


def _assert_nothing_more(arbiter, header, column: int, seat: int, witness: Witness, known: set[int]) -> None:
    beyond = max(known, default=-1) + 1
    with pytest.raises(ContractLogicError):
        arbiter.claimOf(header, column, seat, spell_witness(witness), beyond).call()


def test_the_root_is_what_the_contract_hashes(world: PeopleWorld, made: Commitment) -> None:
    world.call(world.people["liar"], "EpochRoots", "post", spell_header(made.header))
    (post,) = world.scorer(None).ledger.look().games.posts.values()
    assert post.root == made.header.root
    assert post.header == made.header
