"""kill -9 at each step of a real run, and the same command again: one deployment of each contract."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from anvil_node import Anvil
from chain_proxy import ChainProxy
from foreign import DEPLOYER, Operator, assert_deployed_once, deploy_before_the_market, nonce
from killing import run_and_kill

from deployment.plan import WITHOUT_PEOPLE


@pytest.fixture
def proxy(foreign: Anvil, operator: Operator) -> Iterator[ChainProxy]:
    made = ChainProxy(foreign.url)
    operator.url = made.url
    yield made
    made.close()


KILLS = [
    ("after", "eth_estimateGas", 4, 0),  # before anything is on disk
    ("before", "eth_sendRawTransaction", 1, 0),  # written, not sent
    ("after", "eth_sendRawTransaction", 1, 1),  # sent, not written down
    ("after", "eth_sendRawTransaction", 1, 2),
    ("before", "eth_sendRawTransaction", 1, 2),
    ("before", "eth_sendRawTransaction", 2, 3),
    ("after", "eth_sendRawTransaction", 1, 4),
    ("before", "eth_sendRawTransaction", 2, 5),
    ("after", "eth_sendRawTransaction", 1, 6),
    ("after", "eth_getCode", 2, 6),  # while the code is checked
    ("before", "eth_call", 3, 6),  # while values are read back
]


def test_a_run_killed_at_each_step_goes_on(operator: Operator, foreign: Anvil, proxy: ChainProxy):
    assert all(earlier[3] <= later[3] for earlier, later in pairwise(KILLS))
    for when, method, number, nonce_then in KILLS:
        run_and_kill(operator, proxy, when, method, number)
        assert nonce(foreign) == nonce_then
        assert not operator.record_path.exists()
    outcome = operator.deploy().succeeded()
    assert "sending" not in outcome.out
    assert_deployed_once(foreign, operator)


def test_a_nonce_used_elsewhere_in_between_is_told(operator: Operator, foreign: Anvil, proxy: ChainProxy):
    run_and_kill(operator, proxy, "before", "eth_sendRawTransaction", 2)
    foreign.call("anvil_impersonateAccount", DEPLOYER)
    foreign.call("eth_sendTransaction", {"from": DEPLOYER, "to": DEPLOYER, "value": "0x1"})
    operator.deploy().refused("planned for ProfileRegistry, was used for something else")
    operator.deploy("--start-over").succeeded()
    assert_deployed_once(foreign, operator, first_nonce=2)
    assert [path.name for path in operator.folder.glob("*.abandoned-*")] == [
        f"{operator.chain_id}.journal.json.abandoned-1"
    ]


def test_an_interrupted_deployment_goes_on_with_the_same_values_only(
    operator: Operator, foreign: Anvil, proxy: ChainProxy
):
    run_and_kill(operator, proxy, "after", "eth_sendRawTransaction", 1)
    operator.deploy("--drip-tag=5").refused("other values (parameters, code hashes)")
    operator.deploy(account="poor").refused("other values (deployer, parameters")
    operator.deploy().succeeded()
    assert_deployed_once(foreign, operator)


def test_a_second_deployment_that_was_interrupted_goes_on_with_its_own_option(
    operator: Operator, foreign: Anvil, proxy: ChainProxy
):
    operator.deploy().succeeded()
    first = operator.record()
    run_and_kill(operator, proxy, "after", "eth_sendRawTransaction", 2, "--again")
    assert operator.record() == first
    assert "was interrupted: go on with the options that it had" in operator.deploy().succeeded().out
    operator.deploy("--again").succeeded()
    assert_deployed_once(foreign, operator, first_nonce=len(WITHOUT_PEOPLE))
    assert len(operator.record()["earlier"]) == 1


def test_a_market_that_was_interrupted_goes_on(operator: Operator, foreign: Anvil, proxy: ChainProxy):
    old = deploy_before_the_market(operator, foreign)
    sent = nonce(foreign)
    run_and_kill(operator, proxy, "after", "eth_sendRawTransaction", 1)
    operator.deploy("--again").refused("other values (standing, code hashes)")
    run_and_kill(operator, proxy, "before", "eth_sendRawTransaction", 1)
    assert operator.record() == old
    operator.deploy().succeeded()
    assert nonce(foreign) == sent + 2
    assert list(operator.record()["contracts"]) == list(WITHOUT_PEOPLE)
    assert not operator.journal_path.exists()


@pytest.mark.parametrize("text", ["", "[]", '{"attempts": {}, "parameters": {}}'])
def test_a_journal_that_does_not_read_stops_everything(operator: Operator, foreign: Anvil, text: str):
    operator.folder.mkdir()
    operator.journal_path.write_text(text)
    operator.deploy().refused("look up the deployer's last transactions")
    assert nonce(foreign) == 0


def test_code_changed_while_deploying_is_never_recorded(
    operator: Operator, foreign: Anvil, proxy: ChainProxy
):
    def tamper(method: str, params: list[Any]) -> None:
        if method == "eth_getCode":
            code = foreign.call("eth_getCode", params[0], "latest")
            foreign.call("anvil_setCode", params[0], code[:-2] + "00")

    proxy.before = tamper
    operator.deploy().refused("has other code than was compiled")
    assert not operator.record_path.exists()
