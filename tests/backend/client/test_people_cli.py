"""`hashtagspace people` as a person and a doubter use it: a node, a deployment file, a key."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anvil_node import Anvil
from click.testing import CliRunner, Result
from deployed import EPOCH_SECONDS, UNIT
from people_world import FOUNDERS, PeopleWorld, ring, settle

from hashtagspace.cli.main import main
from hashtagspace.domain.people_states import CaseState
from hashtagspace.scorer.calls import spell_header

pytestmark = pytest.mark.anvil
FOUNDED = [f"founder{number}" for number in range(FOUNDERS)]
EVIDENCE = "0x" + "11" * 32


@pytest.fixture(scope="module")
def world() -> Iterator[PeopleWorld]:
    """Two final epochs of seven founders; the second also has a wrong root that nobody disputed."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        made = PeopleWorld.make(node)
        made.vouch_all(ring(FOUNDED, 3))
        made.join("anna")
        scorer = made.scorer("poster")
        made.begin(3)
        made.take_beacon(scorer)
        settle(scorer)
        made.begin(4)
        made.take_beacon(scorer)
        settle(scorer)
        computed = scorer.epochs.find(scorer.ledger.look(), 4)
        assert computed is not None
        forged = replace(computed.header, covered=computed.header.covered - 1)
        made.call(made.people["anna"], "EpochRoots", "post", spell_header(forged))
        made.pass_seconds(EPOCH_SECONDS + 5)
        settle(made.scorer("poster"))
        yield made
    finally:
        node.stop()


@pytest.fixture
def run(world: PeopleWorld, tmp_path: Path):
    deployment = world.deployed.write(tmp_path / "31337.json")

    def run(name: str | None, *arguments: str) -> Result:
        options = [f"--rpc-url={world.anvil.url}", f"--deployment={deployment}", "--json"]
        if name is not None:
            key = tmp_path / name
            key.touch(mode=0o600)
            key.write_text(world.people[name].private_key().hex())
            options += [f"--keystore={key}", f"--profile={world.id(name)}", f"--folder={tmp_path}"]
        command, *rest = arguments
        words = ["people", "jury", *command.split()] if command == "jury" else ["people", command]
        if command == "jury":
            words, rest = ["people", "jury", rest[0]], rest[1:]
        return CliRunner().invoke(main, [*words, *options, *rest], catch_exceptions=False)

    return run


def test_every_published_root_is_computed_again_with_nothing_but_a_node(run, world: PeopleWorld) -> None:
    done = run(None, "verify", "--epoch", "3")
    assert done.exit_code == 0, done.output
    (check,) = json.loads(done.output)
    assert check["final"] == check["root"] == "0x" + world.final_root(3).hex()
    assert check["posts"][0]["isRight"] is True


def test_a_wrong_root_that_fell_is_told_with_its_first_difference(run) -> None:
    done = run(None, "verify")
    found = {check["epoch"]: check for check in json.loads(done.output)}
    assert set(found) == {3, 4}
    wrong = [post for post in found[4]["posts"] if not post["isRight"]]
    assert [post["firstDifference"] for post in wrong] == ["the number of covered accounts"]
    assert wrong[0]["state"] == "refuted"
    assert done.exit_code == 0, "it stands no more"


def test_an_epoch_that_cannot_be_computed_is_one_sentence(run) -> None:
    done = run(None, "verify", "--epoch", "40")
    assert done.exit_code == 1
    assert "cannot be computed" in done.output
    assert "Traceback" not in done.output


def test_a_level_with_its_numbers(run, world: PeopleWorld) -> None:
    done = run("founder0", "level")
    document = json.loads(done.output)
    assert document["level"] == document["standing"]["level"] == world.level("founder0") == 3


def test_who_never_vouched_has_level_0_and_no_numbers(run) -> None:
    document = json.loads(run("anna", "level").output)
    assert document["level"] == 0
    assert document["standing"] is None


def test_a_person_vouches_tips_and_appeals_from_a_shell(run, world: PeopleWorld) -> None:
    founder = str(world.id("founder0"))
    assert run("anna", "vouch", founder, "--yes", "--way", "direct").exit_code == 0
    again = run("anna", "vouch", founder, "--yes", "--way", "direct")
    assert again.exit_code == 1
    assert run("anna", "withdraw", founder, "--way", "direct").exit_code == 0
    before = world.tag("founder0")
    assert run("anna", "tip", founder, "2.5", "--way", "direct").exit_code == 0
    assert world.tag("founder0") == before + 5 * UNIT // 2
    case = json.loads(run("anna", "appeal", EVIDENCE, "--way", "direct").output)["case"]
    states = world.deployed.contracts["Jury"].functions.caseOf(case).call()
    assert CaseState(states[2]) is CaseState.READY


def test_jurors_join_and_look(run) -> None:
    assert run("founder3", "jury", "join").exit_code == 0
    assert json.loads(run("founder3", "jury", "duties").output) == []
    assert "is not vetted" in run("anna", "jury", "join").output or run("anna", "jury", "join").exit_code == 1


@pytest.mark.parametrize("amount", ["0", "-1", "much", "0.0000000000000000001", "1e60", "nan"])
def test_an_amount_that_is_none_is_refused(run, amount: str) -> None:
    done = run("anna", "tip", "--way", "direct", "--", "5", amount)
    assert done.exit_code == 2
    assert "an amount is a number of TAG above 0" in done.output
