"""Who signed: the same answer as eth-account, and none for anything that is not the one encoding."""

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.signatures import address_of_private_key, find_signer, recover_signer, sign_digest
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain import typed_data
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.intent import Intent, IntentDomain
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.signature import CURVE_ORDER, is_well_formed
from hashtagspace.errors import InvalidInput, InvalidIntent

keys = st.integers(1, CURVE_ORDER - 1).map(lambda number: number.to_bytes(32, "big"))
digests = st.binary(min_size=32, max_size=32)


@given(keys, digests)
def test_what_is_signed_here_is_recovered_here_and_by_eth_account(key: bytes, digest: bytes) -> None:
    signature = sign_digest(key, digest)
    assert is_well_formed(signature)
    assert recover_signer(digest, signature) == address_of_private_key(key)
    assert (
        Account._recover_hash(digest, signature=signature).lower() == "0x" + address_of_private_key(key).hex()
    )


@given(keys, digests, st.integers(0, 64), st.integers(1, 255))
def test_a_changed_byte_is_nobody_or_somebody_else(key: bytes, digest: bytes, at: int, flip: int) -> None:
    signature = bytearray(sign_digest(key, digest))
    signature[at] ^= flip
    assert find_signer(digest, bytes(signature)) != address_of_private_key(key)


@given(keys, digests)
def test_the_malleable_twin_is_refused(key: bytes, digest: bytes) -> None:
    signature = sign_digest(key, digest)
    high = CURVE_ORDER - int.from_bytes(signature[32:64], "big")
    twin = signature[:32] + high.to_bytes(32, "big") + bytes((27 + 28 - signature[64],))
    with pytest.raises(InvalidIntent, match="low s"):
        recover_signer(digest, twin)


@pytest.mark.parametrize("signature", [b"", b"\0" * 65, b"\xff" * 65, b"\x01" * 64 + b"\x00", b"\x01" * 66])
def test_malformed(signature: bytes) -> None:
    with pytest.raises(InvalidIntent) as caught:
        recover_signer(b"\x01" * 32, signature)
    assert caught.value.exact_code == "signature.malformed"
    assert find_signer(b"\x01" * 32, signature) is None


def test_an_r_that_is_on_no_curve_point() -> None:
    signature = (5).to_bytes(32, "big") + (1).to_bytes(32, "big") + b"\x1b"
    assert is_well_formed(signature)
    assert find_signer(b"\x01" * 32, signature) is None
    with pytest.raises(InvalidIntent) as caught:
        recover_signer(b"\x01" * 32, signature)
    assert caught.value.exact_code == "signature.malformed"


@pytest.mark.parametrize("key", [b"", b"\0" * 32, CURVE_ORDER.to_bytes(32, "big"), b"\x01" * 31])
def test_no_private_key(key: bytes) -> None:
    with pytest.raises(InvalidInput):
        Wallet(key)


def test_a_wallet_signs_as_eth_account_does() -> None:
    wallet = Wallet.create()
    domain = IntentDomain(31337, b"\x11" * 20)
    intent = Intent(7, Kind.FOLLOW, (9).to_bytes(32, "big"), ZERO_WORD, 1_800_000_000_000)
    message = encode_typed_data(full_message=typed_data.intent_to_wallet(intent, domain))
    theirs = Account.sign_message(message, wallet.private_key()).signature
    assert wallet.sign_intent(intent, domain).signature == bytes(theirs)
    form = typed_data.RevokeKey(7, b"\x22" * 20, 5, 6)
    typed = TypedDomain(31337, b"\x33" * 20)
    message = encode_typed_data(full_message=typed_data.to_wallet(form, typed))
    assert wallet.sign_form(form, typed) == bytes(
        Account.sign_message(message, wallet.private_key()).signature
    )


def test_a_wallet_shows_no_key() -> None:
    wallet = Wallet(b"\x05" * 32)
    assert "05" * 8 not in repr(wallet)
