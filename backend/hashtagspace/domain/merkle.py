"""Merkle trees over intent ids, in batch order.

An odd node is promoted unchanged, one leaf is the root, pairs are hashed in sorted order as
OpenZeppelin's `MerkleProof` expects. Leaves are digests of 66 bytes and nodes of 64, so a
node cannot pass for a leaf.
"""

from collections.abc import Sequence

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidBatch


def hash_pair(a: bytes, b: bytes) -> bytes:
    """Keccak-256 of the two nodes, the smaller first."""
    return keccak256(a + b if a < b else b + a)


def build_levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels of the tree, leaves first, the root alone in the last.

    Raises `merkle.empty`, `merkle.leaf` (not 32 bytes) or `merkle.duplicate`.
    """
    if not leaves:
        raise InvalidBatch("A tree needs at least one leaf.", code="merkle.empty")
    if any(len(leaf) != 32 for leaf in leaves):
        raise InvalidBatch("Every leaf of a tree has 32 bytes.", code="merkle.leaf")
    if len(set(leaves)) != len(leaves):
        raise InvalidBatch("A leaf occurs twice in the tree; each counts once.", code="merkle.duplicate")
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        level = [hash_pair(a, b) for a, b in zip(below[::2], below[1::2], strict=False)]
        if len(below) % 2:
            level.append(below[-1])
        levels.append(level)
    return levels


def build_root(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over `leaves`; raises as `build_levels`."""
    return build_levels(leaves)[-1][0]


def proof_from_levels(levels: Sequence[Sequence[bytes]], index: int) -> tuple[bytes, ...]:
    """The siblings from leaf `index` up, none for a promoted node; 0 ≤ index < leaf count."""
    if not 0 <= index < len(levels[0]):
        raise IndexError("the tree has no leaf with this index")
    proof = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        index //= 2
    return tuple(proof)


def build_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The proof of one leaf; for many leaves build the levels once."""
    return proof_from_levels(build_levels(leaves), index)


def is_included(root: bytes, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """True iff the proof leads from the leaf to the root.

    It proves inclusion only, never author or validity.
    """
    if len(leaf) != 32 or any(len(node) != 32 for node in proof):
        return False
    node = leaf
    for sibling in proof:
        node = hash_pair(node, sibling)
    return node == root


def verify_proof(root: bytes, leaf: bytes, proof: Sequence[bytes]) -> None:
    """Raises `merkle.mismatch` unless `is_included`."""
    if not is_included(root, leaf, proof):
        raise InvalidBatch(
            "The Merkle proof does not lead from this intent to that root; ask another gateway.",
            code="merkle.mismatch",
        )
