"""What buyer and seller ask the chain itself: offers, deals, credit, custody, levels, and what is final."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import PROFILE_REGISTRY, Contracts
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import WrongNetwork
from hashtagspace.chain.relay_reads import Head, RelayReads
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import ChainUnavailable

DATA_MARKET: Final = "DataMarket"
TAG_TOKEN: Final = "TagToken"  # noqa: S105 - a contract
_LEVELS: Final = "NoLevels"  # any IPersonhood has its `levelOf`


@dataclass(frozen=True, slots=True)
class OfferOnChain:
    """`OfferState`: an offer as it stands. `accept_until` is 0 once it was closed."""

    buyer: bytes
    accept_until: int
    max_responses: int
    min_level: int
    epochs: int
    up_front_bps: int
    free: int
    live: int
    deliver_seconds: int
    garbage_seconds: int
    vesting_seconds: int
    wanted: bytes


@dataclass(frozen=True, slots=True)
class DealOnChain:
    """`Deal`: a deal as it stands; what `price`, `time` and `word` mean depends on the state."""

    price: int
    time: int
    custody_index: int
    state: DealState
    withdrawn: bool
    epochs: int
    next: int
    left: int
    word: bytes


class MarketReads:
    """Reads one deployment through one node; every method raises `chain.*`. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Asks nothing yet."""
        self._rpc = rpc
        self.deployment = deployment
        self._contracts = Contracts(rpc, deployment.addresses)
        self._levels: Contracts | None = None  # of the contract that the market asks, which never changes
        self._blocks = RelayReads(rpc, deployment.post_registry, deployment.profile_registry)

    def verify_network(self) -> None:
        """Raises `chain.wrong_network` unless the node has the start block of the deployment."""
        block = self._blocks.find_block(self.deployment.start_block)
        if block is None or block.hash != self.deployment.start_block_hash:
            raise WrongNetwork(
                "The node serves another chain than the one these contracts are on: "
                "give another RPC endpoint or deployment."
            )

    def find_offer(self, offer: bytes) -> OfferOnChain | None:
        """The offer, None if nobody opened it."""
        (state,) = self._contracts.read(DATA_MARKET, "offerOf", offer)
        found = OfferOnChain(*state)
        return found if any(found.buyer) else None

    def read_deal(self, offer: bytes, profile: int) -> DealOnChain:
        """The deal; state NONE where there is none."""
        (state,) = self._contracts.read(DATA_MARKET, "dealOf", offer, profile)
        price, time, custody, number, *rest = state
        try:
            return DealOnChain(price, time, custody, DealState(number), *rest)
        except ValueError:
            raise ChainUnavailable(
                "The node tells of a state that no deal has: give another RPC endpoint.", code="chain.answer"
            ) from None

    def read_locked(self, offer: bytes, profile: int) -> int:
        """What the deal still holds, in 1e-18 TAG."""
        return int(self._contracts.read(DATA_MARKET, "lockedOf", offer, profile)[0])

    def read_credit(self, account: bytes) -> int:
        """What `withdraw` would pay the account, in 1e-18 TAG."""
        return int(self._contracts.read(DATA_MARKET, "creditOf", account)[0])

    def read_balance(self, account: bytes) -> int:
        """The account's TAG (1e-18)."""
        return int(self._contracts.read(TAG_TOKEN, "balanceOf", account)[0])

    def read_permit_nonce(self, owner: bytes) -> int:
        """The nonce of the owner's next permit."""
        return int(self._contracts.read(TAG_TOKEN, "nonces", owner)[0])

    def read_custody(self, profile: int) -> bytes:
        """The wallet that controls the profile; raises CallReverted `profile.unknown`."""
        return bytes(self._contracts.read(PROFILE_REGISTRY, "custodyOf", profile)[0])

    def is_signed(self, signer: bytes, struct_hash: bytes, signature: bytes) -> bool:
        """Whether the market would take the signature for the signer's, ERC-1271 included."""
        try:
            (answer,) = self._contracts.read(DATA_MARKET, "isSigned", signer, struct_hash, signature)
        except CallReverted:
            return False
        return bool(answer)

    def read_level(self, profile: int) -> int:
        """The profile's personhood level, by the contract that the market asks."""
        if self._levels is None:
            (personhood,) = self._contracts.read(DATA_MARKET, "PERSONHOOD")
            self._levels = Contracts(self._rpc, {_LEVELS: personhood})
        (level,) = self._levels.read(_LEVELS, "levelOf", profile)
        return int(level)

    def read_head(self) -> Head:
        """The latest block."""
        return self._blocks.read_head()

    def read_final(self) -> Head:
        """The latest block that can no longer change."""
        number = self._blocks.read_final_number()
        block = self._blocks.find_block(number)
        if block is None:
            raise ChainUnavailable("The node forgot a block that it called final; try again.")
        return block

    def find_block(self, number: int) -> Head | None:
        """The block of this height."""
        return self._blocks.find_block(number)

    def simulate(self, data: bytes) -> bytes:
        """What the call of the market would return; raises CallReverted."""
        return self._contracts.simulate(self.deployment.data_market, data)
