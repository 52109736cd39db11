from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of, number, scalars

from hashtagspace.chain.curve import BASE, multiply_base, negate
from hashtagspace.market.epochs import build_key_path, build_keys_root, epoch_leaf, is_epoch_key
from hashtagspace.market.points import wire_point

GOLDEN = vectors("market_keys")


def test_a_subscription_has_1_to_255_epochs():
    assert code_of(build_keys_root, []) == "market.epoch"
    assert code_of(build_keys_root, [BASE] * 256) == "market.epoch"
    assert code_of(build_key_path, [BASE] * 3, 3) == "market.epoch"
    assert code_of(build_key_path, [BASE] * 3, -1) == "market.epoch"


@given(st.lists(scalars, min_size=1, max_size=12), st.data())
def test_a_key_serves_its_own_epoch_alone(keys, data):
    points = [multiply_base(key) for key in keys]
    root = build_keys_root(points)
    epoch, other = (data.draw(st.integers(0, len(keys) - 1)) for _ in range(2))
    path = build_key_path(points, epoch)
    assert is_epoch_key(root, epoch, points[epoch], path)
    assert not is_epoch_key(root, epoch, negate(points[epoch]), path)
    assert is_epoch_key(root, other, points[epoch], path) == (epoch == other)


def test_vectors_hold():
    for tree in GOLDEN["subscriptions"]:
        points = [wire_point(number(x), parity) for x, parity in zip(tree["x"], tree["parity"], strict=True)]
        assert [epoch_leaf(i, point) for i, point in enumerate(points)] == [
            unhex(leaf) for leaf in tree["leaves"]
        ]
        assert build_keys_root(points) == unhex(tree["root"])
        for epoch, path in enumerate(tree["paths"]):
            assert build_key_path(points, epoch) == tuple(unhex(node) for node in path)
