"""Contract calls through web3.py: our calldata, our errors, no question that nobody asked."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from anvil_node import KEYS, ROOT, free_port
from deployed import Deployed
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st
from rpc_server import Answer, error, result, rpc_server

from hashtagspace.chain.contracts import PROFILE_REGISTRY, Contracts, decode_call, encode_call
from hashtagspace.chain.deployment import REQUIRED
from hashtagspace.chain.errors import ChainTimeout, InconsistentChain, RateLimited, RpcFailed
from hashtagspace.chain.reverts import CallReverted, as_revert, decode_revert
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.submit import Submitter
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import ChainUnavailable, HashtagspaceError

AT = {PROFILE_REGISTRY: b"\x07" * 20}
HASH = b"\x05" * 32
OFFCHAIN = "(address,string[],bytes,bytes4,bytes)"  # OffchainLookup of EIP-3668
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=70)
    | st.just("0x")
    | st.just("0x" + "00" * 32),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["status", "blockHash"]), inner)
    ),
    max_leaves=4,
)


class Told:
    """A node that answers everything alike, and remembers what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def call(self, method, params=()):
        json.dumps(params)  # what is asked is JSON
        self.asked.append(method)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def word(number):
    return "0x" + number.to_bytes(32, "big").hex()


def code_of(caught):
    return caught.value.exact_code


# --- calldata


def abi_functions():
    for name in REQUIRED:
        text = (ROOT / f"backend/hashtagspace/chain/abi/{name}.json").read_text()
        for entry in json.loads(text):
            if entry["type"] == "function":
                yield name, entry


def type_of(member):
    if member["type"].startswith("tuple"):
        parts = ",".join(type_of(part) for part in member["components"])
        return f"({parts}){member['type'].removeprefix('tuple')}"
    return member["type"]


def element_of(member):
    return {**member, "type": member["type"].rpartition("[")[0]}


def value_for(member, draw):
    kind = member["type"]
    if kind == "tuple":
        return tuple(value_for(part, draw) for part in member["components"])
    if kind.endswith("]"):
        length = kind.rpartition("[")[2][:-1]
        count = int(length) if length else draw(st.integers(0, 3))
        return tuple(value_for(element_of(member), draw) for _ in range(count))
    if kind == "address":
        return draw(st.binary(min_size=20, max_size=20))
    if kind == "string":
        return draw(st.text(st.characters(codec="utf-8"), max_size=40))
    if kind == "bool":
        return draw(st.booleans())
    if kind == "bytes":
        return draw(st.binary(max_size=100))
    if kind == "bytes32":
        return draw(st.binary(min_size=32, max_size=32))
    return draw(st.integers(0, 2 ** int(kind.removeprefix("uint")) - 1))


def plain(member, value):
    """As eth_abi takes it."""
    if member["type"] == "tuple":
        return tuple(plain(part, one) for part, one in zip(member["components"], value, strict=True))
    if member["type"].endswith("]"):
        return tuple(plain(element_of(member), one) for one in value)
    return "0x" + value.hex() if member["type"] == "address" else value


@given(st.data(), st.sampled_from([(n, e) for n, e in abi_functions() if e["inputs"]]))
def test_calldata_is_the_abi_s_and_comes_back(data, function):
    contract, entry = function
    kinds = [type_of(member) for member in entry["inputs"]]
    values = [value_for(member, data.draw) for member in entry["inputs"]]
    calldata = encode_call(contract, entry["name"], values)
    assert calldata[:4] == keccak256(f"{entry['name']}({','.join(kinds)})".encode())[:4]
    assert calldata[4:] == encode(
        kinds, [plain(member, value) for member, value in zip(entry["inputs"], values, strict=True)]
    )
    names = [member["name"] for member in entry["inputs"]]
    assert decode_call(contract, calldata) == dict(zip(names, values, strict=True))


# --- views


def test_a_view_asks_once_and_gives_addresses_as_bytes():
    node = Told("0x" + encode(["address", "uint64", "uint64"], ["0x" + "ab" * 20, 7, 8]).hex())
    assert Contracts(node, AT).read(PROFILE_REGISTRY, "custodyAt", 5, 0) == (b"\xab" * 20, 7, 8)
    assert node.asked == ["eth_call"]
    assert Contracts(Told(word(9)), AT).read(PROFILE_REGISTRY, "nonceOf", 5) == (9,)


@pytest.mark.parametrize("answer", ["0x", "0x12", word(2**70), "zz", None, 7.5, [], {"data": 1}])
def test_an_answer_that_no_such_contract_gives(answer):
    with pytest.raises(ChainUnavailable) as caught:
        Contracts(Told(answer), AT).read(PROFILE_REGISTRY, "profileOfHandle", "ada")
    assert code_of(caught) == "chain.answer"


