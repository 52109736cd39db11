"""The plaintext of a record: chunks of 256 bytes, each with a random salt word, padded to a few sizes.

A chunk is a 32-byte salt and 224 bytes of the stream (length, data, zeros); the salt keeps anyone from
guessing a leaf, the sizes (1, 4, 16, 32, 64 … chunks) hide the length.
"""

import secrets
from typing import Final

from hashtagspace.market.errors import InvalidRecord

WORD: Final = 32
CHUNK_WORDS: Final = 8
CHUNK: Final = WORD * CHUNK_WORDS
_CARRIED: Final = CHUNK - WORD
_PREFIX: Final = 4
MAX_CHUNKS: Final = 1 << 20


def chunk_count(length: int) -> int:
    """How many chunks hold `length` bytes; raises `market.length` above 2^20 chunks."""
    needed = max(1, -(-(length + _PREFIX) // _CARRIED))
    for count in (1, 4, 16):
        if needed <= count:
            return count
    count = 1 << (needed - 1).bit_length()
    if count > MAX_CHUNKS:
        raise InvalidRecord("A record holds at most 234,881,020 bytes; split it.", code="market.length")
    return count


def is_chunk_count(count: int) -> bool:
    """True iff a record can have this many chunks."""
    return count in (1, 4) or (16 <= count <= MAX_CHUNKS and count.bit_count() == 1)


def encode_record(data: bytes | bytearray, salts: bytes | None = None) -> bytearray:
    """The padded plaintext; raises `market.length`. `wipe` it after use.

    `salts` are 32 fresh bytes for each chunk unless given, which only vectors do.
    """
    count = chunk_count(len(data))
    salts = secrets.token_bytes(WORD * count) if salts is None else salts
    if len(salts) != WORD * count:
        raise InvalidRecord("Every chunk takes one salt of 32 bytes.", code="market.words")
    stream = bytearray(len(data).to_bytes(_PREFIX, "big"))
    stream += data
    stream += bytes(count * _CARRIED - len(stream))
    plain = bytearray()
    for j in range(count):
        plain += salts[WORD * j : WORD * (j + 1)]
        plain += stream[_CARRIED * j : _CARRIED * (j + 1)]
    stream[:] = bytes(len(stream))
    return plain


def decode_record(plain: bytes | bytearray) -> bytearray:
    """The data of a padded plaintext; raises `market.words`, `market.length` or `market.padding`."""
    count, rest = divmod(len(plain), CHUNK)
    if rest or not is_chunk_count(count):
        raise InvalidRecord("A record has 1, 4, 16, 32, 64 … chunks of 256 bytes.", code="market.words")
    stream = bytearray()
    for at in range(0, len(plain), CHUNK):
        stream += plain[at + WORD : at + CHUNK]
    length = int.from_bytes(stream[:_PREFIX], "big")
    if chunk_count(length) != count:
        raise InvalidRecord("The record's length does not fit its size.", code="market.length")
    if any(stream[_PREFIX + length :]):
        raise InvalidRecord("The record's padding is not zero.", code="market.padding")
    return stream[_PREFIX : _PREFIX + length]
