"""keccak-CTR: word t of a record is masked by Keccak-256 of key and t, so a contract can check it."""

from hashtagspace.domain.keccak import keccak256
from hashtagspace.market.errors import InvalidRecord


def mask(data: bytes | bytearray, key: bytes | bytearray, first_word: int = 0) -> bytearray:
    """`data` with each word masked; masking twice gives it back. Raises `market.words` unless whole words.

    `first_word`: the number of the first word within its record.
    """
    if len(data) % 32 or len(key) != 32:
        raise InvalidRecord("Masked bytes come in words of 32 under a key of 32.", code="market.words")
    secret = bytes(key)
    count = len(data) // 32
    pad = b"".join(keccak256(secret + t.to_bytes(32, "big")) for t in range(first_word, first_word + count))
    masked = int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")
    return bytearray(masked.to_bytes(len(data), "big"))
