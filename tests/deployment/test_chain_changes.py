"""Later runs on a chain that was reset or reorganised, and runs with a person at the terminal."""

import os
import pty
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import ROOT, Anvil
from foreign import CHAIN_ID, DEPLOYER, PASSWORD, Operator, assert_deployed_once, nonce

from deployment.disk import hold_lock
from deployment.plan import WITHOUT_PEOPLE


@pytest.fixture
def local() -> Iterator[Anvil]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield node
    node.stop()


def test_a_local_chain_that_was_reset_gets_the_contracts_again(
    local: Anvil, brownie_home: Path, tmp_path: Path
):
    operator = Operator(brownie_home, tmp_path / "deployments", local.url, chain_id=31_337)
    unlocked = f"--unlocked={DEPLOYER}"
    operator.run(unlocked, "--yes", account="").succeeded()
    assert_deployed_once(local, operator)
    again = operator.run(unlocked, "--yes", account="").succeeded()
    assert again.out.splitlines() == [f"local: already deployed and unchanged ({operator.record_path})."]
    fresh = Anvil.start("--slots-in-an-epoch", "1", "--timestamp", "1700000000")
    try:
        operator.url = fresh.url
        outcome = operator.run(unlocked, "--yes", account="").succeeded()
        assert "was reset" in outcome.out
        assert_deployed_once(fresh, operator)
    finally:
        fresh.stop()


def test_a_reorganisation_after_the_end_is_corrected_in_the_record(operator: Operator, foreign: Anvil):
    foreign.mine(3)
    operator.deploy().succeeded()
    before = operator.record()
    entries = before["contracts"].values()
    raw = [foreign.call("eth_getRawTransactionByHash", entry["transactionHash"]) for entry in entries]
    foreign.reorg(
        len(WITHOUT_PEOPLE) + 2, [(transaction, index + 1) for index, transaction in enumerate(raw)]
    )
    outcome = operator.deploy().succeeded()
    assert "is corrected" in outcome.out
    after = operator.record()
    assert after["startBlock"] != before["startBlock"]
    first = min(entry["blockNumber"] for entry in after["contracts"].values())
    start = foreign.call("eth_getBlockByNumber", hex(first - 1), False)
    assert after["startBlock"] == {"number": first - 1, "hash": start["hash"]}
    assert_deployed_once(foreign, operator)
    assert "already deployed and unchanged" in operator.deploy().succeeded().out


def test_a_network_that_is_not_listed_may_be_given_a_name(operator: Operator, foreign: Anvil):
    operator.deploy("--network=mynet").succeeded()
    assert operator.record()["network"] == "mynet"
    assert_deployed_once(foreign, operator)


def test_two_runs_at_once_are_one_too_many(operator: Operator, foreign: Anvil):
    with hold_lock(operator.folder / f".{CHAIN_ID}.lock"):
        operator.deploy().refused("Another deployment to this network is running")
    assert nonce(foreign) == 0


def at_a_terminal(operator: Operator, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Exit code and everything shown, with each answer typed at its prompt."""
    arguments = [
        "scripts/brownie",
        "python",
        "scripts/deploy.py",
        f"--chain-id={CHAIN_ID}",
        "--confirmations=0",
    ]
    arguments += [f"--deployments={operator.folder}", "--account=deployer", "--unlisted-network"]
    environ = os.environ | {"BROWNIE_HOME": str(operator.home), "RPC_URL": operator.url}
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve("scripts/brownie", arguments, environ)
    shown, seen = "", 0
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        shown += part.decode()
        if answers and (found := shown.find(answers[0][0], seen)) >= 0:
            os.write(terminal, answers.pop(0)[1].encode() + b"\n")
            seen = found + 1
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_person_is_asked_before_anything_is_sent(operator: Operator, foreign: Anvil):
    code, shown = at_a_terminal(operator, [("[y/N]", "")])
    assert code == 1
    assert "Not confirmed: nothing was sent." in shown
    assert nonce(foreign) == 0
    code, shown = at_a_terminal(operator, [("[y/N]", "y"), ("Password of deployer:", PASSWORD)])
    assert code == 0, shown
    assert PASSWORD not in shown
    assert_deployed_once(foreign, operator)
