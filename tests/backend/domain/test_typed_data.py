import pytest
from domain_strategies import unhex, vectors
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak, to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain import typed_data as forms
from hashtagspace.domain.eip712 import TypedDomain, checksum_address

DOMAIN = TypedDomain(31337, bytes(range(20)))
WORD = bytes(range(32))
values = {
    "uint8": st.integers(0, 2**8 - 1),
    "uint32": st.integers(0, 2**32 - 1),
    "uint64": st.integers(0, 2**64 - 1),
    "uint256": st.integers(0, 2**256 - 1),
    "address": st.binary(min_size=20, max_size=20),
    "bytes32": st.binary(min_size=32, max_size=32),
    "string": st.text(max_size=40),
}
FORMS = forms.Form.__args__
REGISTER = (
    "Register(uint64 profile,string handle,address recovery,bytes32 content,bytes32 encryptionKey,"
    "address key,uint64 until,uint32 kinds,uint64 deadline)"
)


@st.composite
def filled_forms(draw):
    form = draw(st.sampled_from(FORMS))
    return form(*(draw(values[kind]) for _, kind in form.STRUCT.members))


@given(filled_forms(), st.integers(1, 2**64), st.binary(min_size=20, max_size=20))
def test_the_digest_is_what_a_wallet_makes_of_the_json(form, chain_id, contract):
    domain = TypedDomain(chain_id, contract)
    signable = encode_typed_data(full_message=forms.to_wallet(form, domain))
    assert forms.digest(form, domain) == keccak(b"\x19" + signable.version + signable.header + signable.body)


@given(filled_forms(), st.integers(1, 2**64))
def test_a_signature_counts_on_one_chain_at_one_contract(form, chain_id):
    here = forms.digest(form, DOMAIN)
    assert here != forms.digest(form, TypedDomain(31337, bytes(20)))
    assert (forms.digest(form, TypedDomain(chain_id, DOMAIN.contract)) == here) == (chain_id == 31337)


@pytest.mark.parametrize(
    "form",
    [
        forms.CancelRecovery(2**64, 0, 0),
        forms.CancelRecovery(-1, 0, 0),
        forms.CancelRecovery(1, 2**256, 0),
        forms.AuthoriseKey(1, bytes(19), 0, 0, 0),
        forms.AuthoriseKey(1, bytes(32), 0, 0, 0),
        forms.AuthoriseKey(1, bytes(20), 0, 2**32, 0),
        forms.SetEncryptionKey(1, bytes(31), 0, 0),
        forms.Permit("0x00", bytes(20), 0, 0, 0),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_its_type_is_refused(form):
    with pytest.raises(ValueError, match="does not fit"):
        forms.digest(form, DOMAIN)


def test_types_are_spelled_as_the_contracts_spell_them():
    assert [form.STRUCT.encoded for form in FORMS] == [
        REGISTER,
        "AuthoriseKey(uint64 profile,address key,uint64 until,uint32 kinds,uint64 deadline)",
        "RevokeKey(uint64 profile,address key,uint64 voidFrom,uint64 deadline)",
        "SetEncryptionKey(uint64 profile,bytes32 encryptionKey,uint256 nonce,uint64 deadline)",
        "TransferCustody(uint64 profile,address to,uint256 nonce,uint64 deadline)",
        "RequestRecovery(uint64 profile,address to,uint256 nonce,uint64 deadline)",
        "CancelRecovery(uint64 profile,uint256 nonce,uint64 deadline)",
        "RequestRecoveryChange(uint64 profile,address recovery,uint256 nonce,uint64 deadline)",
        "VetoRecoveryChange(uint64 profile,uint256 nonce,uint64 deadline)",
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    ]


def test_no_number_of_a_wallet_message_can_lose_digits():
    wallet = forms.to_wallet(forms.AuthoriseKey(2**64 - 1, bytes(20), 2**64 - 1, 2**32 - 1, 0), DOMAIN)
    assert wallet["message"]["profile"] == "18446744073709551615"
    assert wallet["message"]["kinds"] == 4294967295


@given(values["address"])
def test_addresses_are_spelled_with_their_checksum(address):
    assert checksum_address(address) == to_checksum_address(address)


def test_a_transfer_and_a_recovery_are_never_the_same_message():
    transfer = forms.digest(forms.TransferCustody(1, bytes(20), 0, 9), DOMAIN)
    assert transfer != forms.digest(forms.RequestRecovery(1, bytes(20), 0, 9), DOMAIN)


def test_vectors_hold():
    golden = vectors("typed_data")
    assert {row["form"] for row in golden["forms"]} == {form.STRUCT.name for form in FORMS}
    for row in golden["forms"]:
        signable = encode_typed_data(full_message=row["wallet"])
        assert keccak(b"\x19" + signable.version + signable.header + signable.body) == unhex(row["digest"])
        signer = Account.recover_message(signable, signature=row["signature"])
        assert signer.lower() == row["signer"]
