import pytest
from domain_strategies import unhex, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.merkle import (
    build_levels,
    build_proof,
    build_root,
    hash_pair,
    is_included,
    proof_from_levels,
    verify_proof,
)
from hashtagspace.errors import InvalidBatch

leaf_lists = st.lists(words, min_size=1, max_size=40, unique=True)
A, B, C, D, E = (keccak256(bytes((number,))) for number in range(5))


def code_of(leaves):
    with pytest.raises(InvalidBatch) as caught:
        build_root(leaves)
    return caught.value.exact_code


def test_no_leaves_have_no_root():
    assert code_of([]) == "merkle.empty"


@pytest.mark.parametrize("leaf", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_leaf_has_32_bytes(leaf):
    assert code_of([A, leaf]) == "merkle.leaf"


@given(leaf_lists, st.data())
def test_a_leaf_may_not_occur_twice(leaves, data):
    twice = data.draw(st.sampled_from(leaves))
    at = data.draw(st.integers(0, len(leaves)))
    assert code_of([*leaves[:at], twice, *leaves[at:]]) == "merkle.duplicate"


def test_one_leaf_is_the_root():
    assert build_root([A]) == A
    assert build_proof([A], 0) == ()


def test_an_odd_node_is_promoted_unchanged():
    assert build_root([A, B, C]) == hash_pair(hash_pair(A, B), C)
    assert build_root([A, B, C, D, E]) == hash_pair(hash_pair(hash_pair(A, B), hash_pair(C, D)), E)
    assert build_proof([A, B, C], 2) == (hash_pair(A, B),)


def test_the_pair_hash_is_openzeppelins():
    low, high = sorted((A, B))
    assert hash_pair(A, B) == hash_pair(B, A) == keccak256(low + high)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_is_not_there_has_no_proof(index):
    with pytest.raises(IndexError):
        build_proof([A, B, C], index)


@given(leaf_lists)
def test_every_leaf_is_included(leaves):
    levels = build_levels(leaves)
    for index, leaf in enumerate(leaves):
        proof = proof_from_levels(levels, index)
        assert proof == build_proof(leaves, index)
        verify_proof(levels[-1][0], leaf, proof)


@given(leaf_lists, words, st.data())
def test_a_leaf_outside_is_not_included(leaves, stranger, data):
    if stranger in leaves:
        return
    proof = build_proof(leaves, data.draw(st.integers(0, len(leaves) - 1)))
    assert not is_included(build_root(leaves), stranger, proof)


@given(leaf_lists.filter(lambda leaves: len(leaves) > 1), st.data())
def test_a_changed_proof_is_refused(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = list(build_proof(leaves, index))
    at = data.draw(st.integers(0, len(proof) - 1))
    bit = 1 << data.draw(st.integers(0, 255))
    proof[at] = (int.from_bytes(proof[at], "big") ^ bit).to_bytes(32, "big")
    with pytest.raises(InvalidBatch) as caught:
        verify_proof(build_root(leaves), leaves[index], proof)
    assert caught.value.exact_code == "merkle.mismatch"


@given(leaf_lists.filter(lambda leaves: len(leaves) > 1), words)
def test_a_proof_of_another_length_is_refused(leaves, extra):
    root, proof = build_root(leaves), build_proof(leaves, 0)
    assert not is_included(root, leaves[0], proof[:-1])
    assert not is_included(root, leaves[0], (*proof, extra))
    assert not is_included(root, leaves[0] + b"\0", proof)
    assert not is_included(root, leaves[0], (proof[0] + b"\0", *proof[1:]))


@given(leaf_lists.filter(lambda leaves: len(leaves) > 2), st.randoms())
def test_the_root_binds_every_leaf(leaves, random):
    at = random.randrange(len(leaves))
    changed = [*leaves]
    changed[at] = keccak256(leaves[at])
    if changed[at] not in leaves:
        assert build_root(changed) != build_root(leaves)
    assert build_root(leaves[:-1]) != build_root(leaves)


def test_vectors_hold():
    golden = vectors("merkle")
    for tree in golden["trees"]:
        leaves = [unhex(leaf) for leaf in tree["leaves"]]
        levels = build_levels(leaves)
        assert levels[-1][0] == unhex(tree["root"])
        for index, proof in enumerate(tree["proofs"]):
            assert proof_from_levels(levels, index) == tuple(unhex(node) for node in proof)
    for count, root in zip(golden["large"]["count"], golden["large"]["root"], strict=True):
        assert build_root([keccak256(i.to_bytes(32, "big")) for i in range(count)]) == unhex(root)
    for case in golden["refused"]:
        proof = [unhex(node) for node in case["proof"]]
        assert not is_included(unhex(case["root"]), unhex(case["leaf"]), proof), case["name"]
