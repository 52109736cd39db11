"""Documents and media on their way in."""

from dataclasses import replace
from hashlib import sha256

import pytest
from fakes import MemoryContentStore
from relay_world import World as RelayWorld

from hashtagspace.api.app import create_app
from hashtagspace.api.rates import Rate, Rates
from hashtagspace.api.schemas.submission import StoredContent, StoredMedia
from hashtagspace.config import Budgets, ContentStoreSetting
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import build_post
from hashtagspace.ipfs.errors import DiskFloor, IpfsUnavailable
from hashtagspace.ipfs.free_space import open_free_space

FILES = {
    "image/png": b"\x89PNG\r\n\x1a\n....",
    "image/jpeg": b"\xff\xd8\xff\xe0....",
    "image/gif": b"GIF89a....",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "image/avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1",
    "video/mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
    "video/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm",
}


def test_a_document_is_stored_as_it_is(client):
    data = build_post("as  it\tis")
    response = client.post("/v1/content", data=data)
    assert response.status_code == 201
    StoredContent.model_validate_json(response.data, strict=True)
    digest = sha256(data).digest()
    assert response.json == {"cid": cid_of_digest(digest), "digest": "0x" + digest.hex(), "size": len(data)}
    assert client.post("/v1/content", data=data).json == response.json


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "body.empty"),
        (b"{}", 422, "content.type"),
        (b'{"type":"post","text":""}', 422, "content.text"),
        (b'{"type":"post","text":"a","text":"b"}', 422, "content.duplicate_key"),
        (b'{"type":"post","text":1.5}', 422, None),
        (b"\xff", 422, None),
    ],
)
def test_what_is_no_document_is_refused(bare_client, data, status, code):
    response = bare_client.post("/v1/content", data=data)
    assert response.status_code == status, response.text
    assert code is None or response.json["code"] == code


@pytest.mark.parametrize("mime", FILES)
def test_every_allowed_kind_of_media_is_taken(bare_client, mime):
    response = bare_client.post("/v1/media", data=FILES[mime], content_type=mime)
    assert response.status_code == 201, response.text
    StoredMedia.model_validate_json(response.data, strict=True)
    assert response.json["mime"] == mime


@pytest.mark.parametrize("mime", ["image/svg+xml", "text/html", "application/javascript", "", "image/png2"])
def test_other_kinds_are_refused(bare_client, mime):
    response = bare_client.post("/v1/media", data=b"<svg onload=alert(1)>", content_type=mime)
    assert (response.status_code, response.json["code"]) == (415, "media.type")


@pytest.mark.parametrize("mime", FILES)
def test_bytes_that_are_not_what_they_are_called_are_refused(bare_client, mime):
    response = bare_client.post("/v1/media", data=b"<html><script>alert(1)</script>", content_type=mime)
    assert (response.status_code, response.json["code"]) == (400, "media.bytes")


def test_uploads_have_a_budget_of_bytes(services):
    rates = Rates(read=None, write=None, upload_bytes=Rate(1, 100))
    client = create_app(services, rates).test_client()
    data = build_post("x" * 50)
    assert client.post("/v1/content", data=data).status_code == 201
    response = client.post("/v1/content", data=data)
    assert (response.status_code, response.json["code"]) == (429, "rate.limited")
    assert int(response.headers["Retry-After"]) >= 1


def test_a_store_that_is_down_says_so(over):
    store = MemoryContentStore()
    client = create_app(over(store)).test_client()
    assert client.post("/v1/content", data=build_post("up")).status_code == 201
    store.is_down = True
    response = client.post("/v1/content", data=build_post("down"))
    assert (response.status_code, response.json["code"]) == (503, "ipfs.unavailable")
    assert response.json["retryable"] is True


PAGE = 4096


@pytest.fixture
def open_workers(over, tmp_path):
    """Opens two workers of one gateway: each with its own connections to the same outbox."""
    opened = []

    def open_with(free=None, **budgets):
        store = MemoryContentStore()
        for name in "ab":
            (tmp_path / name).mkdir()
            relayed = RelayWorld(tmp_path / name, f"sqlite:///{tmp_path}/shared", budgets=Budgets(**budgets))
            opened.append(relayed)
        kept = over(store)
        rooms = kept if free is None else replace(kept, free_space=free)
        return store, [create_app(replace(rooms, relay=relayed.relay)).test_client() for relayed in opened]

    yield open_with
    for relayed in opened:
        relayed.outbox.close()


def put(client, number, caller="192.0.2.1"):
    """The status and code of an upload of one page that nobody sent before."""
    response = client.post(
        "/v1/content", data=build_post(f"number {number}"), environ_base={"REMOTE_ADDR": caller}
    )
    return response.status_code, response.json.get("code")


TAKEN, SPENT = (201, None), (429, "content.budget")


