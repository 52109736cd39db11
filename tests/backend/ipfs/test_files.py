"""Files in and out of blocks, with the CIDs that Kubo gives."""

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from fakes import MemoryContentStore
from hypothesis import given, settings
from hypothesis import strategies as st
from unixfs_content import build_content

from hashtagspace.domain.cid import DAG_PB, RAW
from hashtagspace.ipfs.dag_pb import Link, encode_node
from hashtagspace.ipfs.dag_walk import Limits, walk_dag, walk_file
from hashtagspace.ipfs.errors import BlockNotFound, BlockTooLarge, InvalidDag
from hashtagspace.ipfs.file_writer import FileBuilder, write_file
from hashtagspace.ipfs.store import FILE_LIMIT_BYTES, cid_of_block
from hashtagspace.ipfs.unixfs import CHUNK_BYTES, Part, encode_file_node

VECTORS = json.loads((Path(__file__).resolve().parents[2] / "vectors" / "unixfs.json").read_text())["files"]
SMALL = [vector for vector in VECTORS if not vector["large"]]
LARGE = [vector for vector in VECTORS if vector["large"]]


def as_ids(vectors):
    return [str(vector["size"]) for vector in vectors]


@pytest.mark.parametrize("vector", SMALL, ids=as_ids(SMALL))
def test_a_file_gets_the_cid_that_kubo_gives_and_reads_back(vector):
    store, content = MemoryContentStore(), build_content(vector["size"])
    assert store.add_file(content) == vector["cid"]
    assert b"".join(store.read_file(vector["cid"])) == content


@pytest.mark.slow
@pytest.mark.parametrize("vector", LARGE, ids=as_ids(LARGE))
def test_a_file_around_the_width_of_a_node_gets_the_cid_that_kubo_gives(vector):
    assert write_file(build_content(vector["size"]), cid_of_block) == vector["cid"]


