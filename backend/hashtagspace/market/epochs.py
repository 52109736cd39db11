"""The keys of a subscription: one fresh key for each epoch, all committed to by one root."""

from collections.abc import Sequence
from typing import Final

from hashtagspace.chain.curve import Point
from hashtagspace.domain.abi_words import hash_words, label
from hashtagspace.market.errors import InvalidDelivery
from hashtagspace.market.points import verify_form
from hashtagspace.market.roots import build_path, build_root, root_of_path

_EPOCH_KEY: Final = label("epoch-key/v1")
MAX_EPOCHS: Final = 255


def epoch_leaf(epoch: int, commitment: Point) -> bytes:
    """The leaf that binds X_i to its epoch."""
    point = verify_form(commitment)
    return hash_words(_EPOCH_KEY, epoch, point.x, point.parity)


def build_keys_root(commitments: Sequence[Point]) -> bytes:
    """What the consent names in place of one X; raises `market.epoch` unless there are 1 to 255."""
    return build_root(_leaves(commitments))


def build_key_path(commitments: Sequence[Point], epoch: int) -> tuple[bytes, ...]:
    """The siblings that prove X_i; raises `market.epoch`."""
    if not 0 <= epoch < len(commitments):
        raise _no_epoch()
    return build_path(_leaves(commitments), epoch)


def is_epoch_key(root: bytes, epoch: int, commitment: Point, path: Sequence[bytes]) -> bool:
    """True iff the root binds this X to this epoch; raises `market.path` for an index beyond the path."""
    return root_of_path(epoch_leaf(epoch, commitment), epoch, path) == root


def _leaves(commitments: Sequence[Point]) -> list[bytes]:
    count = len(commitments)
    if not 1 <= count <= MAX_EPOCHS:
        raise _no_epoch()
    filled = (1 << (count - 1).bit_length()) - count
    return [epoch_leaf(i, point) for i, point in enumerate(commitments)] + [bytes(32)] * filled


def _no_epoch() -> InvalidDelivery:
    return InvalidDelivery("A subscription has 1 to 255 epochs, counted from 0.", code="market.epoch")
