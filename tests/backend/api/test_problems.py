"""Every code that a request can meet: its status, its sentence, its shape."""

import json

import pytest
from flask import Flask

from hashtagspace.api.problems import RateLimited, answer_error, install_problems
from hashtagspace.api.schemas.problem import Problem
from hashtagspace.errors import (
    ChainUnavailable,
    ConfigError,
    Conflict,
    ContentUnavailable,
    HashtagspaceError,
    InvalidInput,
    InvalidIntent,
    NotFound,
    Refused,
    StoreUnavailable,
)
from hashtagspace.ipfs.errors import BlockMismatch, StoreFull
from hashtagspace.relay.errors import BudgetSpent, CallConflict, CallRefused, RelayClosed

ID = "0x" + "ab" * 32
CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
MALFORMED = [
    ("/v1/profiles/A", 400, "handle.malformed"),
    ("/v1/profiles/9223372036854775808", 400, "profile.id_malformed"),
    ("/v1/profiles/0", 400, "profile.id_malformed"),
    ("/v1/profiles/%F0%9F%98%80", 400, "handle.malformed"),
    ("/v1/profiles/%ff%fe", 400, "handle.malformed"),
    ("/v1/profiles/abc/posts", 400, "profile.id_malformed"),
    ("/v1/profiles/7/posts?cursor=!!", 400, "cursor.malformed"),
    ("/v1/profiles/7/posts?replies=perhaps", 400, "flag.malformed"),
    ("/v1/profiles/7/followers?limit=101", 400, "limit.malformed"),
    ("/v1/profiles", 400, "parameter.choice"),
    ("/v1/profiles?custody=0x12", 400, "address.malformed"),
    ("/v1/profiles?prefix=no+spaces", 400, "handle.malformed"),
    ("/v1/profiles/someone", 404, "profile.unknown"),
    ("/v1/profiles/7/keys", 404, "profile.unknown"),
    ("/v1/posts/0x12", 400, "post.id_malformed"),
    (f"/v1/posts/{ID}?viewer=me", 400, "profile.id_malformed"),
    (f"/v1/posts/{ID}", 404, "post.unknown"),
    (f"/v1/posts/{ID}/thread", 404, "post.unknown"),
    (f"/v1/posts/{ID}/thread?cursor=AQAAAAAAAAAAAA", 400, "cursor.malformed"),
    (f"/v1/posts/{ID}/proof", 404, "post.unknown"),
    ("/v1/feeds/home", 400, "parameter.missing"),
    ("/v1/feeds/home?profile=1&cursor=AQAAAAAAAAAB", 400, "cursor.malformed"),
    ("/v1/feeds/explore?limit=1.5", 400, "limit.malformed"),
    ("/v1/feeds/explore?limt=5", 400, "parameter.extra_forbidden"),
    ("/v1/spaces/12", 400, "hashtag.invalid"),
    ("/v1/spaces/%20", 400, "hashtag.invalid"),
    (f"/v1/spaces/{'a' * 401}", 400, "parameter.string_too_long"),
    ("/v1/intents/0x00", 400, "intent.id_malformed"),
    (f"/v1/intents/{ID}", 404, "intent.unknown"),
    ("/v1/calls/zz", 400, "call.id_malformed"),
    (f"/v1/calls/{ID}", 404, "call.unknown"),
    ("/ipfs/Qm", 400, "cid.prefix"),
    (f"/ipfs/{CID}", 400, "ipfs.format"),
    (f"/ipfs/{CID}?format=zip", 400, "ipfs.format"),
    (f"/ipfs/{CID}?format=raw", 404, "ipfs.not_found"),
    ("/v2/nothing", 404, "route.unknown"),
    ("/../etc/passwd", 404, "route.unknown"),
]


def problem(response, status: int, code: str) -> dict:
    """The problem, which the published shape accepts and which says what to do next."""
    assert (response.status_code, response.json["code"]) == (status, code), response.text
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    Problem.model_validate_json(response.data, strict=True)
    assert response.json["status"] == status
    assert len(response.json["detail"].split()) > 3
    assert response.json["requestId"] == response.headers["X-Request-Id"]
    return response.json


@pytest.mark.parametrize(("path", "status", "code"), MALFORMED)
def test_a_request_that_cannot_be_served_gets_its_problem(bare_client, path, status, code):
    problem(bare_client.get(path), status, code)


