import io

import pytest
from fakes import MemoryContentStore
from hypothesis import given
from hypothesis import strategies as st
from unixfs_content import build_content

from hashtagspace.domain.cid import DAG_PB, parse_cid
from hashtagspace.errors import HashtagspaceError
from hashtagspace.ipfs.car import PROBE_HEADER, encode_car, encode_header, open_car
from hashtagspace.ipfs.errors import BlockNotFound, BlockTooLarge, InvalidCar
from hashtagspace.ipfs.store import cid_of_block
from hashtagspace.ipfs.unixfs import CHUNK_BYTES
from hashtagspace.ipfs.varint import encode_varint

ROOT = cid_of_block(b"root")
HEADER = encode_header([parse_cid(ROOT).encoded])
BLOCK = b"".join(encode_car([], [(ROOT, b"root")])).removeprefix(encode_header([]))


def section(data):
    return encode_varint(len(data)) + data


def read_all(data, **options):
    car = open_car(io.BytesIO(data), **options)
    return car.roots, list(car.blocks)


def test_the_header_is_the_dag_cbor_of_the_specification():
    # A map of two: roots, a list of one link; version, the number 1.
    assert (
        bytes.fromhex("3aa265726f6f747381d82a582500")
        + parse_cid(ROOT).encoded
        + bytes.fromhex("6776657273696f6e01")
        == HEADER
    )


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        HEADER[:-1],
        section(b"\xa1\x67version\x01"),
        section(HEADER[1:].replace(b"version\x01", b"version\x02")),
        section(HEADER[1:] + b"\x00"),
        section(HEADER[1:].replace(b"\xd8\x2a", b"\xd8\x2b")),
        section(HEADER[1:].replace(b"roots\x81", b"roots\x82")),
        section(HEADER[1:].replace(b"roots\x81", b"roots\x98")),
        section(b"\xa2\x65roots"),
        encode_header([parse_cid(ROOT).encoded] * 17),
        PROBE_HEADER,
        HEADER + BLOCK[:-1],
        HEADER + b"\x80",
        HEADER + b"\x80\x00",
        HEADER + b"\xff" * 12,
        HEADER + b"\x00",
        HEADER + section(bytes.fromhex("01711220") + bytes(32)),
        HEADER + section(bytes.fromhex("1220") + bytes(34)),
    ],
    ids=[
        "empty",
        "header cut",
        "no roots",
        "version 2",
        "bytes after the header",
        "another tag",
        "fewer roots than said",
        "count in two bytes",
        "header ends after roots",
        "too many roots",
        "identity root",
        "block cut",
        "length cut",
        "padded length",
        "endless length",
        "section without CID",
        "dag-cbor block",
        "CIDv0 block",
    ],
)
def test_a_malformed_archive_is_refused(archive):
    with pytest.raises(InvalidCar) as raised:
        read_all(archive)
    assert raised.value.exact_code == "ipfs.car"


def test_a_block_that_is_not_its_cid_is_refused_as_such():
    with pytest.raises(InvalidCar) as raised:
        read_all(HEADER + BLOCK[:-1] + b"T")
    assert raised.value.exact_code == "ipfs.mismatch"


@pytest.mark.parametrize(
    "archive",
    [encode_varint(1 << 40), HEADER + encode_varint(1 << 40), HEADER + encode_varint((2 << 20) + 37)],
)
def test_a_claim_of_a_huge_section_is_refused_before_it_is_read(archive):
    with pytest.raises(BlockTooLarge):
        read_all(archive)


def test_the_whole_archive_is_bounded():
    with pytest.raises(BlockTooLarge):
        read_all(HEADER + BLOCK * 100, limit_bytes=len(BLOCK) * 50)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_typed_error(data):
    for archive in (data, HEADER + data):
        try:
            read_all(archive)
        except HashtagspaceError:
            continue


@given(st.lists(st.tuples(st.binary(max_size=50), st.sampled_from([0x55, DAG_PB])), max_size=6))
def test_an_archive_survives_the_round_trip(pairs):
    blocks = [(cid_of_block(data, codec), data) for data, codec in pairs]
    roots = tuple(cid for cid, _ in blocks[:16])
    assert read_all(b"".join(encode_car(roots, blocks))) == (roots, blocks)


def test_a_file_moves_from_one_store_to_another():
    here, there = MemoryContentStore(), MemoryContentStore()
    content = build_content(3 * CHUNK_BYTES + 5)
    cid = here.add_file(content)
    assert there.import_car(io.BytesIO(b"".join(here.export_car(cid)))) == (cid,)
    assert b"".join(there.read_file(cid)) == content
    assert there.blocks == here.blocks


def test_blocks_stand_depth_first_and_once():
    store = MemoryContentStore()
    cid = store.add_file(bytes(3 * CHUNK_BYTES) + b"end")
    _, blocks = read_all(b"".join(store.export_car(cid)))
    assert [len(data) for _, data in blocks][1:] == [CHUNK_BYTES, 3]
    assert blocks[0][0] == cid


def test_an_import_that_fails_keeps_only_right_blocks():
    store = MemoryContentStore()
    with pytest.raises(InvalidCar):
        store.import_car(io.BytesIO(HEADER + BLOCK + BLOCK[:-1] + b"T"))
    assert store.blocks == {ROOT: b"root"}


def test_an_archive_without_its_root_is_refused():
    other = b"".join(encode_car([ROOT], [(cid_of_block(b"other"), b"other")]))
    with pytest.raises(InvalidCar, match="does not hold it"):
        MemoryContentStore().import_car(io.BytesIO(other))


def test_the_export_of_an_unknown_root_fails():
    with pytest.raises(BlockNotFound):
        b"".join(MemoryContentStore().export_car(ROOT))


def test_a_slow_source_that_gives_a_byte_at_a_time_is_read_right():
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1))

    car = open_car(Trickle(HEADER + BLOCK))
    assert (car.roots, list(car.blocks)) == ((ROOT,), [(ROOT, b"root")])
