"""The head of an epoch's commitment, and what a cell is computed from, as the contracts encode them."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.graph import Ints, VouchGraph

NO_BEACON: Final = bytes(32)
Words = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EpochInputs:
    """What the chain says about an epoch: `graph` is over seats; `vetted` and `fakes` are members of it."""

    epoch: int
    graph: VouchGraph
    vetted: Ints
    fakes: Ints
    beacon: bytes
    checks: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One drawn check, and the last of those it was drawn from."""

    seat: int
    edge_seat: int
    edge_cover: int


@dataclass(frozen=True, slots=True)
class Header:
    """The totals of an epoch and the root of each column."""

    epoch: int
    seats: int
    accounts: int
    vetted: int
    fakes: int
    covered: int
    columns: tuple[bytes, ...]
    draws: tuple[Draw, ...]

    @property
    def root(self) -> bytes:
        """What is posted."""
        return keccak256(self.encoded)

    @property
    def encoded(self) -> bytes:
        """abi.encode(header)."""
        totals = (self.epoch, self.seats, self.accounts, self.vetted, self.fakes, self.covered)
        columns = words(len(self.columns)) + b"".join(self.columns)
        draws = words(len(self.draws)) + b"".join(
            words(draw.seat, draw.edge_seat, draw.edge_cover) for draw in self.draws
        )
        head = words(32, *totals, 256, 256 + len(columns))
        return head + columns + draws


@dataclass(frozen=True, slots=True)
class Witness:
    """What a cell is computed from."""

    row: bytes = b""
    weights: bytes = b""
    own: Words = ()
    partners: Words = ()


def words(*values: int) -> bytes:
    """abi.encode of numbers."""
    return b"".join(value.to_bytes(32, "big") for value in values)
