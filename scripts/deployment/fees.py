"""EIP-1559 fees: what is offered, and what is offered instead when that is too little."""

from dataclasses import dataclass
from typing import Final

from deployment.failure import DeployError
from deployment.node import Node, NodeRefused

GWEI: Final = 10**9
_DEFAULT_PRIORITY_WEI: Final = GWEI


@dataclass(frozen=True, slots=True)
class Fees:
    """What one transaction pays for each gas: at most `max_fee_wei`, the proposer's part among it."""

    base_wei: int
    priority_wei: int
    max_fee_wei: int

    @property
    def expected_wei(self) -> int:
        """What a gas costs if the base fee stays."""
        return min(self.base_wei + self.priority_wei, self.max_fee_wei)


@dataclass(frozen=True, slots=True)
class FeePolicy:
    """The operator's limits; None leaves it to the network."""

    max_fee_wei: int | None = None
    priority_wei: int | None = None

    def quote(self, node: Node) -> Fees:
        """Fees for a transaction sent now, with room for the base fee to double; raises where it has none."""
        base = node.block("latest").get("baseFeePerGas")
        if base is None:
            raise DeployError("This network has no base fee (EIP-1559), and is too old for these contracts.")
        base_wei = int(str(base), 16)
        priority = self.priority_wei if self.priority_wei is not None else _suggested_priority(node)
        max_fee = self.max_fee_wei if self.max_fee_wei is not None else 2 * base_wei + priority
        return Fees(base_wei, min(priority, max_fee), max_fee)

    def raise_fees(self, node: Node, tried: Fees) -> Fees | None:
        """Fees that a node accepts in place of `tried`; None when the operator's limit stands against it."""
        now = self.quote(node)
        priority = max(now.priority_wei, _one_eighth_more(tried.priority_wei))
        max_fee = max(now.base_wei * 2 + priority, _one_eighth_more(tried.max_fee_wei))
        if self.max_fee_wei is not None and max_fee > self.max_fee_wei:
            return None
        return Fees(now.base_wei, min(priority, max_fee), max_fee)


def _suggested_priority(node: Node) -> int:
    try:
        return int(str(node.call("eth_maxPriorityFeePerGas")), 16)
    except NodeRefused:
        return _DEFAULT_PRIORITY_WEI


def _one_eighth_more(wei: int) -> int:
    return wei + wei // 8 + 1
