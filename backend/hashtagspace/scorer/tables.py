"""Scores for readers: the numbers of an epoch as rows of the gateway's database."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.coverage import Coverage
from hashtagspace.personhood.leaves import read_word
from hashtagspace.store.engine import read_transaction
from hashtagspace.store.people_scores import EpochRow, ScoreRow, find_epoch, write_epoch
from hashtagspace.store.relay_view import Engine

_FLAG_VETTED: Final = 2
_FLAG_FAKE: Final = 4


class ScoreTables:
    """`people_epochs` and `people_scores`, which this process alone writes."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def has_epoch(self, epoch: int, root: bytes) -> bool:
        """Whether the epoch is there, with this root; raises `store.unavailable`."""
        with read_transaction(self._engine) as connection:
            found = find_epoch(connection, epoch)
        return found is not None and found.root == root

    def write_epoch(self, made: Commitment, profiles: list[int]) -> None:
        """The epoch's numbers are there, instead of what was there before; `profiles` by seat."""
        header = made.header
        gate = Coverage(header.covered, header.accounts).gate
        row = EpochRow(
            header.epoch,
            header.root,
            header.seats,
            header.accounts,
            header.vetted,
            header.fakes,
            header.covered,
            gate.value,
            header.encoded,
            int(self._clock()),
        )
        write_epoch(self._engine, row, list_scores(made, profiles))


def list_scores(made: Commitment, profiles: list[int]) -> Iterator[ScoreRow]:
    """The standing of every seat, in their order."""
    totals = made.totals.tolist()
    for seat, profile in enumerate(profiles):
        word, roll = read_word(made.standings, seat), read_word(made.roll, seat)
        yield ScoreRow(
            profile,
            seat,
            _signed(word),
            word >> 64 & 0xFFFFFFFF,
            _signed(word >> 32),
            word >> 96,
            totals[seat],
            bool(roll & _FLAG_VETTED),
            bool(roll & _FLAG_FAKE),
        )


def _signed(word: int) -> int:
    """The lowest 32 bits as a signed number."""
    low = word & 0xFFFFFFFF
    return low - (1 << 32) if low >> 31 else low
