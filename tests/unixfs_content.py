"""Content of the UnixFS vectors: 32-byte pieces sha256(label ‖ index, 8 bytes big-endian), cut to size."""

from hashlib import sha256

LABEL = b"hashtagspace/vectors/unixfs"


def build_content(size: int) -> bytes:
    pieces = (sha256(LABEL + index.to_bytes(8, "big")).digest() for index in range(-(-size // 32)))
    return b"".join(pieces)[:size]
