"""The form a signature must have; whose it is, `chain/signatures.py` finds out."""

from typing import Final

from hashtagspace.errors import InvalidIntent

CURVE_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_N: Final = CURVE_ORDER.to_bytes(32, "big")
_HALF_N: Final = (CURVE_ORDER // 2).to_bytes(32, "big")
_ZERO: Final = bytes(32)


def is_well_formed(signature: bytes) -> bool:
    """True iff the 65 bytes are r ‖ s ‖ v with 0 < r < n, 0 < s ≤ n/2 and v 27 or 28.

    Exactly one encoding of each signature passes, so nobody can make a second one from it.
    Source: EIP-2; OpenZeppelin `ECDSA.tryRecover`.
    """
    return (
        len(signature) == 65
        and _ZERO < signature[:32] < _N
        and _ZERO < signature[32:64] <= _HALF_N
        and signature[64] in (27, 28)
    )


def verify_form(signature: bytes) -> None:
    """Raises `signature.malformed` unless `is_well_formed`."""
    if not is_well_formed(signature):
        raise InvalidIntent(
            "A signature is 65 bytes r, s, v with low s and v 27 or 28; sign again with the wallet.",
            code="signature.malformed",
        )
