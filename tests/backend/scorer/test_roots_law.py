"""Who withholds loses, who is right wins whoever attacks, and what was right is never lost to a trick."""

import pytest
from deployed import EPOCH_SECONDS
from fights import Liar, make_ready, play_out
from forged_roots import Forgery, forge_cell
from people_world import MOVE_SECONDS, PeopleWorld, settle, wallet_of

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.people_states import PostState, Turn
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.games import post_id
from hashtagspace.personhood.leaves import build_nodes
from hashtagspace.personhood.witness import build_witness
from hashtagspace.scorer.calls import spell_header, spell_witness
from hashtagspace.scorer.epochs import Epochs

pytestmark = pytest.mark.anvil
BOND, DISPUTE_BOND = 500 * 10**18, 100 * 10**18
Ready = tuple[PeopleWorld, Commitment]


@pytest.fixture
def ready(world: PeopleWorld) -> Ready:
    return make_ready(world)


class Mute(Forgery):
    """Never makes a move."""

    def defend(self, _made, _dispute):
        return None


def test_a_poster_who_withholds_loses_its_bond(ready: Ready) -> None:
    world, made = ready
    forged = forge_cell(made, 20)
    liar = Liar(world, made, Mute(forged.name, forged.header))
    before = world.tag("watcher")
    watcher = world.scorer("watcher")
    play_out(world, liar, watcher)
    assert world.state_of(liar.post) == PostState.REFUTED
    assert "timeOut" in watcher.tally.sent
    assert liar.moves == 0
    settle(watcher)
    # The dispute bond is back, half of the liar's bond came, and the own root stands with its bond.
    assert world.tag("watcher") == before + BOND // 2 - BOND


def test_the_right_root_becomes_final_beside_the_wrong_one(ready: Ready) -> None:
    world, made = ready
    liar = Liar(world, made, forge_cell(made, made.share_column + 1))
    watcher = world.scorer("watcher")
    play_out(world, liar, watcher)
    settle(watcher)
    world.pass_seconds(EPOCH_SECONDS + 5)
    settle(watcher)
    assert world.final_root(3) == made.header.root
    assert world.level("anna") == 3


def test_a_sham_dispute_costs_the_challenger_and_the_root_stands(ready: Ready) -> None:
    """The right root is defended by a process that did not post it, against every column kind."""
    world, made = ready
    poster = world.scorer("watcher")
    settle(poster)
    post = post_id(made.header.root, world.people["watcher"].address)
    columns = [0, 1, 2, 3, 9, 40, made.share_column, made.share_column + 1, made.column_count - 1]
    for number, column in enumerate([*columns, made.column_count], start=1):
        world.call(world.people["liar"], "EpochRoots", "dispute", post, spell_header(made.header), column)
        defender = world.scorer("watcher")
        for _ in range(10):
            dispute = defender.ledger.look().games.disputes[number]
            if dispute.turn is Turn.CONTRADICT:
                break
            defender.step()
            if dispute.turn is Turn.CHOOSE:
                opened = dispute.openings[-1].nodes
                world.call(
                    world.people["liar"], "EpochRoots", "choose", number, list(opened), len(opened) // 2
                )
        assert defender.ledger.look().games.disputes[number].turn is Turn.CONTRADICT, f"column {column}"
    world.pass_seconds(MOVE_SECONDS + 1)
    settle(defender)
    assert defender.ledger.look().games.disputes_of(post) == []
    world.pass_seconds(EPOCH_SECONDS)
    settle(defender)
    assert world.final_root(3) == made.header.root


def test_a_dispute_about_padding_of_a_right_root_is_lost_at_once(ready: Ready) -> None:
    world, made = ready
    settle(world.scorer("watcher"))
    post = post_id(made.header.root, world.people["watcher"].address)
    world.call(world.people["liar"], "EpochRoots", "dispute", post, spell_header(made.header), 5)
    defender = world.scorer("watcher")
    defender.step()
    opened = defender.ledger.look().games.disputes[1].openings[-1].nodes
    world.call(world.people["liar"], "EpochRoots", "choose", 1, list(opened), 15)
    settle(defender)
    assert defender.ledger.look().games.disputes[1].turn is Turn.OVER
    assert world.state_of(post) == PostState.OPEN


def test_who_posts_the_right_root_and_loses_on_purpose_ruins_no_epoch(ready: Ready) -> None:
    """The poster answers its own accomplice with a false word; another post of the same root goes on."""
    world, made = ready
    liar = Liar(world, made, Forgery("right, on purpose", made.header))
    bystander = world.scorer("watcher")
    settle(bystander)
    assert "post" not in bystander.tally.sent, "an equal root stands undisputed"
    column = made.share_column
    world.call(world.people["liar"], "EpochRoots", "dispute", liar.post, spell_header(made.header), column)
    settle(bystander)
    assert "post" in bystander.tally.sent, "now it may fall"
    world.pass_seconds(EPOCH_SECONDS + 5)
    settle(bystander)
    assert world.final_root(3) == made.header.root


def test_a_sham_challenge_of_a_wrong_root_does_not_keep_the_honest_one_away(ready: Ready) -> None:
    world, made = ready
    forged = forge_cell(made, 30)
    liar = Liar(world, made, forged)
    # The accomplice disputes a column that is right and then lets its time run out.
    world.call(world.people["keeper"], "EpochRoots", "dispute", liar.post, spell_header(forged.header), 2)
    watcher = world.scorer("watcher")
    play_out(world, liar, watcher)
    assert world.state_of(liar.post) == PostState.REFUTED
    view = watcher.ledger.look()
    assert {one.challenger for one in view.games.disputes.values()} == {
        world.people["keeper"].address,
        world.people["watcher"].address,
    }


