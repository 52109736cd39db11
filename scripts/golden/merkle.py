"""merkle.json: trees with every proof, large roots, and proofs that must fail."""

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.merkle import build_levels, build_root, is_included, proof_from_levels


def derived_leaf(index: int) -> bytes:
    """keccak256(abi.encode(index)), so that a large tree needs no list."""
    return keccak256(index.to_bytes(32, "big"))


def tree(count: int) -> Vectors:
    """A tree over the first `count` derived leaves with one proof for each."""
    leaves = [derived_leaf(index) for index in range(count)]
    levels = build_levels(leaves)
    return {
        "leaves": [hexed(leaf) for leaf in leaves],
        "root": hexed(levels[-1][0]),
        "proofs": [[hexed(node) for node in proof_from_levels(levels, index)] for index in range(count)],
    }


def refused() -> list[Vectors]:
    """One change to a good proof each; none of them leads to the root."""
    random = source("merkle")
    rows: list[Vectors] = []
    for count in (1, 2, 3, 7, 12):
        leaves = [derived_leaf(index) for index in range(count)]
        levels = build_levels(leaves)
        index = random.randrange(count)
        proof, root, leaf = list(proof_from_levels(levels, index)), levels[-1][0], leaves[index]
        flipped = bytes((leaf[0] ^ 1,)) + leaf[1:]
        changes = {"flipped leaf": (flipped, proof), "longer": (leaf, [*proof, leaf])}
        if proof:
            changes["shorter"] = (leaf, proof[:-1])
            changes["node as leaf"] = (levels[1][0], proof)
        if len(proof) > 1:
            changes["reversed"] = (leaf, proof[::-1])
        for name, (bad_leaf, bad_proof) in changes.items():
            if is_included(root, bad_leaf, bad_proof):
                raise AssertionError(name)
            rows.append(
                {
                    "name": f"{name}, {count} leaves",
                    "root": hexed(root),
                    "leaf": hexed(bad_leaf),
                    "proof": [hexed(node) for node in bad_proof],
                }
            )
    return rows


def build() -> Vectors:
    """`large`: columns of counts and roots over derived leaves."""
    counts = (100, 1000, 4095, 4096, 4097, 7000)
    return {
        "trees": [tree(count) for count in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33)],
        "large": {
            "count": list(counts),
            "root": [hexed(build_root([derived_leaf(i) for i in range(count)])) for count in counts],
        },
        "refused": refused(),
    }
