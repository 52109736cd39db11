"""The sizes that hide a length: a few small ones, then powers of two."""

from collections.abc import Sequence
from typing import Final

VALUE_SIZES: Final = (256, 1024, 4096)
KEY_FILE_SIZES: Final = (4096, 16_384)
# The largest plaintext: with iv and tag it still fits a blob of 10 MiB.
MAX_BYTES: Final = 8 * 1024 * 1024


def padded_size(length: int, sizes: Sequence[int]) -> int | None:
    """The padded size for so many bytes, None above `MAX_BYTES`."""
    for size in sizes:
        if length <= size:
            return size
    size = 1 << max(length - 1, sizes[-1]).bit_length()
    return size if size <= MAX_BYTES else None
