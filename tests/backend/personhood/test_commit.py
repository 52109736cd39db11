"""The commitment of an epoch: equal to its vectors, bound to the score, of use in a dispute."""

import json
from pathlib import Path

import numpy as np
import pytest
from vouch_graphs import join_farm, make_people

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.exact import score_exact
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.header import EpochInputs
from hashtagspace.personhood.leaves import build_nodes, node_of
from hashtagspace.personhood.witness import build_witness

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/people_commit.json").read_text())
EPOCHS = {row["name"]: row for row in VECTORS["epochs"]}
BEACON = keccak256(b"test")


def commit(accounts: int, edges: list[tuple[int, int]], vetted: list[int], fakes: list[int]) -> Commitment:
    graph = build_graph(accounts, np.array(edges))
    return Commitment(EpochInputs(1, graph, np.array(vetted), np.array(fakes), BEACON, 5))


def from_vector(name: str) -> Commitment:
    row = EPOCHS[name]
    graph = build_graph(row["seats"], np.array(list(zip(row["left"], row["right"], strict=True))))
    vetted, fakes = np.array(row["vetted"], dtype=np.int64), np.array(row["fakes"], dtype=np.int64)
    beacon = bytes.fromhex(row["beacon"][2:])
    return Commitment(EpochInputs(row["epoch"], graph, vetted, fakes, beacon, row["checks"]))


@pytest.mark.parametrize("name", EPOCHS)
def test_equals_the_vectors(name: str) -> None:
    made, row = from_vector(name), EPOCHS[name]
    assert "0x" + made.header.root.hex() == row["root"]
    leaves = [made.leaf(column, seat) for column in range(made.column_count) for seat in range(made.seats)]
    assert ["0x" + leaf.hex() for leaf in leaves] == row["leaves"]


def test_the_standings_are_those_of_the_plain_twin() -> None:
    society = make_people(40)
    farm = join_farm(society, 12, chance=1)  # a fake without partners would be no account
    vetted, fakes = [0, 13, 27], [farm[0]]
    made = commit(society.accounts, society.edges, vetted, fakes)
    exact = score_exact(society.accounts, society.edges, vetted, fakes)
    column = made.column_count - 5 * 6 - 1
    for seat in range(society.accounts):
        word = build_witness(made, column, seat).own[0]
        assert word & 0xFFFFFFFF == exact.share[seat] & 0xFFFFFFFF
        assert word >> 32 & 0xFFFFFFFF == exact.bound[seat] & 0xFFFFFFFF
        assert word >> 64 & 0xFFFFFFFF == exact.support[seat]
        assert word >> 96 == exact.level[seat]


def test_seats_without_partners_change_no_number() -> None:
    edges = [(0, 1), (1, 2), (2, 0), (2, 3)]
    spread = [(2 * u + 1, 2 * v + 1) for u, v in edges]
    close, wide = commit(4, edges, [0], []), commit(9, spread, [1], [])
    assert close.column_count == wide.column_count
    column = close.column_count - 3 * 6 - 1
    for seat in range(4):
        assert build_witness(close, column, seat).own[0] == build_witness(wide, column, 2 * seat + 1).own[0]


def test_without_members_there_is_no_root() -> None:
    with pytest.raises(ValueError, match="no root"):
        commit(3, [], [0], [])


def test_a_path_leads_to_the_root() -> None:
    made = from_vector("a society")
    for column in (0, 3, made.column_count - 1):
        for seat in range(made.seats):
            node = made.leaf(column, seat)
            for height, sibling in enumerate(made.path(column, seat)):
                node = keccak256(sibling + node if seat >> height & 1 else node + sibling)
            assert node == made.header.columns[column]


def test_nodes_fold_to_the_node_above() -> None:
    tree = from_vector("a society").tree(5)
    nodes = build_nodes(tree, 4, 0, 4)
    assert b"".join(nodes) == tree[0]
    assert keccak256(b"".join(build_nodes(tree, 2, 3, 1))) == node_of(tree, 2, 3)
