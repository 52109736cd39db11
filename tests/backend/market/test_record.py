import pytest
from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of, rows, words

from hashtagspace.market.keystream import mask
from hashtagspace.market.record import CHUNK, chunk_count, decode_record, encode_record, is_chunk_count
from hashtagspace.market.roots import (
    build_path,
    build_root,
    cipher_leaf,
    list_cipher_leaves,
    list_plain_leaves,
    plain_leaf,
    root_of_path,
)

GOLDEN = vectors("market_record")
datas = st.binary(max_size=4000)


def test_malformed_records_are_refused():
    for row in rows(GOLDEN["refused"]):
        assert code_of(decode_record, unhex(row["plain"])) == row["code"], row["name"]


def test_a_record_too_long_is_refused():
    assert code_of(chunk_count, GOLDEN["tooLong"]) == "market.length"


def test_salts_of_another_length_are_refused():
    assert code_of(encode_record, b"hello", bytes(31)) == "market.words"


@pytest.mark.parametrize(
    ("data", "key"), [(bytes(31), bytes(32)), (bytes(32), bytes(31)), (bytes(33), bytes(32))]
)
def test_part_of_a_word_is_not_masked(data, key):
    assert code_of(mask, data, key) == "market.words"


@pytest.mark.parametrize("leaves", [[], [bytes(32)] * 3, [bytes(31)], [bytes(32), bytes(33)]])
def test_a_tree_is_perfect(leaves):
    assert code_of(build_root, leaves) == "market.words"


@pytest.mark.parametrize(
    ("leaf", "index", "path"),
    [
        (bytes(32), 1, []),
        (bytes(32), -1, [bytes(32)]),
        (bytes(32), 2, [bytes(32)]),
        (bytes(31), 0, []),
        (bytes(32), 0, [bytes(33)]),
        (bytes(32), 0, [bytes(32)] * 21),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(leaf, index, path):
    assert code_of(root_of_path, leaf, index, path) == "market.path"


def test_a_leaf_beyond_the_tree_has_no_path():
    assert code_of(build_path, [bytes(32)] * 4, 4) == "market.path"
    assert code_of(build_path, [bytes(32)] * 4, -1) == "market.path"


def test_a_chunk_of_another_size_has_no_leaf():
    for size in (0, CHUNK - 32, CHUNK + 32):
        assert code_of(cipher_leaf, 0, bytes(size)) == "market.words"
    assert code_of(list_plain_leaves, bytes(CHUNK * 2)) == "market.words"


@given(datas)
def test_a_record_survives_its_padding(data):
    assert decode_record(encode_record(data)) == data


@given(datas, words, st.integers(0, 2**20))
def test_masking_twice_gives_it_back(data, key, first):
    plain = encode_record(data)
    assert mask(mask(plain, key, first), key, first) == plain


@given(datas, words, st.integers(0, 3))
def test_a_chunk_opens_alone(data, key, index):
    plain = encode_record(data + bytes(221))
    part = slice(CHUNK * index, CHUNK * (index + 1))
    assert mask(mask(plain, key)[part], key, 8 * index) == plain[part]


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_padding_hides_the_length_within_a_class(one, other):
    first, second = encode_record(bytes(one)), encode_record(b"\xff" * other)
    assert is_chunk_count(len(first) // CHUNK)
    assert (len(first) == len(second)) == (chunk_count(one) == chunk_count(other))


@given(datas)
def test_equal_data_never_has_an_equal_root(data):
    first, second = (build_root(list_plain_leaves(encode_record(data))) for _ in range(2))
    assert first != second


@given(datas, words, st.data())
def test_roots_bind_every_bit(data, key, draw):
    plain = encode_record(data)
    at = draw.draw(st.integers(0, len(plain) - 1))
    changed = bytearray(plain)
    changed[at] ^= 1 << draw.draw(st.integers(0, 7))
    for leaves, one, other in (
        (list_plain_leaves, plain, changed),
        (list_cipher_leaves, mask(plain, key), mask(changed, key)),
    ):
        assert build_root(leaves(one)) != build_root(leaves(other))


@given(st.binary(min_size=CHUNK, max_size=CHUNK), st.integers(0, 100))
def test_a_leaf_names_its_kind_and_place(chunk, index):
    assert len({cipher_leaf(index, chunk), plain_leaf(index, chunk), cipher_leaf(index + 1, chunk)}) == 3


@given(st.integers(0, 6), st.data())
def test_every_path_leads_to_the_root_from_its_place_alone(height, data):
    leaves = data.draw(st.lists(words, min_size=1 << height, max_size=1 << height, unique=True))
    index, other = (data.draw(st.integers(0, len(leaves) - 1)) for _ in range(2))
    path = build_path(leaves, index)
    assert root_of_path(leaves[index], index, path) == build_root(leaves)
    assert (root_of_path(leaves[index], other, path) == build_root(leaves)) == (index == other)


def test_vectors_hold():
    assert [chunk_count(length) for length in GOLDEN["lengths"]["length"]] == GOLDEN["lengths"]["chunks"]
    for row in rows(GOLDEN["records"]):
        plain, cipher, key = (unhex(row[name]) for name in ("plain", "cipher", "key"))
        assert decode_record(plain) == unhex(row["data"])
        assert mask(plain, key) == cipher
        for kind, content, leaves_of in (
            ("ct", cipher, list_cipher_leaves),
            ("pt", plain, list_plain_leaves),
        ):
            leaves, index = leaves_of(content), row["index"]
            assert build_root(leaves) == unhex(row[f"{kind}Root"])
            assert leaves[index] == unhex(row[f"{kind}Leaf"])
            assert build_path(leaves, index) == tuple(unhex(node) for node in row[f"{kind}Path"])
