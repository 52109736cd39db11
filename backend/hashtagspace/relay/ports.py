"""What the relay needs from outside; fakes of these are in tests/fakes.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from hashtagspace.chain.contracts import Argument
from hashtagspace.chain.relay_reads import AnchorSighting, Authority, Head
from hashtagspace.chain.submit import Fees, Receipt, SendOutcome, SignedTransaction


class ChainReads(Protocol):
    """Questions to the chain; every method raises `chain.unavailable`. See `RelayReads`."""

    def read_head(self) -> Head:
        """The latest block."""

    def find_block(self, number: int) -> Head | None:
        """The block of this height now."""

    def read_final_number(self) -> int:
        """The height that can no longer change."""

    def list_anchors(self, root: bytes, from_block: int) -> list[AnchorSighting]:
        """Every Anchored event of `root` since `from_block`."""

    def read_authority(self, profile: int, signer: bytes) -> Authority:
        """What the contract says of the signer."""

    def simulate(self, to: bytes, data: bytes) -> bytes:
        """What the call would return; raises CallReverted."""

    def read_profiles(self, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of ProfileRegistry returns; raises CallReverted."""

    def read_market(self, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of DataMarket returns; raises CallReverted."""

    def read(self, contract: str, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of any contract of the deployment returns; raises CallReverted."""


class Sender(Protocol):
    """The account that pays; every method raises `chain.unavailable`. See `Submitter`."""

    address: bytes

    def read_nonce(self) -> int:
        """Transactions of the account in the chain."""

    def read_pending_nonce(self) -> int:
        """The same with the node's pool."""

    def read_balance_wei(self) -> int:
        """The account's coin."""

    def propose_fees(self) -> Fees:
        """What to pay now."""

    def estimate_gas(self, to: bytes, data: bytes) -> int:
        """The gas limit to give; raises CallReverted."""

    def simulate(self, to: bytes, data: bytes, block: int | None = None) -> bytes:
        """What the call would return; raises CallReverted."""

    def simulate_paid(self, to: bytes, data: bytes, *, gas: int, fees: Fees) -> None:
        """The call succeeds with this gas at this price; raises CallReverted."""

    def sign(self, to: bytes, data: bytes, *, nonce: int, gas: int, fees: Fees) -> SignedTransaction:
        """The transaction, not sent."""

    def send(self, raw: bytes) -> SendOutcome:
        """The node has the transaction, or why not."""

    def is_known(self, tx_hash: bytes) -> bool:
        """Whether the node has it."""

    def find_receipt(self, tx_hash: bytes) -> Receipt | None:
        """Its receipt, None while it is in no block."""


class BlockKeeper(Protocol):
    """The part of a content store that a relay uses."""

    def put_block(self, data: bytes) -> str:
        """The block is kept and durable; its CID."""

    def find_block(self, cid: str) -> bytes | None:
        """The bytes, None when they are not here; may ask a network for them, and wait."""

    def has_block(self, cid: str) -> bool:
        """Whether they are here; asks no network."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An intent that the chain holds, by whatever way; `fault` is the code of why it does not count."""

    state: Literal["anchored", "final"]
    fault: str | None
    block_number: int
    tx_hash: bytes | None


class Projection(Protocol):
    """The indexer's tables; they may lag behind the chain or be missing."""

    def find_inclusions(self, intent_ids: Sequence[bytes]) -> dict[bytes, Inclusion]:
        """What the chain holds of these intents, as far as it is indexed."""

    def find_authority(self, profile: int, signer: bytes) -> Authority | None:
        """What is indexed of the signer; None where the profile is not indexed."""

    def read_block_number(self) -> int:
        """The last block that is indexed, -1 before the first."""

    def find_accept_block(self, deal: bytes) -> int | None:
        """The block that accepted the deal's consent, None where that is not indexed."""

    def find_level(self, profile: int) -> int:
        """The profile's personhood level, 0 where it is not indexed."""


class NoProjection:
    """No indexer beside this relay: everything is asked from the chain."""

    def find_inclusions(self, intent_ids: Sequence[bytes]) -> dict[bytes, Inclusion]:  # noqa: ARG002
        """Nothing."""
        return {}

    def find_authority(self, profile: int, signer: bytes) -> Authority | None:  # noqa: ARG002
        """Nothing."""
        return None

    def read_block_number(self) -> int:
        """Nothing is indexed."""
        return -1

    def find_accept_block(self, deal: bytes) -> int | None:  # noqa: ARG002
        """Nothing."""
        return None

    def find_level(self, profile: int) -> int:  # noqa: ARG002
        """Nothing."""
        return 0
