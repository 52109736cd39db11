"""A JSON-RPC proxy in front of a node, where a test decides what happens before and after each request."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen

Hook = Callable[[str, list[Any]], None]


class Dropped(Exception):
    """Raised by a hook: the caller gets no answer."""


class ChainProxy:
    """Forwards to `target`; `before` and `after` are called with method and parameters of each request."""

    def __init__(self, target: str) -> None:
        self.before: Hook = lambda _method, _params: None
        self.after: Hook = lambda _method, _params: None
        self.methods: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(target))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self, target: str) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                call = json.loads(body)
                proxy.methods.append(call["method"])
                try:
                    proxy.before(call["method"], call["params"])
                    with urlopen(Request(target, body, {"Content-Type": "application/json"})) as answer:
                        text = answer.read()
                    proxy.after(call["method"], call["params"])
                except Dropped:
                    self.close_connection = True
                    return
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    self.close_connection = True  # the caller was killed

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler
