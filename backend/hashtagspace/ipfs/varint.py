"""Unsigned LEB128 numbers as multiformats write them: shortest form, below 2^63.

Source: github.com/multiformats/unsigned-varint; protobuf uses the same bytes.
"""

from typing import Final

LIMIT_BYTES: Final = 9


def encode_varint(value: int) -> bytes:
    """The shortest form of a number from 0 to 2^63 - 1."""
    if not 0 <= value < 1 << 63:
        raise ValueError("a varint holds 0 to 2^63 - 1")
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def decode_varint(data: bytes, offset: int) -> tuple[int, int]:
    """The number at the offset and the offset after it; raises `ValueError` for cut, long or padded forms."""
    value = 0
    for count, byte in enumerate(data[offset : offset + LIMIT_BYTES]):
        value |= (byte & 0x7F) << 7 * count
        if byte < 0x80:
            if byte == 0 and count:
                raise ValueError("a varint is longer than it needs to be")
            return value, offset + count + 1
    raise ValueError("a varint is cut short or longer than nine bytes")
