import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.cid import DAG_PB, RAW
from hashtagspace.ipfs.dag_pb import LINK_LIMIT_COUNT, Link, decode_node, encode_field, encode_node
from hashtagspace.ipfs.errors import InvalidDag
from hashtagspace.ipfs.store import cid_of_block
from hashtagspace.ipfs.unixfs import Part, decode_file_node, encode_file_node

LEAF = cid_of_block(b"leaf")
links = st.builds(
    Link,
    st.builds(cid_of_block, st.binary(max_size=9), st.sampled_from([RAW, DAG_PB])),
    st.integers(0, (1 << 63) - 1),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
)


RAW_CID = bytes.fromhex("01551220") + bytes(32)


def encode_link(*, cid=RAW_CID, name=b"", size=1):
    return encode_field(1, cid) + encode_field(2, name) + encode_field(3, size)


def encode_data(*fields):
    return b"".join(encode_field(number, value) for number, value in fields)


@pytest.mark.parametrize(
    "block",
    [
        encode_field(1, b"data") + encode_field(2, encode_link()),
        encode_field(1, b"data") + encode_field(1, b"data"),
        encode_field(3, b"what"),
        encode_field(1, 7),
        encode_field(2, encode_link())[:-1],
        b"\x0d\x00\x00\x00\x00",
        encode_field(2, encode_field(1, b"short") + encode_field(2, b"") + encode_field(3, 1)),
        encode_field(2, encode_field(2, b"") + encode_field(3, 1)),
        encode_field(2, encode_link(cid=bytes.fromhex("01711220") + bytes(32))),
        encode_field(2, encode_link(cid=bytes.fromhex("1220") + bytes(32))),
        encode_field(2, encode_link(name=b"\xff")),
        encode_field(2, encode_link()) * (LINK_LIMIT_COUNT + 1),
    ],
    ids=[
        "links after data",
        "data twice",
        "unknown field",
        "data as number",
        "cut",
        "fixed 32-bit field",
        "short CID",
        "no CID",
        "dag-cbor link",
        "CIDv0 link",
        "name not UTF-8",
        "too many links",
    ],
)
def test_anything_but_canonical_dag_pb_is_refused(block):
    with pytest.raises(InvalidDag) as raised:
        decode_node(block)
    assert raised.value.exact_code == "ipfs.dag"


@given(st.lists(links, max_size=5), st.binary(max_size=20))
def test_a_node_survives_the_round_trip(children, data):
    node = decode_node(encode_node(children, data))
    assert (list(node.links), node.data) == (children, data)


@given(st.binary(max_size=60))
def test_any_bytes_decode_or_are_refused_with_a_typed_error(block):
    try:
        decode_file_node(block)
    except InvalidDag:
        return


@pytest.mark.parametrize(
    "data",
    [
        b"",
        encode_data((1, 1), (3, 4), (4, 4)),
        encode_data((1, 2), (2, b"data"), (3, 4), (4, 4)),
        encode_data((1, 2), (4, 4)),
        encode_data((1, 2), (3, 5), (4, 4)),
        encode_data((1, 2), (3, 4)),
        encode_data((1, 2), (3, 8), (4, 4), (4, 4)),
        encode_data((1, 2), (3, 4), (4, b"\x04")),
        encode_data((1, 2), (3, 4), (4, 4), (7, 0o644)),
        encode_data((3, 4), (1, 2), (4, 4)),
    ],
    ids=[
        "empty",
        "a directory",
        "inline data",
        "no total",
        "total too large",
        "no sizes",
        "more sizes than links",
        "packed sizes",
        "a mode",
        "out of order",
    ],
)
def test_nodes_that_are_no_plain_file_are_refused(data):
    with pytest.raises(InvalidDag, match="not a file with raw leaves"):
        decode_file_node(encode_node([Link(LEAF, 4)], data))


def test_a_part_of_no_bytes_is_refused():
    data = encode_data((1, 2), (3, 4), (4, 4), (4, 0))
    with pytest.raises(InvalidDag, match="not all there"):
        decode_file_node(encode_node([Link(LEAF, 4), Link(LEAF, 0)], data))


def test_a_file_node_survives_the_round_trip():
    parts = (Part(Link(LEAF, 4), 4), Part(Link(cid_of_block(b"x", DAG_PB), 900), 800))
    assert decode_file_node(encode_file_node(parts)) == parts
