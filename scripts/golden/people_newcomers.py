"""people_newcomers.json: the epoch that PeopleWhole.t.sol plays with all contracts.

Seven founders know each other; three newcomers vouch for each other and for the first founder; a farm of five
hangs on one newcomer.
"""

import numpy as np

from golden.people_commit import EPOCH, epoch, words
from golden.samples import Vectors, hexed
from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.header import EpochInputs

FOUNDERS = range(7)
NEWCOMERS = range(7, 10)
FARM = range(10, 15)
RANDAO = keccak256(b"the block that epoch five looked for")
CHECKS = 2


def _circle(people: range) -> list[tuple[int, int]]:
    return [(one, other) for one in people for other in people if other < one]


def build() -> Vectors:
    """One epoch as in people_commit.json; the beacon is what EpochClock makes of `randao`."""
    edges = [edge for people in (FOUNDERS, NEWCOMERS, FARM) for edge in _circle(people)]
    edges += [(newcomer, FOUNDERS[0]) for newcomer in NEWCOMERS] + [(FARM[0], NEWCOMERS[-1])]
    beacon = keccak256(words(EPOCH, int.from_bytes(RANDAO, "big")))
    row = epoch("newcomers", FARM.stop, edges, list(FOUNDERS), [], beacon, CHECKS)
    graph = build_graph(FARM.stop, np.array(edges))
    made = Commitment(EpochInputs(EPOCH, graph, np.array(FOUNDERS), np.array([]), beacon, CHECKS))
    standings = [hexed(lanes[::-1].astype(">u8").tobytes()) for lanes in made.standings]
    return {"epochs": [{**row, "randao": hexed(RANDAO), "standings": standings}]}
