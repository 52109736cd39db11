"""typed_data.json: every signed form with its digest and the JSON that a wallet gets."""

from random import Random

from golden.samples import DOMAIN, Vectors, address_of, hexed, random_intent, sign, source, test_key
from hashtagspace.domain import typed_data as forms
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.intent import intent_id

REGISTRY = TypedDomain(31337, bytes.fromhex("8a791620dd6260079bf849dc5567adc3f2fdc318"))
TOKEN = forms.token_domain(31337, bytes.fromhex("610178da211fef7d417bc0e6fed39f05609ad788"))


def samples(random: Random) -> list[forms.Form]:
    """Each form twice at least: ordinary values, then the borders of its types."""
    profile, address, word = random.getrandbits(63), random.randbytes(20), random.randbytes(32)
    until, deadline = 1_800_000_000, 1_790_000_600
    most, most_word, full = 2**64 - 1, 2**256 - 1, b"\xff" * 20
    return [
        forms.Register(
            profile, "ada_lovelace", address, word, word[::-1], address[::-1], until, 0x7FFE, deadline
        ),
        forms.Register(most, "", bytes(20), bytes(32), bytes(32), bytes(20), 0, 0, 0),
        forms.Register(1, "abc", full, b"\xff" * 32, b"\xff" * 32, full, most, 2**32 - 1, most),
        forms.AuthoriseKey(profile, address, until, 0b111110, deadline),
        forms.AuthoriseKey(most, full, most, 2**32 - 1, most),
        forms.RevokeKey(profile, address, until, deadline),
        forms.RevokeKey(0, bytes(20), 0, 0),
        forms.SetEncryptionKey(profile, word, 0, deadline),
        forms.SetEncryptionKey(profile, bytes(32), most_word, most),
        forms.TransferCustody(profile, address, 3, deadline),
        forms.TransferCustody(most, full, most_word, most),
        forms.RequestRecovery(profile, address, 3, deadline),
        forms.RequestRecovery(most, full, most_word, most),
        forms.CancelRecovery(profile, 3, deadline),
        forms.CancelRecovery(most, most_word, most),
        forms.RequestRecoveryChange(profile, address, 4, deadline),
        forms.RequestRecoveryChange(profile, bytes(20), most_word, most),
        forms.VetoRecoveryChange(profile, 5, deadline),
        forms.VetoRecoveryChange(most, most_word, most),
        forms.Permit(address, address[::-1], 10**18, 0, deadline),
        forms.Permit(full, full, most_word, most_word, most_word),
    ]


def row(form: forms.Form) -> Vectors:
    """One form: who signed, the digest, the wallet's argument."""
    domain = TOKEN if isinstance(form, forms.Permit) else REGISTRY
    digest = forms.digest(form, domain)
    return {
        "form": form.STRUCT.name,
        "type": form.STRUCT.encoded,
        "typeHash": hexed(form.STRUCT.type_hash()),
        "digest": hexed(digest),
        "signer": hexed(address_of(test_key(1))),
        "signature": hexed(sign(test_key(1), digest)),
        "wallet": forms.to_wallet(form, domain),
    }


def build() -> Vectors:
    """`message` values stand in each row's `wallet.message`, in the order of the struct."""
    random = source("typed_data")
    intents = [random_intent(random) for _ in range(5)]
    return {
        "chainId": "31337",
        "profileRegistry": hexed(REGISTRY.contract),
        "profileRegistrySeparator": hexed(REGISTRY.separator()),
        "tagToken": hexed(TOKEN.contract),
        "tagTokenSeparator": hexed(TOKEN.separator()),
        "postRegistry": hexed(DOMAIN.post_registry),
        "forms": [row(form) for form in samples(random)],
        "intents": [
            {"digest": hexed(intent_id(intent, DOMAIN)), "wallet": forms.intent_to_wallet(intent, DOMAIN)}
            for intent in intents
        ],
    }