def test_all_workers_share_what_one_caller_may_upload_in_a_day(open_workers):
    store, (one, two) = open_workers(upload_bytes_per_ip_day=2 * PAGE)
    assert [put(one, 1), put(two, 2), put(one, 3), put(two, 4)] == [TAKEN, TAKEN, SPENT, SPENT]
    assert len(store.blocks) == 2
    assert put(two, 5, "192.0.2.2") == TAKEN


def test_all_workers_share_what_everyone_may_upload_in_a_day(open_workers):
    store, (one, two) = open_workers(upload_bytes_per_day=2 * PAGE)
    assert [put(one, 1, "192.0.2.1"), put(two, 2, "192.0.2.2")] == [TAKEN, TAKEN]
    assert [put(one, 3, "192.0.2.3"), put(two, 4, "192.0.2.4")] == [SPENT, SPENT]
    assert len(store.blocks) == 2


def test_a_site_of_ipv6_networks_uploads_four_times_as_much(open_workers):
    _, workers = open_workers(upload_bytes_per_ip_day=PAGE)
    for number in range(4):
        assert put(workers[number % 2], number, f"2001:db8:1:{number}::1") == TAKEN
    assert put(workers[0], 8, "2001:db8:1:1::2") == SPENT
    assert put(workers[1], 9, "2001:db8:1:9::1") == SPENT
    assert put(workers[1], 9, "2001:db8:2::1") == TAKEN


def test_media_and_documents_have_one_budget_and_a_refusal_spends_none_of_it(open_workers):
    store, (one, two) = open_workers(upload_bytes_per_ip_day=3 * PAGE)
    at = {"REMOTE_ADDR": "192.0.2.1"}

    def put_media(client, size):
        data = FILES["image/png"].ljust(size, b".")
        return client.post("/v1/media", data=data, content_type="image/png", environ_base=at)

    assert put_media(one, PAGE + 1).status_code == 201
    kept = len(store.blocks)
    refused = put_media(two, PAGE + 1)
    assert (refused.status_code, refused.json["code"]) == (429, "content.budget")
    assert refused.json["retryable"] is True
    assert 1 <= int(refused.headers["Retry-After"]) <= 86_400
    assert len(store.blocks) == kept
    assert [put(two, 1), put(one, 2)] == [TAKEN, SPENT]


def test_what_is_no_document_spends_nothing_of_the_day(open_workers):
    _, (one, two) = open_workers(upload_bytes_per_ip_day=PAGE)
    refused = one.post("/v1/content", data=b"{}", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert refused.status_code == 422
    assert put(two, 1) == TAKEN


def test_below_the_floor_nothing_is_stored_and_nothing_is_spent(services, open_workers):
    free = 0
    room = open_free_space(replace(services.settings, free_bytes_floor=1000), lambda _: free)
    store, (one, two) = open_workers(room, upload_bytes_per_ip_day=PAGE)
    response = one.post("/v1/content", data=build_post("a"))
    assert (response.status_code, response.json["code"]) == (507, "content.disk_floor")
    assert response.json["retryable"] is True
    assert str(services.settings.data_dir) not in response.text
    media = one.post("/v1/media", data=FILES["image/gif"], content_type="image/gif")
    assert (media.status_code, media.json["code"]) == (507, "content.disk_floor")
    free = 1000 + len(build_post("number 1")) - 1
    assert put(two, 1) == (507, "content.disk_floor")
    assert store.blocks == {}
    free += 1
    assert put(two, 1) == TAKEN


def test_the_fuller_of_the_two_disks_counts(services, open_workers, tmp_path):
    content = ContentStoreSetting("embedded", str(tmp_path / "other"))
    settings = replace(services.settings, content_store=content)
    room = open_free_space(settings, lambda folder: 0 if str(folder) == content.target else 10**15)
    store, (one, _) = open_workers(room)
    assert put(one, 1) == (507, "content.disk_floor")
    assert store.blocks == {}


def test_a_kubo_daemon_minds_its_own_disk(services, open_workers):
    kubo = ContentStoreSetting("kubo", "http://127.0.0.1:5001")
    room = open_free_space(replace(services.settings, content_store=kubo), lambda _: 0)
    _, (one, _) = open_workers(room)
    assert put(one, 1) == TAKEN


def test_the_floor_is_measured_on_the_real_disk(services):
    room = open_free_space(replace(services.settings, free_bytes_floor=0))
    room.require(1)
    with pytest.raises(DiskFloor):
        room.require(10**18)


def test_a_disk_that_does_not_answer_is_an_outage_and_a_folder_to_come_is_none(services):
    def fail(error):
        def read_free(_):
            raise error

        return open_free_space(services.settings, read_free)

    fail(FileNotFoundError()).require(1)
    with pytest.raises(IpfsUnavailable):
        fail(PermissionError()).require(1)
