"""Nodes that are no nodes: each gives one sentence, and never the key in the URL."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deployment.failure import DeployError, safe_url, scrub
from deployment.node import Node, NodeRefused

ANSWERS: dict[str, tuple[int, bytes]] = {
    "page": (200, b"<html>Sign in</html>"),
    "list": (200, b"[]"),
    "empty": (200, b""),
    "neither": (200, b'{"id": 1}'),
    "broken": (502, b"Bad gateway"),
    "busy": (429, b"slow down"),
}


class Pretender(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        name = self.path.split("/")[1]
        status, body = ANSWERS.get(
            name, (200, b'{"id":1,"error":{"code":-32000,"message":"see https://node/key"}}')
        )
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def pretender() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Pretender)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_no_json_rpc_is_no_answer(pretender: str, name: str):
    node = Node(f"{pretender}/{name}/secretkey", pauses_seconds=(0.01,))
    with pytest.raises(DeployError, match="does not answer") as caught:
        node.chain_id()
    assert "secretkey" not in str(caught.value) + repr(node)


def test_an_error_of_the_node_is_told_without_urls(pretender: str):
    with pytest.raises(NodeRefused) as caught:
        Node(f"{pretender}/other").head()
    assert str(caught.value) == "The node refused eth_blockNumber: see https://node/…"


@pytest.mark.parametrize("url", ["", "ws://node", "127.0.0.1:8545", "file:///etc/passwd", "http://"])
def test_a_url_that_is_none_is_refused(url: str):
    with pytest.raises(DeployError, match="The RPC URL is none"):
        Node(url)


def test_urls_in_foreign_text_lose_what_may_be_a_key():
    text = "HTTPSConnectionPool(host='n', port=443): Max retries with url: /v3/KEY (caused by https://u:KEY@n:1/KEY)"
    assert "KEY" not in scrub(text)
    assert safe_url("https://u:p@n:8545/v3/k?x=y") == "https://n:8545/…"
    assert safe_url("http://[") == "<unreadable url>"
