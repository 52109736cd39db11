"""Documents and media on their way in."""

from dataclasses import replace
from hashlib import sha256

import pytest
from fakes import MemoryContentStore

from hashtagspace.api.app import create_app
from hashtagspace.api.rates import Rate, Rates
from hashtagspace.api.schemas.submission import StoredContent, StoredMedia
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import build_post

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


def test_a_store_that_is_down_says_so(services):
    store = MemoryContentStore()
    client = create_app(replace(services, content=store)).test_client()
    assert client.post("/v1/content", data=build_post("up")).status_code == 201
    store.is_down = True
    response = client.post("/v1/content", data=build_post("down"))
    assert (response.status_code, response.json["code"]) == (503, "ipfs.unavailable")
    assert response.json["retryable"] is True
