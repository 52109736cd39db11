"""The embedded store and a real Kubo are one: same CIDs, same bytes, each reads the other's archives."""

import io
import json
import threading
import warnings
from pathlib import Path

import ipfshttpclient
import pytest
from fakes import MemoryContentStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kubo_daemon import running_kubo
from unixfs_content import build_content

from hashtagspace.domain.cid import DAG_PB, RAW
from hashtagspace.ipfs.dag_walk import walk_dag
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.errors import BlockTooLarge, InvalidDag, IpfsUnavailable
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.kubo_client import ApiAddress, Timeouts
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES, cid_of_block
from hashtagspace.ipfs.unixfs import CHUNK_BYTES

pytestmark = pytest.mark.kubo

VECTORS = json.loads((Path(__file__).resolve().parents[2] / "vectors" / "unixfs.json").read_text())
WIDTH = 174 * CHUNK_BYTES


@pytest.fixture
def embedded(tmp_path):
    return EmbeddedBlockStore(tmp_path / "content")


def test_connect_of_the_library_refuses_this_kubo_and_the_client_does_not(kubo, kubo_store):
    address = ApiAddress.parse(kubo[1]).multiaddr
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # urllib3 objects to how the library calls it
        with pytest.raises(ipfshttpclient.exceptions.VersionMismatch):
            ipfshttpclient.connect(address)
    assert kubo[0].command("version", "--number").decode().strip() == kubo_store.get_version()
    kubo_store.check()


def test_the_daemon_of_the_tests_has_no_way_out(kubo, kubo_store):
    assert kubo[0].command("swarm", "peers") == b""
    listening = kubo[0].command("swarm", "addrs", "listen").decode().split()
    assert listening
    assert all(address.startswith("/ip4/127.0.0.1/") or address == "/p2p-circuit" for address in listening)
    assert kubo_store._client.id()["AgentVersion"].startswith("kubo/")


@pytest.mark.parametrize("codec", [RAW, DAG_PB])
def test_a_block_comes_back_under_its_cid(kubo_store, codec):
    data = b"\x0a\x00" if codec == DAG_PB else b"hello"
    cid = kubo_store.put_block(data, codec)
    assert cid == kubo_store.put_block(data, codec) == cid_of_block(data, codec)
    assert kubo_store.find_block(cid) == kubo_store.get_block(cid) == data
    assert kubo_store.find_local_block(cid) == data
    assert kubo_store.has_block(cid)


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, BLOCK_LIMIT_BYTES])
def test_every_size_of_block_is_taken(kubo_store, size):
    data = build_content(size)
    assert kubo_store.find_block(kubo_store.put_block(data)) == data


def test_a_block_above_the_limit_is_refused_here(kubo_store):
    with pytest.raises(BlockTooLarge):
        kubo_store.put_block(bytes(BLOCK_LIMIT_BYTES + 1))


def test_an_unknown_block_is_absent(kubo_store):
    cid = cid_of_block(b"nobody has this")
    assert kubo_store.find_block(cid) is None
    assert kubo_store.find_local_block(cid) is None
    assert not kubo_store.has_block(cid)


def test_what_was_put_survives_a_collection(kubo, kubo_store):
    block = kubo_store.put_block(b"keep me")
    file = kubo_store.add_file(build_content(CHUNK_BYTES + 9))
    source = MemoryContentStore()
    archive = b"".join(source.export_car(source.add_file(build_content(CHUNK_BYTES + 10))))
    (imported,) = kubo_store.import_car(io.BytesIO(archive))
    let_go = kubo_store.put_block(b"let me go")
    kubo_store.unpin(let_go)
    kubo_store.unpin(let_go)
    kubo[0].command("repo", "gc", "--quiet")
    assert kubo_store.find_block(block) == b"keep me"
    assert b"".join(kubo_store.read_file(file)) == build_content(CHUNK_BYTES + 9)
    assert b"".join(kubo_store.read_file(imported)) == build_content(CHUNK_BYTES + 10)
    assert not kubo_store.has_block(let_go)


def test_pinning_what_is_not_there_fails_at_once(kubo_store):
    with pytest.raises(IpfsUnavailable):
        kubo_store.pin(cid_of_block(b"nobody has this either"))


def assert_same(kubo_store, embedded, content):
    cid = embedded.add_file(content)
    assert kubo_store.add_file(io.BytesIO(content)) == cid
    assert b"".join(kubo_store.read_file(cid)) == b"".join(embedded.read_file(cid)) == content


