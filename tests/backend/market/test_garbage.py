from dataclasses import replace

import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of, number, scalars, words

from hashtagspace.market.blinding import (
    build_blinding,
    build_commitment,
    build_delivered,
    build_shared,
    record_key,
)
from hashtagspace.market.delivery import delivery_domain
from hashtagspace.market.dleq import Proof, build_statement, prove
from hashtagspace.market.garbage import (
    BadChunk,
    Deal,
    Opening,
    build_opening,
    find_bad_chunk,
    verify_garbage,
)
from hashtagspace.market.keystream import mask
from hashtagspace.market.points import wire_point
from hashtagspace.market.record import encode_record
from hashtagspace.market.roots import build_root, list_cipher_leaves, list_plain_leaves

GOLDEN = vectors("market_garbage")


def case_of(row):
    points = (wire_point(number(row[f"{letter}x"]), row[f"{letter}Parity"]) for letter in "qxd")
    deal = Deal(
        unhex(row["digest"]), unhex(row["record"]), *points, unhex(row["ctRoot"]), unhex(row["ptRoot"])
    )
    proof = Proof(*(number(value) for value in row["proof"].values()))
    names = ("qy", "bInverse", "sx", "sy", "dy", "zInverse")
    opening = Opening(*(number(row[name]) for name in names), proof)
    paths = {name: tuple(unhex(node) for node in row[name]) for name in ("ctPath", "ptPath")}
    words_ = b"".join(unhex(word) for word in row["words"])
    return (
        deal,
        opening,
        BadChunk(row["index"], words_, paths["ctPath"], unhex(row["ptLeaf"]), paths["ptPath"]),
    )


def delivery_of(deal, x):
    return prove(build_statement(delivery_domain(deal.consent), deal.q, x), x)


def sell(x, z, data, change=None):
    """A delivered deal with key, ciphertext and promised leaves; bit `change` is not as promised."""
    q, record = build_blinding(z), bytes(32)
    key, promised = record_key(build_shared(x), record), encode_record(data)
    sent = bytearray(promised)
    if change is not None:
        sent[change % len(sent)] ^= 1
    cipher, leaves = mask(sent, key), list_plain_leaves(promised)
    roots = build_root(list_cipher_leaves(cipher)), build_root(leaves)
    return Deal(bytes(32), record, q, build_commitment(x), build_delivered(x, q), *roots), key, cipher, leaves


@pytest.mark.parametrize("row", GOLDEN["refused"], ids=lambda row: row["name"])
def test_a_false_accusation_is_refused(row):
    assert code_of(verify_garbage, *case_of(row)) == row["code"]


def test_only_the_buyer_opens():
    deal, *_ = sell(5, 7, b"hello")
    assert code_of(build_opening, deal, delivery_of(deal, 5), 8) == "market.secret"


def test_a_lying_node_gets_no_other_record_opened():
    """It shows the X of another seller, whose D it has seen, under a deal that looks like garbage."""
    victim, *_ = sell(5, 7, b"private")
    liar, *_ = sell(6, 7, b"garbage", 100)
    for shown in (
        replace(liar, commitment=victim.commitment),
        replace(victim, consent=bytes((1,)) * 32),
        replace(liar, commitment=victim.commitment, delivered=victim.delivered, consent=bytes((2,)) * 32),
    ):
        for delivery in (delivery_of(victim, 5), delivery_of(liar, 6)):
            assert code_of(build_opening, shown, delivery, 7) == "market.proof"


def test_leaves_of_another_record_are_refused():
    _, key, cipher, leaves = sell(5, 7, bytes(300))
    assert code_of(find_bad_chunk, cipher, key, leaves[:1]) == "market.words"
    assert code_of(find_bad_chunk, cipher, key, leaves * 2) == "market.words"


@given(scalars, scalars, st.binary(max_size=1000), st.integers(0, 4095))
def test_whatever_was_changed_is_found_and_proved(x, z, data, change):
    deal, key, cipher, leaves = sell(x, z, data, change)
    chunk = find_bad_chunk(cipher, key, leaves)
    assert chunk is not None
    verify_garbage(deal, build_opening(deal, delivery_of(deal, x), z), chunk)


@given(scalars, scalars, st.binary(max_size=1000), words)
def test_an_honest_seller_has_nothing_to_fear(x, z, data, leaf):
    deal, key, cipher, leaves = sell(x, z, data)
    assert find_bad_chunk(cipher, key, leaves) is None
    wrong = find_bad_chunk(cipher, key, [leaf, *leaves[1:]])
    if wrong is not None:
        opening = build_opening(deal, delivery_of(deal, x), z)
        assert code_of(verify_garbage, deal, opening, wrong) == "market.path"
        honest = replace(wrong, pt_leaf=leaves[0], pt_path=wrong.ct_path)
        assert code_of(verify_garbage, deal, opening, honest) in ("market.path", "market.not_garbage")


@pytest.mark.parametrize("row", GOLDEN["accepted"], ids=lambda row: row["name"])
def test_vectors_hold(row):
    deal, opening, chunk = case_of(row)
    verify_garbage(deal, opening, chunk)
    delivery = Proof(*(number(value) for value in row["delivery"].values()))
    assert build_opening(deal, delivery, number(row["scalarZ"]), unhex(row["hedge"])) == opening
