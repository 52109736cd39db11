"""Epochs as JSON."""

from typing import Any

from hashtagspace.errors import NotFound
from hashtagspace.store.reader import Connection


def list_epochs(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Epochs, latest first."""
    return []


def build_epoch(connection: Connection, epoch: int) -> dict[str, Any]:
    """One epoch."""
    raise NotFound("No such epoch is known here.", code="people.epoch_unknown")
