"""The head of all feeds, read once for each revision of the projection."""

from hashtagspace.store.read_home import FeedHead, read_head
from hashtagspace.store.reader import Connection


class FeedHeads:
    """The latest head known. Thread-safe: a head and its revision change hands as one value."""

    def __init__(self) -> None:
        self._known: tuple[int, FeedHead] | None = None

    def find(self, revision: int, connection: Connection) -> FeedHead:
        """The head at this revision; `revision` was read before `connection` began."""
        known = self._known
        if known is not None and known[0] == revision:
            return known[1]
        head = read_head(connection)
        self._known = (revision, head)
        return head
