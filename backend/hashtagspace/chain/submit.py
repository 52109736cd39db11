"""Transactions of the relay's account: fees, signing, sending, receipts.

Nothing is remembered here; which nonce serves what is the outbox's business.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from eth_account import Account

from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import CallReverted, decode_revert
from hashtagspace.chain.rpc import Rpc
from hashtagspace.errors import ChainUnavailable

_GAS_MARGIN: Final = 1.25
_BUMP: Final = 1.25  # nodes ask for at least 1.1
_FALLBACK_PRIORITY_WEI: Final = 1_000_000_000


class JsonRpc(Protocol):
    """Asks a node from any thread; raises `chain.*`."""

    def call(self, method: str, params: Sequence[object] = ()) -> Any:  # noqa: ANN401 - JSON
        """The `result` member of the answer, as plain JSON values."""


class SharedRpc:
    """One node for many threads: each has a connection of its own."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._local = threading.local()

    def call(self, method: str, params: Sequence[object] = ()) -> Any:  # noqa: ANN401 - JSON
        """The `result` member of the answer, as plain JSON values; raises `chain.*`."""
        own: Rpc | None = getattr(self._local, "rpc", None)
        if own is None:
            own = self._local.rpc = self._rpc.clone()
        return own.call(method, params, object)


class SendOutcome(Enum):
    """What a node did with a transaction."""

    ACCEPTED = "accepted"  # it is in the pool, now or before
    NONCE_USED = "nonce used"  # a transaction with this nonce is in the chain
    UNDERPRICED = "underpriced"  # it must pay more
    POOR = "poor"  # the account cannot pay it


@dataclass(frozen=True, slots=True)
class Fees:
    """What a transaction pays for a unit of gas, wei."""

    max_fee_wei: int
    priority_fee_wei: int


@dataclass(frozen=True, slots=True)
class SignedTransaction:
    """A transaction ready to be sent."""

    tx_hash: bytes
    raw: bytes
    fees: Fees


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a transaction went and whether it did what it asked."""

    ok: bool
    block_number: int
    block_hash: bytes


class Submitter:
    """Signs with one key for one chain; the key appears in no repr and no log."""

    def __init__(self, rpc: JsonRpc, private_key: bytes, chain_id: int) -> None:
        self._rpc = rpc
        self._account = Account.from_key(private_key)
        self._chain_id = chain_id
        self.address = bytes.fromhex(self._account.address[2:])

    def __repr__(self) -> str:
        """The address only."""
        return f"Submitter(0x{self.address.hex()})"

    def read_nonce(self) -> int:
        """How many transactions of the account are in the chain."""
        return self._number("eth_getTransactionCount", self._account.address, "latest")

    def read_pending_nonce(self) -> int:
        """The same, with those in the node's pool that can follow."""
        return self._number("eth_getTransactionCount", self._account.address, "pending")

    def read_balance_wei(self) -> int:
        """The account's coin."""
        return self._number("eth_getBalance", self._account.address, "latest")

    def propose_fees(self) -> Fees:
        """Twice the base fee and the node's own tip: good for about six full blocks. Source: EIP-1559."""
        block = self._rpc.call("eth_getBlockByNumber", ["latest", False])
        try:
            priority = self._number("eth_maxPriorityFeePerGas")
        except RpcFailed:
            priority = _FALLBACK_PRIORITY_WEI
        if "baseFeePerGas" not in block:
            price = self._number("eth_gasPrice")
            return Fees(price, price)
        return Fees(2 * int(block["baseFeePerGas"], 16) + priority, priority)

    def estimate_gas(self, to: bytes, data: bytes) -> int:
        """The gas limit to give, a quarter above the node's estimate; raises CallReverted."""
        try:
            return int(self._number("eth_estimateGas", self._call_object(to, data)) * _GAS_MARGIN)
        except RpcFailed as refusal:
            raise as_revert(refusal) from refusal

    def simulate(self, to: bytes, data: bytes, block: int | None = None) -> bytes:
        """What the call would return now, or did at the end of `block`; raises CallReverted."""
        tag = "latest" if block is None else hex(block)
        try:
            answer = self._rpc.call("eth_call", [self._call_object(to, data), tag])
        except RpcFailed as refusal:
            raise as_revert(refusal) from refusal
        return bytes.fromhex(answer[2:])

    def sign(self, to: bytes, data: bytes, *, nonce: int, gas: int, fees: Fees) -> SignedTransaction:
        """The type 2 transaction, not sent."""
        signed = self._account.sign_transaction(
            {
                "type": 2,
                "chainId": self._chain_id,
                "nonce": nonce,
                "to": to,
                "value": 0,
                "data": data,
                "gas": gas,
                "maxFeePerGas": fees.max_fee_wei,
                "maxPriorityFeePerGas": fees.priority_fee_wei,
            }
        )
        return SignedTransaction(bytes(signed.hash), bytes(signed.raw_transaction), fees)

    def send(self, raw: bytes) -> SendOutcome:
        """The node has the transaction, or why not; raises `chain.unavailable`. Idempotent."""
        try:
            self._rpc.call("eth_sendRawTransaction", ["0x" + raw.hex()])
        except RpcFailed as refusal:
            return _read_outcome(refusal)
        return SendOutcome.ACCEPTED

    def is_known(self, tx_hash: bytes) -> bool:
        """Whether the node has the transaction in its pool or chain."""
        return self._rpc.call("eth_getTransactionByHash", ["0x" + tx_hash.hex()]) is not None

    def find_receipt(self, tx_hash: bytes) -> Receipt | None:
        """The receipt, None while the transaction is in no block."""
        found = self._rpc.call("eth_getTransactionReceipt", ["0x" + tx_hash.hex()])
        if found is None or found.get("blockHash") is None:
            return None
        return Receipt(
            int(found["status"], 16) == 1,
            int(found["blockNumber"], 16),
            bytes.fromhex(found["blockHash"][2:]),
        )

    def _call_object(self, to: bytes, data: bytes) -> dict[str, str]:
        return {"from": self._account.address, "to": "0x" + to.hex(), "data": "0x" + data.hex()}

    def _number(self, method: str, *params: object) -> int:
        return int(self._rpc.call(method, list(params)), 16)


def bump_fees(old: Fees, proposed: Fees) -> Fees:
    """Fees that a node takes instead of `old`: a quarter more, or what is proposed now if that is more."""
    return Fees(
        max(int(old.max_fee_wei * _BUMP) + 1, proposed.max_fee_wei),
        max(int(old.priority_fee_wei * _BUMP) + 1, proposed.priority_fee_wei),
    )


def _read_outcome(refusal: RpcFailed) -> SendOutcome:
    text = refusal.detail.lower()
    if "already known" in text or "already imported" in text or "known transaction" in text:
        return SendOutcome.ACCEPTED
    if "nonce too low" in text or "nonce is too low" in text:
        return SendOutcome.NONCE_USED
    if "insufficient funds" in text or "insufficient balance" in text:
        return SendOutcome.POOR
    if "underpriced" in text or "less than block base fee" in text or "fee too low" in text:
        return SendOutcome.UNDERPRICED
    raise refusal


def as_revert(failure: RpcFailed) -> CallReverted | ChainUnavailable:
    """The revert that a refused `eth_call` or `eth_estimateGas` stands for, or the failure itself."""
    if failure.data is not None and failure.data.startswith("0x"):
        return CallReverted(decode_revert(bytes.fromhex(failure.data[2:])))
    if "revert" in failure.detail.lower():
        return CallReverted(decode_revert(b""))
    return failure
