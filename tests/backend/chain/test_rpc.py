"""A node that fails or lies gets its own error each, and its URL is never shown."""

import time

import pytest
from anvil_node import free_port
from rpc_server import Answer, error, result, rpc_server

from hashtagspace.chain.errors import (
    ChainTimeout,
    InconsistentChain,
    RateLimited,
    RpcFailed,
    TooManyResults,
)
from hashtagspace.chain.rpc import Rpc
from hashtagspace.errors import ChainUnavailable


def ask(respond: object, method: str = "eth_blockNumber", **options: float) -> str:
    with rpc_server(respond) as url:  # type: ignore[arg-type]
        rpc = Rpc(url, **options)  # type: ignore[arg-type]
        try:
            return rpc.call(method, [], str)
        finally:
            rpc.close()


def test_no_node() -> None:
    with pytest.raises(ChainUnavailable) as caught:
        Rpc(f"http://key:secret@127.0.0.1:{free_port()}/v3/token").call("eth_chainId", [], str)
    assert caught.value.exact_code == "chain.unavailable"
    assert "secret" not in str(caught.value)
    assert "token" not in str(caught.value)


def test_repr_hides_the_token() -> None:
    assert "token" not in repr(Rpc("https://node.example/v3/token"))


def test_a_slow_node() -> None:
    def respond(payload: object) -> Answer:
        time.sleep(0.6)
        return result(payload, "0x1")

    with pytest.raises(ChainTimeout):
        ask(respond, timeout_seconds=0.1)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{", b"[]", b"null", b'{"jsonrpc":"2.0","id":1}', b'{"id":1,"result":7}', b"\xff\xfe"],
)
def test_an_answer_that_is_none(body: bytes) -> None:
    with pytest.raises(InconsistentChain):
        ask(lambda _payload: (200, body))


@pytest.mark.parametrize(
    ("status", "expected"), [(429, RateLimited), (413, TooManyResults), (502, ChainUnavailable)]
)
def test_http_refusals(status: int, expected: type[ChainUnavailable]) -> None:
    with pytest.raises(expected):
        ask(lambda _payload: (status, b"busy"))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (-32005, "query returned more than 10000 results"),
        (-32000, "block range is too wide"),
        (-32602, "eth_getLogs is limited to a 10,000 range"),
        (-32000, "Log response size exceeded"),
    ],
)
def test_providers_words_for_too_many_logs(code: int, message: str) -> None:
    with pytest.raises(TooManyResults):
        ask(lambda payload: error(payload, code, message), method="eth_getLogs")


@pytest.mark.parametrize(
    ("code", "message"),
    [(429, "slow down"), (-32005, "daily request count exceeded"), (-32000, "rate limit")],
)
def test_providers_words_for_too_many_requests(code: int, message: str) -> None:
    with pytest.raises(RateLimited):
        ask(lambda payload: error(payload, code, message))


def test_any_other_refusal_keeps_its_number_and_data() -> None:
    with pytest.raises(RpcFailed) as caught:
        ask(lambda payload: error(payload, 3, "execution reverted", data="0x1234"))
    assert (caught.value.number, caught.value.data) == (3, "0x1234")


def test_a_huge_answer_is_not_read_to_its_end() -> None:
    with pytest.raises(TooManyResults):
        ask(lambda payload: result(payload, "x" * 5_000_000), max_answer_bytes=1_000_000)


def test_null_is_found_to_be_none_only_where_asked_for() -> None:
    with rpc_server(lambda payload: result(payload, None)) as url:
        rpc = Rpc(url)
        assert rpc.find("eth_getBlockByNumber", ["0x9", False], str) is None
        assert rpc.find_batch([("a", []), ("b", [])], str) == [None, None]
        with pytest.raises(InconsistentChain):
            rpc.call("eth_getBlockByNumber", ["0x9", False], str)


def test_a_batch_in_any_order() -> None:
    def respond(payload: list[dict[str, object]]) -> Answer:
        status, body = result(list(reversed(payload)), "0x1")
        return status, body

    with rpc_server(respond) as url:
        assert Rpc(url).batch([("a", []), ("b", []), ("c", [])], str) == ["0x1"] * 3


@pytest.mark.parametrize("change", ["drop", "double", "rename"])
def test_a_batch_that_answers_other_questions(change: str) -> None:
    def respond(payload: list[dict[str, object]]) -> Answer:
        match change:
            case "drop":
                payload = payload[1:]
            case "double":
                payload = [payload[0], payload[0]]
            case _:
                payload = [{**one, "id": 10**6} for one in payload]
        return result(payload, "0x1")

    with rpc_server(respond) as url, pytest.raises(InconsistentChain):
        Rpc(url).batch([("a", []), ("b", [])], str)


def test_a_node_that_takes_one_request_at_a_time() -> None:
    sizes = []

    def respond(payload: object) -> Answer:
        if isinstance(payload, list):
            sizes.append(len(payload))
            return error(payload, -32600, "batch requests are not supported")
        sizes.append(1)
        return result(payload, "0x1")

    with rpc_server(respond) as url:
        rpc = Rpc(url)
        assert rpc.batch([("a", []), ("b", [])], str) == ["0x1"] * 2
        assert rpc.batch([("a", []), ("b", [])], str) == ["0x1"] * 2
    assert sizes == [2, 1, 1, 1, 1]
