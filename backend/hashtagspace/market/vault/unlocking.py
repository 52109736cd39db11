"""Ways into a vault: what a person knows or holds, as the secret bytes that one wrap is made with."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Final

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.domain.vault_forms import VaultUnlock, vault_digest
from hashtagspace.market.vault.errors import InvalidVault, refuse

SCRYPT_N: Final = 131_072
SCRYPT_R: Final = 8
SCRYPT_P: Final = 1
_SCRYPT_MEMORY_BYTES: Final = 256 * SCRYPT_R * SCRYPT_N
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BYTES: Final = 20
_CODE_CHARACTERS: Final = 32
_CHECK_CHARACTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Words that the person remembers."""

    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """What the person wrote down."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WalletUnlock:
    """The custody wallet: `sign_digest` gives 65 bytes; `code` is what the chain has at its address."""

    custody: bytes
    sign_digest: Callable[[bytes], bytes] = field(repr=False)
    code: bytes = b""


Unlock = Passphrase | RecoveryCode | WalletUnlock


def create_code() -> str:
    """A fresh recovery code: 160 random bits and a check group, shown once and kept nowhere."""
    return spell_code(secrets.token_bytes(_CODE_BYTES))


def spell_code(secret: bytes) -> str:
    """Nine groups of four characters; the last one checks the others."""
    text = _base32(secret, _CODE_CHARACTERS) + _check_of(secret)
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def read_code(text: str) -> bytes:
    """The 20 bytes of a code as a person writes it; raises `vault.code_malformed` or `vault.code_check`.

    Spaces and hyphens anywhere, either case, O for 0, I or L for 1.
    """
    plain = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("OIL", "011"))
    if len(plain) != _CODE_CHARACTERS + _CHECK_CHARACTERS or not set(plain) <= set(_ALPHABET):
        raise refuse(
            "code_malformed",
            "A recovery code has nine groups of four letters and digits; compare it with what you wrote "
            "down.",
        )
    value = 0
    for sign in plain[:_CODE_CHARACTERS]:
        value = value << 5 | _ALPHABET.index(sign)
    secret = value.to_bytes(_CODE_BYTES, "big")
    if _check_of(secret) != plain[_CODE_CHARACTERS:]:
        raise refuse(
            "code_check", "A character of the recovery code is wrong; compare it with what you wrote down."
        )
    return secret


def require_passphrase(text: str) -> str:
    """The passphrase in its one spelling (NFKC).

    Raises `vault.passphrase_weak` when it is short, or so regular that it is as short in truth.
    """
    spelled = unicodedata.normalize("NFKC", text)
    if not 12 <= len(spelled) <= 1024:
        raise refuse(
            "passphrase_weak",
            "A passphrase has at least 12 characters: four or five words that you draw by lot.",
        )
    if len(set(spelled)) < 5 or _is_repetition(spelled) or _is_run(spelled):
        raise refuse(
            "passphrase_weak",
            "This passphrase repeats or counts: take four or five words that you draw by lot.",
        )
    return spelled


def stretch_passphrase(text: str, salt: bytes) -> bytes:
    """The 32 bytes that a passphrase is stretched to: 128 MiB and about half a second. Source: RFC 7914."""
    plain = unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        plain, salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=_SCRYPT_MEMORY_BYTES, dklen=32
    )


def wallet_secret(
    unlock: WalletUnlock, profile: int, salt: bytes, registry: TypedDomain, *, twice: bool
) -> bytes:
    """The 64 secret bytes r ‖ s of the wallet's signature over one salt.

    `twice` asks two times: a wallet that does not sign alike each time could never open again.
    Raises `vault.wallet_contract`, `.wallet_other`, `.wallet_unsteady`.
    """
    is_delegated = len(unlock.code) == 23 and unlock.code.startswith(b"\xef\x01\x00")
    if unlock.code and not is_delegated:
        raise _is_contract()
    digest = vault_digest(VaultUnlock(profile, salt), registry)
    secret = secret_of(unlock.sign_digest(digest), digest, unlock.custody)
    if twice and secret_of(unlock.sign_digest(digest), digest, unlock.custody) != secret:
        raise refuse(
            "wallet_unsteady",
            "This wallet signs the same text differently each time, so it cannot open a vault. "
            "Take a recovery code and a passphrase.",
        )
    return secret


def secret_of(signature: bytes, digest: bytes, custody: bytes) -> bytes:
    """The bytes r ‖ s with low s, whoever's spelling it was.

    Raises `vault.wallet_contract`, `.wallet_other`.
    """
    if len(signature) != 65:
        raise _is_contract()
    r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
    flips = CURVE_ORDER // 2 < s < CURVE_ORDER
    s = CURVE_ORDER - s if flips else s
    parity = (v if v < 27 else v - 27) ^ flips
    secret = r + s.to_bytes(32, "big")
    if parity > 1 or find_signer(digest, secret + bytes((27 + parity,))) != custody:
        raise refuse(
            "wallet_other",
            "The signature is not the profile's wallet's; choose the account that controls the profile and "
            "sign again.",
        )
    return secret


def _is_contract() -> InvalidVault:
    return refuse(
        "wallet_contract",
        "A contract account signs differently each time, so it cannot open a vault. "
        "Take a recovery code and a passphrase.",
    )


def _is_repetition(text: str) -> bool:
    """Whether the whole is a shorter text again and again."""
    return any(
        all(sign == text[at % length] for at, sign in enumerate(text))
        for length in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    """Whether most neighbours are equal or one apart, as in 123456 and zyxwvu."""
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text))
    return steps * 4 >= (len(text) - 1) * 3


def _check_of(secret: bytes) -> str:
    return _base32(sha256(secret).digest()[:5], 8)[:_CHECK_CHARACTERS]


def _base32(data: bytes, characters: int) -> str:
    value = int.from_bytes(data, "big")
    return "".join(_ALPHABET[value >> 5 * at & 31] for at in reversed(range(characters)))
