"""A file that nobody needs leaves the store; what something else is made of stays."""

from collections.abc import Callable

import pytest
from fakes import MemoryContentStore
from hypothesis import given, settings
from hypothesis import strategies as st
from unixfs_content import build_content

from hashtagspace.domain.cid import digest_of_cid
from hashtagspace.errors import InvalidCid
from hashtagspace.ipfs.dag_walk import list_present
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import ContentStore, cid_of_block
from hashtagspace.ipfs.unixfs import CHUNK_BYTES


def nobody(_digest: bytes) -> bool:
    return False


def made_of(*files: bytes) -> Callable[[bytes], bool]:
    """Says which blocks these files are made of."""
    digests: set[bytes] = set()

    def note(data: bytes, codec: int) -> str:
        cid = cid_of_block(data, codec)
        digests.add(digest_of_cid(cid))
        return cid

    for file in files:
        write_file(file, note)
    return digests.__contains__


@pytest.fixture(params=["embedded", "memory"])
def store(request, tmp_path) -> ContentStore:
    return EmbeddedBlockStore(tmp_path / "content") if request.param == "embedded" else MemoryContentStore()


@pytest.mark.parametrize("size", [0, 5, CHUNK_BYTES, 3 * CHUNK_BYTES + 7])
def test_nothing_is_left_of_it(store, size):
    cid = store.add_file(build_content(size))
    parts = list_present(store, cid)
    store.drop_file(cid, nobody)
    assert parts
    assert not any(store.has_block(part) for part in parts)
    store.drop_file(cid, nobody)


def test_what_another_file_is_made_of_stays(store):
    shared = build_content(CHUNK_BYTES)
    one, two = shared + b"one", shared + b"two"
    first, second = store.add_file(one), store.add_file(two)
    store.drop_file(first, made_of(two))
    assert b"".join(store.read_file(second)) == two
    assert not store.has_block(first)


def test_a_file_that_is_needed_stays_whole(store):
    data = build_content(2 * CHUNK_BYTES)
    cid = store.add_file(data)
    store.drop_file(cid, made_of(data))
    assert b"".join(store.read_file(cid)) == data


def test_a_drop_that_died_half_way_is_done_again(tmp_path):
    store = EmbeddedBlockStore(tmp_path / "content")
    cid = store.add_file(build_content(3 * CHUNK_BYTES))
    parts = list_present(store, cid)
    store.delete_block(parts[-1])
    store.drop_file(cid, nobody)
    assert not any(store.has_block(part) for part in parts)


def test_a_damaged_part_does_not_keep_the_rest(tmp_path):
    store = EmbeddedBlockStore(tmp_path / "content")
    cid = store.add_file(build_content(2 * CHUNK_BYTES))
    parts = list_present(store, cid)
    for block in (tmp_path / "content" / "blocks").rglob(digest_of_cid(parts[-1]).hex()):
        block.write_bytes(b"damaged")
    store.drop_file(cid, nobody)
    assert not any(store.has_block(part) for part in parts)


def test_text_that_is_no_cid(store):
    with pytest.raises(InvalidCid):
        store.drop_file("../../etc/passwd", nobody)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=4),
    st.lists(st.sampled_from([0, 1, 2]), max_size=4),
)
def test_dropping_one_of_two_leaves_the_other(left, right):
    pieces = [bytes([n]) * CHUNK_BYTES for n in range(3)]
    one, two = b"".join(pieces[n] for n in left), b"".join(pieces[n] for n in right)
    store = MemoryContentStore()
    first, second = store.add_file(one), store.add_file(two)
    store.drop_file(first, made_of(two))
    assert b"".join(store.read_file(second)) == two
    assert set(store.blocks) == set(list_present(store, second))


@pytest.mark.kubo
def test_kubo_no_longer_pins_it(kubo, kubo_store):
    data = build_content(2 * CHUNK_BYTES + 1)
    cid = kubo_store.add_file(data)
    kubo_store.drop_file(cid, made_of(data))
    assert cid in kubo[0].command("pin", "ls", "--type=recursive").decode()
    kubo_store.drop_file(cid, nobody)
    kubo_store.drop_file(cid, nobody)
    assert cid not in kubo[0].command("pin", "ls", "--type=recursive").decode()
    kubo[0].command("repo", "gc")
    assert not kubo_store.has_block(cid)
