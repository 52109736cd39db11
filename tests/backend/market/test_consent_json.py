"""A consent on its way through JSON: there and back it is the same, anything else is named."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.consent import Consent
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.consent_json import read_consent, spell_consent

WORDS = st.binary(min_size=32, max_size=32)
consents = st.builds(
    Consent,
    offer=WORDS, profile=st.integers(0, 2**64 - 1), payee=st.binary(min_size=20, max_size=20),
    price=st.integers(0, 2**128 - 1), valid_until=st.integers(0, 2**64 - 1), terms=WORDS, receipt=WORDS,
    qx=st.integers(0, 2**256 - 1), q_parity=st.integers(0, 255), xx=st.integers(0, 2**256 - 1),
    x_parity=st.integers(0, 255), ct_root=WORDS, pt_root=WORDS, salt=WORDS,
)  # fmt: skip
ONE = Consent(
    b"\x01" * 32, 7, b"\x02" * 20, 3, 4, b"\x05" * 32, b"\x06" * 32, 7, 0, 8, 1, b"\x09" * 32, bytes(32),
    b"\x0a" * 32,
)  # fmt: skip


@given(consents)
def test_there_and_back(consent):
    assert read_consent(json.loads(json.dumps(spell_consent(consent)))) == consent


@pytest.mark.parametrize("name", list(spell_consent(ONE)))
@pytest.mark.parametrize(
    "value", [None, "", 7, "0x", "-1", "0X11", "1" * 90, "0x" + "zz" * 32, "٣", " 1", []]
)
def test_a_member_that_does_not_fit_is_named(name, value):
    with pytest.raises(HashtagspaceError, match=name) as caught:
        read_consent(spell_consent(ONE) | {name: value})
    assert caught.value.exact_code == "consent.malformed"


def test_a_member_too_large_for_its_type_is_named():
    for name, bits in (("price", 128), ("profile", 64), ("validUntil", 64), ("qParity", 8), ("qx", 256)):
        with pytest.raises(HashtagspaceError, match=name):
            read_consent(spell_consent(ONE) | {name: str(2**bits)})


def test_members_that_no_consent_has_or_lacks():
    with pytest.raises(HashtagspaceError, match="note"):
        read_consent(spell_consent(ONE) | {"note": "x"})
    lacking = spell_consent(ONE)
    del lacking["salt"]
    with pytest.raises(HashtagspaceError, match="salt"):
        read_consent(lacking)


def test_hex_may_be_upper_case_and_is_read_as_the_same():
    upper = spell_consent(replace(ONE, salt=b"\xab" * 32))
    upper["salt"] = "0x" + "AB" * 32
    assert read_consent(upper).salt == b"\xab" * 32
