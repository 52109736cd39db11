"""people_forms.json: what a profile's custody signs about people, each to the contract that takes it."""

from golden.samples import Vectors, address_of, hexed, sign, test_key
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.people_forms import (
    AnswerCase,
    AppealCase,
    PeopleForm,
    TipProfile,
    Vouch,
    WithdrawVouch,
    people_digest,
    people_form_to_wallet,
)

CHAIN_ID = 31337
CONTRACTS = {"Vouches": b"\xd1" * 20, "Jury": b"\xd2" * 20, "RewardPool": b"\xd3" * 20}
_PROFILES = (4611686018427387904, 2**63 - 1)
_WORD = bytes(range(32))
_FORMS: tuple[tuple[str, PeopleForm], ...] = (
    ("Vouches", Vouch(*_PROFILES, 0, 1_790_003_600)),
    ("Vouches", Vouch(1, 2, 2**256 - 1, 2**64 - 1)),
    ("Vouches", WithdrawVouch(*_PROFILES, 7, 1_790_003_600)),
    ("Jury", AnswerCase(1, _WORD, 1_790_003_600)),
    ("Jury", AnswerCase(2**256 - 1, bytes(32), 1)),
    ("Jury", AppealCase(_PROFILES[0], _WORD, 3, 1_790_003_600)),
    ("RewardPool", TipProfile(*_PROFILES, 25 * 10**17, _WORD, 2**255 + 12345, 1_790_003_600)),
    ("RewardPool", TipProfile(1, 2, 2**128 - 1, bytes(32), 0, 2**64 - 1)),
)


def form(contract: str, message: PeopleForm) -> Vectors:
    """One message: its contract, who signed, the digest, the wallet's argument."""
    domain = TypedDomain(CHAIN_ID, CONTRACTS[contract])
    digest = people_digest(message, domain)
    return {
        "contract": contract,
        "form": message.STRUCT.name,
        "type": message.STRUCT.encoded,
        "typeHash": hexed(message.STRUCT.type_hash()),
        "digest": hexed(digest),
        "signer": hexed(address_of(test_key(1))),
        "signature": hexed(sign(test_key(1), digest)),
        "wallet": people_form_to_wallet(message, domain),
    }


def build() -> Vectors:
    """One of each, and the largest of each type."""
    return {
        "chainId": CHAIN_ID,
        "contracts": {name: hexed(address) for name, address in CONTRACTS.items()},
        "separators": {
            name: hexed(TypedDomain(CHAIN_ID, address).separator()) for name, address in CONTRACTS.items()
        },
        "forms": [form(contract, message) for contract, message in _FORMS],
    }
