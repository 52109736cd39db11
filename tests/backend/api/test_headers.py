"""What every response forbids, and who may read it."""

import pytest

API = ["/v1/config", "/v1/feeds/explore", "/v1/nothing", "/openapi.json", "/ipfs/x"]


def directives(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", API)
def test_any_origin_may_read_the_api_without_credentials(bare_client, path):
    headers = bare_client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" in headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", API)
def test_an_answer_opened_as_a_page_runs_nothing(bare_client, path):
    response = bare_client.get(path)
    assert directives(response)["default-src"] == "'none'"
    assert "sandbox" in directives(response)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/v1/intents", "/v1/feeds/explore", "/ipfs/x"])
def test_a_preflight_allows_what_the_app_sends_and_nothing_more(bare_client, path):
    headers = bare_client.options(path, headers={"Access-Control-Request-Method": "POST"}).headers
    assert headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, PUT"
    allowed = "Authorization, Content-Type, If-None-Match, Last-Event-ID, Range"
    assert headers["Access-Control-Allow-Headers"] == allowed
    assert "Access-Control-Allow-Private-Network" not in headers


def test_the_app_runs_only_its_own_scripts(web_client):
    policy = directives(web_client.get("/"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in str(policy)
    assert "*" not in policy["img-src"] + policy["media-src"] + policy["script-src"]


def test_the_app_is_isolated_and_asks_for_no_device(web_client):
    headers = web_client.get("/").headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_no_response_names_the_server_or_sets_a_cookie(client, town):
    headers = client.get(f"/v1/profiles/{town.ann.profile}").headers
    assert "Set-Cookie" not in headers
    assert "Server" not in headers


def test_an_answer_is_revalidated_and_not_sent_twice(client, town):
    first = client.get("/v1/feeds/explore")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/v1/feeds/explore", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    town.world.post(town.ann, "something new")
    town.world.anchor()
    client.application.extensions["hashtagspace"].services.reader._watch._asked_at = float("-inf")
    changed = client.get("/v1/feeds/explore", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_head_has_the_headers_and_no_body(client, town):
    path = f"/v1/posts/0x{town.hello.hex()}"
    head, whole = client.head(path), client.get(path)
    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
