"""What is deployed, in which order, at which addresses: fixed before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rlp
from eth_hash.auto import keccak
from eth_utils import to_checksum_address

from deployment.failure import DeployError
from deployment.founders import profile_of, require_founders

FOUNDATION: Final = ("TagToken", "ProfileRegistry", "PostRegistry", "Faucet")
WITHOUT_PEOPLE: Final = (*FOUNDATION, "NoLevels", "DataMarket")
PEOPLE: Final = ("EpochClock", "Jury", "Vouches", "Arbiter", "EpochRoots", "PersonhoodRegistry")
WITH_PEOPLE: Final = (*FOUNDATION, *PEOPLE, "DataMarket", "RewardPool")
CONTRACTS: Final = (*WITH_PEOPLE, "NoLevels")
"""Every contract that is deployed anywhere."""
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
    founders: tuple[str, ...] = ()
    epoch_hours: int = 168
    vouch_stake: int = 10
    juror_stake: int = 200
    case_deposit: int = 25
    root_bond: int = 500
    dispute_bond: int = 100
    checks: int = 10
    pair_cap: int = 10

    def require_sound(self) -> None:
        """Returns when a constructor would take them; raises otherwise."""
        if not 0 < self.faucet_tag < self.supply_tag:
            raise DeployError("The faucet's share must be more than nothing and less than the supply.")
        if not 0 < self.drip_tag <= self.pool_tag <= self.faucet_tag:
            raise DeployError("One drip must fit into a period's pool, and the pool into the faucet's share.")
        if not 0 < self.period_seconds <= 365 * 86_400:
            raise DeployError("The faucet's period must be between one second and a year.")
        require_founders(self.founders)
        if not 0 < self.epoch_hours <= 31 * 24:
            raise DeployError("An epoch must be between one hour and 31 days (744 hours).")
        if not 0 < self.checks <= 64:
            raise DeployError("Between one and 64 profiles can be drawn for a check in an epoch.")
        stakes = (self.vouch_stake, self.juror_stake, self.case_deposit, self.root_bond, self.dispute_bond)
        if not all(0 < stake <= self.supply_tag for stake in (*stakes, self.pair_cap)):
            raise DeployError(
                "Every stake, bond, deposit and cap must be more than nothing, and in the supply."
            )


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


def list_contracts(*, with_people: bool) -> tuple[str, ...]:
    """The contracts of a network in the order of deployment."""
    return WITH_PEOPLE if with_people else WITHOUT_PEOPLE


def build_steps(
    parameters: Parameters, deployer: str, first_nonce: int, standing: Mapping[str, str]
) -> tuple[Step, ...]:
    """The contracts that do not stand yet, in order; `standing` are the addresses of those that do.

    The token is minted to the Faucet's address before there is a Faucet.
    """
    with_people = bool(parameters.founders) or "PersonhoodRegistry" in standing
    lacking = [name for name in list_contracts(with_people=with_people) if name not in standing]
    made = {name: create_address(deployer, first_nonce + index) for index, name in enumerate(lacking)}
    addresses = {**standing, **made}
    if parameters.treasury.lower() in (ZERO, *(address.lower() for address in addresses.values())):
        raise DeployError(f"The treasury {parameters.treasury} cannot hold tokens: give another --treasury.")
    return tuple(
        Step(name, first_nonce + index, addresses[name], _arguments(name, parameters, addresses))
        for index, name in enumerate(lacking)
    )


_LINKS: Final = {
    "Faucet": ("TagToken",),
    "Jury": ("TagToken", "ProfileRegistry", "EpochClock"),
    "Vouches": ("TagToken", "ProfileRegistry", "Jury", "EpochClock"),
    "Arbiter": ("Vouches",),
    "EpochRoots": ("TagToken", "Arbiter"),
    "PersonhoodRegistry": ("EpochRoots", "Jury"),
    "DataMarket": ("TagToken", "ProfileRegistry"),
    "RewardPool": ("TagToken", "ProfileRegistry", "PersonhoodRegistry", "EpochClock"),
}
"""What each constructor takes first: the addresses of earlier contracts."""


def _arguments(name: str, given: Parameters, addresses: Mapping[str, str]) -> tuple[Any, ...]:
    links = tuple(addresses[link] for link in _LINKS.get(name, ()))
    match name:
        case "TagToken":
            faucet = given.faucet_tag * UNIT
            return (addresses["Faucet"], given.treasury), (faucet, given.supply_tag * UNIT - faucet)
        case "Faucet":
            return *links, given.drip_tag * UNIT, given.pool_tag * UNIT, given.period_seconds
        case "EpochClock":
            return (given.epoch_hours * 3600,)
        case "Jury":
            founders = tuple(profile_of(founder) for founder in given.founders)
            return *links, founders, given.juror_stake * UNIT, given.case_deposit * UNIT
        case "Vouches":
            return *links, given.vouch_stake * UNIT
        case "Arbiter":
            return *links, given.checks
        case "EpochRoots":
            return *links, given.root_bond * UNIT, given.dispute_bond * UNIT
        case "DataMarket":
            return *links, addresses.get("PersonhoodRegistry") or addresses["NoLevels"]
        case "RewardPool":
            return *links, given.pair_cap * UNIT
        case _:
            return links
