"""Logs by slicing: what web3.py makes of them on a real chain, and an error for whatever else a node says."""

from typing import Any

import msgspec
import pytest
from deployed import Deployed
from hypothesis import given
from hypothesis import strategies as st
from world import NOBODY, World, wallet

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import POST_REGISTRY, PROFILE_REGISTRY, topic_of
from hashtagspace.chain.logs import LogDecoder, ProjectedEvent, RawLog
from hashtagspace.domain import events
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.kinds import ZERO_WORD, Kind

ADDRESSES = {"ProfileRegistry": b"\x01" * 20, "PostRegistry": b"\x02" * 20, "DataMarket": b"\x03" * 20}
DEPLOYMENT = Deployment(1, 0, b"\0" * 32, ADDRESSES)
DECODER = LogDecoder(DEPLOYMENT)
# Names in web3's answer for the fields of our records that are called otherwise.
THEIRS = {
    "until_seconds": "until", "void_from_seconds": "voidFrom", "previous_until_seconds": "previousUntil",
    "ready_at_seconds": "readyAt", "custody_index": "custodyIndex", "encryption_key": "encryptionKey",
    "batch_digest": "batchDigest", "sender": "from", "receiver": "to",
}  # fmt: skip


@pytest.mark.parametrize(
    ("contract", "table"), [("ProfileRegistry", PROFILE_REGISTRY), ("PostRegistry", POST_REGISTRY)]
)
def test_every_event_of_the_abi_is_decoded(contract: str, table: dict[str, Any]) -> None:
    found = {
        f"{entry['name']}({','.join(one['type'] for one in entry['inputs'])})": 1
        + sum(i["indexed"] for i in entry["inputs"])
        for entry in load_abi(contract)
        if entry["type"] == "event" and entry["name"] != "EIP712DomainChanged"
    }
    assert {signature: count for signature, (count, _) in table.items()} == found


@pytest.mark.anvil
def test_the_same_as_web3_of_a_real_chain(deployed: Deployed) -> None:
    world = World(deployed)
    registry = deployed.profiles.functions
    alice = world.register(1, "alice_9", b"\x05" * 32)
    key, later = wallet(50), deployed.anvil.time() + 10**6
    world.authorise(1, alice, key)
    world.revoke(1, alice, key, deployed.anvil.time())
    deployed.send(registry.setEncryptionKey(alice, b"\x07" * 32), wallet(1))
    recovery = deployed.web3.to_checksum_address(wallet(3).address)
    deployed.send(registry.requestRecoveryChange(alice, recovery), wallet(1))
    deployed.anvil.move_time(8 * 86400)
    deployed.send(registry.finishRecoveryChange(alice))
    deployed.send(registry.requestRecoveryChange(alice, NOBODY), wallet(1))
    deployed.send(registry.vetoRecoveryChange(alice), wallet(3))
    post = world.sign(wallet(1), alice, Kind.POST, content=world.text("x"))
    world.publish(wallet(1), post)
    world.publish(wallet(1), post, b"any bytes at all" * 9)
    world.anchor(post)
    del later
    logs = deployed.anvil.rpc.call(
        "eth_getLogs",
        [
            {
                "fromBlock": "0x0",
                "address": [
                    "0x" + a.hex()
                    for a in (deployed.deployment.profile_registry, deployed.deployment.post_registry)
                ],
            }
        ],
        list[RawLog],
    )
    blocks = LogDecoder(deployed.deployment).decode_range(logs, 0, deployed.anvil.head())
    ours = [event for block in blocks for event in block.events]
    kinds = {type(event).__name__ for event in ours}
    assert kinds == {
        "Registered", "KeyAuthorised", "KeyRevoked", "EncryptionKeySet", "RecoveryChangeRequested",
        "RecoveryChanged", "RecoveryChangeVetoed", "Published", "PublishedInline", "Anchored",
    }  # fmt: skip
    theirs = []
    for contract in (deployed.profiles, deployed.posts):
        for event in contract.events:
            theirs += event().get_logs(from_block=0)
    theirs.sort(key=lambda log: (log["blockNumber"], log["logIndex"]))
    assert len(ours) == len(theirs)
    for mine, log in zip(ours, theirs, strict=True):
        assert type(mine).__name__ == log["event"]
        assert mine.checkpoint == (log["blockNumber"], log["logIndex"])
        assert mine.transaction_hash == bytes(log["transactionHash"])
        _assert_same_arguments(mine, log["args"])


