"""Whole answers for the latest revision of the projection: equal questions are answered once."""

import hashlib
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

_MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A body and the opaque part of the strong ETag that names its bytes."""

    body: bytes
    etag: str


def build_page(body: bytes) -> Page:
    """The page of a body; equal bodies have equal tags in every process."""
    return Page(body, hashlib.blake2b(body, digest_size=12).hexdigest())


class PageCache:
    """Pages by question. Thread-safe; forgets everything when the revision moves on, or when it is full."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        """`most_bytes` bounds the bodies held together."""
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._revision = -1
        self._pages: dict[Hashable, Page] = {}
        self._bytes = 0

    def find(self, revision: int, question: Hashable) -> Page | None:
        """The page made for this question at this revision."""
        if revision != self._revision:
            return None
        return self._pages.get(question)

    def keep(self, revision: int, question: Hashable, page: Page) -> None:
        """The page is held unless a newer revision is known already."""
        with self._lock:
            if revision < self._revision:
                return
            if revision > self._revision or self._bytes + len(page.body) > self._most_bytes:
                self._revision, self._bytes, self._pages = revision, 0, {}
            self._bytes += len(page.body)
            self._pages[question] = page
