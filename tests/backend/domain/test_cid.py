import pytest
from domain_strategies import unhex, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.cid import DAG_PB, RAW, Cid, cid_of_digest, decode_cid, digest_of_cid, parse_cid
from hashtagspace.errors import InvalidCid

codecs = st.sampled_from((RAW, DAG_PB))


@pytest.mark.parametrize("row", vectors("cid")["refused"], ids=lambda row: repr(row["text"])[:24])
def test_other_texts_are_refused(row):
    with pytest.raises(InvalidCid) as caught:
        parse_cid(row["text"])
    assert caught.value.exact_code == row["code"]


@given(
    st.text(max_size=70)
    | st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=58, max_size=58).map("b".__add__)
)
def test_any_text_gets_a_cid_or_the_typed_error(text):
    try:
        cid = parse_cid(text)
    except InvalidCid:
        return
    assert cid.text == text


@given(st.binary(max_size=40))
def test_any_bytes_get_a_cid_or_the_typed_error(data):
    try:
        cid = decode_cid(data)
    except InvalidCid:
        return
    assert cid.encoded == data


@given(words, codecs)
def test_text_and_bytes_give_the_cid_back(digest, codec):
    cid = Cid(codec, digest)
    assert parse_cid(cid.text) == decode_cid(cid.encoded) == cid
    assert digest_of_cid(cid_of_digest(digest, codec)) == digest


@given(words, codecs, st.integers(1, 58), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_one_content_has_one_spelling(digest, codec, at, letter):
    text = cid_of_digest(digest, codec)
    other = text[:at] + letter + text[at + 1 :]
    try:
        parsed = parse_cid(other)
    except InvalidCid:
        return
    assert (parsed == Cid(codec, digest)) == (other == text)


@pytest.mark.parametrize(("digest", "codec"), [(b"", RAW), (bytes(33), RAW), (bytes(32), 0x71)])
def test_a_cid_is_made_of_a_known_codec_and_32_bytes(digest, codec):
    with pytest.raises(ValueError, match="sha2-256"):
        cid_of_digest(digest, codec)


def test_the_cid_of_nothing_is_the_one_that_everybody_knows():
    nothing = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert cid_of_digest(nothing) == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_vectors_hold():
    golden = vectors("cid")
    for digest, raw, dag_pb in zip(golden["digest"], golden["raw"], golden["dagPb"], strict=True):
        assert cid_of_digest(unhex(digest)) == raw
        assert parse_cid(dag_pb) == Cid(DAG_PB, unhex(digest))
