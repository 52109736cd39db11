"""The built web app: files of one folder, by their exact names, with headers that let nothing else run.

A missing script is a 404 and never the start page, so that an old tab cannot take HTML for code. Names that
no route knows lead to the start page only when a person typed them.
"""

import gzip
import hashlib
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from hashtagspace.api.headers import APP_POLICY

_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_REVALIDATE: Final = "no-cache"
_COMPRESSED: Final = frozenset(
    {".html", ".js", ".mjs", ".css", ".json", ".svg", ".webmanifest", ".txt", ".map"}
)
_MOST_BYTES: Final = 8 * 1024 * 1024
_MIMES: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".map": "application/json",
}


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file of the app as it leaves; `packed` None: it does not shrink."""

    stamp: tuple[int, int]
    body: bytes
    packed: bytes | None
    mime: str
    etag: str


class WebApp:
    """Files of a folder, read again when they change. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds index.html and what it refers to."""
        self._folder = folder
        self._files: dict[str, WebFile] = {}
        self._lock = threading.Lock()

    def find(self, name: str) -> WebFile | None:
        """The file with this name below the folder, None of none; never one outside it."""
        joined = safe_join(str(self._folder), name)
        if joined is None or "\0" in name:
            return None
        path = Path(joined)
        try:
            if not path.is_file() or not path.resolve().is_relative_to(self._folder.resolve()):
                return None
            stat = path.stat()
        except (OSError, ValueError):
            return None
        known = self._files.get(name)
        if known is not None and known.stamp == (stat.st_mtime_ns, stat.st_size):
            return known
        return self._read(name, path, (stat.st_mtime_ns, stat.st_size))

    def _read(self, name: str, path: Path, stamp: tuple[int, int]) -> WebFile | None:
        if stamp[1] > _MOST_BYTES:
            return None
        body = path.read_bytes()
        suffix = path.suffix.lower()
        packed = gzip.compress(body, 9, mtime=0) if suffix in _COMPRESSED else None
        mime = _MIMES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        file = WebFile(stamp, body, packed if packed and len(packed) < len(body) else None, mime, digest)
        with self._lock:
            self._files[name] = file
        return file


def install_web_app(app: Flask, folder: Path) -> None:
    """Addresses that no route has are the files of `folder`."""
    web = WebApp(folder)

    def serve(name: str = "index.html") -> Response:
        if name.startswith(("v1/", "ipfs/")):
            raise NotFound
        file = web.find(name)
        if file is not None:
            return _answer_file(name, file)
        if "." not in name and "text/html" in request.headers.get("Accept", ""):
            home: Response = redirect("/", 302)  # type: ignore[assignment]
            return home
        raise NotFound

    app.add_url_rule("/", "web_index", serve)
    app.add_url_rule("/<path:name>", "web_file", serve)


def _answer_file(name: str, file: WebFile) -> Response:
    packed = file.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    etag = f"{file.etag}{'' if packed is None else '-gz'}"
    if request.headers.get("If-None-Match") and request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(file.body if packed is None else packed, mimetype=file.mime)
        if packed is not None:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _IMMUTABLE if name.startswith("assets/") else _REVALIDATE
    response.headers["Content-Security-Policy"] = APP_POLICY
    return response
