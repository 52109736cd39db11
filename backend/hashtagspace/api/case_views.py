"""Cases as JSON."""

from typing import Any

from hashtagspace.api.schemas.case import CasesQuery
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.reader import Connection


def build_page(connection: Connection, query: CasesQuery, after: FeedKey) -> dict[str, Any]:
    """A page of cases."""
    return {"items": [], "nextCursor": None}
