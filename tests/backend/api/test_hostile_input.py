"""Random bytes at every entry point: never a 500, always a problem with a code."""

import json
import re
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hashtagspace.api.openapi import build_document
from hashtagspace.api.schemas.problem import Problem

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
DOCUMENT = build_document()
READS = [(path, item["get"]) for path, item in DOCUMENT["paths"].items() if "get" in item]
READS = [(path, operation) for path, operation in READS if path not in ("/v1/stream", "/metrics")]
WRITES = [path for path, item in DOCUMENT["paths"].items() if "post" in item]

plausible = st.one_of(
    st.sampled_from(["1", "0", "-1", "ann", "@ann", "true", "null", "NaN", "raw", "car", "9" * 19, "9" * 30]),
    st.integers().map(str),
    st.binary(min_size=32, max_size=32).map(lambda data: "0x" + data.hex()),
    st.binary(max_size=80).map(lambda data: data.hex()),
    st.from_regex(r"AQ[A-Za-z0-9_-]{8,70}", fullmatch=True),
    st.from_regex(r"b[a-z2-7]{58}", fullmatch=True),
    st.text(max_size=40),
)
values = st.one_of(plausible.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plausible,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def judge(response) -> None:
    """Served, or refused with a problem; nothing in between. The chain is down here: 503 may be its fault."""
    assert response.status_code < 500 or response.json["code"].startswith(("chain.", "ipfs.")), response.text
    if response.status_code >= 400 and response.request.method != "HEAD":
        assert response.mimetype == "application/problem+json"
        Problem.model_validate_json(response.data, strict=True)


def escaped(value: bytes) -> str:
    return quote_from_bytes(value, safe="")


@pytest.mark.parametrize(("path", "operation"), READS, ids=[path for path, _ in READS])
@QUIET
@given(data=st.data())
def test_any_path_and_query(bare_client, path, operation, data):
    filled = re.sub(r"{\w+}", lambda _: escaped(data.draw(values)) or "x", path)
    names = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"] + ["other"]
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(names), values), max_size=4))
    query = "&".join(f"{name}={escaped(value)}" for name, value in chosen)
    judge(bare_client.get(f"{filled}?{query}"))


@pytest.mark.parametrize("path", WRITES)
@QUIET
@given(body=st.binary(max_size=300))
def test_any_bytes_as_a_body(bare_client, path, body):
    judge(bare_client.post(path, data=body))


@QUIET
@given(path=st.sampled_from(WRITES), body=json_values)
def test_any_json_as_a_body(bare_client, path, body):
    judge(bare_client.post(path, data=json.dumps(body).encode("utf-8", "surrogatepass")))


@QUIET
@given(
    record=st.one_of(plausible, st.binary(min_size=81, max_size=81).map(lambda data: "0x" + data.hex())),
    signature=st.one_of(plausible, st.binary(min_size=65, max_size=65).map(lambda data: "0x" + data.hex())),
    content=st.none() | plausible,
)
def test_any_intent_is_answered_by_itself(bare_client, record, signature, content):
    item = {"record": record, "signature": signature, "content": content}
    body = json.dumps({"intents": [item, item]}).encode("utf-8", "surrogatepass")
    response = bare_client.post("/v1/intents", data=body)
    judge(response)
    if response.status_code == 202:
        assert [item["state"] for item in response.json["items"]] == ["rejected", "rejected"]


CALLS = DOCUMENT["components"]["schemas"]["CallBody"]["properties"]["call"]["enum"]
NAMES = [
    "custody",
    "handle",
    "recovery",
    "content",
    "encryptionKey",
    "grant",
    "deadline",
    "signature",
    "profile",
    "key",
    "voidFrom",
    "to",
    "toSignature",
]


@QUIET
@given(
    call=st.sampled_from(CALLS),
    arguments=st.dictionaries(st.sampled_from(NAMES), json_values, max_size=8),
    content=st.none() | st.binary(max_size=40).map(lambda data: data.hex()),
    time=st.integers(-(2**70), 2**70),
)
def test_any_call(bare_client, call, arguments, content, time):
    stamp = {"nonce": "00" * 8, "bits": 18, "time": time}
    body = {"call": call, "arguments": arguments, "content": content, "stamp": stamp}
    judge(bare_client.post("/v1/calls", data=json.dumps(body).encode("utf-8", "surrogatepass")))


@QUIET
@given(
    path=st.sampled_from(["/v1/feeds/explore", "/ipfs/x?format=raw", "/v1/config", "/v1/media"]),
    headers=st.dictionaries(
        st.sampled_from(
            [
                *("Accept", "Range", "If-Range", "If-None-Match", "Cache-Control", "Content-Type"),
                *("X-Forwarded-For", "Accept-Encoding", "Content-Length", "Transfer-Encoding"),
            ]
        ),
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    ),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PROPFIND"]),
)
def test_any_header(bare_client, path, headers, method):
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    environ["CONTENT_LENGTH"] = headers.get("Content-Length", "")
    judge(bare_client.open(path, method=method, environ_overrides=environ))


@QUIET
@given(path=values)
def test_any_path_at_all(web_client, path):
    response = web_client.get("/" + escaped(path).replace("%2F", "/"))
    assert response.status_code < 500
    assert b"not for you" not in response.data


@pytest.mark.parametrize("event_id", ["", "x", "-1", "1e3", "²", "9" * 40])
def test_any_last_event_id(bare_client, event_id):
    response = bare_client.get("/v1/stream", headers={"Last-Event-ID": event_id})
    response.close()
    assert response.status_code in (200, 400)
