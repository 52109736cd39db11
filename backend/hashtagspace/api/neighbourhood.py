"""Neighbourhoods as JSON."""

from typing import Any

from hashtagspace.errors import NotFound
from hashtagspace.store.reader import Connection


def build_neighbourhood(connection: Connection, epoch: int, profile: int) -> dict[str, Any]:
    """Around a profile."""
    raise NotFound("No such epoch is known here.", code="people.epoch_unknown")
