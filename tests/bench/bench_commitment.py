"""Seconds and memory of an epoch's whole commitment, every cell of every column hashed.

Budget: 100,000 seats within 180 s and 1 GB; an epoch has a week, or an hour at the least.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vouch_graphs import make_people

from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.header import EpochInputs
from hashtagspace.personhood.witness import build_witness

SIZES = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]
CHECKS, BEACON = 10, b"\x01" * 32


def main() -> None:
    print("| seats | columns | numbers | root | one witness with its path | memory |")
    print("| --- | --- | --- | --- | --- | --- |")
    for seats in SIZES:
        graph = build_graph(seats, make_people(seats).array)
        vetted = np.arange(50, dtype=np.int64) * 7
        start = time.perf_counter()
        made = Commitment(EpochInputs(5, graph, vetted, np.array([3]), BEACON, CHECKS))
        computed = time.perf_counter()
        columns = len(made.header.columns)
        hashed = time.perf_counter()
        build_witness(made, made.share_column - 9, seats // 2)
        made.path(made.share_column - 9, seats // 2)
        done = time.perf_counter()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        times = (computed - start, hashed - computed, done - hashed)
        shown = " | ".join(f"{seconds:.2f} s" for seconds in times)
        print(f"| {seats:,} | {columns} | {shown} | {memory:.0f} MB |")
        if seats == 100_000:
            assert hashed - start < 180, "an epoch of 100,000 seats takes more than 180 seconds"
            assert memory < 1024, "an epoch of 100,000 seats takes more than 1 GB"


if __name__ == "__main__":
    main()
