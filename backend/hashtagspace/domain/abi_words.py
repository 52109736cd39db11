"""Hash inputs of the market: static values as Solidity's `abi.encode` lays them out, never packed."""

from hashtagspace.domain.keccak import keccak256


def words(*values: int | bytes) -> bytes:
    """Each value as 32 bytes: numbers big-endian, 20-byte addresses padded on the left, 32 bytes as they are.

    Raises ValueError for anything else.
    """
    return b"".join(map(_word, values))


def hash_words(*values: int | bytes) -> bytes:
    """Keccak-256 of `words`."""
    return keccak256(words(*values))


def label(name: str) -> bytes:
    """The word that keeps the hashes of one purpose apart from all others."""
    return keccak256(b"hashtagspace/market/" + name.encode())


def _word(value: int | bytes) -> bytes:
    if isinstance(value, int):
        if not 0 <= value < 1 << 256:
            raise ValueError("a number does not fit a word")
        return value.to_bytes(32, "big")
    if len(value) not in (20, 32):
        raise ValueError("a word holds 32 bytes or an address")
    return bytes(value).rjust(32, b"\0")
