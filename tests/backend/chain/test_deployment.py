"""The deployment file: what it gives, and the sentence for each way in which it can be wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from hashtagspace.chain.deployment import PEOPLE, REQUIRED, WITH_PEOPLE, Deployment
from hashtagspace.chain.errors import BadDeployment

GOOD: dict[str, Any] = {
    "chainId": 11155111,
    "startBlock": {"number": 12, "hash": "0x" + "ab" * 32},
    "contracts": {
        name: {"address": f"0x{index:040x}", "codeHash": "0x" + "cd" * 32}
        for index, name in enumerate(REQUIRED, 1)
    },
    "compiler": {"version": "0.8.30"},
}
FOUNDERS = [str(number) for number in range(101, 106)]


def with_people() -> dict[str, Any]:
    contracts: dict[str, Any] = {
        name: {"address": f"0x{index:040x}"} for index, name in enumerate(WITH_PEOPLE, 1)
    }
    contracts["Jury"]["constructorArguments"] = ["0x", "0x", "0x", FOUNDERS, "200", "25"]
    return {**GOOD, "contracts": contracts}


def load(tmp_path: Path, value: object) -> Deployment:
    path = tmp_path / "1.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return Deployment.load(path)


def test_loads_and_leaves_other_members_alone(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert (found.chain_id, found.start_block, found.start_block_hash) == (11155111, 12, b"\xab" * 32)
    assert found.post_registry == b"\0" * 19 + b"\x03"
    assert found.intent_domain.chain_id == 11155111
    assert (found.tag_token, found.data_market) == (b"\0" * 19 + b"\x01", b"\0" * 19 + b"\x06")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadDeployment, match="cannot be read"):
        Deployment.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    "change",
    [
        {"chainId": 0},
        {"chainId": 2**63},
        {"chainId": "1"},
        {"startBlock": {"number": -1, "hash": "0x" + "ab" * 32}},
        {"startBlock": {"number": 1, "hash": "0xab"}},
        {"startBlock": None},
        {"contracts": {}},
        {"contracts": {**GOOD["contracts"], "PostRegistry": {"address": "0x12"}}},
        {"contracts": {**GOOD["contracts"], "PostRegistry": {}}},
    ],
)
def test_malformed(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(BadDeployment, match="deploy again"):
        load(tmp_path, {**GOOD, **change})


@pytest.mark.parametrize("name", ["NoLevels", "DataMarket"])
def test_a_file_from_before_the_market_says_to_deploy_the_market(tmp_path: Path, name: str) -> None:
    contracts = {other: entry for other, entry in GOOD["contracts"].items() if other != name}
    with pytest.raises(BadDeployment, match=f"lacks the contract {name}.*make deploy"):
        load(tmp_path, {**GOOD, "contracts": contracts})


@pytest.mark.parametrize("name", [*PEOPLE, "RewardPool"])
def test_half_a_people_registry_says_to_finish_it(tmp_path: Path, name: str) -> None:
    record = with_people()
    del record["contracts"][name]
    with pytest.raises(BadDeployment, match=f"lacks the contract {name}.*make deploy"):
        load(tmp_path, record)


@pytest.mark.parametrize("founders", [["x"], "x", [None], 7])
def test_founders_that_are_no_profiles(tmp_path: Path, founders: object) -> None:
    record = with_people()
    record["contracts"]["Jury"]["constructorArguments"][3] = founders
    with pytest.raises(BadDeployment, match="deploy again"):
        load(tmp_path, record)
    del record["contracts"]["Jury"]["constructorArguments"][3:]
    with pytest.raises(BadDeployment, match="deploy again"):
        load(tmp_path, record)


def test_a_network_with_the_people_registry(tmp_path: Path) -> None:
    found = load(tmp_path, with_people())
    assert found.has_people
    assert found.founders == (101, 102, 103, 104, 105)
    assert found.personhood == found.addresses["PersonhoodRegistry"]
    assert "NoLevels" not in found.addresses


def test_a_network_without_it(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert not found.has_people
    assert found.founders == ()
    assert found.personhood == found.addresses["NoLevels"]


def test_former_markets_are_known(tmp_path: Path) -> None:
    former = [{"NoLevels": {"address": f"0x{2:040x}"}, "DataMarket": {"address": f"0x{1:040x}"}}]
    assert load(tmp_path, {**GOOD, "formerMarkets": former}).former_markets == (b"\0" * 19 + b"\x01",)
    with pytest.raises(BadDeployment):
        load(tmp_path, {**GOOD, "formerMarkets": [{"NoLevels": former[0]["NoLevels"]}]})


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_no_json(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadDeployment):
        load(tmp_path, text)
