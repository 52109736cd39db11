import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.ipfs.varint import decode_varint, encode_varint


@pytest.mark.parametrize(
    "data",
    [b"", b"\x80", b"\x80\x00", b"\xff" * 9, b"\xff" * 9 + b"\x01", b"\x81\x80\x00"],
    ids=["empty", "cut", "padded zero", "nine without end", "ten bytes", "padded"],
)
def test_malformed_numbers_are_refused(data):
    with pytest.raises(ValueError, match="varint"):
        decode_varint(data, 0)


@pytest.mark.parametrize("value", [-1, 1 << 63])
def test_numbers_out_of_range_are_not_written(value):
    with pytest.raises(ValueError, match="varint"):
        encode_varint(value)


@given(st.integers(0, (1 << 63) - 1), st.binary(max_size=3), st.binary(max_size=3))
def test_a_number_survives_the_round_trip_wherever_it_stands(value, before, after):
    data = before + encode_varint(value) + after
    assert decode_varint(data, len(before)) == (value, len(data) - len(after))


@given(st.binary(max_size=12))
def test_what_decodes_has_one_spelling(data):
    try:
        value, end = decode_varint(data, 0)
    except ValueError:
        return
    assert encode_varint(value) == data[:end]
