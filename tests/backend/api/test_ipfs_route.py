"""The trustless route: bytes that are those of the CID, or none."""

import os

from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import build_post


def put(client, data: bytes) -> str:
    return client.post("/v1/content", data=data).json["cid"]


def test_a_block_comes_back_byte_for_byte_and_may_be_kept_for_ever(client):
    data = build_post("kept")
    response = client.get(f"/ipfs/{put(client, data)}?format=raw")
    assert response.data == data
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"] == "application/vnd.ipld.raw"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_accept_header_names_the_form_too(client):
    cid = put(client, build_post("form"))
    response = client.get(f"/ipfs/{cid}", headers={"Accept": "application/vnd.ipld.car"})
    assert response.headers["Content-Type"].startswith("application/vnd.ipld.car")
    assert client.get(f"/ipfs/{cid}", headers={"Accept": "text/html"}).status_code == 400


def test_who_has_it_is_not_sent_it_again(client):
    cid = put(client, build_post("once"))
    etag = client.get(f"/ipfs/{cid}?format=raw").headers["ETag"]
    again = client.get(f"/ipfs/{cid}?format=raw", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert "immutable" in again.headers["Cache-Control"]


def test_head_tells_the_length_without_the_bytes(client):
    data = build_post("length")
    response = client.head(f"/ipfs/{put(client, data)}?format=raw")
    assert (response.data, response.headers["Content-Length"]) == (b"", str(len(data)))


def test_a_range_is_a_part_and_one_outside_is_refused(client):
    data = build_post("a part of this")
    path = f"/ipfs/{put(client, data)}?format=raw"
    part = client.get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.data) == (206, data[2:6])
    assert client.get(path, headers={"Range": "bytes=9999-"}).status_code == 416


def test_a_car_holds_every_block_of_a_file(client):
    data = b"\x89PNG\r\n\x1a\n" + os.urandom(600_000)
    cid = client.post("/v1/media", data=data, content_type="image/png").json["cid"]
    response = client.get(f"/ipfs/{cid}?format=car")
    assert response.status_code == 200
    assert data[:200_000] in response.data
    assert data[-50_000:] in response.data


def test_damaged_bytes_are_never_served(client, world):
    cid = put(client, build_post("soon damaged"))
    (block,) = [path for path in (world.folder / "content").rglob("*") if path.is_file() and _holds(path)]
    block.chmod(0o600)
    block.write_bytes(block.read_bytes().replace(b"damaged", b"DAMAGED"))
    response = client.get(f"/ipfs/{cid}?format=raw")
    assert (response.status_code, response.json["code"]) in ((502, "ipfs.corrupted"), (502, "ipfs.mismatch"))
    assert b"DAMAGED" not in response.data


def _holds(path) -> bool:
    return b"soon damaged" in path.read_bytes()


def test_a_block_that_is_not_here_is_not_fetched_from_elsewhere(client):
    response = client.get(f"/ipfs/{cid_of_digest(os.urandom(32))}?format=raw")
    assert (response.status_code, response.json["retryable"]) == (404, True)
    cached = client.get(
        f"/ipfs/{cid_of_digest(os.urandom(32))}?format=raw", headers={"Cache-Control": "only-if-cached"}
    )
    assert cached.status_code == 412
