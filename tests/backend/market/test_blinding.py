from domain_strategies import unhex, vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of, number, rows, scalars, words

from hashtagspace.chain.curve import Point, negate, point_of
from hashtagspace.market.blinding import (
    build_blinding,
    build_commitment,
    build_delivered,
    build_shared,
    epoch_record,
    record_key,
    unblind,
    verify_blinding,
)
from hashtagspace.market.points import H, build_second_base, wire_point

GOLDEN = vectors("market_keys")


def test_nobody_chose_the_second_base():
    assert build_second_base() == H == point_of(H.x, H.y)
    assert (number(GOLDEN["hx"]), number(GOLDEN["hy"])) == (H.x, H.y)


def test_malformed_points_are_refused():
    for row in rows(GOLDEN["refusedPoints"]):
        assert code_of(wire_point, number(row["x"]), row["parity"]) == row["code"], row["name"]


def test_a_blinding_that_hides_nothing_is_refused():
    for row in rows(GOLDEN["refusedBlindings"]):
        assert code_of(verify_blinding, Point(number(row["x"]), number(row["y"]))) == row["code"], row["name"]
    assert code_of(build_delivered, 7, negate(H)) == "market.blinding"


def test_scalars_out_of_range_are_refused():
    for call in (build_blinding, build_commitment, build_shared):
        assert code_of(call, 0) == "curve.scalar"


@given(scalars, scalars)
def test_every_delivery_opens(x, z):
    q, commitment = build_blinding(z), build_commitment(x)
    assert unblind(build_delivered(x, q), commitment, z) == build_shared(x)


@given(scalars, scalars, scalars)
def test_another_buyer_opens_nothing(x, z, other):
    if z != other:
        delivered, commitment = build_delivered(x, build_blinding(z)), build_commitment(x)
        assert unblind(delivered, commitment, other) != build_shared(x)


@given(scalars, words, words)
def test_each_record_has_a_key_of_its_own(x, record, other):
    shared = build_shared(x)
    assert (record_key(shared, record) == record_key(shared, other)) == (record == other)
    assert record_key(shared, record) != record_key(negate(shared), record)


@given(words, st.integers(0, 253), words, words)
def test_an_epoch_is_named_apart_from_its_deal_the_others_and_other_plaintexts(deal, epoch, root, other):
    names = {epoch_record(deal, at, one) for at in (epoch, epoch + 1) for one in (root, other)}
    assert len({deal, *names}) == 1 + 2 * len({root, other})


def test_vectors_hold():
    for row in rows(GOLDEN["sales"]):
        x, z = number(row["scalarX"]), number(row["scalarZ"])
        commitment, q = (
            wire_point(number(row["xx"]), row["xParity"]),
            wire_point(number(row["qx"]), row["qParity"]),
        )
        assert (build_commitment(x), build_blinding(z)) == (commitment, q)
        delivered = wire_point(number(row["dx"]), row["dParity"])
        assert build_delivered(x, q) == delivered
        shared = Point(number(row["sharedX"]), number(row["sharedY"]))
        assert unblind(delivered, commitment, z) == shared == build_shared(x)
        assert record_key(shared, unhex(row["deal"])) == unhex(row["key"])
        assert epoch_record(unhex(row["deal"]), row["epoch"], unhex(row["ptRoot"])) == unhex(
            row["epochRecord"]
        )
        assert record_key(shared, unhex(row["epochRecord"])) == unhex(row["epochKey"])
