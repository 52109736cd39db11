"""Wrong roots fall: a second process finds the lie and wins, however well it is defended."""

import pytest
from forged_roots import Forgery, forge_rest, list_forgeries
from people_world import MOVE_SECONDS, PeopleWorld, wallet_of

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.people_states import PostState
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.games import post_id
from hashtagspace.scorer.calls import call_move, spell_header
from hashtagspace.scorer.scorer import Scorer

pytestmark = pytest.mark.anvil
BOND, DISPUTE_BOND = 500 * 10**18, 100 * 10**18


class Liar:
    """Posts a forgery and plays every move that keeps it alive."""

    def __init__(self, world: PeopleWorld, made: Commitment, forgery: Forgery) -> None:
        self.world, self.made, self.forgery = world, made, forgery
        self.wallet = world.people["liar"]
        self.post = post_id(forgery.header.root, self.wallet.address)
        self.moves = 0
        try:
            world.call(self.wallet, "EpochRoots", "post", spell_header(forgery.header))
        except CallReverted as refusal:
            raise AssertionError(f"{forgery.name}: not even posted: {refusal}") from refusal

    def play(self, looker: Scorer) -> bool:
        for dispute in looker.ledger.look().games.disputes_of(self.post):
            move = self.forgery.defend(self.made, dispute)
            if move is None:
                continue
            call = call_move(dispute.id, self.forgery.header, move)
            try:
                self.world.call(self.wallet, call.contract, call.function, *call.arguments)
            except CallReverted as refusal:
                raise AssertionError(
                    f"{self.forgery.name}: the lie is not even defended: {refusal}"
                ) from None
            self.moves += 1
            return True
        return False


@pytest.fixture
def ready(world: PeopleWorld) -> tuple[PeopleWorld, Commitment]:
    """The epoch has its beacon; what its root should be."""
    scorer = world.scorer(None)
    world.join("liar")
    world.scorer("watcher")
    world.people["keeper"] = wallet_of("keeper")
    world.fund(world.people["keeper"], 1)  # it takes the beacon, and has no bond to post with
    keeper = world.scorer("keeper")
    world.take_beacon(keeper)
    made = scorer.epochs.find(scorer.ledger.look(), 3)
    assert made is not None
    return world, made


def fight(world: PeopleWorld, made: Commitment, forgery: Forgery) -> tuple[Liar, Scorer]:
    """The liar posts, the watcher finds it; until neither has a move."""
    liar = Liar(world, made, forgery)
    watcher = world.scorer("watcher")
    for _ in range(40):
        moved = watcher.step()
        if world.state_of(liar.post) != PostState.OPEN:
            break
        if not liar.play(watcher) and not moved:
            world.pass_seconds(MOVE_SECONDS + 1)
    return liar, watcher


def test_a_lie_anywhere_falls(ready: tuple[PeopleWorld, Commitment]) -> None:
    world, made = ready
    steps = [column for column in made.walks._places if 12 < column < made.share_column - 2]
    chosen = [column for column in range(made.column_count) if column not in steps[1:-1]]
    lies = [*list_forgeries(made, chosen), *forge_rest(made)]
    assert len(lies) > 35
    for forgery in lies:
        snapshot = world.anvil.snapshot()
        liar, watcher = fight(world, made, forgery)
        assert world.state_of(liar.post) == PostState.REFUTED, forgery.name
        assert liar.post in watcher.tally.wrong_roots
        world.anvil.revert(snapshot)
