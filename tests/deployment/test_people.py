"""A network with a people registry: who may found one, where it cannot be, and one beside an older market."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import pytest
from anvil_node import Anvil
from chain_proxy import ChainProxy
from eth_utils import to_checksum_address
from foreign import DEPLOYER, Operator, assert_deployed_once, deploy_before_the_market, nonce
from killing import run_and_kill
from rpc_server import Answer, error, result, rpc_server

from deployment.founders import profile_of
from deployment.plan import FOUNDATION, PEOPLE, WITH_PEOPLE, WITHOUT_PEOPLE
from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.deployment import PEOPLE as LOADED_PEOPLE
from hashtagspace.chain.deployment import REQUIRED, Deployment
from hashtagspace.chain.deployment import WITH_PEOPLE as LOADED_WITH_PEOPLE
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.profile_id import profile_id_of

FOUNDERS = [to_checksum_address(bytes([number]) * 20) for number in range(1, 8)]
ADDED = (*PEOPLE, "DataMarket", "RewardPool")


def founded_by(founders: list[str] = FOUNDERS) -> list[str]:
    return [f"--founder={founder}" for founder in founders]


def read(anvil: Anvil, address: str, view: str) -> int:
    """A view without arguments that returns a word."""
    data = "0x" + keccak256(f"{view}()".encode())[:4].hex()
    return int(anvil.call("eth_call", {"to": address, "data": data}, "latest"), 16)


# --- refused


@pytest.mark.parametrize(
    ("founders", "words"),
    [
        (FOUNDERS[:1], "1 founders are given: a jury has 5 seats"),
        (FOUNDERS[:4], "4 founders are given: a jury has 5 seats"),
        ([*FOUNDERS, FOUNDERS[0]], "named twice"),
        ([*FOUNDERS, FOUNDERS[0].lower()], "named twice"),
        ([*FOUNDERS, "0x" + "00" * 20], "zero address"),
        ([*FOUNDERS, "0x12"], "--founder 0x12 is no address"),
        ([f"0x{number:040x}" for number in range(1, 66)], "65 founders are given"),
    ],
)
def test_who_cannot_found_a_people_registry(
    operator: Operator, foreign: Anvil, founders: list[str], words: str
):
    operator.deploy(*founded_by(founders)).refused(words)
    assert nonce(foreign) == 0


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--epoch-hours=745", "between one hour and 31 days"),
        ("--checks=65", "for a check in an epoch"),
        ("--root-bond=2000000000", "in the supply"),
    ],
)
def test_figures_that_make_no_people_registry(operator: Operator, foreign: Anvil, option: str, words: str):
    operator.deploy(*founded_by(), option).refused(words)
    assert nonce(foreign) == 0


@contextmanager
def pretending(target: str, pretend: Callable[[dict[str, Any]], Answer | None]) -> Iterator[str]:
    """The node behind `target`, but for what `pretend` answers."""

    def respond(payload: dict[str, Any]) -> Answer:
        body = json.dumps(payload).encode()
        answer = pretend(payload)
        if answer is None:
            with urlopen(Request(target, body, {"Content-Type": "application/json"})) as found:
                return 200, found.read()
        return answer

    with rpc_server(respond) as url:
        yield url


@pytest.mark.parametrize("value", [0, 1, 2_500_000_000_000_000, 2**200])
def test_a_network_without_randomness_is_refused_before_anything_is_sent(
    operator: Operator, foreign: Anvil, value: int
):
    foreign.mine(70)

    def pretend(call: dict[str, Any]) -> Answer | None:
        creates = call["method"] == "eth_call" and "to" not in call["params"][0]
        return result(call, f"0x{value:064x}") if creates else None

    with pretending(foreign.url, pretend) as operator.url:
        operator.run("--dry-run", "--unlisted-network", *founded_by()).refused("has no randomness")
        operator.deploy(*founded_by()).refused("has no randomness")
        assert nonce(foreign) == 0
        if value == 1:
            operator.deploy().succeeded()  # a network without levels needs none


# --- deployed


def test_the_plan_without_founders_says_what_that_means(operator: Operator):
    outcome = operator.run("--dry-run", "--unlisted-network").succeeded()
    assert "founders: none, so nobody has a level on this network: name at least 5 people" in outcome.out


def test_the_dry_run_shows_the_founders_and_the_gas_of_every_contract(operator: Operator, foreign: Anvil):
    outcome = operator.run("--dry-run", "--unlisted-network", *founded_by()).succeeded()
    assert "founders: 7, vetted from the first epoch on" in outcome.out
    for founder in FOUNDERS:
        profile = profile_id_of(bytes.fromhex(founder[2:]), 0)
        assert f"{founder}  profile {profile}, to be registered with this wallet" in outcome.out
    lines = outcome.out.splitlines()
    for name in WITH_PEOPLE:
        (line,) = [line for line in lines if line.split()[:1] == [name]]
        assert int(line.split()[2].replace(",", "")) > 300_000
    assert nonce(foreign) == 0


def test_a_network_with_a_people_registry_is_what_its_record_says(operator: Operator, foreign: Anvil):
    options = ("--epoch-hours=24", "--vouch-stake=7", "--checks=3", "--pair-cap=4", "--case-deposit=30")
    outcome = operator.deploy(*founded_by(), *options).succeeded()
    assert_deployed_once(foreign, operator, names=WITH_PEOPLE)
    assert "NoLevels" not in outcome.out
    contracts = operator.record()["contracts"]
    profiles = [str(profile_id_of(bytes.fromhex(founder[2:]), 0)) for founder in FOUNDERS]
    assert contracts["Jury"]["constructorArguments"][3] == profiles
    assert contracts["DataMarket"]["constructorArguments"][2] == contracts["PersonhoodRegistry"]["address"]
    assert read(foreign, contracts["EpochClock"]["address"], "EPOCH_SECONDS") == 86_400
    assert read(foreign, contracts["Vouches"]["address"], "STAKE") == 7 * 10**18
    assert read(foreign, contracts["Arbiter"]["address"], "CHECKS") == 3
    assert read(foreign, contracts["RewardPool"]["address"], "PAIR_CAP") == 4 * 10**18
    assert read(foreign, contracts["Jury"]["address"], "DEPOSIT") == 30 * 10**18
    loaded = Deployment.load(operator.record_path)
    assert loaded.has_people
    assert loaded.founders == tuple(int(profile) for profile in profiles)


def test_the_gateway_and_the_deployment_know_the_same_contracts():
    assert (PEOPLE, WITH_PEOPLE, WITHOUT_PEOPLE) == (LOADED_PEOPLE, LOADED_WITH_PEOPLE, REQUIRED)
    assert profile_of(FOUNDERS[0]) == profile_id_of(b"\x01" * 20, 0)


def test_a_node_that_cannot_imagine_contracts_is_told_the_rehearsal_s_gas(operator: Operator, foreign: Anvil):
    def pretend(call: dict[str, Any]) -> Answer | None:
        is_imagined = call["method"] == "eth_estimateGas" and len(call["params"]) > 1
        return error(call, -32602, "too many arguments, want at most 2") if is_imagined else None

    plain = operator.run("--dry-run", "--unlisted-network", *founded_by()).succeeded()
    with pretending(foreign.url, pretend) as operator.url:
        refused = operator.run("--dry-run", "--unlisted-network", *founded_by()).succeeded()
    for name in ("Arbiter", "EpochRoots", "PersonhoodRegistry"):
        asked, guessed = gas_of(plain.out, name), gas_of(refused.out, name)
        assert asked < guessed < 2 * asked
    assert gas_of(plain.out, "Vouches") == gas_of(refused.out, "Vouches")


def gas_of(shown: str, name: str) -> int:
    (line,) = [line for line in shown.splitlines() if line.split()[:1] == [name]]
    return int(line.split()[2].replace(",", ""))


def test_founders_cannot_be_changed_later(operator: Operator, foreign: Anvil):
    operator.deploy(*founded_by()).succeeded()
    sent = nonce(foreign)
    for options in ((), founded_by(), founded_by(FOUNDERS[::-1])):
        assert "already deployed and unchanged" in operator.deploy(*options).succeeded().out
    operator.deploy(*founded_by(FOUNDERS[:6])).refused("with other founders, who cannot change")
    assert nonce(foreign) == sent


# --- beside an older deployment


def test_a_network_without_levels_gets_them_and_keeps_its_old_market(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    old = operator.record()
    sent = nonce(foreign)
    outcome = operator.deploy(*founded_by()).succeeded()
    assert "deployed without a people registry" in outcome.out
    record = operator.record()
    assert list(record["contracts"]) == list(WITH_PEOPLE)
    assert nonce(foreign) == sent + len(ADDED)
    assert {name: record["contracts"][name] for name in FOUNDATION} == {
        name: old["contracts"][name] for name in FOUNDATION
    }
    assert record["formerMarkets"] == [{name: old["contracts"][name] for name in ("NoLevels", "DataMarket")}]
    assert record["startBlock"] == old["startBlock"]
    loaded = Deployment.load(operator.record_path)
    assert loaded.former_markets == (bytes.fromhex(old["contracts"]["DataMarket"]["address"][2:]),)
    assert "already deployed and unchanged" in operator.deploy().succeeded().out
    assert nonce(foreign) == sent + len(ADDED)


def test_registered_founders_are_shown_as_such(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    registry = operator.record()["contracts"]["ProfileRegistry"]["address"]
    register(foreign, registry, DEPLOYER, "ada")
    outcome = operator.run("--dry-run", "--unlisted-network", *founded_by([*FOUNDERS[:4], DEPLOYER]))
    shown = outcome.succeeded().out
    assert f"{DEPLOYER}  profile {profile_of(DEPLOYER)}, registered" in shown
    assert shown.count("to be registered with this wallet") == 4


def register(anvil: Anvil, registry: str, custody: str, handle: str) -> None:
    empty = [bytes(20), 0, 0]
    data = encode_call("ProfileRegistry", "register", [handle, bytes(20), bytes(32), bytes(32), empty])
    anvil.call("eth_sendTransaction", {"from": custody, "to": registry, "data": "0x" + data.hex()})


def test_a_deployment_from_before_the_market_gets_both(operator: Operator, foreign: Anvil):
    deploy_before_the_market(operator, foreign)
    sent = nonce(foreign)
    operator.deploy(*founded_by()).succeeded()
    record = operator.record()
    assert list(record["contracts"]) == list(WITH_PEOPLE)
    assert "formerMarkets" not in record
    assert nonce(foreign) == sent + len(ADDED)


def test_again_keeps_former_markets_with_what_it_replaces(operator: Operator):
    operator.deploy().succeeded()
    operator.deploy(*founded_by()).succeeded()
    before = operator.record()
    operator.deploy("--again").succeeded()
    record = operator.record()
    names = ("startBlock", "contracts", "formerMarkets")
    assert record["earlier"] == [{name: before[name] for name in names}]
    assert list(record["contracts"]) == list(WITHOUT_PEOPLE)


# --- killed

KILLS = [
    ("after", "eth_estimateGas", 5, 0),
    ("before", "eth_sendRawTransaction", 1, 0),
    ("after", "eth_sendRawTransaction", 2, 2),
    ("before", "eth_sendRawTransaction", 3, 4),
    ("after", "eth_sendRawTransaction", 3, 7),
    ("before", "eth_call", 9, 8),
]


def test_a_people_registry_killed_at_each_step_goes_on(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    old, sent = operator.record(), nonce(foreign)
    proxy = ChainProxy(foreign.url)
    operator.url = proxy.url
    try:
        for when, method, number, nonce_then in KILLS:
            run_and_kill(operator, proxy, when, method, number, *founded_by())
            assert nonce(foreign) == sent + nonce_then
            assert operator.record() == old
        assert "was interrupted: go on with the options" in operator.deploy().succeeded().out
        outcome = operator.deploy(*founded_by()).succeeded()
    finally:
        proxy.close()
    assert "Going on with the deployment" in outcome.out
    assert nonce(foreign) == sent + len(ADDED)
    assert list(operator.record()["contracts"]) == list(WITH_PEOPLE)
    assert not operator.journal_path.exists()


def test_other_founders_do_not_finish_an_interrupted_deployment(operator: Operator, foreign: Anvil):
    proxy = ChainProxy(foreign.url)
    operator.url = proxy.url
    try:
        run_and_kill(operator, proxy, "before", "eth_sendRawTransaction", 1, *founded_by())
        operator.deploy(*founded_by(FOUNDERS[:5])).refused("had other values (parameters)")
        operator.deploy().refused("had other values")
    finally:
        proxy.close()
    assert nonce(foreign) == 0
