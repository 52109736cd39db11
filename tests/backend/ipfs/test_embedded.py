"""The embedded store on a real folder: whole blocks, checked reads, many writers."""

import errno
import os
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hashtagspace.domain.cid import DAG_PB, cid_of_digest, digest_of_cid
from hashtagspace.errors import InvalidCid
from hashtagspace.ipfs.disk import Disk
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.errors import BlockCorrupted, BlockNotFound, BlockTooLarge, IpfsUnavailable, StoreFull
from hashtagspace.ipfs.store import BLOCK_LIMIT_BYTES, cid_of_block


@pytest.fixture
def path(tmp_path):
    return tmp_path / "content"


@pytest.fixture
def store(path):
    return EmbeddedBlockStore(path)


def file_of(path, cid):
    name = digest_of_cid(cid).hex()
    return path / "blocks" / name[:2] / name


def files_in(path, folder):
    return [entry for entry in (path / folder).rglob("*") if entry.is_file()]


def test_a_block_comes_back_under_its_cid(store):
    cid = store.put_block(b"hello")
    assert cid == cid_of_block(b"hello")
    assert store.find_block(cid) == store.get_block(cid) == b"hello"
    assert store.has_block(cid)


def test_an_unknown_block_is_absent_and_getting_it_is_an_error(store):
    cid = cid_of_block(b"absent")
    assert store.find_block(cid) is None
    assert not store.has_block(cid)
    with pytest.raises(BlockNotFound) as raised:
        store.get_block(cid)
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.not_found", True)


@pytest.mark.parametrize(
    "cid", ["", "../../etc/passwd", "Qm" + "a" * 44, "b" + "a" * 58, "bafkqaaa", "b\x00"]
)
def test_text_that_is_no_cid_never_reaches_the_disk(store, cid):
    for call in (store.find_block, store.has_block, store.get_block, store.delete_block):
        with pytest.raises(InvalidCid):
            call(cid)


@given(st.binary(max_size=300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_kept_and_putting_twice_is_putting_once(store, path, data):
    cid = store.put_block(data)
    before = file_of(path, cid).stat().st_ino
    assert store.put_block(data) == cid
    assert file_of(path, cid).stat().st_ino == before
    assert store.find_block(cid) == data


def test_the_limit_is_two_mebibytes(store, path):
    data = bytes(BLOCK_LIMIT_BYTES)
    assert store.find_block(store.put_block(data)) == data
    with pytest.raises(BlockTooLarge):
        store.put_block(data + b"\x00")
    assert len(files_in(path, "blocks")) == 1


def test_equal_bytes_under_two_codecs_are_one_file(store, path):
    raw, node = store.put_block(b"same"), store.put_block(b"same", DAG_PB)
    assert raw != node
    assert store.find_block(raw) == store.find_block(node) == b"same"
    assert len(files_in(path, "blocks")) == 1


def test_deleting_is_idempotent_and_listing_shows_the_rest(store):
    cids = sorted((store.put_block(bytes([number])) for number in range(20)), key=digest_of_cid)
    store.delete_block(cids[3])
    store.delete_block(cids[3])
    assert list(store.list_cids()) == cids[:3] + cids[4:]
    assert store.find_block(cids[3]) is None


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:0], lambda data: data[:-1], lambda data: data + b"!", lambda data: b"H" + data[1:]],
    ids=["emptied", "cut", "grown", "bit rot"],
)
def test_a_damaged_file_is_never_served_but_set_aside_and_can_be_put_again(store, path, damage):
    cid = store.put_block(b"hello")
    file_of(path, cid).write_bytes(damage(b"hello"))
    with pytest.raises(BlockCorrupted) as raised:
        store.find_block(cid)
    assert (raised.value.exact_code, raised.value.retryable) == ("ipfs.corrupted", True)
    assert [entry.read_bytes() for entry in files_in(path, "quarantine")] == [damage(b"hello")]
    assert store.find_block(cid) is None
    store.put_block(b"hello")
    assert store.find_block(cid) == b"hello"


def test_a_file_that_outgrew_the_limit_is_damaged_not_read_whole(store, path):
    cid = store.put_block(b"hello")
    with file_of(path, cid).open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(BlockCorrupted):
        store.find_block(cid)


def test_putting_over_a_damaged_file_mends_it(store, path):
    cid = store.put_block(b"hello")
    file_of(path, cid).write_bytes(b"rot")
    assert store.put_block(b"hello") == cid
    assert store.find_block(cid) == b"hello"
    assert [entry.read_bytes() for entry in files_in(path, "quarantine")] == [b"rot"]


