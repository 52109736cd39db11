"""Leaves of a column in bulk, and the tree over them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.header import words

EMPTY_LEAF: Final = bytes(32)
WORD: Final = 32
Lanes = NDArray[np.uint64]
"""Words of a column, shape (n, 4): lane i has the bits 64·i to 64·i + 63."""
Tree = Sequence[bytes]
"""Levels of a column, leaves first, each 32 bytes a node and padded to a power of two."""


def empty_lanes(count: int) -> Lanes:
    """Words that are all zero."""
    return np.zeros((count, 4), dtype=np.uint64)


def put_bits(lanes: Lanes, place: int, values: NDArray[np.generic]) -> None:
    """`values`, of at most 32 bits and not negative, are added from bit `place` on."""
    lane, shift = divmod(place, 64)
    numbers = values.astype(np.uint64)
    lanes[:, lane] |= numbers << np.uint64(shift)
    if shift > 32:
        lanes[:, lane + 1] |= numbers >> np.uint64(64 - shift)


def read_word(lanes: Lanes, seat: int) -> int:
    """The word of one seat."""
    return pack([int(lane) for lane in lanes[seat]])


def pack(lanes: Sequence[int]) -> int:
    """Four lanes of 64 bits as one word, the first in the lowest bits."""
    return sum(lane << (64 * number) for number, lane in enumerate(lanes))


def label_of(name: str) -> bytes:
    """What a column's leaves begin with."""
    return keccak256(f"hashtagspace/people/{name}/v1".encode())


def hash_leaf(name: str, *values: int) -> bytes:
    """One leaf: its words behind the column's label."""
    return keccak256(label_of(name) + words(*values))


def hash_words(name: str, *columns: Lanes) -> bytes:
    """The leaves of a column, one after another."""
    parts = np.concatenate([lanes[:, ::-1] for lanes in columns], axis=1)
    return hash_rows(label_of(name), parts.astype(">u8").tobytes(), WORD * len(columns))


def hash_rows(label: bytes, data: bytes, size: int) -> bytes:
    """keccak256(label ‖ row) of every `size` bytes of the data, one after another."""
    return b"".join([keccak256(label + data[place : place + size]) for place in range(0, len(data), size)])


def build_tree(leaves: bytes) -> Tree:
    """The tree over these leaves, 32 bytes each; at least one."""
    count = len(leaves) // WORD
    tree = [leaves + EMPTY_LEAF * ((1 << (count - 1).bit_length()) - count)]
    while len(tree[-1]) > WORD:
        below = tree[-1]
        tree.append(b"".join([keccak256(below[at : at + 64]) for at in range(0, len(below), 64)]))
    return tree


def node_of(tree: Tree, height: int, position: int) -> bytes:
    """One node; height 0 are the leaves."""
    return tree[height][WORD * position : WORD * position + WORD]


def path_of(tree: Tree, seat: int) -> list[bytes]:
    """The siblings from a leaf up."""
    return [node_of(tree, height, (seat >> height) ^ 1) for height in range(len(tree) - 1)]


def build_nodes(tree: Tree, height: int, position: int, down: int) -> list[bytes]:
    """The 2^down nodes that are `down` levels below node `position` at `height`."""
    first = position << down
    return [node_of(tree, height - down, first + number) for number in range(1 << down)]
