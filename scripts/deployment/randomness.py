"""Whether a network has the randomness that juries and checks are drawn from."""

from typing import Final

from deployment.failure import DeployError
from deployment.networks import Network
from deployment.node import Node, NodeRefused

_READ_PREVRANDAO: Final = "0x4460005260206000f3"  # prevrandao, mstore at 0, return the word
_LEAST_RANDOM: Final = 2**64  # as in EpochClock.sol
_DISTANCE_BLOCKS: Final = (
    64  # of one beacon's target; networks above another repeat its value for some blocks
)


def require_random(node: Node, network: Network) -> None:
    """Returns unless `prevrandao` is constant there; raises before anything is sent."""
    head = node.head()
    if head == 0:
        return  # a first block has none; the contract's own check decides
    latest = _read_prevrandao(node, "latest")
    before = _read_prevrandao(node, hex(head - _DISTANCE_BLOCKS)) if head > _DISTANCE_BLOCKS else None
    if latest is not None and (latest < _LEAST_RANDOM or latest == before):
        raise DeployError(
            f"{network.name} has no randomness (prevrandao is constant there), and juries are drawn by it: "
            "leave --founder out for a network without levels, or choose another one. Nothing was sent."
        )


def _read_prevrandao(node: Node, tag: str) -> int | None:
    """None where the node does not say: the contract's own check in the estimate has to do."""
    try:
        return int(str(node.call("eth_call", {"data": _READ_PREVRANDAO}, tag)), 16)
    except (NodeRefused, ValueError):
        return None