def test_a_reader_that_saw_damage_does_not_set_aside_what_another_has_mended(path):
    class MendedMeanwhile(Disk):
        def lock(self, lock_path):
            file_of(path, cid).write_bytes(b"hello")
            return super().lock(lock_path)

    cid = EmbeddedBlockStore(path).put_block(b"hello")
    file_of(path, cid).write_bytes(b"rot")
    assert EmbeddedBlockStore(path, MendedMeanwhile()).find_block(cid) == b"hello"
    assert not files_in(path, "quarantine")


def test_a_link_in_place_of_a_block_is_not_followed(store, path, tmp_path):
    cid = cid_of_block(b"hello")
    (tmp_path / "elsewhere").write_bytes(b"hello")
    file_of(path, cid).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IpfsUnavailable):
        store.find_block(cid)


def test_what_a_dead_writer_left_is_swept_but_not_what_a_live_one_writes(path):
    EmbeddedBlockStore(path)
    old, new = path / "incoming" / "old", path / "incoming" / "new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    EmbeddedBlockStore(path)
    assert files_in(path, "incoming") == [new]


def test_many_threads_may_put_and_read_the_same_blocks(store, path):
    blocks = [bytes([number]) * 1000 for number in range(12)]
    failures = []

    def work():
        for data in blocks * 3:
            cid = store.put_block(data)
            if store.find_block(cid) != data:
                failures.append(cid)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(files_in(path, "blocks")) == len(blocks)
    assert not files_in(path, "incoming")


class FailingDisk(Disk):
    """Fails at one step with one error, as long as `step` names it."""

    def __init__(self, step, code):
        self.step = step
        self.code = code

    def _step(self, name, *arguments):
        if self.step == name:
            raise OSError(self.code, os.strerror(self.code))
        return getattr(Disk, name)(self, *arguments)

    def create(self, directory):
        return self._step("create", directory)

    def write(self, descriptor, data):
        if self.step == "write":
            os.write(descriptor, data[: len(data) // 2])
        return self._step("write", descriptor, data)

    def sync(self, descriptor):
        return self._step("sync", descriptor)

    def rename(self, source, target):
        return self._step("rename", source, target)

    def sync_directory(self, path):
        return self._step("sync_directory", path)

    def read(self, path, limit_bytes):
        return self._step("read", path, limit_bytes)


STEPS = ["create", "write", "sync", "rename", "sync_directory"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("code", "error", "public"),
    [
        (errno.ENOSPC, StoreFull, "ipfs.disk_full"),
        (errno.EDQUOT, StoreFull, "ipfs.disk_full"),
        (errno.EIO, IpfsUnavailable, "ipfs.unavailable"),
        (errno.EROFS, IpfsUnavailable, "ipfs.unavailable"),
    ],
)
def test_a_failing_disk_is_a_retryable_error_and_leaves_no_half_block(path, step, code, error, public):
    disk = FailingDisk(None, code)
    store = EmbeddedBlockStore(path, disk)
    disk.step = step
    with pytest.raises(error) as raised:
        store.put_block(b"hello")
    assert (raised.value.exact_code, raised.value.retryable) == (public, True)
    assert not files_in(path, "incoming")
    disk.step = None
    assert store.find_block(cid_of_block(b"hello")) in (None, b"hello")
    assert store.find_block(store.put_block(b"hello")) == b"hello"


def test_the_name_is_made_durable_again_by_whoever_puts_the_same_block_next(path):
    disk = FailingDisk(None, errno.EIO)
    store = EmbeddedBlockStore(path, disk)
    store.put_block(b"hello")
    disk.step = "sync_directory"
    with pytest.raises(IpfsUnavailable):
        store.put_block(b"hello")


def test_bytes_are_durable_before_the_name_and_the_name_before_the_answer(path):
    steps = []

    class Recording(Disk):
        def __getattribute__(self, name):
            if name in STEPS:
                steps.append(name)
            return super().__getattribute__(name)

    store = EmbeddedBlockStore(path, Recording())
    steps.clear()
    store.put_block(b"hello")
    assert steps == STEPS


def test_an_unreadable_disk_is_not_an_absent_block(path):
    store = EmbeddedBlockStore(path, FailingDisk("read", errno.EIO))
    with pytest.raises(IpfsUnavailable):
        store.find_block(cid_of_block(b"hello"))


def test_the_check_notices_a_full_disk_and_leaves_nothing(path):
    disk = FailingDisk(None, errno.ENOSPC)
    store = EmbeddedBlockStore(path, disk)
    store.check()
    disk.step = "write"
    with pytest.raises(StoreFull):
        store.check()
    assert not files_in(path, "incoming")


def test_a_path_that_cannot_be_a_folder_says_so(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(IpfsUnavailable, match="open the block store"):
        EmbeddedBlockStore(tmp_path / "file")


def test_every_file_is_named_by_what_it_holds(store, path):
    cids = {store.put_block(bytes([number])) for number in range(5)}
    assert {cid_of_digest(bytes.fromhex(entry.name)) for entry in files_in(path, "blocks")} == cids
