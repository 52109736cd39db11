"""Which network a name or a chain id means, and whether the contracts may go there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deployment.failure import DeployError

LOCAL_CHAIN_ID: Final = 31_337
# As in Faucet.sol, which refuses them too.
VALUED_CHAIN_IDS: Final = frozenset(
    (1, 10, 25, 56, 100, 130, 137, 146, 250, 324, 480, 5000, 8453, 42_161, 42_220, 43_114, 59_144, 534_352)
)


@dataclass(frozen=True, slots=True)
class Network:
    """One EVM network; `is_listed` says that deployments/networks.json calls it a testnet."""

    name: str
    chain_id: int
    explorer: str | None
    currency: str
    confirmations: int
    is_listed: bool

    @property
    def is_local(self) -> bool:
        """A chain on the developer's machine, which may be reset at any time."""
        return self.chain_id == LOCAL_CHAIN_ID


def load_networks(path: Path) -> dict[str, Network]:
    """The testnets of deployments/networks.json by name."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Network(
                name, int(e["chainId"]), e.get("explorer"), str(e["currency"]), int(e["confirmations"]), True
            )
            for name, e in entries.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DeployError(f"{path} does not read ({error}): restore it from the repository.") from None


def choose_network(networks: dict[str, Network], name: str | None, chain_id: int | None) -> Network:
    """The network meant by a name, a chain id or both; raises when they contradict each other."""
    if name is None and chain_id is None:
        raise DeployError(f"Say where to: --network with one of {', '.join(networks)}, or --chain-id.")
    named = networks.get(name) if name is not None else None
    if named is None and name is not None and chain_id is None:
        raise DeployError(
            f"There is no network {name}: give one of {', '.join(networks)}, or --chain-id too."
        )
    if named is not None and chain_id not in (None, named.chain_id):
        raise DeployError(
            f"{name} has the chain id {named.chain_id}, not {chain_id}: correct one of the two."
        )
    if named is not None:
        return named
    assert chain_id is not None  # noqa: S101 - the two refusals above leave no other case
    listed = next((n for n in networks.values() if n.chain_id == chain_id), None)
    if listed is not None and name is None:
        return listed
    return Network(name or f"chain-{chain_id}", chain_id, None, "ETH", 5, False)


def require_allowed(network: Network, *, unlisted_allowed: bool) -> None:
    """Returns when the contracts, a faucet among them, may go there; raises with the reason otherwise."""
    if network.chain_id in VALUED_CHAIN_IDS:
        raise DeployError(
            f"Chain {network.chain_id} is no testnet: its coin has a price, the Faucet refuses to be there, "
            "and nothing was sent. Choose a testnet."
        )
    if not network.is_listed and not unlisted_allowed:
        raise DeployError(
            f"Chain {network.chain_id} is not among the testnets of deployments/networks.json: if you are "
            "sure that its coin has no price, say so with --unlisted-network."
        )


def require_same_chain(network: Network, found_chain_id: int) -> None:
    """Returns when the node serves the network that was named."""
    if found_chain_id != network.chain_id:
        raise DeployError(
            f"The node serves chain {found_chain_id}, but {network.name} is chain {network.chain_id}: "
            "nothing was sent. Correct the RPC URL or the network."
        )
