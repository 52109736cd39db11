"""Tips and pools as JSON."""

from typing import Any

from hashtagspace.errors import NotFound
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.reader import Connection


def build_tips(connection: Connection, profile: int, after: FeedKey, limit: int) -> dict[str, Any]:
    """Tips of a profile."""
    raise NotFound("No such epoch is known here.", code="people.epoch_unknown")


def build_reward(connection: Connection, epoch: int) -> dict[str, Any]:
    """The pool of an epoch."""
    raise NotFound("No such epoch is known here.", code="people.epoch_unknown")
