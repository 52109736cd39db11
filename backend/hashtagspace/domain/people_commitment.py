"""What an epoch's root commits to, as far as readers need it: the header, and the standing column.

Source: docs/personhood-formats.md. The whole of it is computed by `personhood.commit`, which the tests hold
this one to; here is what a gateway can do without arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidInput

_LABEL: Final = keccak256(b"hashtagspace/people/standing/v1")
_WORD: Final = 32
_RESTART_STEPS: Final = 48
_HEAD_WORDS: Final = 8
_BITS: Final = 2**32


@dataclass(frozen=True, slots=True)
class DrawnSeat:
    """One drawn check, and the last of those it was drawn from."""

    seat: int
    edge_seat: int
    edge_cover: int


@dataclass(frozen=True, slots=True)
class EpochHead:
    """Totals of an epoch, the root of each column, the drawn checks."""

    epoch: int
    seats: int
    accounts: int
    vetted: int
    fakes: int
    covered: int
    columns: tuple[bytes, ...]
    draws: tuple[DrawnSeat, ...]

    @property
    def standing_root(self) -> bytes | None:
        """Root of the standing column, None if the header has no such column."""
        column = _RESTART_STEPS + 5 + max(2, (self.accounts - 1).bit_length())
        return self.columns[column] if column < len(self.columns) else None


def decode_head(data: bytes) -> EpochHead:
    """The header in its `abi.encode`; raises `people.header` where it is none."""
    words = [int.from_bytes(data[at : at + _WORD], "big") for at in range(0, len(data), _WORD)]
    try:
        body = words[1:]
        totals, columns_at, draws_at = body[:6], body[6] // _WORD, body[7] // _WORD
        count, draws = body[columns_at], body[draws_at]
        first, last = columns_at + 1, columns_at + 1 + count
        drawn = body[draws_at + 1 : draws_at + 1 + 3 * draws]
        is_whole = columns_at == _HEAD_WORDS and draws_at == last and len(drawn) == 3 * draws
        if len(data) % _WORD or words[0] != _WORD or not is_whole:
            raise IndexError
        epoch, seats, accounts, vetted, fakes, covered = totals
    except IndexError:
        raise InvalidInput("These bytes are no header of an epoch.", code="people.header") from None
    return EpochHead(
        epoch,
        seats,
        accounts,
        vetted,
        fakes,
        covered,
        tuple(word.to_bytes(_WORD, "big") for word in body[first:last]),
        tuple(DrawnSeat(*drawn[at : at + 3]) for at in range(0, len(drawn), 3)),
    )


def pack_standing(share: int, bound: int, support: int, level: int) -> bytes:
    """The word of the standing column, 32 bytes."""
    word = share % _BITS | bound % _BITS << 32 | support << 64 | level << 96
    return word.to_bytes(_WORD, "big")


class StandingTree:
    """The tree of an epoch's standing column."""

    def __init__(self, words: Sequence[bytes]) -> None:
        """`words` by seat, at least one."""
        leaves = [keccak256(_LABEL + word) for word in words]
        leaves += [bytes(_WORD)] * ((1 << (len(leaves) - 1).bit_length()) - len(leaves))
        self._levels = [leaves]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([keccak256(below[i] + below[i + 1]) for i in range(0, len(below), 2)])

    @property
    def root(self) -> bytes:
        """Its root."""
        return self._levels[-1][0]

    def path(self, seat: int) -> list[bytes]:
        """The siblings from a leaf up."""
        return [level[(seat >> height) ^ 1] for height, level in enumerate(self._levels[:-1])]
