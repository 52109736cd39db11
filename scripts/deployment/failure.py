"""Failures that end a deployment with one sentence, and text that may be shown."""

import re
from typing import Final
from urllib.parse import urlsplit

_URL: Final = re.compile(r"(?i)\b(?:https?|wss?)://[^\s\"'<>)]+")
_PATH: Final = re.compile(r"(?i)(with url: )\S+")


class DeployError(Exception):
    """The deployment cannot go on; the sentence says what was found and what to do."""


def safe_url(url: str) -> str:
    """Scheme, host and port of `url`: what follows is often the provider's key. Never raises."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "<unreadable url>"
    rest = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.hostname}{port}{rest}" if parts.hostname else "<unreadable url>"


def scrub(text: str) -> str:
    """`text` with every URL cut to what `safe_url` shows."""
    return _PATH.sub(r"\1…", _URL.sub(lambda match: safe_url(match.group()), text))
