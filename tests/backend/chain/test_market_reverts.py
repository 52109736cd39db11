"""The market's errors as codes and sentences: all of them, and any bytes that look like one."""

import json
import re

import pytest
from anvil_node import ROOT
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.market_reverts import FAULTS, MARKET_MEANINGS
from hashtagspace.chain.reverts import decode_revert
from hashtagspace.domain.keccak import keccak256

# ProfileRegistry tells these, or `Refused` has its own table.
ELSEWHERE = {"SignatureInvalid", "SignatureExpired", "Refused"}
AT_DEPLOYMENT = {"InvalidShortString", "StringTooLong", "AmountZero", "RecipientsMismatch"}
# Zero addresses, a nonce that only a cancelled permit has, a second door while the first is open.
OUT_OF_REACH = {"ReentrancyGuardReentrantCall", "InvalidAccountNonce"} | {
    f"ERC20Invalid{role}" for role in ("Approver", "Receiver", "Sender", "Spender")
}


def errors_of(contract):
    text = (ROOT / f"backend/hashtagspace/chain/abi/{contract}.json").read_text()
    return {e["name"]: [i["type"] for i in e["inputs"]] for e in json.loads(text) if e["type"] == "error"}


def faults_of_the_contract():
    source = (ROOT / "contracts/interfaces/IMarketTypes.sol").read_text()
    body = source.split("enum Fault {")[1].split("}")[0]
    return re.findall(r"^\s+(\w+),?(?:\s*//.*)?$", body, re.MULTILINE)


def revert_data(name, types, values):
    return keccak256(f"{name}({','.join(types)})".encode())[:4] + encode(types, values)


def refused(fault):
    return revert_data("Refused", ["bytes32", "uint8"], [b"\x01" * 32, fault])


def test_every_error_has_a_meaning():
    errors = errors_of("DataMarket").keys() | errors_of("TagToken").keys()
    foreign = {name for name in errors if name.startswith("ECDSA")}
    assert errors - ELSEWHERE - AT_DEPLOYMENT - OUT_OF_REACH - foreign == MARKET_MEANINGS.keys()


@pytest.mark.parametrize("name", sorted(MARKET_MEANINGS))
def test_an_error_is_told_with_its_own_numbers(name):
    types = (errors_of("TagToken") | errors_of("DataMarket"))[name]
    values = ["0x" + "ab" * 20 if t == "address" else b"\xcd" * 32 if t == "bytes32" else 7 for t in types]
    revert = decode_revert(revert_data(name, types, values))
    code, sentence, is_conflict = MARKET_MEANINGS[name]
    assert (revert.code, revert.is_conflict) == (code, is_conflict)
    assert "{" not in revert.detail
    assert ("7" in revert.detail) == ("{" in sentence)


def test_every_fault_has_its_own_code_in_the_contract_s_order():
    names = faults_of_the_contract()
    assert len(names) == len(FAULTS)
    codes = dict(zip(names, (code for code, _, _ in FAULTS), strict=True))
    assert len(set(codes.values())) == len(codes)
    assert codes["NotBuyer"] == MARKET_MEANINGS["NotBuyer"][0]
    assert codes["OfferEnded"] == MARKET_MEANINGS["OfferOver"][0]
    assert (codes["LevelTooLow"], codes["ProofInvalid"]) == ("consent.level", "deal.proof")


@pytest.mark.parametrize("fault", range(1, len(FAULTS)))
def test_a_refusal_is_told_as_its_fault(fault):
    revert = decode_revert(refused(fault))
    assert (revert.code, revert.detail, revert.is_conflict) == FAULTS[fault]


@given(st.binary(max_size=100), st.integers(len(FAULTS), 255))
def test_a_fault_that_is_not_known_is_a_revert_without_a_reason(data, fault):
    assert decode_revert(refused(fault)).code == "call.reverted"
    assert decode_revert(refused(1)[:4] + data).detail.endswith(".")
