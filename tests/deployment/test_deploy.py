"""An operator deploys to a foreign network: refusals first, then the deployment and what it leaves."""

import json
import re
from pathlib import Path

import pytest
from anvil_node import ROOT, Anvil, free_port
from foreign import (
    CHAIN_ID,
    COIN,
    DEPLOYER,
    PASSWORD,
    POOR,
    Operator,
    assert_deployed_once,
    deploy_before_the_market,
    nonce,
)

from deployment.networks import VALUED_CHAIN_IDS
from deployment.plan import WITHOUT_PEOPLE
from hashtagspace.chain.deployment import Deployment


def test_a_node_that_is_down_is_named_without_its_key(operator: Operator):
    operator.url = f"http://127.0.0.1:{free_port()}/v2/secretkey"
    outcome = operator.deploy()
    outcome.refused("does not answer")
    assert "secretkey" not in outcome.err + outcome.out


def test_another_chain_than_the_named_one_is_refused(operator: Operator, foreign: Anvil):
    operator.chain_id = 11_155_111
    operator.deploy().refused("serves chain 777001, but sepolia is chain 11155111")
    assert nonce(foreign) == 0


def test_name_and_chain_id_must_agree(operator: Operator):
    operator.deploy("--network=sepolia").refused("sepolia has the chain id 11155111, not 777001")


def test_a_network_whose_coin_has_a_price_is_refused(operator: Operator):
    operator.chain_id = 8453
    operator.deploy().refused("no testnet")


def test_the_refused_chain_ids_are_those_of_the_faucet():
    source = (ROOT / "contracts/Faucet.sol").read_text().split("traded = [")[1].split("]")[0]
    numbers = re.findall(r"^\s+([\d_]+),? //", source, re.MULTILINE)
    assert {int(number.replace("_", "")) for number in numbers} == set(VALUED_CHAIN_IDS)


def test_an_unlisted_network_needs_a_word(operator: Operator, foreign: Anvil):
    operator.run("--yes").refused("--unlisted-network")
    assert nonce(foreign) == 0


def test_an_account_without_coin_is_told_how_much_is_missing(operator: Operator, foreign: Anvil):
    operator.deploy(account="poor").refused("holds too little: send it 0.")
    assert nonce(foreign, POOR) == 0
    assert not operator.journal_path.exists()


def test_a_wrong_password_sends_nothing(operator: Operator, foreign: Anvil):
    assert operator.password_file is not None
    operator.password_file.write_text("wrong")
    outcome = operator.deploy()
    outcome.refused("password does not open the account deployer")
    assert "wrong" not in outcome.err
    assert nonce(foreign) == 0


def test_a_password_file_that_others_can_read_is_refused(operator: Operator):
    assert operator.password_file is not None
    operator.password_file.chmod(0o644)
    operator.deploy().refused("chmod 600")


def test_an_unknown_account_is_answered_with_the_known_ones(operator: Operator):
    operator.deploy(account="nobody").refused("(there: deployer, poor)")


def test_without_a_terminal_nothing_is_sent_unconfirmed(operator: Operator, foreign: Anvil):
    operator.run("--unlisted-network").refused("add --yes")
    assert nonce(foreign) == 0


def test_a_treasury_that_is_no_address_is_refused(operator: Operator):
    operator.deploy("--treasury=0x12").refused("--treasury 0x12 is no address")


def test_shares_that_do_not_fit_are_refused(operator: Operator):
    operator.deploy("--faucet-tag=2000000000").refused("less than the supply")


def test_a_dry_run_shows_the_cost_and_leaves_nothing(operator: Operator, foreign: Anvil):
    outcome = operator.run("--dry-run", "--unlisted-network").succeeded()
    assert "total: about 0.0" in outcome.out
    assert "Dry run: nothing was sent." in outcome.out
    assert nonce(foreign) == 0
    assert not operator.journal_path.exists()
    assert not operator.record_path.exists()


def test_a_deployment_is_what_its_record_says(operator: Operator, foreign: Anvil):
    treasury = "0x00000000000000000000000000000000000000AA"
    before = int(foreign.call("eth_getBalance", DEPLOYER, "latest"), 16)
    outcome = operator.deploy(f"--treasury={treasury}").succeeded()
    assert PASSWORD not in outcome.out
    assert_deployed_once(foreign, operator)
    record, loaded = operator.record(), Deployment.load(operator.record_path)
    assert (loaded.chain_id, record["network"]) == (CHAIN_ID, f"chain-{CHAIN_ID}")
    first = min(entry["blockNumber"] for entry in record["contracts"].values())
    start = foreign.call("eth_getBlockByNumber", hex(first - 1), False)
    assert (loaded.start_block, "0x" + loaded.start_block_hash.hex()) == (first - 1, start["hash"])
    token = record["contracts"]["TagToken"]
    faucet = record["contracts"]["Faucet"]["address"]
    assert token["constructorArguments"] == [[faucet, treasury], [str(10**8 * COIN), str(9 * 10**8 * COIN)]]
    assert token["compiler"]["settings"]["viaIR"] is True
    assert balance_of(foreign, token["address"], treasury) == 9 * 10**8 * COIN
    spent = before - int(foreign.call("eth_getBalance", DEPLOYER, "latest"), 16)
    assert f"paid {spent / COIN:.6f} ETH" in outcome.out


