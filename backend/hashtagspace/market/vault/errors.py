"""What may be wrong with a vault; every detail says what to do next.

InvalidInput
└── InvalidVault            vault.invalid
    read:      vault.manifest · vault.seal · vault.key_file · vault.record · vault.export
               vault.other_profile
    unlocking: vault.no_method · vault.passphrase_wrong · vault.code_wrong · vault.wallet_other
    methods:   vault.passphrase_weak · vault.code_malformed · vault.code_check
               vault.wallet_unsteady · vault.wallet_contract · vault.two_methods
               vault.last_method · vault.method_full
    contents:  vault.no_record · vault.value · vault.too_large · vault.full
"""

from typing import ClassVar

from hashtagspace.errors import InvalidInput


class InvalidVault(InvalidInput):
    """The vault, a secret for it or what goes into it breaks a rule."""

    code: ClassVar[str] = "vault.invalid"


def refuse(code: str, sentence: str) -> InvalidVault:
    """The error with code `vault.<code>`."""
    return InvalidVault(sentence, code=f"vault.{code}")
