"""The moments between which a relay may be killed; tests stop it at each."""

from collections.abc import Callable
from typing import Final

Reach = Callable[[str], None]

STEPS: Final = (
    "batch.kept",
    "documents.put",
    "batch.put",
    "batch.stored",
    "slot.signed",
    "slot.kept",
    "slot.sent",
    "attempt.kept",
    "attempt.sent",
    "anchor.seen",
    "anchor.kept",
    "batch.final",
    "call.done",
)


def go_on(_step: str) -> None:
    """Nothing happens: the relay goes on."""