def test_every_transaction_states_its_fees(operator: Operator, foreign: Anvil):
    operator.deploy("--priority-fee-gwei=0.5", "--max-fee-gwei=5").succeeded()
    for entry in operator.record()["contracts"].values():
        sent = foreign.call("eth_getTransactionByHash", entry["transactionHash"])
        assert sent["type"] == "0x2"
        assert int(sent["maxPriorityFeePerGas"], 16) == 500_000_000
        assert int(sent["maxFeePerGas"], 16) == 5_000_000_000


def test_a_second_run_changes_nothing_and_needs_no_account(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    text = operator.record_path.read_text()
    outcome = operator.deploy(account="nobody").succeeded()
    assert "already deployed and unchanged" in outcome.out
    assert operator.record_path.read_text() == text
    assert nonce(foreign) == len(WITHOUT_PEOPLE)


def test_other_code_on_chain_is_found(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    address = operator.record()["contracts"]["PostRegistry"]["address"]
    code = foreign.call("eth_getCode", address, "latest")
    foreign.call("anvil_setCode", address, code[:-2] + "00")
    operator.deploy().refused("PostRegistry on chain has other code")


def test_a_chain_without_the_contracts_is_no_reason_to_deploy_again(operator: Operator, foreign: Anvil):
    clean = foreign.snapshot()
    operator.deploy().succeeded()
    foreign.revert(clean)
    operator.deploy().refused("None of the contracts")
    assert nonce(foreign) == 0


def test_a_deployment_from_before_the_market_gets_the_market_and_keeps_the_rest(
    operator: Operator, foreign: Anvil
):
    old = deploy_before_the_market(operator, foreign)
    sent = nonce(foreign)
    outcome = operator.deploy().succeeded()
    assert "deployed before there was NoLevels and DataMarket" in outcome.out
    record = operator.record()
    kept = {name: entry for name, entry in record["contracts"].items() if name in old["contracts"]}
    assert {**record, "contracts": kept} == old
    assert list(record["contracts"]) == list(WITHOUT_PEOPLE)
    assert nonce(foreign) == sent + 2
    addresses = {name: entry["address"] for name, entry in record["contracts"].items()}
    wired = [addresses[name] for name in ("TagToken", "ProfileRegistry", "NoLevels")]
    assert record["contracts"]["DataMarket"]["constructorArguments"] == wired
    Deployment.load(operator.record_path)
    assert not operator.journal_path.exists()
    assert "already deployed and unchanged" in operator.deploy().succeeded().out
    assert nonce(foreign) == sent + 2


def test_no_market_is_added_to_contracts_that_are_not_what_they_were(operator: Operator, foreign: Anvil):
    old = deploy_before_the_market(operator, foreign)
    sent, address = nonce(foreign), old["contracts"]["ProfileRegistry"]["address"]
    foreign.call("anvil_setCode", address, "0x00")
    operator.deploy().refused("ProfileRegistry on chain has other code")
    assert nonce(foreign) == sent


def test_again_keeps_what_it_replaces_on_record(operator: Operator, foreign: Anvil):
    operator.deploy().succeeded()
    first = operator.record()
    operator.deploy("--again").succeeded()
    assert_deployed_once(foreign, operator, first_nonce=len(WITHOUT_PEOPLE))
    assert operator.record()["earlier"] == [{k: first[k] for k in ("startBlock", "contracts")}]
    Deployment.load(operator.record_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"chainId": 1, "contracts": {"TagToken": 3}}'])
def test_a_record_that_does_not_read_is_not_overwritten(operator: Operator, text: str):
    operator.folder.mkdir()
    operator.record_path.write_text(text)
    operator.deploy().refused("is no record of a deployment")
    assert operator.record_path.read_text() == text


def test_the_networks_of_the_project_read():
    networks = json.loads(Path(ROOT / "deployments/networks.json").read_text())
    assert networks["sepolia"]["chainId"] == 11_155_111
    assert not {entry["chainId"] for entry in networks.values()} & VALUED_CHAIN_IDS


def balance_of(anvil: Anvil, token: str, holder: str) -> int:
    data = "0x70a08231" + holder[2:].lower().rjust(64, "0")
    return int(anvil.call("eth_call", {"to": token, "data": data}, "latest"), 16)
