"""Headers, nodes and witnesses of epoch roots, from the logs that show them to the calls that need them."""

from typing import Any, Final

from eth_abi.exceptions import DecodingError

from hashtagspace.chain.contracts import Argument
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.rpc_provider import offline_web3

HEADER: Final = "(uint32,uint32,uint32,uint32,uint32,uint32,bytes32[],(uint32,uint32,uint64)[])"
WITNESS: Final = "(bytes,bytes,uint256[],uint256[])"
HeaderTuple = tuple[int, int, int, int, int, int, tuple[bytes, ...], tuple[tuple[int, int, int], ...]]
WitnessTuple = tuple[bytes, bytes, tuple[int, ...], tuple[int, ...]]


def decode_header(data: bytes) -> HeaderTuple:
    """epoch, seats, accounts, vetted, fakes, covered, columns, draws; raises `chain.inconsistent`."""
    (header,) = _decode(HEADER, data)
    return (*header[:6], tuple(header[6]), tuple(tuple(draw) for draw in header[7]))


def decode_nodes(data: bytes) -> tuple[bytes, ...]:
    """The nodes that a move opened; raises `chain.inconsistent`."""
    (nodes,) = _decode("bytes32[]", data)
    return tuple(nodes)


def decode_witness(data: bytes) -> WitnessTuple:
    """row, weights, own, partners; raises `chain.inconsistent`."""
    (witness,) = _decode(WITNESS, data)
    row, weights, own, partners = witness
    return row, weights, tuple(own), tuple(partners)


def _decode(kind: str, data: bytes) -> tuple[Any, ...]:
    try:
        return tuple(offline_web3().codec.decode([kind], data))
    except (DecodingError, OverflowError):
        raise InconsistentChain("The node gave a log whose data is not what its event shows.") from None


def as_argument(value: HeaderTuple | WitnessTuple) -> Argument:
    """The same as an argument of a call."""
    return value
