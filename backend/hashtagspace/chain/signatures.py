"""Whose signature it is. Form (low s, v 27 or 28) is `domain.signature`; the curve is coincurve's."""

from typing import Final

from coincurve import PrivateKey, PublicKey

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.signature import is_well_formed, verify_form
from hashtagspace.errors import InvalidIntent

MALFORMED: Final = "signature.malformed"


def find_signer(digest: bytes, signature: bytes) -> bytes | None:
    """The address whose key signed the 32-byte digest, None when the signature is nobody's."""
    if not is_well_formed(signature):
        return None
    try:
        key = PublicKey.from_signature_and_message(
            signature[:64] + bytes((signature[64] - 27,)), digest, hasher=None
        )
    except Exception:  # noqa: BLE001 - coincurve raises bare Exception and ValueError for r off the curve
        return None
    return address_of_key(key)


def recover_signer(digest: bytes, signature: bytes) -> bytes:
    """The 20-byte address whose key signed the digest; raises `signature.malformed`."""
    verify_form(signature)
    signer = find_signer(digest, signature)
    if signer is None:
        raise InvalidIntent("The signature belongs to no key; sign again with the wallet.", code=MALFORMED)
    return signer


def address_of_key(key: PublicKey) -> bytes:
    """The last 20 bytes of Keccak-256 of the uncompressed point."""
    return keccak256(key.format(compressed=False)[1:])[12:]


def address_of_private_key(private_key: bytes) -> bytes:
    """The address that a 32-byte private key controls."""
    return address_of_key(PrivateKey(private_key).public_key)


def sign_digest(private_key: bytes, digest: bytes) -> bytes:
    """65 bytes r ‖ s ‖ v over the digest, deterministic (RFC 6979), low s, v 27 or 28."""
    signature = PrivateKey(private_key).sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes((signature[64] + 27,))
