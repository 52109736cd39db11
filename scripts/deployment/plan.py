"""What is deployed, in which order, at which addresses: fixed before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rlp
from eth_hash.auto import keccak
from eth_utils import to_checksum_address

from deployment.failure import DeployError

FOUNDATION: Final = ("TagToken", "ProfileRegistry", "PostRegistry", "Faucet")
CONTRACTS: Final = (*FOUNDATION, "NoLevels", "DataMarket")
UNIT: Final = 10**18
ZERO: Final = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the contracts are made with; amounts in whole TAG."""

    treasury: str
    supply_tag: int = 1_000_000_000
    faucet_tag: int = 100_000_000
    drip_tag: int = 100
    pool_tag: int = 50_000
    period_seconds: int = 86_400

    def require_sound(self) -> None:
        """Returns when a constructor would take them; raises otherwise."""
        if not 0 < self.faucet_tag < self.supply_tag:
            raise DeployError("The faucet's share must be more than nothing and less than the supply.")
        if not 0 < self.drip_tag <= self.pool_tag <= self.faucet_tag:
            raise DeployError("One drip must fit into a period's pool, and the pool into the faucet's share.")
        if not 0 < self.period_seconds <= 365 * 86_400:
            raise DeployError("The faucet's period must be between one second and a year.")


@dataclass(frozen=True, slots=True)
class Step:
    """One contract: the deployer's nonce it takes and the address that follows from it."""

    name: str
    nonce: int
    address: str
    arguments: tuple[Any, ...]


def create_address(deployer: str, nonce: int) -> str:
    """Address of the contract that `deployer` creates with its transaction number `nonce`."""
    return to_checksum_address(keccak(rlp.encode([bytes.fromhex(deployer[2:]), nonce]))[12:])


def build_steps(
    parameters: Parameters, deployer: str, first_nonce: int, standing: Mapping[str, str]
) -> tuple[Step, ...]:
    """The contracts that do not stand yet, in order; `standing` are the addresses of those that do.

    The token is minted to the Faucet's address before there is a Faucet.
    """
    lacking = [name for name in CONTRACTS if name not in standing]
    made = {name: create_address(deployer, first_nonce + index) for index, name in enumerate(lacking)}
    addresses = {**standing, **made}
    faucet_amount = parameters.faucet_tag * UNIT
    treasury_amount = parameters.supply_tag * UNIT - faucet_amount
    if parameters.treasury.lower() in (ZERO, *(address.lower() for address in addresses.values())):
        raise DeployError(f"The treasury {parameters.treasury} cannot hold tokens: give another --treasury.")
    arguments: dict[str, tuple[Any, ...]] = {
        "TagToken": ((addresses["Faucet"], parameters.treasury), (faucet_amount, treasury_amount)),
        "Faucet": (
            addresses["TagToken"],
            parameters.drip_tag * UNIT,
            parameters.pool_tag * UNIT,
            parameters.period_seconds,
        ),
        "DataMarket": (addresses["TagToken"], addresses["ProfileRegistry"], addresses["NoLevels"]),
    }
    return tuple(
        Step(name, first_nonce + index, addresses[name], arguments.get(name, ()))
        for index, name in enumerate(lacking)
    )