def test_a_revert_is_the_contract_s_own_error_and_an_outage_is_none():
    data = keccak256(b"ProfileUnknown(uint64)")[:4] + encode(["uint64"], [5])
    refusal = RpcFailed("execution reverted", 3, "0x" + data.hex())
    with pytest.raises(CallReverted, match="Profile 5 is not registered") as caught:
        Contracts(Told(refusal), AT).read(PROFILE_REGISTRY, "nonceOf", 5)
    assert code_of(caught) == "profile.unknown"
    with pytest.raises(RpcFailed):
        Contracts(Told(RpcFailed("the disk is full")), AT).read(PROFILE_REGISTRY, "nonceOf", 5)


@given(JSON)
def test_any_answer_is_a_value_or_a_typed_error(answer):
    node = Told(answer)
    submitter, contracts = Submitter(node, KEYS[0], 1), Contracts(node, AT)
    for ask in (
        lambda: contracts.read(PROFILE_REGISTRY, "custodyAt", 5, 0),
        lambda: contracts.simulate(b"\x01" * 20, b"\x01"),
        lambda: submitter.estimate_gas(b"\x01" * 20, b""),
        lambda: submitter.find_receipt(HASH),
        lambda: submitter.is_known(HASH),
        lambda: submitter.send(b"\x01"),
        submitter.read_nonce,
        submitter.read_pending_nonce,
        submitter.read_balance_wei,
        submitter.propose_fees,
    ):
        try:
            ask()
        except HashtagspaceError as failure:
            assert failure.exact_code.startswith(("chain.", "call."))  # noqa: PT017


@given(st.binary(max_size=80), st.sampled_from([b"", b"HandleTaken(string,uint64)", b"Error(string)"]))
def test_any_revert_data_is_a_revert(data, signature):
    payload = keccak256(signature)[:4] + data if signature else data
    assert decode_revert(payload).code in ("handle.taken", "call.reverted")
    assert isinstance(as_revert(RpcFailed("x", 3, "0x" + payload.hex())), CallReverted)
    assert isinstance(as_revert(RpcFailed("x", 3, "0x" + payload.hex() + "f")), CallReverted)


def test_a_reason_that_is_no_text_is_a_revert_without_a_reason():
    data = bytes.fromhex("08c379a0") + encode(["bytes"], [b"\xff\xfe"])
    assert "without a reason" in decode_revert(data).detail


# --- the node behind web3.py


def through(respond, **options):
    with rpc_server(respond) as url:
        Contracts(SharedRpc(Rpc(url, **options)), AT).read(PROFILE_REGISTRY, "nonceOf", 5)


def test_failures_of_the_node_come_through_as_they_are():
    with pytest.raises(RateLimited):
        through(lambda payload: error(payload, 429, "too many requests"))
    with pytest.raises(InconsistentChain):
        through(lambda _: (200, b"<html>"))
    secret = f"http://key:secret@127.0.0.1:{free_port()}/v3/token"
    with pytest.raises(ChainUnavailable) as caught:
        Contracts(SharedRpc(Rpc(secret)), AT).read(PROFILE_REGISTRY, "nonceOf", 5)
    assert code_of(caught) == "chain.unavailable"
    assert "secret" not in str(caught.value)
    assert "token" not in str(caught.value)


def test_an_answer_that_is_too_long_or_too_late():
    with pytest.raises(ChainUnavailable) as caught:
        through(lambda payload: result(payload, "0x" + "00" * 5000), max_answer_bytes=4096)
    assert code_of(caught) == "chain.too_many_results"
    with pytest.raises(ChainTimeout):
        Contracts(Told(ChainTimeout("late")), AT).read(PROFILE_REGISTRY, "nonceOf", 5)


def test_a_node_cannot_send_us_to_an_address_of_its_choice():
    asked, urls = [], []

    def respond(payload: dict) -> Answer:
        asked.append(payload.get("method", "the address of its choice"))
        lookup = ("0x" + AT[PROFILE_REGISTRY].hex(), urls, b"\x01", b"\x02" * 4, b"\x03")
        data = keccak256(f"OffchainLookup{OFFCHAIN}".encode())[:4] + encode(OFFCHAIN[1:-1].split(","), lookup)
        return error(payload, 3, "execution reverted", data="0x" + data.hex())

    with rpc_server(respond) as url:
        urls.append(url)
        with pytest.raises(CallReverted):
            Contracts(SharedRpc(Rpc(url)), AT).read(PROFILE_REGISTRY, "nonceOf", 5)
    assert asked == ["eth_call"]


@pytest.mark.anvil
def test_many_threads_read_at_once(deployed: Deployed):
    contracts = Contracts(SharedRpc(Rpc(deployed.anvil.url)), deployed.deployment.addresses)
    with ThreadPoolExecutor(8) as pool:
        units = pool.map(lambda n: contracts.read("TagToken", "decimals" if n % 2 else "symbol"), range(80))
        assert list(units) == [("TAG",), (18,)] * 40
