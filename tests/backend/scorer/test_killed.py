"""A process that dies at any transaction goes on: the next one finds on the chain how far it came."""

import pytest
from deployed import EPOCH_SECONDS
from fights import Liar, make_ready
from forged_roots import forge_cell
from people_world import MOVE_SECONDS, PeopleWorld

from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.transact import Transactor
from hashtagspace.domain.people_states import PostState
from hashtagspace.scorer.scorer import Scorer

pytestmark = pytest.mark.anvil


class Killed(BaseException):
    """The process is no more."""


class DyingRpc(SharedRpc):
    """The process dies at its first transaction: before the node has it, or when it has."""

    def __init__(self, url: str, *, is_sent: bool) -> None:
        super().__init__(Rpc(url))
        self._is_sent = is_sent

    def call(self, method, params=()):
        if method == "eth_sendRawTransaction":
            if self._is_sent:
                super().call(method, params)
            raise Killed
        return super().call(method, params)


def live_and_die(world: PeopleWorld, *, is_sent: bool) -> bool:
    """One process from its start to its death; False: it had nothing to do."""
    rpc = DyingRpc(world.anvil.url, is_sent=is_sent)
    wallet = world.people["watcher"]
    scorer = Scorer(rpc, world.deployment, Transactor(rpc, wallet, 31_337, poll_seconds=0.01))
    try:
        scorer.step()
    except Killed:
        return True
    return False


def test_every_process_dies_at_its_first_transaction_and_all_is_done(world: PeopleWorld) -> None:
    """Beacon, a dispute with all its moves, the own post, finish, levels: each by a process of its own."""
    _, made = make_ready(world)
    liar = Liar(world, made, forge_cell(made, 25))
    looker = world.scorer(None)
    deaths = 0
    for number in range(120):
        if live_and_die(world, is_sent=number % 3 != 0):
            deaths += 1
            continue
        if world.state_of(liar.post) == PostState.OPEN:
            if not liar.play(looker):
                world.pass_seconds(MOVE_SECONDS + 1)
        elif world.final_root(3) == bytes(32):
            world.pass_seconds(EPOCH_SECONDS + 5)
        elif number % 3 != 0:
            break
    assert world.state_of(liar.post) == PostState.REFUTED
    assert world.final_root(3) == made.header.root
    assert world.level("anna") == 3
    assert deaths > 20
