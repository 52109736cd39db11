"""The doctor's lines about the people registry, for a network that has one and for one that has not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import KEYS, Anvil
from deployed import CASE_DEPOSIT, CHECKS, DISPUTE_BOND, EPOCH_SECONDS, ROOT_BOND, Deployed, deploy
from examining import broken, examine

from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.store.engine import open_engine
from hashtagspace.store.people_scores import EpochRow, write_epoch

FOUNDERS = [Wallet(bytes([number]) * 32) for number in range(1, 8)]
POSTER = Wallet(KEYS[3])
PARTS = ("people epoch", "people founders", "people root", "people sponsors", "scorer")


@pytest.fixture(scope="module")
def chain() -> Iterator[Deployed]:
    """With a people registry; takes the place of the chain of the other examinations."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield deploy(node, founders=[profile_id_of(founder.address, 0) for founder in FOUNDERS])
    node.stop()


def register_founders(chain: Deployed, count: int) -> None:
    for number, founder in enumerate(FOUNDERS[:count]):
        form = (f"founder{number}", "0x" + "00" * 20, bytes(32), bytes(32), ("0x" + "00" * 20, 0, 0))
        chain.send(chain.profiles.functions.register(*form), founder)


def send_tag(chain: Deployed, to: bytes, amount: int) -> None:
    chain.send(chain.token.functions.transfer(chain.web3.to_checksum_address(to), amount))


def score(gateway: dict[str, str], epoch: int) -> None:
    engine = open_engine(gateway["HASHTAGSPACE_DATABASE_URL"])
    write_epoch(engine, EpochRow(epoch, bytes(32), 1, 1, 1, 0, 1, "open", b"", 1), [])
    engine.dispose()


def test_a_young_network_lacks_founders_money_and_a_scorer(gateway: dict[str, str]):
    findings = examine(gateway)
    assert findings["people epoch"].detail == "1, of 1 hours each, beacon not yet taken"
    assert findings["people root"].detail == "none yet: the network is young"
    warned = broken(findings, "warn")
    assert warned["people founders"] == "0 of 7 have registered, fewer than a jury's 5"
    assert warned["people sponsors"] == f"0 TAG for checks, enough for 0; {CHECKS} are drawn in an epoch"
    assert warned["scorer"].startswith("has computed no epoch here")
    assert not set(broken(findings)) & set(PARTS)
    assert "scorer account" not in findings


def test_a_network_in_which_all_is_well(gateway: dict[str, str], chain: Deployed):
    register_founders(chain, 5)
    send_tag(chain, chain.deployment.addresses["PersonhoodRegistry"], CHECKS * CASE_DEPOSIT)
    score(gateway, 1)
    findings = examine(gateway)
    assert [findings[part].state for part in PARTS] == ["ok"] * len(PARTS)
    assert findings["people founders"].detail == "5 of 7 have registered"
    assert findings["scorer"].detail == "epoch 1 is computed"


def test_a_network_that_nobody_scores(gateway: dict[str, str], chain: Deployed):
    score(gateway, 1)
    chain.anvil.move_time(EPOCH_SECONDS)
    assert "scorer" not in broken(examine(gateway), "warn")
    chain.anvil.move_time(3 * EPOCH_SECONDS)
    warned = broken(examine(gateway), "warn")
    assert warned["scorer"] == "silent since epoch 1, 4 epochs ago"
    assert warned["people root"] == "none in 5 epochs: only vetted people have a level"


@pytest.mark.parametrize(
    ("age", "state", "words"),
    [(2, "ok", "2 epochs old"), (3, "warn", "down to the floor"), (9, "warn", "nobody has a level any more")],
)
def test_an_old_root(gateway: dict[str, str], chain: Deployed, age: int, state: str, words: str):
    roots = chain.contracts["EpochRoots"].address
    chain.anvil.move_time(12 * EPOCH_SECONDS)
    epoch = chain.contracts["EpochClock"].functions.currentEpoch().call()
    returns_it = f"0x63{epoch - age:08x}60005260206000f3"  # push4, mstore, return
    chain.anvil.call("anvil_setCode", roots, returns_it)
    finding = examine(gateway)["people root"]
    assert finding.state == state
    assert words in finding.detail


def test_who_posts_roots_needs_coin_and_tag(gateway: dict[str, str], chain: Deployed, tmp_path: Path):
    key = tmp_path / "score"
    key.write_text(KEYS[3].hex())
    key.chmod(0o600)
    warned = broken(examine(gateway, SCORE_KEY_FILE=str(key)), "warn")
    assert "holds 0 TAG" in warned["scorer account"]
    send_tag(chain, POSTER.address, ROOT_BOND + DISPUTE_BOND)
    assert examine(gateway, SCORE_KEY_FILE=str(key))["scorer account"].state == "ok"
    chain.anvil.call("anvil_setBalance", "0x" + POSTER.address.hex(), "0x0")
    assert "scorer account" in broken(examine(gateway, SCORE_KEY_FILE=str(key)), "warn")
    key.write_text("no key")
    found = examine(gateway, SCORE_KEY_FILE=str(key))
    assert found["scorer account"].state == "fail"
    assert "no key" not in found["scorer account"].detail


def test_founders_that_are_not_on_record(gateway: dict[str, str]):
    path = Path(gateway["HASHTAGSPACE_DEPLOYMENT"])
    record = json.loads(path.read_text())
    del record["contracts"]["Jury"]["constructorArguments"]
    path.write_text(json.dumps(record))
    assert broken(examine(gateway), "warn")["people founders"] == "not on record"


def test_people_contracts_that_are_others(gateway: dict[str, str], chain: Deployed):
    chain.anvil.call("anvil_setCode", chain.contracts["EpochClock"].address, "0x")
    failed = broken(examine(gateway))
    assert {"contracts code", "people", "scorer"} <= set(failed)
