"""Logs of the people contracts by slicing: what web3.py's codec makes of them; what cannot be is refused."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from typing import Any

import pytest
from anvil_node import Anvil
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st
from people_world import PeopleWorld

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import topic_of
from hashtagspace.chain.logs import LogDecoder, RawLog
from hashtagspace.chain.people_event_data import PEOPLE_TABLES
from hashtagspace.chain.people_logs import PeopleLogs
from hashtagspace.domain.events import Checkpoint

ADDRESSES = {
    name: bytes([number]) * 20
    for number, name in enumerate(("ProfileRegistry", "PostRegistry", "DataMarket", *PEOPLE_TABLES), 1)
}
DECODER = LogDecoder(Deployment(1, 0, b"\0" * 32, ADDRESSES))
AT = Checkpoint(7, 3)
CHOICES = {"kind": 3, "vote": 4, "verdict": 4, "turn": 6}  # how many there are
SHOWN = ("Opened", "Witnessed")  # kept as they stand


def spell(entry: Mapping[str, Any]) -> str:
    if not entry["type"].startswith("tuple"):
        return str(entry["type"])
    inner = ",".join(spell(one) for one in entry["components"])
    return f"({inner}){entry['type'].removeprefix('tuple')}"


EVENTS = [
    (contract, entry, f"{entry['name']}({','.join(spell(one) for one in entry['inputs'])})")
    for contract in PEOPLE_TABLES
    for entry in load_abi(contract)
    if entry["type"] == "event" and entry["name"] != "EIP712DomainChanged"
]


def test_every_event_of_the_abi_is_decoded() -> None:
    for contract, table in PEOPLE_TABLES.items():
        wanted = {
            text: 1 + sum(one["indexed"] for one in entry["inputs"])
            for name, entry, text in EVENTS
            if name == contract
        }
        assert {signature: count for signature, (count, _) in table.items()} == wanted


def values_of(entry: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    kind = entry["type"]
    if kind.endswith("]"):
        element, _, size = kind.removesuffix("]").rpartition("[")
        count = {"min_size": int(size), "max_size": int(size)} if size else {"max_size": 4}
        return st.lists(values_of({**entry, "type": element}), **count)
    if kind == "tuple":
        return st.tuples(*(values_of(one) for one in entry["components"]))
    if entry["name"] in CHOICES:
        return st.integers(0, CHOICES[entry["name"]] - 1)
    if kind.startswith("uint"):
        most = (
            63 if kind == "uint64" or entry.get("indexed") or entry["name"] in ("caseId", "target") else 256
        )
        return st.integers(0, 2 ** min(most, int(kind[4:])) - 1)
    sizes = {"address": 20, "bytes32": 32}
    if kind in sizes:
        return st.binary(min_size=sizes[kind], max_size=sizes[kind])
    return st.booleans() if kind == "bool" else st.binary(max_size=70)


def log_of(contract: str, entry: Mapping[str, Any], signature: str, values: list[Any]) -> RawLog:
    pairs = list(zip(entry["inputs"], values, strict=True))
    topics = [encode([one["type"]], [value]) for one, value in pairs if one["indexed"]]
    rest = [(spell(one), value) for one, value in pairs if not one["indexed"]]
    data = encode([kind for kind, _ in rest], [value for _, value in rest])
    return RawLog(
        address="0x" + ADDRESSES[contract].hex(),
        topics=["0x" + topic.hex() for topic in (topic_of(signature), *topics)],
        data="0x" + data.hex(),
        block_hash="0x" + "11" * 32,
        block_number="0x7",
        transaction_hash="0x" + "22" * 32,
        log_index="0x3",
    )


def normal(value: Any) -> Any:
    return tuple(normal(one) for one in value) if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(("contract", "entry", "signature"), EVENTS, ids=[f"{c}.{s}" for c, _, s in EVENTS])
@given(data=st.data())
def test_any_event(contract: str, entry: Mapping[str, Any], signature: str, data: st.DataObject) -> None:
    values = [data.draw(values_of({"indexed": False, **one})) for one in entry["inputs"]]
    log = log_of(contract, entry, signature, values)
    event = DECODER.decode(log, AT)
    found = list(astuple(event))[2:]
    assert (event.checkpoint, event.transaction_hash) == (AT, b"\x22" * 32)
    if entry["name"] in SHOWN:
        assert found == [values[0], bytes.fromhex(log.data[2:])]
    elif entry["name"] == "Posted":
        header = encode([spell(entry["inputs"][-1])], [values[-1]])
        assert found == [*values[:-1], header]
    else:
        assert normal(found) == normal(values)


@pytest.mark.parametrize(("contract", "entry", "signature"), EVENTS, ids=[f"{c}.{s}" for c, _, s in EVENTS])
@given(data=st.data())
def test_a_node_that_lies(
    contract: str, entry: Mapping[str, Any], signature: str, data: st.DataObject
) -> None:
    """Any bytes as topics and data are an event or refused, never another error."""
    count = sum(one["indexed"] for one in entry["inputs"])
    word = st.binary(min_size=32, max_size=32)
    topics = data.draw(st.lists(word, min_size=max(0, count - 1), max_size=count + 1))
    log = RawLog(
        address="0x" + ADDRESSES[contract].hex(),
        topics=["0x" + topic.hex() for topic in (topic_of(signature), *topics)],
        data="0x" + data.draw(st.binary(max_size=400)).hex(),
        block_hash="0x" + "11" * 32, block_number="0x7", transaction_hash="0x" + "22" * 32, log_index="0x3",
    )  # fmt: skip
    with suppress(InconsistentChain):
        DECODER.decode(log, AT)


def test_contracts_that_the_deployment_does_not_name() -> None:
    decoder = LogDecoder(Deployment(1, 0, b"\0" * 32, dict(list(ADDRESSES.items())[:3])))
    assert len(decoder.addresses) == 3
    contract, entry, signature = EVENTS[0]
    values = [1 for _ in entry["inputs"]]
    with pytest.raises(InconsistentChain, match="nobody asked for"):
        decoder.decode(log_of(contract, entry, signature, values), AT)


@pytest.mark.anvil
def test_the_same_as_web3_of_a_real_chain(anvil: Anvil) -> None:
    world = PeopleWorld.make(anvil)
    world.vouch("founder0", "founder1")
    first, second = world.people["founder0"], world.people["founder1"]
    world.call(first, "Vouches", "withdraw", world.id("founder0"), world.id("founder1"))
    newcomer = world.join("anna")
    world.call(world.people["anna"], "Jury", "appeal", newcomer, b"\x07" * 32)
    world.call(second, "Jury", "ask", world.join("bert"))
    world.call(first, "Jury", "join", world.id("founder0"), 0)
    world.call(first, "RewardPool", "tip", world.id("founder0"), newcomer, 10**18, b"\x08" * 32)
    logs = PeopleLogs(world.rpc(), world.deployment)
    found = list(logs.list_events())
    theirs = [
        log
        for contract in PEOPLE_TABLES
        for event in world.deployed.contracts[contract].events
        for log in event().get_logs(from_block=0)
    ]
    assert [one.event.checkpoint for one in found] == sorted(
        (log["blockNumber"], log["logIndex"]) for log in theirs
    )
    web3 = world.deployed.web3
    for one in found:
        block = web3.eth.get_block(one.event.checkpoint.block_number)
        assert one.time_seconds == block["timestamp"]
    names = {type(one.event).__name__ for one in found}
    assert names >= {
        "Founded",
        "SeatGiven",
        "Vouched",
        "VouchWithdrawn",
        "CaseOpened",
        "JurorJoined",
        "Tipped",
    }
    middle = found[len(found) // 2].event.checkpoint.block_number
    halves = [*logs.list_events(to_block=middle), *logs.list_events(from_block=middle + 1)]
    assert halves == found
