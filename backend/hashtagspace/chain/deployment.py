"""Where the contracts are: `deployments/<chainId>.json`, written by the deployment, read by everyone.

Shape: `{"chainId": n, "startBlock": {"number": n, "hash": "0x…"}, "contracts": {"ProfileRegistry":
{"address": "0x…", …}, …}, "formerMarkets": [{"DataMarket": {"address": "0x…", …}, …}], …}`; members not named
here are kept for others. A network either has the people registry or `NoLevels` in its place.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from hashtagspace.chain.errors import BadDeployment, InconsistentChain
from hashtagspace.chain.hexes import MAX_NUMBER, parse_bytes
from hashtagspace.domain.intent import IntentDomain

FOUNDATION: Final = ("TagToken", "ProfileRegistry", "PostRegistry", "Faucet")
REQUIRED: Final = (*FOUNDATION, "NoLevels", "DataMarket")
"""What a network without the people registry has."""
PEOPLE: Final = ("EpochClock", "Jury", "Vouches", "Arbiter", "EpochRoots", "PersonhoodRegistry")
WITH_PEOPLE: Final = (*FOUNDATION, *PEOPLE, "DataMarket", "RewardPool")
"""What a network with the people registry has, in the order of deployment."""
_FOUNDERS_ARGUMENT: Final = 3  # of Jury's constructor


class _Contract(msgspec.Struct, rename="camel"):
    address: str
    code_hash: str | None = None
    constructor_arguments: list[Any] | None = None


class _StartBlock(msgspec.Struct):
    number: int
    hash: str


class _File(msgspec.Struct, rename="camel"):
    chain_id: int
    start_block: _StartBlock
    contracts: dict[str, _Contract]
    former_markets: list[dict[str, _Contract]] = []


@dataclass(frozen=True, slots=True)
class Deployment:
    """One set of contracts on one chain; nothing of it is before `start_block`."""

    chain_id: int
    start_block: int
    start_block_hash: bytes
    addresses: dict[str, bytes]
    code_hashes: dict[str, bytes] = field(default_factory=dict)
    """keccak-256 of the code on chain, of those contracts whose deployment recorded it."""
    founders: tuple[int, ...] = ()
    """The profile ids that the jury was founded with, as the deployment recorded them."""
    former_markets: tuple[bytes, ...] = ()
    """Markets that this deployment replaced, newest first; what was agreed there goes on there."""

    @classmethod
    def load(cls, path: Path) -> "Deployment":
        """The deployment in a file; raises `chain.deployment` with what to do."""
        try:
            file = msgspec.json.decode(path.read_bytes(), type=_File)
            if not 0 < file.chain_id <= MAX_NUMBER or not 0 <= file.start_block.number <= MAX_NUMBER:
                raise BadDeployment(f"{path} names an impossible chain id or block: deploy again.")
            return cls(
                file.chain_id,
                file.start_block.number,
                parse_bytes(file.start_block.hash, 32),
                {name: parse_bytes(file.contracts[name].address, 20) for name in _names(file)},
                {name: parse_bytes(c.code_hash, 32) for name, c in file.contracts.items() if c.code_hash},
                _read_founders(file),
                tuple(parse_bytes(former["DataMarket"].address, 20) for former in file.former_markets),
            )
        except OSError as error:
            raise BadDeployment(
                f"{path} cannot be read ({error.strerror}): deploy the contracts or correct the setting."
            ) from None
        except KeyError as missing:
            raise BadDeployment(_explain_lacking(path, missing.args[0])) from None
        except (msgspec.MsgspecError, InconsistentChain, UnicodeDecodeError, ValueError) as error:
            raise BadDeployment(f"{path} is no deployment ({error}): deploy again.") from None

    @property
    def profile_registry(self) -> bytes:
        """Address of ProfileRegistry."""
        return self.addresses["ProfileRegistry"]

    @property
    def post_registry(self) -> bytes:
        """Address of PostRegistry."""
        return self.addresses["PostRegistry"]

    @property
    def tag_token(self) -> bytes:
        """Address of TagToken."""
        return self.addresses["TagToken"]

    @property
    def data_market(self) -> bytes:
        """Address of DataMarket."""
        return self.addresses["DataMarket"]

    @property
    def has_people(self) -> bool:
        """Whether profiles can have levels on this network."""
        return "PersonhoodRegistry" in self.addresses

    @property
    def personhood(self) -> bytes:
        """Address of what answers `levelOf` for the market: PersonhoodRegistry, or NoLevels."""
        return self.addresses["PersonhoodRegistry" if self.has_people else "NoLevels"]

    @property
    def intent_domain(self) -> IntentDomain:
        """What intent ids of this deployment are made with."""
        return IntentDomain(self.chain_id, self.post_registry)


def _names(file: _File) -> list[str]:
    required = WITH_PEOPLE if any(name in file.contracts for name in PEOPLE) else REQUIRED
    return [*required, *(name for name in file.contracts if name not in required)]


def _read_founders(file: _File) -> tuple[int, ...]:
    jury = file.contracts.get("Jury")
    if jury is None or not jury.constructor_arguments:
        return ()
    (given,) = jury.constructor_arguments[_FOUNDERS_ARGUMENT : _FOUNDERS_ARGUMENT + 1]
    return tuple(int(founder) for founder in msgspec.convert(given, list[str]))


def _explain_lacking(path: Path, name: str) -> str:
    if name in FOUNDATION:
        return f"{path} lacks the contract {name}: deploy again."
    return (
        f"{path} lacks the contract {name}, which it is older than: add it with `make deploy` as before, "
        "which keeps every other contract."
    )