@given(
    st.integers(0, 3 * CHUNK_BYTES + 1), st.integers(1, 2 * CHUNK_BYTES), st.binary(min_size=1, max_size=9)
)
@settings(max_examples=25, deadline=None)
def test_the_cid_does_not_depend_on_how_the_file_arrives(size, step, pattern):
    content = (pattern * (size // len(pattern) + 1))[:size]
    builder = FileBuilder(cid_of_block)
    for start in range(0, size, step):
        builder.feed(content[start : start + step])
    store = MemoryContentStore()
    cid = store.add_file(io.BytesIO(content))
    assert builder.finish() == cid
    assert b"".join(store.read_file(cid)) == content


def test_a_file_streams_through_constant_memory():
    class Zeros(io.RawIOBase):
        left = 48 * 1024 * 1024

        def read(self, size=-1):
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    tracemalloc.start()
    try:
        write_file(Zeros(), cid_of_block)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_file_above_the_limit_is_refused_before_it_is_read_whole():
    source = io.BytesIO(bytes(10 * CHUNK_BYTES))
    with pytest.raises(BlockTooLarge) as raised:
        write_file(source, cid_of_block, limit_bytes=2 * CHUNK_BYTES)
    assert raised.value.exact_code == "ipfs.too_large"
    assert source.tell() <= 3 * CHUNK_BYTES


def test_a_file_of_exactly_the_limit_is_taken():
    assert write_file(bytes(1000), cid_of_block, limit_bytes=1000) == cid_of_block(bytes(1000))


def test_a_missing_block_stops_the_reading_with_its_cid():
    store = MemoryContentStore()
    cid = store.add_file(build_content(2 * CHUNK_BYTES))
    second = cid_of_block(build_content(2 * CHUNK_BYTES)[CHUNK_BYTES:])
    del store.blocks[second]
    reading = store.read_file(cid)
    assert len(next(reading)) == CHUNK_BYTES
    with pytest.raises(BlockNotFound, match=second):
        next(reading)


def test_a_file_larger_than_the_reader_allows_is_refused_before_any_byte():
    store = MemoryContentStore()
    with pytest.raises(BlockTooLarge):
        next(store.read_file(store.add_file(bytes(CHUNK_BYTES + 1)), max_bytes=CHUNK_BYTES))
    with pytest.raises(BlockTooLarge):
        next(store.read_file(store.add_file(bytes(CHUNK_BYTES)), max_bytes=CHUNK_BYTES - 1))


def put_tower(store, floors, width):
    """A few blocks that name `width ** floors` leaves."""
    part = Part(Link(store.put_block(b"x" * 4096), 4096), 4096)
    for _ in range(floors):
        block = encode_file_node([part] * width)
        part = Part(Link(store.put_block(block, DAG_PB), 1), part.content_bytes * width)
    return part.link.cid


def test_a_bomb_of_few_blocks_and_many_bytes_is_refused_at_its_root():
    store = MemoryContentStore()
    bomb = put_tower(store, floors=4, width=174)
    assert len(store.blocks) == 5
    with pytest.raises(BlockTooLarge):
        next(store.read_file(bomb))


def test_a_bomb_of_tiny_leaves_is_bounded_by_blocks():
    store = MemoryContentStore()
    leaf = Part(Link(store.put_block(b"x"), 1), 1)
    middle = encode_file_node([leaf] * 1000)
    inner = Part(Link(store.put_block(middle, DAG_PB), 1), 1000)
    root = store.put_block(encode_file_node([inner] * 1000), DAG_PB)
    with pytest.raises(BlockTooLarge):
        for _ in walk_file(store, root, limits=Limits(blocks_count=5000)):
            pass


def test_a_tower_of_single_links_is_bounded_by_depth():
    store = MemoryContentStore()
    tower = put_tower(store, floors=9, width=1)
    for walk in (walk_file(store, tower), walk_dag(store, tower), store.read_file(tower)):
        with pytest.raises(BlockTooLarge):
            list(walk)


def test_repeated_links_are_walked_once_unless_asked_for():
    store = MemoryContentStore()
    tower = put_tower(store, floors=3, width=50)
    assert len(list(walk_dag(store, tower))) == 4
    with pytest.raises(BlockTooLarge):
        list(walk_dag(store, tower, duplicates=True))


@pytest.mark.parametrize("claimed", [3, 5])
def test_a_parent_that_lies_about_the_size_of_its_child_is_refused(claimed):
    store = MemoryContentStore()
    leaf = store.put_block(b"four")
    root = store.put_block(encode_file_node([Part(Link(leaf, 4), claimed)]), DAG_PB)
    with pytest.raises(InvalidDag, match="lies about its size"):
        list(store.read_file(root))


def test_a_directory_is_not_read_as_a_file():
    store = MemoryContentStore()
    directory = store.put_block(encode_node([], b"\x08\x01"), DAG_PB)
    with pytest.raises(InvalidDag):
        list(store.read_file(directory))


def test_raw_bytes_named_as_a_node_are_refused():
    store = MemoryContentStore()
    with pytest.raises(InvalidDag):
        list(store.read_file(store.put_block(b"no node at all", DAG_PB)))


@given(st.integers(0, 5 * CHUNK_BYTES - 2), st.integers(0, 5 * CHUNK_BYTES - 2))
@settings(max_examples=40, deadline=None)
def test_a_range_needs_exactly_the_leaves_that_overlap_it(first, last):
    first, last = min(first, last), max(first, last)
    store, content = MemoryContentStore(), build_content(5 * CHUNK_BYTES - 1)
    cid = store.add_file(content)
    leaves = [(start, data) for part, data, start in walk_file(store, cid, first, last) if part != cid]
    assert [start for start, _ in leaves] == [
        start
        for start in range(0, len(content), CHUNK_BYTES)
        if start <= last and start + CHUNK_BYTES > first
    ]
    joined = b"".join(data for _, data in leaves)
    offset = leaves[0][0]
    assert joined[first - offset : last - offset + 1] == content[first : last + 1]


def test_the_largest_file_fits_the_limits_of_a_walk():
    assert Limits().total_bytes > FILE_LIMIT_BYTES
    assert Limits().blocks_count > FILE_LIMIT_BYTES // CHUNK_BYTES * 2


def test_a_block_above_two_mebibytes_is_refused():
    assert cid_of_block(bytes(2 << 20), RAW)
    with pytest.raises(BlockTooLarge):
        cid_of_block(bytes((2 << 20) + 1))
