"""Every error of the people contracts is told in a sentence of its own, with its own numbers."""

import pytest
from eth_abi import encode

from hashtagspace.chain.abi_files import load_abi
from hashtagspace.chain.people_reverts import PEOPLE_MEANINGS
from hashtagspace.chain.reverts import _MEANINGS, decode_revert
from hashtagspace.domain.keccak import keccak256

# No call meets these: deployment's own, and checks of libraries that nothing of ours leads to.
ELSEWHERE = {"FoundersInvalid", "InvalidShortString", "StringTooLong", "CheckpointUnorderedInsertion"}
ERRORS = {
    f"{contract}.{entry['name']}": entry
    for contract in PEOPLE_MEANINGS
    for entry in load_abi(contract)
    if entry["type"] == "error" and entry["name"] not in ELSEWHERE
}


@pytest.mark.parametrize("entry", ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_with_its_own_numbers(entry) -> None:
    types = [one["type"] for one in entry["inputs"]]
    values = ["0x" + "ab" * 20 if t == "address" else b"\x01" * 32 if t == "bytes32" else 7 for t in types]
    selector = keccak256(f"{entry['name']}({','.join(types)})".encode())[:4]
    revert = decode_revert(selector + encode(types, values))
    assert revert.code != "call.reverted"
    assert revert.detail.endswith(".")
    assert "{" not in revert.detail


def test_one_name_in_two_contracts_means_what_its_own_says() -> None:
    held = {
        "StakeHeld(uint64,uint64)": "vouch.stake_held",
        "StakeHeld(uint64,uint32)": "juror.stake_held",
        "TooEarly(uint64,uint32)": "case.too_early",
    }
    for signature, code in held.items():
        data = keccak256(signature.encode())[:4] + encode(["uint256", "uint256"], [1, 9])
        assert decode_revert(data).code == code


def test_every_meaning_is_of_an_error_that_there_is() -> None:
    for contract, meanings in PEOPLE_MEANINGS.items():
        names = {entry["name"] for entry in load_abi(contract) if entry["type"] == "error"}
        assert meanings.keys() <= names, contract
        assert not meanings.keys() & _MEANINGS.keys() - {"TooEarly", "NothingDue"}
