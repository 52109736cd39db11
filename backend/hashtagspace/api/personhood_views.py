"""Personhood as JSON."""

from typing import Any

from hashtagspace.errors import NotFound
from hashtagspace.store.reader import Connection


def build_personhood(connection: Connection, profile: int) -> dict[str, Any]:
    """Why a profile has its level."""
    raise NotFound("No such epoch is known here.", code="people.epoch_unknown")
