"""Headers of every response: nothing runs that is not ours, nothing is guessed, anybody may read the API.

Why any origin may read is in docs/decisions/0005-any-origin-may-read.md.
"""

from typing import Final

from flask import Flask, Response, request

from hashtagspace.api.problems import request_id

_APP_DIRECTIVES: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src blob:",
    "font-src 'self'",
    # A person may choose any gateway and any node of the chain, also on their own machine.
    "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types svelte-trusted-html hashtagspace",
)
APP_POLICY: Final = "; ".join(_APP_DIRECTIVES)
# A JSON answer opened as a page can load and run nothing.
API_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
_FEATURES: Final = (
    "accelerometer autoplay browsing-topics camera display-capture geolocation gyroscope magnetometer "
    "microphone midi payment publickey-credentials-get usb xr-spatial-tracking"
)
_PERMISSIONS: Final = ", ".join(f"{feature}=()" for feature in _FEATURES.split())
_COMMON: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
# Wallets open windows of their own, which must keep their opener.
_APP_ONLY: Final = {
    "Permissions-Policy": _PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READABLE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-Id, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID, Range",
    "Access-Control-Max-Age": "86400",
}


def is_open_path(path: str) -> bool:
    """Whether pages of other origins may read this address: the API and content, not the app's own files."""
    return path.startswith(("/v1/", "/ipfs/")) or path == "/openapi.json"


def install_headers(app: Flask) -> None:
    """Every response of `app` leaves with these headers; a route's own policy wins."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.update(_COMMON)
    headers["X-Request-Id"] = request_id()
    if is_open_path(request.path):
        headers.update(_READABLE)
        headers.setdefault("Content-Security-Policy", API_POLICY)
        if request.method == "OPTIONS":
            headers.update(_PREFLIGHT)
    else:
        headers.update(_APP_ONLY)
        headers.setdefault("Content-Security-Policy", API_POLICY)
    return response
