"""The web app's files: by name, complete, and never one for another."""

import gzip

import pytest


def test_the_start_page_is_asked_for_every_time(web_client):
    response = web_client.get("/")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert response.headers["Cache-Control"] == "no-cache"
    again = web_client.get("/", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_hashed_files_may_be_kept_for_ever(web_client):
    response = web_client.get("/assets/main-1a2b.js")
    assert response.mimetype == "text/javascript"
    assert "immutable" in response.headers["Cache-Control"]


def test_text_is_packed_for_those_who_can_unpack(web_client):
    plain = web_client.get("/assets/main-1a2b.js")
    packed = web_client.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        *("/assets/old-9z9z.js", "/missing.css", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt"),
        *("/assets/../../secret.txt", "/assets", "/assets/", "/a%00b.js", "//etc/passwd"),
        *("/v1/nothing", "/ipfs/a/b"),
    ],
)
def test_what_is_not_there_is_a_problem_and_never_the_start_page(web_client, path):
    response = web_client.get(path, headers={"Accept": "*/*"})
    assert response.status_code in (400, 404)
    assert response.mimetype == "application/problem+json"
    assert b"not for you" not in response.data


def test_a_typed_address_leads_to_the_start_page(web_client):
    response = web_client.get("/alice", headers={"Accept": "text/html,*/*;q=0.1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert web_client.get("/v1/alice", headers={"Accept": "text/html"}).status_code == 404


def test_a_file_that_changed_is_served_as_it_is_now(web_client, tmp_path):
    first = web_client.get("/").headers["ETag"]
    (tmp_path / "web/index.html").write_text("<!doctype html><title>another app</title>")
    response = web_client.get("/")
    assert "another app" in response.text
    assert response.headers["ETag"] != first
