"""The vault key, wrapped once for each way into the vault: AES-256-GCM under HKDF of that way's secret."""

import secrets
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.derivation import Buffer, hkdf_sha256
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.keys import commitment_of
from hashtagspace.market.vault.manifest import Wrap
from hashtagspace.market.vault.unlocking import (
    Passphrase,
    RecoveryCode,
    Unlock,
    WalletUnlock,
    read_code,
    require_passphrase,
    stretch_passphrase,
    wallet_secret,
)

_LABEL: Final = b"hashtagspace/vault/wrap/v1"


def create_wrap(
    vault_key: Buffer, unlock: Unlock, profile: int, registry: TypedDomain, created_at_ms: int
) -> Wrap:
    """The vault key wrapped for one more way in, a wallet asked twice.

    Raises `vault.passphrase_weak`, `vault.code_*`, `vault.wallet_*`.
    """
    if isinstance(unlock, Passphrase):
        require_passphrase(unlock.passphrase)
    salt = secrets.token_bytes(32)
    secret = _secret_for(unlock, profile, salt, registry, is_new=True)
    custody = unlock.custody if isinstance(unlock, WalletUnlock) else None
    wrap = Wrap(method_of(unlock), salt, secrets.token_bytes(12), b"", created_at_ms, custody)
    return wrap_key(vault_key, secret, wrap, profile)


def unwrap_with(
    unlock: Unlock, wraps: Sequence[Wrap], profile: int, registry: TypedDomain, commitment: bytes
) -> bytearray:
    """The vault key, out of the first wrap that this way in opens.

    Raises `vault.no_method`, `vault.passphrase_wrong`, `vault.code_wrong`, `vault.code_*`, `vault.wallet_*`.
    """
    fitting = [wrap for wrap in wraps if _fits(wrap, unlock)]
    if not fitting:
        raise _no_method(unlock)
    for wrap in fitting:
        secret = _secret_for(unlock, profile, wrap.salt, registry, is_new=False)
        key = unwrap_key(wrap, secret, profile, commitment)
        if key is not None:
            return key
    raise _wrong(unlock)


def wrap_key(vault_key: Buffer, secret: bytes, wrap: Wrap, profile: int) -> Wrap:
    """`wrap` with its ciphertext: the key under the secret, for its method, salt and iv."""
    about = _context(wrap.method, profile)
    key = hkdf_sha256(secret, wrap.salt, about, 32)
    ciphertext = AESGCM(key).encrypt(wrap.iv, bytes(vault_key), about + commitment_of(vault_key))
    return Wrap(wrap.method, wrap.salt, wrap.iv, ciphertext, wrap.created_at_ms, wrap.custody)


def unwrap_key(wrap: Wrap, secret: bytes, profile: int, commitment: bytes) -> bytearray | None:
    """The vault key, None when the secret is another one or the wrap was changed."""
    about = _context(wrap.method, profile)
    key = hkdf_sha256(secret, wrap.salt, about, 32)
    try:
        found = bytearray(AESGCM(key).decrypt(wrap.iv, wrap.ciphertext, about + commitment))
    except InvalidTag:
        return None
    return found if len(found) == 32 and commitment_of(found) == commitment else None


def method_of(unlock: Unlock) -> str:
    """The method's name in a manifest."""
    match unlock:
        case Passphrase():
            return "passphrase"
        case RecoveryCode():
            return "code"
        case WalletUnlock():
            return "wallet"


def _secret_for(unlock: Unlock, profile: int, salt: bytes, registry: TypedDomain, *, is_new: bool) -> bytes:
    match unlock:
        case Passphrase(passphrase):
            return stretch_passphrase(passphrase, salt)
        case RecoveryCode(code):
            return read_code(code)
        case WalletUnlock():
            return wallet_secret(unlock, profile, salt, registry, twice=is_new)


def _fits(wrap: Wrap, unlock: Unlock) -> bool:
    if isinstance(unlock, WalletUnlock):
        return wrap.custody == unlock.custody
    return wrap.method == method_of(unlock)


def _context(method: str, profile: int) -> bytes:
    return _LABEL + method.encode() + b"\0" + profile.to_bytes(8, "big")


def _no_method(unlock: Unlock) -> InvalidVault:
    match unlock:
        case Passphrase():
            return refuse("no_method", "No passphrase was set up for this vault; use another way in.")
        case RecoveryCode():
            return refuse("no_method", "No recovery code was set up for this vault; use another way in.")
        case WalletUnlock():
            return refuse(
                "no_method",
                "This wallet was not set up for the vault; use another way in, then add the wallet.",
            )


def _wrong(unlock: Unlock) -> InvalidVault:
    match unlock:
        case Passphrase():
            return refuse(
                "passphrase_wrong",
                "The passphrase is not the right one; try again, or use the recovery code.",
            )
        case RecoveryCode():
            return refuse(
                "code_wrong",
                "This recovery code is not the vault's; look for a later one, or use another way in.",
            )
        case WalletUnlock():
            return refuse(
                "wallet_other", "The wallet's signature does not open this vault; use another way in."
            )
