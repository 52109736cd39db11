"""What each proof of a sale is about: a delivery, an epoch's delivery, an opened record."""

from typing import Final

from hashtagspace.domain.abi_words import hash_words, label

_DELIVER: Final = label("deliver/v1")
_EPOCH: Final = label("epoch/v1")
_OPEN: Final = label("open/v1")


def delivery_domain(consent: bytes) -> bytes:
    """The domain of the proof that delivers what a consent, by its digest, sells once."""
    return hash_words(_DELIVER, consent)


def epoch_domain(consent: bytes, epoch: int, ct_root: bytes) -> bytes:
    """The domain of the proof that delivers one epoch: it binds the ciphertext too."""
    return hash_words(_EPOCH, consent, epoch, ct_root)


def opening_domain(consent: bytes) -> bytes:
    """The domain of the proof with which a buyer opens one record to the contract."""
    return hash_words(_OPEN, consent)
