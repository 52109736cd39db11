"""Logs of the market by slicing: what web3.py makes of them on a real chain; what cannot be is refused."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from typing import Any

import pytest
from deployed import Deployed
from hypothesis import given
from hypothesis import strategies as st
from market_world import DAY, Bazaar, word
from world import World

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import topic_of
from hashtagspace.chain.logs import LogDecoder, RawLog
from hashtagspace.chain.market_event_data import DATA_MARKET
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_events import MarketEvent

ADDRESSES = {"ProfileRegistry": b"\x01" * 20, "PostRegistry": b"\x02" * 20, "DataMarket": b"\x03" * 20}
DECODER = LogDecoder(Deployment(1, 0, b"\0" * 32, ADDRESSES))
# Names in web3's answer for the fields of our records that are called otherwise.
THEIRS = {
    "terms": "offerTerms", "until_seconds": "until", "d_parity": "dParity", "x_parity": "xParity",
    "ct_root": "ctRoot",
}  # fmt: skip


def spell(entry: Mapping[str, Any]) -> str:
    inner = [spell(one) if one["type"] == "tuple" else one["type"] for one in entry["components"]]
    return f"({','.join(inner)})"


def test_every_event_of_the_abi_is_decoded() -> None:
    found = {}
    for entry in load_abi("DataMarket"):
        if entry["type"] == "event" and entry["name"] != "EIP712DomainChanged":
            types = [spell(one) if one["type"] == "tuple" else one["type"] for one in entry["inputs"]]
            count = 1 + sum(one["indexed"] for one in entry["inputs"])
            found[f"{entry['name']}({','.join(types)})"] = count
    assert {signature: count for signature, (count, _) in DATA_MARKET.items()} == found


@pytest.mark.anvil
def test_the_same_as_web3_of_a_real_chain(deployed: Deployed) -> None:
    bazaar = Bazaar(World(deployed))
    one, two = bazaar.world.register(1, "one"), bazaar.world.register(2, "two")
    offer = bazaar.open(garbage_seconds=DAY)
    sale, late = bazaar.answer(offer, 1, one, data=b"words"), bazaar.answer(offer, 2, two, valid_until=1)
    bazaar.accept(sale, late)
    bazaar.deliver(sale)
    deployed.anvil.move_time(2 * DAY)
    bazaar.settle(sale)
    bazaar.revoke(1, offer.offer, one)
    bazaar.attest_deletion(sale, word("gone"))
    bazaar.fund(offer, 3)
    bazaar.close(offer)
    bazaar.withdraw(1)
    epochs = bazaar.open(epochs=2)
    second = bazaar.answer(epochs, 2, two)
    bazaar.accept(second)
    bazaar.deliver_epoch(second, 0)
    query = {"fromBlock": "0x0", "address": "0x" + deployed.deployment.data_market.hex()}
    logs = deployed.anvil.rpc.call("eth_getLogs", [query], list[RawLog])
    blocks = LogDecoder(deployed.deployment).decode_range(logs, 0, deployed.anvil.head())
    ours = [event for block in blocks for event in block.events]
    theirs = [log for event in deployed.market.events for log in event().get_logs(from_block=0)]
    theirs.sort(key=lambda log: (log["blockNumber"], log["logIndex"]))
    assert {type(event).__name__ for event in ours} == {name.split("(")[0] for name in DATA_MARKET}
    for mine, log in zip(ours, theirs, strict=True):
        assert type(mine).__name__ == log["event"]
        assert mine.checkpoint == (log["blockNumber"], log["logIndex"])
        assert mine.transaction_hash == bytes(log["transactionHash"])
        assert_same_arguments(mine, log["args"])


def assert_same_arguments(event: Any, arguments: Mapping[str, Any]) -> None:
    fields = [name for name in event.__dataclass_fields__ if name not in ("checkpoint", "transaction_hash")]
    assert len(fields) == len(arguments)
    for name in fields:
        mine, theirs = getattr(event, name), arguments[THEIRS.get(name, name)]
        assert plain(theirs) == (
            tuple(map(plain, astuple(mine))) if isinstance(mine, OfferTerms) else plain(mine)
        )


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(plain(one) for one in value.values())
    if isinstance(value, str) and value.startswith("0x"):
        return bytes.fromhex(value[2:])
    return bytes(value) if isinstance(value, bytes) else value


def log_of(signature: str, topics: list[bytes], data: bytes) -> RawLog:
    return RawLog(
        "0x" + (b"\x03" * 20).hex(), ["0x" + topic.hex() for topic in (topic_of(signature), *topics)],
        "0x" + data.hex(), "0x" + bytes(32).hex(), "0x1", "0x" + bytes(32).hex(), "0x0",
    )  # fmt: skip


def decode(log: RawLog) -> MarketEvent:
    return DECODER.decode(log, Checkpoint(1, 0))  # type: ignore[return-value]


@pytest.mark.parametrize("signature", DATA_MARKET)
@given(data=st.data())
def test_any_words_decode_or_are_refused(signature: str, data: st.DataObject) -> None:
    count, _ = DATA_MARKET[signature]
    words = st.one_of(st.just(bytes(32)), st.just(b"\xff" * 32), st.binary(min_size=32, max_size=32))
    topics = [data.draw(words) for _ in range(count - 1)]
    body = b"".join(data.draw(st.lists(words, max_size=14))) + data.draw(st.binary(max_size=31))
    with suppress(InconsistentChain):
        decode(log_of(signature, topics, body))


@pytest.mark.parametrize(
    ("signature", "topics", "data"),
    [
        ("KeyDelivered(bytes32,uint256,uint8,uint8)", 1, [1, 0, 8]),
        ("KeyDelivered(bytes32,uint256,uint8,uint8)", 1, [1, 2, 2]),
        ("KeyDelivered(bytes32,uint256,uint8,uint8)", 1, [1, 0]),
        ("DealMoved(bytes32,uint8,uint256)", 1, [255, 0]),
        ("OfferFunded(bytes32,uint128)", 1, [2**128]),
    ],
)
def test_what_no_contract_could_say(signature: str, topics: int, data: list[int]) -> None:
    body = b"".join(number.to_bytes(32, "big") for number in data)
    with pytest.raises(InconsistentChain):
        decode(log_of(signature, [bytes(32)] * topics, body))
