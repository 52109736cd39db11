"""The vouch graph as arrays: mutual vouches between accounts 0 … n − 1, with the weight of each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hashtagspace.errors import InvalidInput
from hashtagspace.personhood.definition import MOST_COMMON

Ints = NDArray[np.int64]
Counts = NDArray[np.int32]
_CHUNK_ENTRIES: Final = 200_000  # bounds the memory of one product
_MOST_ACCOUNTS: Final = 2**23  # at 256 vouches each, 32 bits count them all


@dataclass(frozen=True, slots=True)
class VouchGraph:
    """Rows in CSR form: the partners of v are `partners[offsets[v]:offsets[v + 1]]`, ascending.

    `common[i]` counts the partners that v and `partners[i]` share.
    """

    accounts: int
    offsets: Ints
    partners: Ints
    common: Ints

    @property
    def keys(self) -> Ints:
        """Every entry as account · n + partner, ascending."""
        return np.repeat(np.arange(self.accounts), np.diff(self.offsets)) * self.accounts + self.partners

    @property
    def weights(self) -> sparse.csr_array:
        """1 + common partners, 8 of them at most, for each mutual vouch."""
        return self.link(1 + np.minimum(self.common, MOST_COMMON))

    def link(self, values: Ints | Counts) -> sparse.csr_array:
        """A matrix with `values` where there are vouches."""
        partners, offsets = self.partners.astype(np.int32), self.offsets.astype(np.int32)
        return sparse.csr_array((values, partners, offsets), shape=(self.accounts, self.accounts))


def build_graph(accounts: int, edges: Ints, previous: VouchGraph | None = None) -> VouchGraph:
    """The graph of mutual vouches `edges` (shape (m, 2), each pair once or twice, in any order).

    Loops count for nothing. With `previous`, an earlier graph of no more accounts, only what the changed
    vouches touch is counted anew. Raises `personhood.graph` for accounts out of range.
    """
    if accounts > _MOST_ACCOUNTS:
        raise InvalidInput("A graph holds 8,388,608 accounts at most.", code="personhood.graph")
    pairs = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= accounts):
        raise InvalidInput("A vouch names an account that is not in the graph.", code="personhood.graph")
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.concatenate((pairs[:, 0] * accounts + pairs[:, 1], pairs[:, 1] * accounts + pairs[:, 0]))
    keys = np.unique(both)
    offsets = np.searchsorted(keys, np.arange(accounts + 1) * accounts)
    partners = keys % max(accounts, 1)
    if previous is None:
        touched = np.arange(accounts)
        common = np.zeros(len(keys), dtype=np.int64)
    else:
        touched, common = _carry_over(accounts, keys, previous)
    _count_common(VouchGraph(accounts, offsets, partners, common), touched)
    return VouchGraph(accounts, offsets, partners, common)


def _carry_over(accounts: int, keys: Ints, previous: VouchGraph) -> tuple[Ints, Ints]:
    """Rows to be counted anew, and the counts that are known: rows of changed vouches and their partners."""
    if previous.accounts > accounts:
        raise InvalidInput("Accounts do not leave the graph.", code="personhood.graph")
    old = previous.keys
    old = old // max(previous.accounts, 1) * accounts + old % max(previous.accounts, 1)
    common = np.zeros(len(keys), dtype=np.int64)
    _, kept, known = np.intersect1d(keys, old, assume_unique=True, return_indices=True)
    common[kept] = previous.common[known]
    changed = np.setxor1d(keys, old, assume_unique=True)
    ends = np.unique(np.concatenate((changed // max(accounts, 1), changed % max(accounts, 1))))
    # An edge's count changes only if one of its ends has a changed vouch; both of its directions are counted.
    is_end = np.zeros(accounts, dtype=bool)
    is_end[ends] = True
    beside = keys[is_end[keys // max(accounts, 1)]] % max(accounts, 1)
    return np.union1d(ends, beside), common


def _count_common(graph: VouchGraph, rows: Ints) -> None:
    """`graph.common` is right for the entries of these rows."""
    adjacency = graph.link(np.ones(len(graph.partners), dtype=np.int32))
    lengths = np.diff(graph.offsets)[rows]
    ends = np.cumsum(lengths)
    start = 0
    while start < len(rows):
        reached = ends[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(ends, reached + _CHUNK_ENTRIES)))
        part = adjacency[rows[start:end]]
        # The sum keeps an entry for every vouch, also where nothing is shared.
        counted = sparse.csr_array((part @ adjacency).multiply(part) + part)
        counted.sort_indices()
        shift = graph.offsets[rows[start:end]] - (ends - lengths)[start:end]
        places = np.arange(reached, ends[end - 1]) + np.repeat(shift, lengths[start:end])
        graph.common[places] = counted.data - 1
        start = end
