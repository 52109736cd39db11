"""The candidates of one drawn check: the half of the free seats that is covered least, up to an edge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hashtagspace.personhood.graph import Ints
from hashtagspace.personhood.header import Draw
from hashtagspace.personhood.leaves import Lanes, empty_lanes, put_bits

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The columns behind one draw: words a and b, and what the next draw goes on with."""

    a: Lanes
    b: Lanes
    draw: Draw
    label: Ints
    background: Ints
    free: Marks


def choose_candidates(label: Ints, background: Ints, free: Marks, totals: Ints, seat: int) -> Candidates:
    """The half of the free seats that is covered least, of which `seat` was drawn."""
    cover = cover_of(label, background)
    seats = np.flatnonzero(free)
    order = seats[np.lexsort((seats, cover[seats]))]
    count = max(1, len(order) // 2)
    chosen = np.zeros(len(free), dtype=bool)
    chosen[order[:count]] = True
    edge = int(order[count - 1])
    return spell_candidates(label, background, free, chosen, totals, Draw(seat, edge, int(cover[edge])))


def spell_candidates(
    label: Ints, background: Ints, free: Marks, chosen: Marks, totals: Ints, draw: Draw
) -> Candidates:
    """The columns' words, where the candidates are those that were `chosen`."""
    a, b = empty_lanes(len(free)), empty_lanes(len(free))
    for number, values in enumerate((label, background, free)):
        a[:, number] = values.astype(np.uint64)
    put_bits(b, 0, np.cumsum(free))
    put_bits(b, 32, np.cumsum(chosen))
    b[:, 1] = np.cumsum(np.where(chosen, totals, 0)).astype(np.uint64)
    return Candidates(a, b, draw, label, background, free)


def cover_of(label: Ints, background: Ints) -> Ints:
    """What orders the draw: how much of what an average account gets comes from checked ones."""
    cover: Ints = (label >> 15 << 16) // np.maximum(1, background >> 14)
    return cover


def is_within(cover: Ints, draw: Draw) -> Marks:
    """Up to and with the edge that a draw names, by cover and then by seat."""
    seats = np.arange(len(cover))
    # A false edge may exceed what the numbers here hold; every cover is below it then.
    edge = min(draw.edge_cover, int(np.iinfo(np.int64).max))
    within: Marks = (cover < edge) | ((cover == edge) & (seats <= draw.edge_seat))
    return within