@pytest.mark.parametrize("path", ["/v1/feeds/explore", "/v1/config", f"/ipfs/{CID}"])
def test_a_wrong_method_names_the_right_ones(bare_client, path):
    response = bare_client.delete(path)
    problem(response, 405, "route.method")
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "body.empty"),
        (b"{", "body.malformed"),
        (b"\xff\xfe{}", "body.malformed"),
        (b'{"intents": NaN}', "body.malformed"),
        (b"[" * 15_000, "body.malformed"),
        (b"[]", "body.not_object"),
        (b'"{}"', "body.not_object"),
        (b"{}", "parameter.missing"),
        (b'{"intents": []}', "parameter.too_short"),
        (b'{"intents": 5}', "parameter.list_type"),
        (b'{"intents": [{"record": 5, "signature": ""}]}', "parameter.string_type"),
        (b'{"intents": [{"record": "", "signature": "", "extra": 1}]}', "parameter.extra_forbidden"),
        (json.dumps({"intents": [{"record": "", "signature": ""}] * 101}).encode(), "parameter.too_long"),
    ],
)
def test_a_malformed_body_gets_its_problem(bare_client, body, code):
    problem(bare_client.post("/v1/intents", data=body), 400, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"call": "selfDestruct", "arguments": {}, "stamp": {}}, "parameter.literal_error"),
        ({"call": "registerFor", "arguments": {}}, "parameter.missing"),
        (
            {"call": "registerFor", "arguments": {}, "stamp": {"nonce": "zz", "bits": 1, "time": 1}},
            "stamp.nonce",
        ),
        (
            {"call": "registerFor", "arguments": {}, "content": "*",
             "stamp": {"nonce": "0x" + "00" * 8, "bits": 1, "time": 1}},
            "content.base64",
        ),
    ],
)  # fmt: skip
def test_a_malformed_call_gets_its_problem(bare_client, body, code):
    problem(bare_client.post("/v1/calls", json=body), 400, code)


def test_a_faucet_address_is_checked(bare_client):
    stamp = {"nonce": "00" * 8, "bits": 1, "time": 1}
    problem(bare_client.post("/v1/faucet", json={"address": "0x0", "stamp": stamp}), 400, "address.malformed")


@pytest.mark.parametrize(
    ("path", "size"), [("/v1/content", 65_537), ("/v1/media", 10 * 2**20 + 1), ("/v1/faucet", 16_385)]
)
def test_a_body_above_its_routes_limit_is_refused_unread(bare_client, path, size):
    environ = {"CONTENT_LENGTH": str(size), "wsgi.input": NoRead()}
    problem(bare_client.post(path, environ_overrides=environ), 413, "body.too_large")


class NoRead:
    """A body that must not be touched."""

    def read(self, *_args: object) -> bytes:
        raise AssertionError("the body was read")

    readline = readlines = __iter__ = read


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x y z u"), 404),
        (Conflict("x y z u"), 409),
        (CallConflict("taken, take another handle", code="call.handle_taken"), 409),
        (Refused("x y z u"), 403),
        (RelayClosed("no relay key here at all"), 403),
        (CallRefused("it would revert at once"), 403),
        (BudgetSpent("come back a little later", 77), 429),
        (RateLimited(0.2), 429),
        (InvalidInput("x y z u"), 400),
        (InvalidIntent("x y z u"), 422),
        (ChainUnavailable("http://user:secret@node/key timed out"), 503),
        (StoreUnavailable("postgres://secret@db"), 503),
        (ContentUnavailable("daemon at 10.0.0.1"), 503),
        (BlockMismatch("wrong bytes"), 502),
        (StoreFull("/var/lib/secret is full"), 507),
        (ConfigError("HASHTAGSPACE_SECRET is wrong"), 500),
        (HashtagspaceError("secret"), 500),
    ],
)
def test_every_class_of_error_has_a_status_and_no_outage_tells_its_inside(error, status):
    app = Flask("probe")
    with app.test_request_context("/"):
        response = answer_error(error)
    assert response.status_code == status
    body = json.loads(response.data)
    assert body["retryable"] == error.retryable
    assert "secret" not in body["detail"]
    assert "10.0.0.1" not in body["detail"]


def test_a_budget_says_when_to_come_back():
    with Flask("probe").test_request_context("/"):
        assert answer_error(BudgetSpent("later, please, not now", 77)).headers["Retry-After"] == "77"
        assert answer_error(RateLimited(0.2)).headers["Retry-After"] == "1"


def test_a_bug_is_logged_with_its_request_id_and_told_without_detail(capsys):
    app = Flask("probe")
    install_problems(app)

    @app.get("/broken")
    def broken():
        raise KeyError("the secret inside")

    response = app.test_client().get("/broken")
    assert (response.status_code, response.json["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert response.json["requestId"] in "".join(capsys.readouterr())


def test_a_database_that_is_gone_is_an_outage_and_not_a_bug(client, world):
    with world.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE posts")
    response = client.get("/v1/feeds/explore")
    problem(response, 503, "store.unavailable")
    assert response.json["retryable"] is True
    assert str(world.folder) not in response.text
    assert "Retry-After" in response.headers