def test_a_challenger_cannot_answer_in_the_posters_stead(ready: Ready) -> None:
    """It would answer with a false word and contradict it. The poster alone answers."""
    world, made = ready
    liar, bystander = world.people["liar"], world.scorer("watcher")
    poster = Liar(world, made, Forgery("right", made.header))
    keeper = world.people["keeper"]
    world.call(keeper, "EpochRoots", "dispute", poster.post, spell_header(made.header), 2)
    settle(bystander)
    assert "open" not in bystander.tally.sent + bystander.tally.refused, "a game of strangers is not our gas"
    nodes = list(build_nodes(made.tree(2), 4, 0, 4))
    world.call(liar, "EpochRoots", "open", 1, nodes)
    opened = bystander.ledger.look().games.disputes[1].openings[-1].nodes
    world.call(keeper, "EpochRoots", "choose", 1, list(opened), 0)
    witness = build_witness(made, 2, 0)
    with pytest.raises(CallReverted):
        world.call(keeper, "EpochRoots", "answer", 1, spell_header(made.header), spell_witness(witness))
    settle(bystander)
    assert "answer" not in bystander.tally.sent + bystander.tally.refused
    assert "post" in bystander.tally.sent, "its own equal root, which it can answer for"
    world.call(liar, "EpochRoots", "answer", 1, spell_header(made.header), spell_witness(witness))


def test_a_wrong_root_that_nobody_disputed_in_time_is_not_ended_by_the_process(ready: Ready) -> None:
    """It was away for the whole window: it says so loudly, and lends no hand."""
    world, made = ready
    liar = Liar(world, made, forge_cell(made, 20))
    world.pass_seconds(2 * EPOCH_SECONDS)
    late = world.scorer("watcher")
    settle(late)
    assert world.state_of(liar.post) == PostState.OPEN
    assert liar.post in late.tally.wrong_roots
    assert "finish" not in late.tally.sent


def test_two_honest_processes_get_their_bonds_back(ready: Ready) -> None:
    world, made = ready
    first, second = world.scorer("watcher"), world.scorer("liar")
    held = {name: world.tag(name) for name in ("watcher", "liar")}
    roots = world.deployment.addresses["EpochRoots"]
    world.call(world.people["watcher"], "TagToken", "approve", roots, 2**255)
    world.call(world.people["liar"], "EpochRoots", "post", spell_header(made.header))
    world.call(world.people["watcher"], "EpochRoots", "post", spell_header(made.header))
    world.pass_seconds(EPOCH_SECONDS + 5)
    for scorer in (first, second, first):
        settle(scorer)
    assert world.final_root(3) == made.header.root
    # Each has a bond in the next epoch's root at most.
    assert all(world.tag(name) in (held[name], held[name] - BOND) for name in held)


def test_many_disputes_at_once_are_all_answered_in_one_look(ready: Ready) -> None:
    """Sent before any is waited for, the nearest deadline first; proofs of levels wait meanwhile."""
    world, made = ready
    poster = world.scorer("watcher")
    settle(poster)
    post = post_id(made.header.root, world.people["watcher"].address)
    for column in range(20):
        world.call(world.people["liar"], "EpochRoots", "dispute", post, spell_header(made.header), column)
    poster.step()
    assert poster.tally.sent.count("open") == 20
    disputes = poster.ledger.look().games.disputes_of(post)
    assert {one.turn for one in disputes} == {Turn.CHOOSE}
    world.pass_seconds(MOVE_SECONDS + 1)
    settle(poster)
    assert poster.tally.sent.count("timeOut") == 20
    assert world.state_of(post) == PostState.OPEN


def test_one_wrong_root_from_many_addresses_is_told_where_bonds_are_short(ready: Ready) -> None:
    world, made = ready
    forged = forge_cell(made, 20)
    for name in ("liar", "second", "third"):
        if name != "liar":
            world.join(name)
        world.call(world.people[name], "EpochRoots", "post", spell_header(forged.header))
    poor = world.people["poor"] = wallet_of("poor")
    world.fund(poor, DISPUTE_BOND * 2)
    watcher = world.scorer("poor")
    settle(watcher)
    assert ("bonds", 3 * DISPUTE_BOND) in watcher.tally.short
    assert watcher.tally.sent.count("dispute") == 2
    for _ in range(2):
        world.pass_seconds(MOVE_SECONDS + 1)
        settle(watcher)
    assert watcher.tally.sent.count("dispute") == 3, "what was won pays for the next"
    states = [world.state_of(post_id(forged.header.root, world.people[name].address))
              for name in ("liar", "second", "third")]  # fmt: skip
    assert states == [PostState.REFUTED] * 3


class FaultyEpochs(Epochs):
    """Cannot compute one epoch, as if a stranger had found a fault here."""

    def find(self, view, epoch):
        if epoch == 2:
            raise KeyError("a fault that nobody thought of")
        return super().find(view, epoch)


def test_a_fault_over_one_epoch_stops_no_dispute_about_another(ready: Ready) -> None:
    world, made = ready
    liar = Liar(world, made, Mute("column 20", forge_cell(made, 20).header))
    watcher = world.scorer("watcher")
    watcher.epochs = FaultyEpochs()
    play_out(world, liar, watcher)
    assert world.state_of(liar.post) == PostState.REFUTED
