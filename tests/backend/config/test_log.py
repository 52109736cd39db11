import io
import json
import logging

import pytest
import structlog

from hashtagspace.log import HIDDEN, configure_logging, get_logger, scrub_text


@pytest.fixture
def stream():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    yield out
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_json_lines_carry_part_level_event_and_time(stream):
    configure_logging("json", stream)
    get_logger("relay").info("relay.batch_anchored", count=3, root=b"\x01\x02", empty=None)
    (line,) = lines(stream)
    assert line["part"] == "relay"
    assert line["level"] == "info"
    assert line["event"] == "relay.batch_anchored"
    assert (line["count"], line["root"], line["empty"]) == (3, "0x0102", None)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "name",
    [
        "private_key",
        "privatekey",
        "password",
        "relay_password",
        "secret",
        "mnemonic",
        "api_key",
        "Authorization",
    ],
)
@pytest.mark.parametrize("log_format", ["json", "console"])
def test_values_of_secret_names_never_appear(stream, name, log_format):
    configure_logging(log_format, stream)
    get_logger("x").warning("e", **{name: "hunter2", "nested": [{name: "hunter2"}]})
    assert "hunter2" not in stream.getvalue()
    assert HIDDEN in stream.getvalue()


def test_public_names_that_hold_keys_of_tables_stay_readable(stream):
    configure_logging("json", stream)
    get_logger("x").info("e", key="0xabc", token="0xdef")
    assert (lines(stream)[0]["key"], lines(stream)[0]["token"]) == ("0xabc", "0xdef")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_credentials_in_urls_never_appear_wherever_they_stand(stream, log_format):
    configure_logging(log_format, stream)
    url = "https://me:hunter2@rpc.example:8443/v3/hunter2?k=hunter2"
    get_logger("x").error(f"cannot reach {url}", where=url, deep={"a": (url,)}, error=ValueError(url))
    try:
        raise ConnectionError(url)
    except ConnectionError:
        get_logger("x").exception("failed")
    logging.getLogger("urllib3").warning("retrying %s", url)
    assert "hunter2" not in stream.getvalue()
    assert stream.getvalue().count("https://rpc.example:8443/…") >= 5


def test_a_value_nested_beyond_reason_is_cut(stream):
    configure_logging("json", stream)
    deep: list = []
    deep.append(deep)
    get_logger("x").info("e", deep=deep)
    assert "…" in stream.getvalue()


def test_scrub_text_leaves_other_text_alone():
    assert scrub_text("handle taken: choose another") == "handle taken: choose another"
