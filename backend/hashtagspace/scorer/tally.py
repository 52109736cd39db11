"""What a score process did, and where it leaves its numbers."""

from dataclasses import dataclass, field
from typing import Protocol

from hashtagspace.personhood.commit import Commitment


class ScoreStore(Protocol):
    """Where scores are kept for readers; the chain remains the truth."""

    def has_epoch(self, epoch: int, root: bytes) -> bool:
        """Whether the epoch is there, with this root."""

    def write_epoch(self, made: Commitment, profiles: list[int]) -> None:
        """The epoch's numbers are there, instead of what was there before; profiles by seat."""


@dataclass(slots=True)
class Tally:
    """What a process did, for logs and tests."""

    sent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    wrong_roots: set[bytes] = field(default_factory=set)
    unpaid: set[str] = field(default_factory=set)
    told: set[bytes] = field(default_factory=set)
    short: set[tuple[str, int]] = field(default_factory=set)
