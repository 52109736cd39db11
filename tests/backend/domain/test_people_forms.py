"""What is signed about people: equal to the golden vectors and to what a wallet makes of the JSON."""

import pytest
from domain_strategies import unhex, vectors
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.people_forms import PeopleForm, Vouch, people_digest, people_form_to_wallet

DOMAIN = TypedDomain(31337, bytes(range(20)))
SIZES = {"uint64": 64, "uint128": 128, "uint256": 256}
FORMS = PeopleForm.__args__
GOLDEN = vectors("people_forms")


def value_of(kind):
    return st.binary(min_size=32, max_size=32) if kind == "bytes32" else st.integers(0, 2 ** SIZES[kind] - 1)


@st.composite
def filled_forms(draw):
    form = draw(st.sampled_from(FORMS))
    return form(*(draw(value_of(kind)) for _, kind in form.STRUCT.members))


@given(filled_forms(), st.integers(1, 2**64), st.binary(min_size=20, max_size=20))
def test_the_digest_is_what_a_wallet_makes_of_the_json(form, chain_id, contract):
    domain = TypedDomain(chain_id, contract)
    signable = encode_typed_data(full_message=people_form_to_wallet(form, domain))
    assert people_digest(form, domain) == keccak(b"\x19" + signable.version + signable.header + signable.body)


@pytest.mark.parametrize("golden", GOLDEN["forms"], ids=lambda one: one["form"])
def test_the_golden_forms(golden):
    domain = TypedDomain(GOLDEN["chainId"], unhex(GOLDEN["contracts"][golden["contract"]]))
    assert domain.separator() == unhex(GOLDEN["separators"][golden["contract"]])
    (form,) = (form for form in FORMS if form.STRUCT.name == golden["form"])
    message = golden["wallet"]["message"]
    values = [
        unhex(message[name]) if kind == "bytes32" else int(message[name])
        for name, kind in form.STRUCT.members
    ]
    digest = people_digest(form(*values), domain)
    assert digest == unhex(golden["digest"])
    assert form.STRUCT.encoded == golden["type"]
    assert find_signer(digest, unhex(golden["signature"])) == unhex(golden["signer"])


@pytest.mark.parametrize("form", [Vouch(-1, 2, 0, 0), Vouch(1, 2**64, 0, 0), Vouch(1, 2, 2**256, 0)])
def test_a_value_that_does_not_fit(form):
    with pytest.raises(ValueError, match="uint"):
        people_digest(form, DOMAIN)
