"""What the people contracts say about themselves and about profiles, asked of the chain."""

from typing import Final

from hashtagspace.chain.contracts import Contracts
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_terms import PeopleTerms

EPOCH_CLOCK: Final = "EpochClock"
VOUCHES: Final = "Vouches"
JURY: Final = "Jury"
EPOCH_ROOTS: Final = "EpochRoots"
REGISTRY: Final = "PersonhoodRegistry"
REWARD_POOL: Final = "RewardPool"


class PeopleReads:
    """Reads one deployment's people contracts; every method raises `chain.*`. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Asks nothing yet."""
        self._contracts = Contracts(rpc, deployment.addresses)
        self._registry = deployment.addresses.get(REGISTRY)

    def find_terms(self) -> PeopleTerms | None:
        """What the contracts were deployed with; None on a network without people."""
        if self._registry is None:
            return None
        return PeopleTerms(
            self._registry,
            EpochClock(self._number(EPOCH_CLOCK, "START"), self._number(EPOCH_CLOCK, "EPOCH_SECONDS")),
            self._number(VOUCHES, "STAKE"),
            self._number(JURY, "JUROR_STAKE"),
            self._number(JURY, "DEPOSIT"),
            self._number(EPOCH_ROOTS, "BOND"),
            self._number(EPOCH_ROOTS, "DISPUTE_BOND"),
            self._number(REWARD_POOL, "PAIR_CAP"),
        )

    def read_level(self, profile: int) -> int:
        """The profile's level now; 0 on a network without people."""
        return 0 if self._registry is None else self._number(REGISTRY, "levelOf", profile)

    def read_vouch_nonce(self, profile: int) -> int:
        """The nonce of the profile's next signed vouch or withdrawal."""
        return self._number(VOUCHES, "nonceOf", profile)

    def read_appeal_nonce(self, profile: int) -> int:
        """The nonce of the profile's next signed appeal."""
        return self._number(JURY, "nonceOf", profile)

    def _number(self, contract: str, view: str, *arguments: int) -> int:
        return int(self._contracts.read(contract, view, *arguments)[0])
