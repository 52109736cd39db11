"""Vouching, appealing, judging and tipping through the SDK, each wallet paying its own gas."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import ROOT, Anvil
from deployed import EPOCH_SECONDS, UNIT
from people_world import FOUNDERS, PeopleWorld, ring, settle

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.client.juror import Juror
from hashtagspace.client.people import Person
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.domain.people_states import CaseState, Vote
from hashtagspace.errors import Conflict, NotFound

pytestmark = pytest.mark.anvil
FOUNDED = [f"founder{number}" for number in range(FOUNDERS)]
EVIDENCE = b"\x11" * 32


@pytest.fixture(scope="module")
def _founded() -> Iterator[PeopleWorld]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        world = PeopleWorld.make(node)
        world.vouch_all(ring(FOUNDED, 3))
        for name in ("anna", "bert", "cleo"):
            world.join(name)
        yield world
    finally:
        node.stop()


@pytest.fixture
def world(_founded: PeopleWorld) -> Iterator[PeopleWorld]:
    snapshot, people = _founded.anvil.snapshot(), dict(_founded.people)
    yield _founded
    _founded.people = people
    _founded.anvil.revert(snapshot)


def person(world: PeopleWorld, name: str) -> Person:
    network = PeopleNetwork(world.deployment, world.anvil.url, poll_seconds=0.01)
    return Person(network, world.people[name], world.id(name))


def test_three_newcomers_and_a_vetted_person_reach_a_level(world: PeopleWorld) -> None:
    newcomers = [person(world, name) for name in ("anna", "bert", "cleo")]
    founder = person(world, "founder0")
    for one in newcomers:
        for other in (*newcomers, founder):
            if one is not other:
                assert one.vouch(other.profile) == "direct"
        founder.vouch(one.profile)
    assert newcomers[0].is_vouching(founder.profile)
    assert [one.level() for one in newcomers] == [0, 0, 0]
    scorer = world.scorer("poster")
    world.begin(3)
    world.take_beacon(scorer)
    settle(scorer)
    world.pass_seconds(EPOCH_SECONDS + 5)
    scorer.levels_at_once = 0  # nobody proves for them: they do it themselves
    settle(scorer)
    world.anvil.mine(3)
    assert [one.level() for one in newcomers] == [0, 0, 0]
    found = newcomers[0].standing()
    assert (found.epoch, found.level) == (3, newcomers[0].prove_level())
    assert newcomers[0].level() >= 1
    assert newcomers[1].level() == 0, "a level is proven one by one"


def test_an_appeal_judged_by_five_founders_makes_vetted(world: PeopleWorld, tmp_path: Path) -> None:
    jurors = [Juror(person(world, name), tmp_path) for name in FOUNDED]
    for juror in jurors:
        juror.join()
    anna = person(world, "anna")
    before = world.tag("anna")
    case = anna.appeal(EVIDENCE)
    assert anna.read_case_state(case) is CaseState.READY
    assert world.tag("anna") == before - 25 * UNIT
    scorer = world.scorer("poster")
    world.begin(2)
    world.take_beacon(scorer)
    settle(scorer)
    assert anna.read_case_state(case) is CaseState.VOTING, "the process draws the jury"
    on_duty = [juror for juror in jurors if juror.list_duties() == [case]]
    assert len(on_duty) == 5
    for juror in on_duty:
        juror.commit_vote(case, Vote.FAKE)
        juror.commit_vote(case, Vote.PASS)  # the latest counts
    with pytest.raises(CallReverted):
        on_duty[0].reveal_vote(case)  # not before the time
    world.pass_seconds(EPOCH_SECONDS // 2 + 5)
    again = Juror(on_duty[0].person, tmp_path)
    assert again.reveal_vote(case) is Vote.PASS, "another process of the same folder opens it"
    for juror in on_duty[1:]:
        juror.reveal_vote(case)
    settle(scorer)
    assert anna.read_case_state(case) is CaseState.DECIDED
    assert anna.level() == 3
    assert int(anna.network.read("Jury", "creditOf", anna.wallet.address)) == 25 * UNIT


def test_a_vote_without_its_folder_cannot_be_opened(world: PeopleWorld, tmp_path: Path) -> None:
    jurors = [Juror(person(world, name), tmp_path / "kept") for name in FOUNDED]
    for juror in jurors:
        juror.join()
    case = person(world, "bert").appeal(EVIDENCE)
    scorer = world.scorer("poster")
    world.begin(2)
    world.take_beacon(scorer)
    settle(scorer)
    juror = next(juror for juror in jurors if juror.list_duties())
    juror.commit_vote(case, Vote.PASS)
    world.pass_seconds(EPOCH_SECONDS // 2 + 5)
    elsewhere = Juror(juror.person, tmp_path / "lost")
    with pytest.raises(Conflict, match="sealed with this folder"):
        elsewhere.reveal_vote(case)


def test_a_slot_whose_juror_is_gone_is_taken_first(world: PeopleWorld, tmp_path: Path) -> None:
    first, second, third = (Juror(person(world, name), tmp_path) for name in FOUNDED[:3])
    first.join()
    first.leave()
    second.join()
    slots = [first.person.network.read("Jury", "jurorOf", one.person.profile)[2] for one in (first, second)]
    assert slots == [0, 1], "the first may still be drawn in this epoch"
    world.begin(2)
    third.join()
    assert third.person.network.read("Jury", "jurorOf", third.person.profile)[2] == 0


def test_a_vouch_is_taken_back_and_released(world: PeopleWorld) -> None:
    anna, bert = person(world, "anna"), person(world, "bert")
    held = world.tag("anna")
    anna.vouch(bert.profile)
    assert world.tag("anna") == held - 10 * UNIT
    anna.withdraw_vouch(bert.profile)
    assert not anna.is_vouching(bert.profile)
    with pytest.raises(CallReverted):
        anna.release(bert.profile)
    world.begin(6)
    anna.release(bert.profile)
    assert world.tag("anna") == held


def test_a_check_is_asked_and_answered_and_an_accusation_stands(world: PeopleWorld) -> None:
    founder, cleo = person(world, "founder1"), person(world, "cleo")
    case = founder.ask(cleo.profile)
    assert cleo.read_case_state(case) is CaseState.ASKED
    cleo.answer(case, EVIDENCE)
    assert cleo.read_case_state(case) is CaseState.READY
    accusation = founder.accuse(cleo.profile, EVIDENCE)
    assert accusation == case + 1
    cleo.add_evidence(accusation, b"\x12" * 32)  # its plea
    with pytest.raises(CallReverted):
        cleo.add_evidence(accusation + 1, EVIDENCE)


def test_a_tip_arrives_in_full(world: PeopleWorld) -> None:
    anna, before = person(world, "anna"), world.tag("bert")
    anna.tip(world.id("bert"), 5 * UNIT, b"\x22" * 32)
    assert world.tag("bert") == before + 5 * UNIT
    anna.sponsor(anna.network.epoch(), 7 * UNIT)
    pool = world.deployed.contracts["RewardPool"].address
    assert int(world.deployed.token.functions.balanceOf(pool).call()) == 7 * UNIT


def test_the_snippet_of_the_sdk_page_runs(world: PeopleWorld, capsys: pytest.CaptureFixture[str]) -> None:
    snippet = re.findall(r"```python\n(.*?)```", (ROOT / "docs/sdk.md").read_text(), re.DOTALL)[-1]
    names = {
        "deployment": world.deployment,
        "rpc_url": world.anvil.url,
        "wallet": world.people["anna"],
        "profile": world.id("anna"),
        "friend": world.id("bert"),
    }
    exec(snippet, names)
    assert capsys.readouterr().out == "True 0\n"


def test_what_is_missing_is_said(world: PeopleWorld) -> None:
    anna = person(world, "anna")
    with pytest.raises(NotFound, match="final root"):
        anna.standing()
    with pytest.raises(NotFound, match="no case"):
        anna.find_case()
    with pytest.raises(Conflict, match="wallet holds less"):
        anna.sponsor(1, 10**9 * UNIT)
