"""The record: deployments/<chainId>.json, what every gateway and web app reads.

Shape: `{"chainId", "network", "deployer", "startBlock": {"number", "hash"}, "contracts": {name: {"address",
"codeHash", "constructorArguments", "transactionHash", "blockNumber", "compiler": {"version", "settings"}}},
"formerMarkets": [{name: …}], "earlier": [{"startBlock", "contracts"}]}`. `startBlock` is the block before the
first contract's own; `codeHash` is keccak-256 of the code on chain; numbers among the arguments are decimal
strings; `formerMarkets` holds the markets that later contracts replaced, `earlier` what `--again` put aside.
"""

import json
from enum import Enum, auto
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak

from deployment.failure import DeployError
from deployment.journal import Journal
from deployment.networks import Network
from deployment.node import Json, Node
from deployment.plan import FOUNDATION, list_contracts


class Standing(Enum):
    """What the chain says about a record."""

    INTACT = auto()
    MOVED = auto()  # the contracts stand, but a reorganisation changed the blocks they are in
    ABSENT = auto()  # none of the contracts is there
    TAMPERED = auto()


def find_record(path: Path) -> Json | None:
    """The record, None where there is no file; raises when it does not read.

    It may lack what was added to the project after it was written, see `list_lacking`.
    """
    try:
        record: Json = json.loads(path.read_text(encoding="utf-8"))
        for name in dict.fromkeys((*FOUNDATION, *record["contracts"])):
            _ = record["contracts"][name]["address"], record["contracts"][name]["codeHash"]
        _ = int(record["startBlock"]["number"]), record["startBlock"]["hash"], record["chainId"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeployError(
            f"{path} is no record of a deployment ({error!r}): restore it, or move it away to deploy anew."
        ) from None
    return record


def has_people(record: Json) -> bool:
    """Whether the record's network has a people registry."""
    return "PersonhoodRegistry" in record["contracts"]


def list_standing(record: Json, *, with_people: bool) -> dict[str, str]:
    """Address by name of what is built upon: no market that asks NoLevels, if there are to be levels."""
    names = list_contracts(with_people=with_people)
    if with_people and not has_people(record):
        names = FOUNDATION
    return {name: record["contracts"][name]["address"] for name in names if name in record["contracts"]}


def list_lacking(record: Json, *, with_people: bool) -> list[str]:
    """The contracts that the network is to have and the record has not."""
    standing = list_standing(record, with_people=with_people)
    return [name for name in list_contracts(with_people=with_people) if name not in standing]


def judge_record(node: Node, record: Json) -> tuple[Standing, list[str]]:
    """How the chain stands to the record, and the contracts whose code is not the recorded one."""
    hashes = {name: code_hash(node.code(entry["address"])) for name, entry in record["contracts"].items()}
    wrong = [name for name, entry in record["contracts"].items() if hashes[name] != entry["codeHash"]]
    if all(found == code_hash(b"") for found in hashes.values()):
        return Standing.ABSENT, wrong
    if wrong:
        return Standing.TAMPERED, wrong
    start = node.find_block(record["startBlock"]["number"])
    is_same = start is not None and start["hash"] == record["startBlock"]["hash"]
    return (Standing.INTACT if is_same else Standing.MOVED), wrong


def refresh_record(node: Node, record: Json) -> Json:
    """The record with the blocks in which the same transactions are now."""
    contracts = {}
    for name, entry in record["contracts"].items():
        receipt = node.find_receipt(entry["transactionHash"])
        if receipt is None:
            raise DeployError(f"The node does not know the transaction of {name}: wait, then run this again.")
        contracts[name] = {**entry, "blockNumber": int(receipt["blockNumber"], 16)}
    return {**record, "startBlock": _start_block(node, contracts), "contracts": contracts}


def build_record(
    node: Node, network: Network, journal: Journal, receipts: dict[str, Json], compiler: Json
) -> Json:
    """The record of a finished deployment."""
    contracts = {
        step.name: {
            "address": step.address,
            "codeHash": journal.code_hashes[step.name],
            "constructorArguments": _plain(step.arguments),
            "transactionHash": receipts[step.name]["transactionHash"],
            "blockNumber": int(receipts[step.name]["blockNumber"], 16),
            "compiler": compiler,
        }
        for step in journal.steps
    }
    return {
        "chainId": network.chain_id,
        "network": network.name,
        "deployer": journal.deployer,
        "startBlock": _start_block(node, contracts),
        "contracts": contracts,
    }


def with_standing(added: Json, before: Json) -> Json:
    """The record of an older deployment, with the contracts that a later one added to it.

    A market that was added makes the one before a former market, whose deals go on.
    """
    is_replaced = "DataMarket" in added["contracts"] and "DataMarket" in before["contracts"]
    former = {
        name: entry
        for name, entry in before["contracts"].items()
        if is_replaced and name in ("NoLevels", "DataMarket")
    }
    kept = {name: entry for name, entry in before["contracts"].items() if name not in former}
    record = {**before, "contracts": {**kept, **added["contracts"]}}
    return {**record, "formerMarkets": [former, *before.get("formerMarkets", [])]} if former else record


def with_earlier(record: Json, before: Json | None) -> Json:
    """The record, with what it replaces kept for those who still use it."""
    if before is None:
        return record
    if before["contracts"]["TagToken"]["address"] == record["contracts"]["TagToken"]["address"]:
        return {**record, "earlier": before.get("earlier", [])}  # written by a run that died right afterwards
    names = ("startBlock", "contracts", "formerMarkets")
    old = {name: before[name] for name in names if name in before}
    return {**record, "earlier": [old, *before.get("earlier", [])]}


def code_hash(code: bytes) -> str:
    """keccak-256 in hex."""
    return "0x" + keccak(code).hex()


def _start_block(node: Node, contracts: dict[str, Json]) -> Json:
    number = min(entry["blockNumber"] for entry in contracts.values()) - 1
    return {"number": number, "hash": node.block(number)["hash"]}


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, int) else value
