"""Roots over a record's chunks: perfect binary trees, nodes hashed by position, a leaf bound to its index."""

from collections.abc import Sequence
from typing import Final

from hashtagspace.domain.abi_words import label, words
from hashtagspace.domain.keccak import keccak256
from hashtagspace.market.errors import InvalidRecord
from hashtagspace.market.record import CHUNK, is_chunk_count

_CIPHER: Final = label("ct/v1")
_PLAIN: Final = label("pt/v1")
_MAX_HEIGHT: Final = 20


def cipher_leaf(index: int, chunk: bytes | bytearray) -> bytes:
    """The leaf of one chunk of ciphertext; raises `market.words` unless it has 256 bytes."""
    return _leaf(_CIPHER, index, chunk)


def plain_leaf(index: int, chunk: bytes | bytearray) -> bytes:
    """The leaf of one chunk of plaintext; raises `market.words` unless it has 256 bytes."""
    return _leaf(_PLAIN, index, chunk)


def list_cipher_leaves(ciphertext: bytes | bytearray) -> list[bytes]:
    """The leaves of a whole ciphertext; raises `market.words`."""
    return [cipher_leaf(j, chunk) for j, chunk in enumerate(_chunks(ciphertext))]


def list_plain_leaves(plain: bytes | bytearray) -> list[bytes]:
    """The leaves of a whole padded plaintext; raises `market.words`."""
    return [plain_leaf(j, chunk) for j, chunk in enumerate(_chunks(plain))]


def build_root(leaves: Sequence[bytes]) -> bytes:
    """The root of a perfect tree; raises `market.words` unless there are 2^h leaves of 32 bytes, h ≤ 20."""
    return _levels(leaves)[-1][0]


def build_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The siblings from leaf `index` up; raises as `build_root`, and `market.path` without such a leaf."""
    if not 0 <= index < len(leaves):
        raise _no_path()
    return tuple(level[(index >> height) ^ 1] for height, level in enumerate(_levels(leaves)[:-1]))


def root_of_path(leaf: bytes, index: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its siblings lead to; raises `market.path` when the index is beyond it."""
    if len(path) > _MAX_HEIGHT or not 0 <= index < 1 << len(path):
        raise _no_path()
    if len(leaf) != 32 or any(len(sibling) != 32 for sibling in path):
        raise _no_path()
    node = leaf
    for height, sibling in enumerate(path):
        node = keccak256(sibling + node if index >> height & 1 else node + sibling)
    return node


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    count = len(leaves)
    if count.bit_count() != 1 or count > 1 << _MAX_HEIGHT or any(len(leaf) != 32 for leaf in leaves):
        raise InvalidRecord("A tree has a power of two of leaves of 32 bytes.", code="market.words")
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([keccak256(a + b) for a, b in zip(below[::2], below[1::2], strict=True)])
    return levels


def _leaf(kind: bytes, index: int, chunk: bytes | bytearray) -> bytes:
    if len(chunk) != CHUNK:
        raise InvalidRecord("A chunk has 256 bytes.", code="market.words")
    return keccak256(words(kind, index) + chunk)


def _chunks(data: bytes | bytearray) -> list[bytes | bytearray]:
    if len(data) % CHUNK or not is_chunk_count(len(data) // CHUNK):
        raise InvalidRecord("A record has 1, 4, 16, 32, 64 … chunks of 256 bytes.", code="market.words")
    return [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]


def _no_path() -> InvalidRecord:
    return InvalidRecord("The path and the index lead to no leaf of a tree.", code="market.path")
