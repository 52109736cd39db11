"""What a source yields: exactly Block, Finalize and Reorg."""

from dataclasses import dataclass

from hashtagspace.chain.logs import ProjectedEvent


@dataclass(frozen=True, slots=True)
class Block:
    """The next block with its events in chain order; blocks in between held none."""

    number: int
    block_hash: bytes
    time_seconds: int
    events: tuple[ProjectedEvent, ...]


@dataclass(frozen=True, slots=True)
class Finalize:
    """No block up to `number` goes away any more, as far as the node knows."""

    number: int


@dataclass(frozen=True, slots=True)
class Reorg:
    """Every block above this one is gone; it itself stands."""

    number: int
    block_hash: bytes
    time_seconds: int


Item = Block | Finalize | Reorg
