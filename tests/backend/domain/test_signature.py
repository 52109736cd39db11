import pytest
from domain_strategies import signatures, unhex, vectors
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.signature import CURVE_ORDER, is_well_formed, verify_form
from hashtagspace.errors import InvalidIntent

HALF = CURVE_ORDER // 2


def signature(r=1, s=1, v=27):
    return r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes((v,))


MALFORMED = {
    "empty": b"",
    "compact (EIP-2098)": signature()[:64],
    "66 bytes": signature() + b"\0",
    "r zero": signature(r=0),
    "r = n": signature(r=CURVE_ORDER),
    "r all ones": signature(r=2**256 - 1),
    "s zero": signature(s=0),
    "s just above half": signature(s=HALF + 1),
    "s = n": signature(s=CURVE_ORDER),
    "v 0": signature(v=0),
    "v 1": signature(v=1),
    "v 26": signature(v=26),
    "v 29": signature(v=29),
    "v of EIP-155": signature(v=37),
}


@pytest.mark.parametrize("bad", MALFORMED.values(), ids=MALFORMED.keys())
def test_other_forms_are_refused(bad):
    with pytest.raises(InvalidIntent) as caught:
        verify_form(bad)
    assert caught.value.exact_code == "signature.malformed"


@pytest.mark.parametrize("good", [signature(), signature(v=28), signature(r=CURVE_ORDER - 1, s=HALF)])
def test_the_borders_belong_to_it(good):
    verify_form(good)


@given(signatures)
def test_no_signature_has_a_twin(good):
    r, s, v = good[:32], int.from_bytes(good[32:64], "big"), good[64]
    twin = r + (CURVE_ORDER - s).to_bytes(32, "big") + bytes((55 - v,))
    assert is_well_formed(good)
    assert not is_well_formed(twin)


@given(st.binary(max_size=70))
def test_any_bytes_get_an_answer(data):
    assert is_well_formed(data) in (True, False)


def test_vectors_hold():
    assert all(is_well_formed(unhex(text)) for text in vectors("intent")["signature"])
