"""Profile ids: known before mining, unchanged by a reorg, small enough for an SQL bigint."""

from hashtagspace.domain.keccak import keccak256


def profile_id_of(custody: bytes, index: int) -> int:
    """The id that the `index`-th registration (from 0) of `custody` gets: 63 bits.

    Depends on nothing but the two arguments, so a reorg cannot give it to another wallet.
    Source: `ProfileRegistry.profileIdOf`, keccak256(abi.encode(custody, index)) >> 193.
    """
    if len(custody) != 20:
        raise ValueError("a custody address has 20 bytes")
    word = keccak256(bytes(12) + custody + index.to_bytes(32, "big"))
    return int.from_bytes(word[:8], "big") >> 1
