"""Requests to `/ipfs/<cid>` by the rules of the trustless gateway specification."""

import io

import pytest
from fakes import MemoryContentStore
from hypothesis import given
from hypothesis import strategies as st
from unixfs_content import build_content

from hashtagspace.domain.cid import DAG_PB
from hashtagspace.errors import InvalidCid
from hashtagspace.ipfs.car import open_car
from hashtagspace.ipfs.dag_pb import Link, encode_node
from hashtagspace.ipfs.errors import (
    BlockNotFound,
    InvalidFormat,
    IpfsUnavailable,
    NotCached,
    RangeNotSatisfiable,
)
from hashtagspace.ipfs.store import cid_of_block
from hashtagspace.ipfs.trustless import answer_trustless
from hashtagspace.ipfs.trustless_request import TrustlessRequest
from hashtagspace.ipfs.unixfs import CHUNK_BYTES

CONTENT = build_content(4 * CHUNK_BYTES + 100)
RAW_TYPE = "application/vnd.ipld.raw"
CAR_TYPE = "application/vnd.ipld.car"


@pytest.fixture
def store():
    return MemoryContentStore()


@pytest.fixture
def block(store):
    return store.put_block(b"0123456789")


@pytest.fixture
def file(store):
    return store.add_file(CONTENT)


def ask(store, cid, *, accept=None, **options):
    query = {name.replace("_", "-"): value for name, value in options.pop("query", {}).items()}
    return answer_trustless(store, TrustlessRequest(cid, query, accept, **options))


def read_blocks(response):
    return [cid for cid, _ in open_car(io.BytesIO(b"".join(response.body))).blocks]


def leaves_of(first, last):
    return [cid_of_block(CONTENT[start : start + CHUNK_BYTES]) for start in range(first, last, CHUNK_BYTES)]


def test_a_raw_block_has_every_header_of_the_specification(store, block):
    response = ask(store, block, query={"format": "raw"})
    assert (response.status, b"".join(response.body)) == (200, b"0123456789")
    assert response.headers == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=29030400, immutable",
        "Content-Disposition": f'attachment; filename="{block}.bin"',
        "Content-Length": "10",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": RAW_TYPE,
        "ETag": f'"{block}.raw"',
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "X-Ipfs-Path": f"/ipfs/{block}",
        "X-Ipfs-Roots": block,
    }


def test_a_car_has_every_header_of_the_specification(store, file):
    response = ask(store, file, query={"format": "car"})
    assert response.status == 200
    assert b"".join(response.body) == b"".join(store.export_car(file))
    assert "Content-Length" not in response.headers
    for name, value in {
        "Accept-Ranges": "none",
        "Content-Disposition": f'attachment; filename="{file}.car"',
        "Content-Type": f"{CAR_TYPE}; version=1; order=dfs; dups=n",
        "ETag": f'W/"{file}.car.all.n"',
        "X-Content-Type-Options": "nosniff",
    }.items():
        assert response.headers[name] == value


@pytest.mark.parametrize(
    ("accept", "query", "found"),
    [
        (RAW_TYPE, {}, RAW_TYPE),
        (CAR_TYPE, {}, CAR_TYPE),
        (f"{CAR_TYPE};q=0.5, {RAW_TYPE}", {}, RAW_TYPE),
        (f"{RAW_TYPE};q=0.1,text/html,{CAR_TYPE}; q=0.9", {}, CAR_TYPE),
        (f"{RAW_TYPE};q=0, {CAR_TYPE};q=0.001", {}, CAR_TYPE),
        (f"{RAW_TYPE};q=nan, {CAR_TYPE}", {}, CAR_TYPE),
        (RAW_TYPE.upper(), {}, RAW_TYPE),
        (RAW_TYPE, {"format": "car"}, CAR_TYPE),
        ("text/html", {"format": "raw"}, RAW_TYPE),
        (None, {"format": "raw"}, RAW_TYPE),
    ],
)
def test_the_format_is_negotiated_and_the_query_wins(store, block, accept, query, found):
    response = ask(store, block, accept=accept, query=query)
    assert response.headers["Content-Type"].split(";")[0] == found
    assert ("Content-Location" in response.headers) == (not query)


