"""What the deployment will cost, from simulations on the network itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from deployment.failure import DeployError
from deployment.fees import Fees
from deployment.networks import Network
from deployment.node import Node, NodeRefused
from deployment.plan import Step
from deployment.rehearsal import Rehearsal

GAS_MARGIN_PERCENT: Final = 20
_ASKING: Final = ("Arbiter", "EpochRoots", "PersonhoodRegistry")
"""Their constructors read what earlier contracts know."""
_UNKNOWN_GAS_PERCENT: Final = 130


@dataclass(frozen=True, slots=True)
class Estimate:
    """Gas of every step, which of them are still to be sent, and the fees of this moment."""

    gas: dict[str, int]
    left: tuple[str, ...]
    fees: Fees
    balance_wei: int

    @property
    def limits(self) -> dict[str, int]:
        """Gas limits: the simulation's figure and a margin, of which what is not used is not paid."""
        return {name: gas + gas * GAS_MARGIN_PERCENT // 100 for name, gas in self.gas.items()}

    @property
    def expected_wei(self) -> int:
        """The likely cost of everything."""
        return sum(self.gas[name] for name in self.left) * self.fees.expected_wei

    @property
    def most_wei(self) -> int:
        """What the account has to hold so that no transaction is refused."""
        return sum(self.limits[name] for name in self.left) * self.fees.max_fee_wei


def estimate(
    node: Node,
    deployer: str,
    steps: tuple[Step, ...],
    creation: dict[str, str],
    rehearsal: Rehearsal,
    fees: Fees,
) -> Estimate:
    """The cost of these steps; raises when the network would refuse one of them."""
    gas = {}
    is_first = node.head() == 0  # a chain's first block has no randomness, which EpochClock asks for
    for index, step in enumerate(steps):
        transaction = {"from": deployer, "data": creation[step.name]}
        try:
            if step.name == "EpochClock" and is_first:
                gas[step.name] = rehearsal.gas[step.name] * _UNKNOWN_GAS_PERCENT // 100
            elif step.name in _ASKING:
                gas[step.name] = _estimate_asking(node, transaction, step, steps[:index], rehearsal)
            else:
                gas[step.name] = int(str(node.call("eth_estimateGas", transaction)), 16)
        except NodeRefused as refusal:
            raise DeployError(
                f"{step.name} would fail on this network ({refusal.said}): nothing was sent. The contracts "
                "need a network with the Cancun rules."
            ) from None
    used = node.nonce(deployer)
    left = tuple(step.name for step in steps if step.nonce >= used)
    return Estimate(gas, left, fees, node.balance(deployer))


def _estimate_asking(
    node: Node, transaction: dict[str, str], step: Step, earlier: tuple[Step, ...], rehearsal: Rehearsal
) -> int:
    """Gas of a constructor that asks earlier contracts, which the node is told to imagine.

    Where it cannot, the rehearsal's gas has to do, with room for a network that counts more.
    """
    imagined = {one.address: {"code": "0x" + rehearsal.codes[one.name].hex()} for one in earlier}
    imagined[transaction["from"]] = {"nonce": hex(step.nonce)}
    try:
        return int(str(node.call("eth_estimateGas", transaction, "latest", imagined)), 16)
    except NodeRefused:
        return rehearsal.gas[step.name] * _UNKNOWN_GAS_PERCENT // 100


def print_estimate(
    found: Estimate, network: Network, steps: tuple[Step, ...], say: Callable[[str], None]
) -> None:
    """The table that a person confirms."""
    gwei = 10**9
    say(f"{'contract':<20}{'address':<44}{'gas':>10}  cost")
    for step in steps:
        if step.name in found.left:
            cost = show_coin(found.gas[step.name] * found.fees.expected_wei, network)
            say(f"{step.name:<20}{step.address:<44}{found.gas[step.name]:>10,}  {cost}")
        else:
            say(f"{step.name:<20}{step.address:<44}{'':>10}  sent by an earlier run")
    say(
        f"base fee {found.fees.base_wei / gwei:.4g} gwei, priority fee {found.fees.priority_wei / gwei:.4g} "
        f"gwei, at most {found.fees.max_fee_wei / gwei:.4g} gwei a gas"
    )
    say(
        f"total: about {show_coin(found.expected_wei, network)}, at most "
        f"{show_coin(found.most_wei, network)}; the account holds {show_coin(found.balance_wei, network)}"
    )


def require_funds(found: Estimate, network: Network, deployer: str) -> None:
    """Returns when the balance covers the worst case."""
    if found.balance_wei < found.most_wei:
        missing = show_coin(found.most_wei - found.balance_wei, network)
        raise DeployError(
            f"{deployer} holds too little: send it {missing} more (a faucet of {network.name} gives them "
            "away), or offer less with --max-fee-gwei. Nothing was sent."
        )


def show_coin(wei: int, network: Network) -> str:
    """An amount in the network's coin."""
    return f"{wei / 10**18:.6f} {network.currency}"
