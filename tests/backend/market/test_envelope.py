import pytest
from domain_strategies import unhex, vectors
from hypothesis import given, settings
from hypothesis import strategies as st
from market_strategies import code_of, rows, words

from hashtagspace.market.envelope import (
    SUBSCRIPTION_START,
    EnvelopeContents,
    EnvelopeKeys,
    EnvelopePlace,
    decode_contents,
    encode_contents,
    envelope_key_pair,
    envelope_seed,
    open_envelope,
    seal_envelope,
)
from hashtagspace.market.errors import InvalidEnvelope
from hashtagspace.market.record import CHUNK

GOLDEN = vectors("market_envelope")
PLACE = EnvelopePlace(bytes(32))
SMALL = EnvelopeContents("s", bytes(32))
KEYS = envelope_key_pair(bytes(31) + b"\1")
texts = st.text(st.characters(exclude_categories=("Cs", "Cn", "Co"), exclude_characters="\0"), max_size=200)


@st.composite
def contents(draw):
    count = draw(st.sampled_from((0, 1, 4)))
    record = draw(st.binary(min_size=CHUNK * count, max_size=CHUNK * count))
    leaves = draw(st.none() | st.tuples(*[words] * count)) if count else None
    return EnvelopeContents(draw(texts), draw(words), record, leaves)


def test_what_must_not_open_is_refused():
    for row in rows(GOLDEN["refused"]):
        place = EnvelopePlace(unhex(row["deal"]), row["epoch"])
        assert code_of(open_envelope, unhex(row["blob"]), unhex(row["seed"]), place) == row["code"], row[
            "name"
        ]
    for row in rows(GOLDEN["refusedPlaintexts"]):
        assert code_of(decode_contents, unhex(row["plain"])) == row["code"], row["name"]


def test_nobody_seals_to_a_malformed_key():
    for row in rows(GOLDEN["refusedKeys"]):
        assert code_of(seal_envelope, SMALL, unhex(row["publicKey"]), PLACE) == row["code"], row["name"]


@pytest.mark.parametrize(
    "place", [EnvelopePlace(bytes(31)), EnvelopePlace(bytes(32), -1), EnvelopePlace(bytes(32), 1 << 32)]
)
def test_a_place_has_a_form(place):
    assert code_of(seal_envelope, SMALL, KEYS.public_key, place) == "envelope.key"


@pytest.mark.parametrize(("key", "salt"), [(bytes(31), bytes(32)), (bytes(32), bytes(33))])
def test_keys_of_another_length_give_no_seed(key, salt):
    assert code_of(envelope_seed, key, salt) == "envelope.key"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (EnvelopeContents("s", bytes(32), bytes(128)), "envelope.chunks"),
        (EnvelopeContents("s", bytes(32), bytes(512)), "envelope.chunks"),
        (EnvelopeContents("s", bytes(32), b"", ()), "envelope.chunks"),
        (EnvelopeContents("s", bytes(32), bytes(256), ()), "envelope.chunks"),
        (EnvelopeContents("s", bytes(32), bytes(256), (bytes(31),)), "envelope.header"),
        (EnvelopeContents("s", bytes(31)), "envelope.header"),
        (EnvelopeContents("x" * 65_536, bytes(32)), "envelope.header"),
        (EnvelopeContents("a\0", bytes(32)), "envelope.header"),
        (EnvelopeContents("\ud800", bytes(32)), "envelope.header"),
    ],
)
def test_contents_that_no_reader_takes_are_not_sent(sent, code):
    assert code_of(encode_contents, sent) == code


def test_secrets_are_in_no_repr():
    assert KEYS.seed.hex() not in repr(KEYS)
    assert "seed" not in repr(EnvelopeKeys(b"public", b"secret"))


def test_vectors_hold():
    for row in rows(GOLDEN["keys"]):
        seed = envelope_seed(unhex(row["marketKey"]), unhex(row["offerSalt"]))
        assert (seed, envelope_key_pair(seed).public_key) == (unhex(row["seed"]), unhex(row["publicKey"]))
    for row in GOLDEN["sealed"]:
        opened = open_envelope(
            unhex(row["blob"]), unhex(row["seed"]), EnvelopePlace(unhex(row["deal"]), row["epoch"])
        )
        leaves = None if row["leaves"] is None else tuple(map(unhex, row["leaves"]))
        assert opened == EnvelopeContents(
            row["selection"], unhex(row["receiptSalt"]), unhex(row["record"]), leaves
        )


@settings(max_examples=40)
@given(contents(), words, words, st.sampled_from((0, 1, 254, SUBSCRIPTION_START)))
def test_what_is_sealed_opens_for_its_key_and_place_alone(sent, seed, deal, epoch):
    place, keys = EnvelopePlace(deal, epoch), envelope_key_pair(seed)
    blob = seal_envelope(sent, keys.public_key, place)
    assert open_envelope(blob, seed, place) == sent
    assert blob != seal_envelope(sent, keys.public_key, place)
    other = EnvelopePlace(deal, epoch ^ 1)
    assert code_of(open_envelope, blob, seed, other) == "envelope.sealed"
    assert code_of(open_envelope, blob, bytes(b ^ 1 for b in seed), place) == "envelope.sealed"


@settings(max_examples=60)
@given(st.data())
def test_one_bit_flipped_is_refused(data):
    blob = bytearray(seal_envelope(SMALL, KEYS.public_key, PLACE))
    bit = data.draw(st.integers(0, 8 * len(blob) - 1))
    blob[bit // 8] ^= 1 << bit % 8
    assert code_of(open_envelope, bytes(blob), KEYS.seed, PLACE) == "envelope.sealed"


@given(st.text("abc{}", max_size=800))
def test_length_says_nothing_of_the_selection(selection):
    assert len(encode_contents(EnvelopeContents(selection, bytes(32)))) == 4 + 1024


@settings(max_examples=300)
@given(
    st.binary(max_size=1500) | st.binary(max_size=600).map(lambda rest: (1024).to_bytes(4) + rest.ljust(1100))
)
def test_any_plaintext_is_refused_or_read(plain):
    try:
        read = decode_contents(plain)
    except InvalidEnvelope as error:
        assert error.exact_code.startswith("envelope.")  # noqa: PT017
    else:
        assert encode_contents(read)[:4] == plain[:4]
