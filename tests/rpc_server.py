"""An HTTP server that answers JSON-RPC as a test says, also wrongly."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]
Respond = Callable[[Any], Answer]


def result(payload: Any, value: object) -> Answer:
    """A well-formed answer with this result, to one request or to each of a batch."""
    if isinstance(payload, list):
        return 200, json.dumps(
            [{"jsonrpc": "2.0", "id": one["id"], "result": value} for one in payload]
        ).encode()
    return 200, json.dumps({"jsonrpc": "2.0", "id": payload["id"], "result": value}).encode()


def error(payload: Any, code: int, message: str, status: int = 200, data: str | None = None) -> Answer:
    """A well-formed refusal."""
    number = payload["id"] if isinstance(payload, dict) else None
    fault = {"code": code, "message": message, **({} if data is None else {"data": data})}
    return status, json.dumps({"jsonrpc": "2.0", "id": number, "error": fault}).encode()


@contextmanager
def rpc_server(respond: Respond) -> Iterator[str]:
    """The URL of a server whose answers `respond` makes from the decoded request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            status, body = respond(json.loads(self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