@pytest.mark.parametrize(
    ("accept", "query"),
    [
        (None, {}),
        ("", {}),
        ("*/*", {}),
        ("text/html,application/xhtml+xml", {}),
        (f"{RAW_TYPE};q=0", {}),
        (RAW_TYPE, {"format": "ipns-record"}),
        (None, {"format": "dag-json"}),
        (None, {"format": ""}),
        (None, {"format": "RAW"}),
        (None, {"format": "car", "car_version": "2"}),
        (f"{CAR_TYPE};version=2", {}),
        (None, {"format": "car", "car_order": "bfs"}),
        (None, {"format": "car", "car_dups": "maybe"}),
        (None, {"format": "car", "dag_scope": "some"}),
        (None, {"format": "car", "entity_bytes": "0"}),
        (None, {"format": "car", "entity_bytes": "*:5"}),
        (None, {"format": "car", "entity_bytes": "0:" + "9" * 30}),
        (None, {"format": "car", "entity_bytes": "٠:٥"}),
        (None, {"format": "car", "entity_bytes": "0:5", "dag_scope": "all"}),
    ],
)
def test_what_is_not_served_is_refused_with_a_sentence(store, block, accept, query):
    with pytest.raises(InvalidFormat) as raised:
        ask(store, block, accept=accept, query=query)
    expected = "ipfs.entity_bytes" if "entity_bytes" in query else "ipfs.format"
    assert raised.value.exact_code == expected


@pytest.mark.parametrize("cid", ["", "..", "QmTkzDwWqPbnAh5YiV5VwcTLnGdwSNsNTn2aDxdXBFca7D", "b" + "a" * 58])
def test_a_malformed_cid_is_refused(store, cid):
    with pytest.raises(InvalidCid):
        ask(store, cid, query={"format": "raw"})


@pytest.mark.parametrize("form", ["raw", "car"])
def test_an_unknown_root_is_not_found_before_a_byte_is_sent(store, form):
    cid = cid_of_block(b"nobody has this")
    with pytest.raises(BlockNotFound):
        ask(store, cid, query={"format": form})
    with pytest.raises(NotCached):
        ask(store, cid, query={"format": form}, only_if_cached=True)


def test_a_block_that_is_not_held_is_never_looked_for_elsewhere():
    class Recursive(MemoryContentStore):
        def has_block(self, _cid):
            return False

        def find_block(self, _cid):
            raise AssertionError("the store may ask its network here")

    with pytest.raises(BlockNotFound):
        ask(Recursive(), cid_of_block(b"elsewhere"), query={"format": "raw"})


def test_a_store_that_is_down_is_no_404(store, block):
    store.is_down = True
    with pytest.raises(IpfsUnavailable):
        ask(store, block, query={"format": "raw"})


def test_a_missing_child_breaks_the_stream(store, file):
    del store.blocks[leaves_of(CHUNK_BYTES, 2 * CHUNK_BYTES)[0]]
    response = ask(store, file, query={"format": "car"})
    assert response.status == 200
    with pytest.raises(BlockNotFound):
        b"".join(response.body)


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ('"{cid}.raw"', 304),
        ('W/"{cid}.raw"', 304),
        ('"other", "{cid}.raw"', 304),
        ("*", 304),
        ('"{cid}.car"', 200),
        ('"other"', 200),
        ("{cid}.raw", 200),
        ("", 200),
    ],
)
def test_a_known_etag_is_answered_without_a_body(store, block, tags, status):
    response = ask(store, block, query={"format": "raw"}, if_none_match=tags.format(cid=block))
    assert response.status == status
    assert response.headers["ETag"] == f'"{block}.raw"'
    assert bool(b"".join(response.body)) == (status == 200)


@pytest.mark.parametrize(
    ("asked", "content_range", "body"),
    [
        ("bytes=0-3", "bytes 0-3/10", b"0123"),
        ("bytes=7-", "bytes 7-9/10", b"789"),
        ("bytes=-2", "bytes 8-9/10", b"89"),
        ("bytes=-99", "bytes 0-9/10", b"0123456789"),
        ("bytes=9-99", "bytes 9-9/10", b"9"),
    ],
)
def test_a_range_of_a_raw_block_is_served(store, block, asked, content_range, body):
    response = ask(store, block, query={"format": "raw"}, byte_range=asked)
    assert (response.status, b"".join(response.body)) == (206, body)
    assert response.headers["Content-Range"] == content_range
    assert response.headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,4-5", "lines=0-3", "bytes=a-b", "bytes=0-" + "9" * 30],
)
def test_a_range_in_no_known_form_is_ignored(store, block, asked):
    response = ask(store, block, query={"format": "raw"}, byte_range=asked)
    assert (response.status, b"".join(response.body)) == (200, b"0123456789")


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_a_range_outside_the_block_is_not_satisfiable(store, block, asked):
    with pytest.raises(RangeNotSatisfiable):
        ask(store, block, query={"format": "raw"}, byte_range=asked)


def test_no_range_of_an_empty_block_is_satisfiable(store):
    empty = store.put_block(b"")
    with pytest.raises(RangeNotSatisfiable):
        ask(store, empty, query={"format": "raw"}, byte_range="bytes=0-0")
    assert ask(store, empty, query={"format": "raw"}).headers["Content-Length"] == "0"


