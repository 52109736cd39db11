import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.curve import (
    BASE,
    FIELD,
    Point,
    add,
    address_of_point,
    lift,
    multiply,
    multiply_base,
    multiply_secret,
    negate,
    point_of,
)
from hashtagspace.chain.signatures import address_of_private_key
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput

scalars = st.integers(1, CURVE_ORDER - 1)
WRONG_SCALARS = (0, -1, CURVE_ORDER, CURVE_ORDER + 1, 2**256 - 1, 2**256)


def code_of(call, *arguments):
    with pytest.raises(InvalidInput) as caught:
        call(*arguments)
    return caught.value.exact_code


@pytest.mark.parametrize("scalar", WRONG_SCALARS)
def test_a_scalar_out_of_range_is_refused(scalar):
    assert code_of(multiply_base, scalar) == "curve.scalar"
    assert code_of(multiply, BASE, scalar) == "curve.scalar"
    assert code_of(multiply_secret, BASE, scalar) == "curve.scalar"


@pytest.mark.parametrize(
    ("x", "y"),
    [(0, 0), (BASE.x, BASE.y + 1), (BASE.x + FIELD, BASE.y), (BASE.x, BASE.y + FIELD), (-1, 1), (5, 5)],
)
def test_numbers_off_the_curve_are_refused(x, y):
    assert code_of(point_of, x, y) == "curve.point"


@pytest.mark.parametrize(
    ("x", "parity"), [(5, 0), (0, 0), (FIELD, 0), (-1, 0), (2**256, 1), (BASE.x, 2), (BASE.x, -1)]
)
def test_an_x_without_a_point_is_refused(x, parity):
    assert code_of(lift, x, parity) == "curve.point"


@given(scalars)
def test_a_point_and_its_negative_have_no_sum(scalar):
    point = multiply_base(scalar)
    assert code_of(add, point, negate(point)) == "curve.infinity"


@given(scalars, scalars)
def test_products_commute_and_the_split_changes_nothing(a, b):
    point = multiply_base(a)
    assert multiply(point, b) == multiply_secret(point, b) == multiply(multiply_base(b), a)


@given(scalars, scalars)
def test_products_distribute(a, b):
    if (a + b) % CURVE_ORDER:
        assert add(multiply_base(a), multiply_base(b)) == multiply_base((a + b) % CURVE_ORDER)


@given(scalars)
def test_a_point_survives_its_two_spellings(scalar):
    point = multiply_base(scalar)
    assert point_of(point.x, point.y) == point == lift(point.x, point.parity)
    assert lift(point.x, 1 - point.parity) == negate(point)
    assert negate(negate(point)) == point


@given(scalars)
def test_the_address_is_the_one_of_the_key(scalar):
    assert address_of_point(multiply_base(scalar)) == address_of_private_key(scalar.to_bytes(32, "big"))


def test_known_points():
    assert multiply_base(1) == BASE
    assert multiply_base(CURVE_ORDER - 1) == negate(BASE)
    assert add(BASE, BASE) == multiply_base(2) == Point(
        0xC6047F9441ED7D6D3045406E95C07CD85C778E4B8CEF3CA7ABAC09B95C709EE5,
        0x1AE168FEA63DC339A3C58419466CEAEEF7F632653266D0E1236431A950CFE52A,
    )  # fmt: skip
