"""The forms that only gateways read, against eth-account's own encoder."""

import pytest
from eth_account.messages import _hash_eip191_message, encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import (
    EpochEnvelope,
    OffersAccess,
    market_digest,
    market_form_to_wallet,
)

DOMAIN = TypedDomain(31_337, b"\x11" * 20)
forms = st.one_of(
    st.builds(
        OffersAccess,
        st.binary(min_size=20, max_size=20),
        st.text("abc.:/", max_size=40),
        st.integers(0, 2**64 - 1),
    ),
    st.builds(
        EpochEnvelope,
        st.binary(min_size=32, max_size=32),
        st.integers(0, 255),
        st.text("abc234", max_size=59),
    ),
)


@given(forms)
def test_the_digest_is_the_one_a_wallet_makes(form):
    signable = encode_typed_data(full_message=market_form_to_wallet(form, DOMAIN))
    assert market_digest(form, DOMAIN) == bytes(_hash_eip191_message(signable))


@pytest.mark.parametrize(
    "form",
    [
        OffersAccess(b"\x01" * 19, "https://a.example", 1),
        OffersAccess(b"\x01" * 20, "https://a.example", -1),
        EpochEnvelope(b"\x01" * 32, 256, "b"),
    ],
)
def test_what_does_not_fit_its_type_is_not_signed(form):
    with pytest.raises(ValueError, match="does not fit"):
        market_digest(form, DOMAIN)