@pytest.mark.parametrize(
    ("if_range", "status"), [('"{cid}.raw"', 206), ('W/"{cid}.raw"', 200), ("yesterday", 200)]
)
def test_a_range_with_another_etag_is_ignored(store, block, if_range, status):
    response = ask(
        store, block, query={"format": "raw"}, byte_range="bytes=0-3", if_range=if_range.format(cid=block)
    )
    assert response.status == status


@pytest.mark.parametrize("form", ["raw", "car"])
def test_the_probe_is_answered_without_the_store(store, form):
    store.is_down = True
    response = ask(store, "bafkqaaa", query={"format": form})
    body = b"".join(response.body)
    assert response.status == 200
    assert body == (
        b"" if form == "raw" else bytes.fromhex("19a265726f6f747381d82a4500015500006776657273696f6e01")
    )
    assert response.headers["Content-Length"] == str(len(body))


def test_the_scope_chooses_the_blocks(store, file):
    leaves = leaves_of(0, len(CONTENT))
    for scope, expected in {"block": [file], "entity": [file, *leaves], "all": [file, *leaves]}.items():
        response = ask(store, file, query={"format": "car", "dag_scope": scope})
        assert read_blocks(response) == expected
        assert f".car.{scope}." in response.headers["ETag"]


def test_the_entity_of_a_directory_is_its_own_block(store, file):
    directory = store.put_block(encode_node([Link(file, 1, "name")], b"\x08\x01"), DAG_PB)
    assert read_blocks(ask(store, directory, query={"format": "car", "dag_scope": "entity"})) == [directory]
    assert len(read_blocks(ask(store, directory, query={"format": "car"}))) == 7


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0:*", 0, 5),
        ("0:0", 0, 1),
        (f"0:{CHUNK_BYTES - 1}", 0, 1),
        (f"0:{CHUNK_BYTES}", 0, 2),
        (f"{CHUNK_BYTES}:{CHUNK_BYTES}", 1, 2),
        ("-100:*", 4, 5),
        ("-101:*", 3, 5),
        (f"-{10**9}:0", 0, 1),
        (f"{4 * CHUNK_BYTES}:{10**12}", 4, 5),
        ("499:-100", 0, 5),
        ("499:-101", 0, 4),
    ],
)
def test_a_range_of_a_file_is_the_fewest_blocks_that_prove_it(store, file, asked, first, last):
    response = ask(store, file, query={"format": "car", "entity_bytes": asked})
    assert read_blocks(response) == [file, *leaves_of(0, len(CONTENT))[first:last]]
    assert response.headers["ETag"] == f'W/"{file}.car.entity.{asked}.n"'


@pytest.mark.parametrize("asked", [f"{len(CONTENT)}:*", f"{10**12}:{10**12}", "5:4", f"0:-{10**9}"])
def test_a_range_outside_the_file_is_refused(store, file, asked):
    with pytest.raises(InvalidFormat) as raised:
        ask(store, file, query={"format": "car", "entity_bytes": asked})
    assert raised.value.exact_code == "ipfs.entity_bytes"


def test_duplicates_are_sent_once_or_as_often_as_they_stand(store):
    cid = store.add_file(bytes(3 * CHUNK_BYTES))
    leaf = cid_of_block(bytes(CHUNK_BYTES))
    for scope in ("all", "entity"):
        once = ask(store, cid, query={"format": "car", "dag_scope": scope})
        each = ask(store, cid, query={"format": "car", "dag_scope": scope, "car_dups": "y"})
        assert read_blocks(once) == [cid, leaf]
        assert read_blocks(each) == [cid, leaf, leaf, leaf]
        assert each.headers["Content-Type"].endswith("dups=y")
        assert once.headers["ETag"] != each.headers["ETag"]


def test_the_parameters_of_the_accept_header_count_and_the_query_wins(store, block):
    wanted = f"{CAR_TYPE}; version=1; order=dfs; dups=y"
    assert ask(store, block, accept=wanted).headers["Content-Type"].endswith("dups=y")
    response = ask(store, block, accept=wanted, query={"car_dups": "n"})
    assert response.headers["Content-Type"].endswith("dups=n")


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
def test_any_headers_are_answered_or_refused_with_a_typed_error(accept, byte_range, entity_bytes):
    store = MemoryContentStore()
    cid = store.put_block(b"0123456789")
    for query in ({"format": "raw"}, {"format": "car", "entity_bytes": entity_bytes}, {}):
        try:
            response = ask(
                store, cid, accept=accept, query=query, byte_range=byte_range, if_none_match=accept
            )
        except (InvalidFormat, RangeNotSatisfiable):
            continue
        assert response.status in (200, 206, 304)
        assert "\n" not in "".join(response.headers.values())