@pytest.mark.parametrize(
    "size",
    [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        2 * CHUNK_BYTES - 1,
        2 * CHUNK_BYTES,
        10 * 1024 * 1024,
    ],
)
def test_a_file_has_the_same_cid_and_bytes_in_both(kubo_store, embedded, size):
    assert_same(kubo_store, embedded, build_content(size))


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDTH - 1, WIDTH, WIDTH + 1])
def test_a_file_around_the_width_of_a_node_has_the_same_cid_and_bytes_in_both(kubo_store, embedded, size):
    assert_same(kubo_store, embedded, build_content(size))


@given(st.integers(0, 3 * CHUNK_BYTES), st.binary(min_size=1, max_size=40))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_file_has_the_same_cid_in_both(kubo_store, size, pattern):
    content = (pattern * (size // len(pattern) + 1))[:size]
    assert kubo_store.add_file(content) == write_file(content, cid_of_block)


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS["files"] if not vector["large"]],
    ids=lambda vector: str(vector["size"]),
)
def test_the_vectors_are_what_the_command_line_says(kubo, vector):
    content = build_content(vector["size"])
    said = kubo[0].command("add", "--quieter", "--only-hash", *VECTORS["options"], given=content)
    assert said.decode().strip() == vector["cid"]


def test_the_operators_own_import_settings_do_not_change_a_cid(kubo, tmp_path):
    content = build_content(3 * CHUNK_BYTES)
    own = {"Import.UnixFSFileMaxLinks": 2, "Import.UnixFSChunker": "size-1048576"}
    with running_kubo(kubo[0].binary, tmp_path, own) as (daemon, url):
        plain = daemon.command("add", "--quieter", "--cid-version=1", given=content).decode().strip()
        narrow = daemon.command("add", "--quieter", *VECTORS["options"], given=content).decode().strip()
        store = KuboStore(url)
        assert store.add_file(content) == write_file(content, cid_of_block)
        assert write_file(content, cid_of_block) not in (plain, narrow)
        store.close()


def test_a_file_above_the_limit_is_refused_while_it_is_sent(kubo_store):
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return bytes(size)

    with pytest.raises(BlockTooLarge):
        kubo_store.add_file(Endless())
    kubo_store.check()


def test_archives_are_equal_and_each_reads_those_of_the_other(kubo, kubo_store, embedded):
    content = build_content(5 * CHUNK_BYTES + 17)
    cid = kubo_store.add_file(content)
    theirs = kubo[0].command("dag", "export", "--progress=false", cid)
    assert embedded.import_car(io.BytesIO(theirs)) == (cid,)
    assert b"".join(embedded.read_file(cid)) == content
    assert b"".join(embedded.export_car(cid)) == b"".join(kubo_store.export_car(cid)) == theirs

    other = build_content(6 * CHUNK_BYTES)[1:]
    own = embedded.add_file(other)
    report = kubo[0].command("dag", "import", "--stats", given=b"".join(embedded.export_car(own)))
    assert own.encode() in report
    assert b"".join(kubo_store.read_file(own)) == other


def test_the_export_of_the_library_is_the_same_archive(kubo_store):
    cid = kubo_store.add_file(b"small")
    assert kubo_store._client.dag.export(cid) == b"".join(kubo_store.export_car(cid))
    assert kubo_store._client.cat(cid) == b"small"


def test_a_node_that_is_no_file_is_exported_but_not_read(kubo, kubo_store, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "name").write_bytes(b"content")
    directory = kubo[0].command("add", "-rQ", "--cid-version=1", str(tmp_path / "folder")).decode().strip()
    assert [cid for cid, _ in walk_dag(kubo_store, directory)] == [directory, cid_of_block(b"content")]
    with pytest.raises(InvalidDag):
        list(kubo_store.read_file(directory))


def test_threads_share_one_store(kubo_store):
    failures = []

    def work(number):
        for turn in range(5):
            data = f"{number} {turn}".encode()
            if kubo_store.find_block(kubo_store.put_block(data)) != data:
                failures.append(data)

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_stopped_daemon_is_unavailable_and_a_restarted_one_is_not(kubo, tmp_path):
    with running_kubo(kubo[0].binary, tmp_path) as (daemon, url):
        store = KuboStore(url, Timeouts(find_seconds=3))
        cid = store.put_block(b"before")
        daemon.stop()
        for call in (store.check, lambda: store.find_block(cid), lambda: store.put_block(b"x")):
            with pytest.raises(IpfsUnavailable) as raised:
                call()
            assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.unavailable", True)
        store.close()
        again = KuboStore(daemon.start(), Timeouts(find_seconds=3))
        assert again.find_block(cid) == b"before"
        again.close()
