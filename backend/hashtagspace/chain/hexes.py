"""Hex as JSON-RPC writes it, to bytes and numbers and back."""

from hashtagspace.chain.errors import InconsistentChain

MAX_NUMBER = 2**63 - 1


def parse_bytes(text: str, length: int | None = None) -> bytes:
    """The bytes of `0x…`; raises `chain.inconsistent` on anything else or another length."""
    try:
        if text[:2] != "0x":
            raise ValueError
        data = bytes.fromhex(text[2:])
    except ValueError:
        raise InconsistentChain(f"The node wrote {text[:80]!r} where bytes belong.") from None
    if length is not None and len(data) != length:
        raise InconsistentChain(f"The node gave {len(data)} bytes where {length} belong.")
    return data


def parse_quantity(text: str) -> int:
    """The number of `0x…`, below 2^63; raises `chain.inconsistent`."""
    try:
        if text[:2] != "0x":
            raise ValueError
        number = int(text, 16)
    except ValueError:
        raise InconsistentChain(f"The node wrote {text[:80]!r} where a number belongs.") from None
    if not 0 <= number <= MAX_NUMBER:
        raise InconsistentChain("The node gave a number that no block can have.")
    return number


def write_bytes(data: bytes) -> str:
    """`0x` and two digits a byte."""
    return "0x" + data.hex()
