from dataclasses import fields, replace

import pytest
from domain_strategies import addresses, uint64s, unhex, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain import abi_words
from hashtagspace.domain.consent import (
    Consent,
    OfferTerms,
    Revoke,
    consent_digest,
    consent_to_wallet,
    deal_id,
    offer_id,
    receipt_digest,
)
from hashtagspace.domain.eip712 import TypedDomain

GOLDEN = vectors("market_consent")
DOMAIN = TypedDomain(int(GOLDEN["chainId"]), unhex(GOLDEN["market"]))
MEMBERS = {"Consent": Consent, "Revoke": Revoke}
uint256s, uint8s = st.integers(0, 2**256 - 1), st.integers(0, 255)
consents = st.builds(
    Consent, words, uint64s, addresses, st.integers(0, 2**128 - 1), uint64s, words, words,
    uint256s, uint8s, uint256s, uint8s, words, words, words,
)  # fmt: skip


@pytest.mark.parametrize("value", [-1, 2**256, b"", bytes(19), bytes(21), bytes(33)])
def test_what_is_no_word_is_refused(value):
    with pytest.raises(ValueError, match="word"):
        abi_words.words(1, value)


@pytest.mark.parametrize(
    "change",
    [
        {"price": 2**128},
        {"price": -1},
        {"profile": 2**64},
        {"q_parity": 256},
        {"qx": 2**256},
        {"payee": bytes(21)},
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused(change):
    word = bytes(32)
    whole = Consent(word, 1, bytes(20), 1, 1, word, word, 1, 0, 1, 0, word, word, word)
    with pytest.raises(ValueError, match="does not fit"):
        consent_digest(replace(whole, **change), DOMAIN)


@given(consents, st.data())
def test_a_consent_changed_in_any_field_is_another_consent(consent, data):
    field = data.draw(st.sampled_from(fields(consent)))
    value = getattr(consent, field.name)
    other = value ^ 1 if isinstance(value, int) else bytes((value[0] ^ 1,)) + value[1:]
    changed = replace(consent, **{field.name: other})
    assert consent_digest(changed, DOMAIN) != consent_digest(consent, DOMAIN)


@given(consents)
def test_a_consent_counts_in_one_market_on_one_chain(consent):
    here = consent_digest(consent, DOMAIN)
    assert here != consent_digest(consent, replace(DOMAIN, chain_id=DOMAIN.chain_id + 1))
    assert here != consent_digest(consent, replace(DOMAIN, contract=bytes(20)))


def test_forms_hold():
    seen = set()
    for row in GOLDEN["forms"]:
        form = MEMBERS[row["form"]]
        seen.add(form)
        values = [
            unhex(value) if kind in ("bytes32", "address") else int(value)
            for value, (_, kind) in zip(row["wallet"]["message"].values(), form.STRUCT.members, strict=True)
        ]
        message = form(*values)
        assert form.STRUCT.encoded == row["type"]
        assert consent_digest(message, DOMAIN) == unhex(row["digest"])
        assert consent_to_wallet(message, DOMAIN) == row["wallet"]
    assert seen == {Consent, Revoke}


def test_ids_hold():
    offers = GOLDEN["offers"]
    names = [name for name in offers if name not in ("buyer", "id")]
    for index, expected in enumerate(offers["id"]):
        values = [unhex(offers[name][index]) for name in names]
        terms = OfferTerms(*values[:2], *(int.from_bytes(value, "big") for value in values[2:]))
        assert offer_id(unhex(offers["buyer"][index]), terms) == unhex(expected)
    deals, receipts = GOLDEN["deals"], GOLDEN["receipts"]
    for offer, profile, expected in zip(deals["offer"], deals["profile"], deals["id"], strict=True):
        assert deal_id(unhex(offer), int(profile)) == unhex(expected)
    for salt, data, digest in zip(receipts["salt"], receipts["bytes"], receipts["digest"], strict=True):
        assert receipt_digest(unhex(salt), unhex(data)) == unhex(digest)
