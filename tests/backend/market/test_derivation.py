from itertools import pairwise

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of, number, rows, words

from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.market.derivation import (
    MarketPlace,
    derive_deal_scalar,
    derive_offer_scalar,
    hkdf_sha256,
    wipe,
)

GOLDEN = vectors("market_keys")
PLACE = MarketPlace(int(GOLDEN["chainId"]), unhex(GOLDEN["market"]))
KEY, OFFER, NONCE = (bytes((byte,)) * 32 for byte in (1, 2, 3))


@pytest.mark.parametrize(
    "arguments",
    [
        (b"", PLACE, OFFER, NONCE),
        (KEY[:-1], PLACE, OFFER, NONCE),
        (KEY, MarketPlace(1, bytes(19)), OFFER, NONCE),
        (KEY, PLACE, OFFER + b"\0", NONCE),
        (KEY, PLACE, OFFER, b""),
    ],
)
def test_a_part_of_another_length_derives_nothing(arguments):
    assert code_of(derive_deal_scalar, *arguments) == "market.secret"


def test_an_offer_key_of_another_length_derives_nothing():
    assert code_of(derive_offer_scalar, KEY + KEY, PLACE, OFFER) == "market.secret"
    assert code_of(derive_offer_scalar, KEY, PLACE, b"") == "market.secret"


def test_hkdf_is_the_standard_one():
    """RFC 5869, appendix A.1."""
    output = hkdf_sha256(bytes([0x0B]) * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert output.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


@given(words, words, words, st.integers(0, 254))
def test_every_part_changes_the_scalar(key, offer, nonce, epoch):
    other = bytes((key[0] ^ 1,)) + key[1:]
    nearby = MarketPlace(PLACE.chain_id, bytes(20))
    scalars = [
        derive_deal_scalar(key, PLACE, offer, nonce, epoch),
        derive_deal_scalar(other, PLACE, offer, nonce, epoch),
        derive_deal_scalar(key, MarketPlace(1, PLACE.contract), offer, nonce, epoch),
        derive_deal_scalar(key, nearby, offer, nonce, epoch),
        derive_deal_scalar(key, PLACE, bytes((offer[0] ^ 1,)) + offer[1:], nonce, epoch),
        derive_deal_scalar(key, PLACE, offer, bytes((nonce[0] ^ 1,)) + nonce[1:], epoch),
        derive_deal_scalar(key, PLACE, offer, nonce, epoch + 1),
        derive_offer_scalar(key, PLACE, offer),
    ]
    assert len(set(scalars)) == len(scalars)
    assert all(0 < scalar < CURVE_ORDER for scalar in scalars)


def test_epoch_keys_are_not_linear():
    """The differences of neighbours differ: knowing one key and a difference opens no other."""
    keys = [derive_deal_scalar(KEY, PLACE, OFFER, NONCE, epoch) for epoch in range(20)]
    steps = {(b - a) % CURVE_ORDER for a, b in pairwise(keys)}
    assert len(steps) == 19


def test_a_wiped_key_is_zero_and_was_read_before():
    held = bytearray(KEY)
    before = derive_deal_scalar(held, PLACE, OFFER, NONCE)
    wipe(held)
    assert held == bytes(32)
    assert before == derive_deal_scalar(KEY, PLACE, OFFER, NONCE)


def test_vectors_hold():
    for row in rows(GOLDEN["sales"]):
        vault_key, offer, nonce = (unhex(row[name]) for name in ("vaultKey", "offer", "nonce"))
        assert derive_deal_scalar(vault_key, PLACE, offer, nonce, row["epoch"]) == number(row["scalarX"])
        market_key, salt = unhex(row["marketKey"]), unhex(row["offerSalt"])
        assert derive_offer_scalar(market_key, PLACE, salt) == number(row["scalarZ"])
