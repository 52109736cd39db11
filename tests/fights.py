"""A liar and a watcher over one posted root, until one of them has lost."""

from forged_roots import Forgery
from people_world import MOVE_SECONDS, PeopleWorld, wallet_of

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.people_states import PostState
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.games import post_id
from hashtagspace.scorer.calls import call_move, spell_header
from hashtagspace.scorer.scorer import Scorer


def make_ready(world: PeopleWorld) -> tuple[PeopleWorld, Commitment]:
    """The third epoch has its beacon and no post; what its root should be. Liar and watcher have bonds."""
    world.join("liar")
    world.scorer("watcher")
    world.people["keeper"] = wallet_of("keeper")
    world.fund(world.people["keeper"], 10**20)  # it takes the beacon, and has no bond to post with
    world.call(
        world.people["keeper"], "TagToken", "approve", world.deployment.addresses["EpochRoots"], 2**255
    )
    world.take_beacon(world.scorer("keeper"))
    looker = world.scorer(None)
    made = looker.epochs.find(looker.ledger.look(), 3)
    assert made is not None
    return world, made


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
        """One move, if it has one."""
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


def play_out(world: PeopleWorld, liar: Liar, watcher: Scorer) -> None:
    """Until the post is no longer open, or nobody does anything any more."""
    for _ in range(60):
        moved = watcher.step()
        if world.state_of(liar.post) != PostState.OPEN:
            return
        if not liar.play(watcher) and not moved:
            world.pass_seconds(MOVE_SECONDS + 1)
