import pytest
from domain_strategies import addresses, unhex, vectors
from eth_abi import encode
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.kinds import is_profile_id
from hashtagspace.domain.profile_id import profile_id_of


@pytest.mark.parametrize("custody", [b"", bytes(19), bytes(32)])
def test_a_custody_is_an_address(custody):
    with pytest.raises(ValueError, match="20 bytes"):
        profile_id_of(custody, 0)


@given(addresses, st.integers(0, 2**256 - 1))
def test_it_is_the_first_63_bits_of_what_the_contract_hashes(custody, index):
    word = keccak(encode(["address", "uint256"], ["0x" + custody.hex(), index]))
    assert profile_id_of(custody, index) == int.from_bytes(word, "big") >> 193
    assert is_profile_id(profile_id_of(custody, index))


def test_vectors_hold():
    golden = vectors("profile_id")
    for custody, index, profile in zip(golden["custody"], golden["index"], golden["profile"], strict=True):
        assert profile_id_of(unhex(custody), int(index)) == int(profile)