def _assert_same_arguments(event: ProjectedEvent, arguments: dict[str, Any]) -> None:
    fields = [name for name in event.__dataclass_fields__ if name not in ("checkpoint", "transaction_hash")]
    assert len(fields) == len(arguments)
    for name in fields:
        theirs = arguments.get(name, arguments.get(THEIRS.get(name, name)))
        if isinstance(theirs, str) and theirs.startswith("0x"):
            theirs = bytes.fromhex(theirs[2:])
        mine = getattr(event, name)
        assert (bytes(theirs) if isinstance(mine, bytes) else theirs) == mine, name


def published(**changes: Any) -> RawLog:
    log: dict[str, Any] = {
        "address": "0x" + "02" * 20,
        "topics": ["0x" + topic_of("Published(address,bytes32,bytes32,bytes32)").hex()],
        "data": "0x" + "00" * 12 + "0a" * 20 + "0b" * 32 + "0c" * 32 + "0d" * 32,
        "blockHash": "0x" + "0e" * 32,
        "blockNumber": "0x5",
        "transactionHash": "0x" + "0f" * 32,
        "logIndex": "0x1",
        "blockTimestamp": "0x64",
    }
    return msgspec.convert({**log, **changes}, RawLog)


def test_one_log() -> None:
    (block,) = DECODER.decode_range([published()], 5, 5)
    assert (block.number, block.block_hash, block.time_seconds) == (5, b"\x0e" * 32, 100)
    expected = events.Published(
        Checkpoint(5, 1), b"\x0f" * 32, b"\x0a" * 20, b"\x0b" * 32, b"\x0c" * 32, b"\x0d" * 32
    )
    assert block.events == (expected,)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "0x" + "03" * 20},
        {"address": ""},
        {"topics": []},
        {"topics": ["0x" + "00" * 32]},
        {"topics": [published().topics[0], "0x" + "00" * 32]},
        {"data": "0x"},
        {"data": published().data + "00"},
        {"data": "0x" + "ff" * 128},  # twelve bytes before an address
        {"data": "zz"},
        {"blockHash": "0x12"},
        {"blockNumber": "5"},
        {"blockNumber": "0x6"},
        {"blockNumber": "0x" + "f" * 32},
        {"transactionHash": ZERO_WORD.hex()},
        {"logIndex": "-0x1"},
        {"logIndex": "0xffffffffff"},
        {"removed": True},
        {"blockTimestamp": "later"},
    ],
)
def test_a_lie_in_one_log(changes: dict[str, Any]) -> None:
    with pytest.raises(InconsistentChain):
        DECODER.decode_range([published(**changes)], 5, 5)
    with pytest.raises(InconsistentChain):
        DECODER.decode_block([published(**changes)], 5, b"\x0e" * 32)


@pytest.mark.parametrize(
    "logs",
    [
        [published(), published()],
        [published(logIndex="0x2"), published()],
        [published(), published(logIndex="0x2", blockHash="0x" + "aa" * 32)],
        [published(), published(logIndex="0x2", blockTimestamp="0x65")],
        [published(blockNumber="0x6"), published()],
        [published(), published(blockNumber="0x6"), published(logIndex="0x7")],
    ],
)
def test_logs_that_contradict_each_other(logs: list[RawLog]) -> None:
    with pytest.raises(InconsistentChain):
        DECODER.decode_range(logs, 5, 6)


def test_logs_of_a_block_with_another_hash() -> None:
    with pytest.raises(InconsistentChain, match="another hash"):
        DECODER.decode_block([published()], 5, b"\xaa" * 32)


SIGNATURES = [*PROFILE_REGISTRY, *POST_REGISTRY]


@given(st.sampled_from(SIGNATURES), st.integers(0, 5), st.binary(max_size=400))
def test_no_bytes_crash_a_decoder(signature: str, topics: int, data: bytes) -> None:
    address = "0x" + ("01" if signature in PROFILE_REGISTRY else "02") * 20
    words = ["0x" + topic_of(signature).hex(), *(["0x" + "00" * 31 + "01"] * topics)]
    log = published(address=address, topics=words, data="0x" + data.hex())
    try:
        DECODER.decode_range([log], 5, 5)
    except InconsistentChain:
        return
