"""Events that cannot be are refused whole; what was there before stays."""

from dataclasses import replace

import pytest
from projection_dump import dump
from projection_law import START, memory_run

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.domain.events import Anchored, Checkpoint, KeyAuthorised, Registered
from hashtagspace.domain.kinds import ZERO_WORD
from hashtagspace.indexer.stream import Block

ALICE = Registered(Checkpoint(1, 0), b"\x01" * 32, 7, b"\x0a" * 20, "alice", bytes(20), ZERO_WORD, ZERO_WORD)
KEY = KeyAuthorised(Checkpoint(1, 1), b"\x01" * 32, 7, b"\x0b" * 20, 2**64 - 1, 0xFFFE, 0)


def block(number: int, *events: object) -> Block:
    return Block(number, bytes((number,)) * 32, START.time_seconds + number, events)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "event",
    [
        replace(ALICE, checkpoint=Checkpoint(2, 0)),  # the profile twice
        replace(ALICE, checkpoint=Checkpoint(2, 0), profile=8),  # the handle twice
        replace(KEY, checkpoint=Checkpoint(2, 0)),  # the key twice
    ],
)
def test_impossible_events(event: object) -> None:
    with memory_run() as run:
        run.apply([block(1, ALICE, KEY)])
        before, progress = dump(run.engine), run.projector.progress
        anchor = Anchored(Checkpoint(2, 5), b"\x01" * 32, b"\x02" * 32, b"\x03" * 32, 1)
        with pytest.raises(InconsistentChain, match="contradict"):
            run.apply([block(2, event, anchor)])
        assert dump(run.engine) == before
        assert run.projector.progress == progress
        run.apply([block(2, anchor)])
        assert run.projector.progress.tip.number == 2


def test_a_key_that_never_ends_fits_the_column() -> None:
    with memory_run() as run:
        run.apply([block(1, ALICE, KEY)])
        (row,) = dump(run.engine)["session_keys"]
        assert 2**63 - 1 in row
