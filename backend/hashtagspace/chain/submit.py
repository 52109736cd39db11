"""Transactions of the relay's account: fees, signing, sending, receipts.

Nothing is remembered here; which nonce serves what is the outbox's business.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from eth_typing import Hash32
from web3 import Web3
from web3.exceptions import TransactionNotFound
from web3.types import TxParams, Wei

from hashtagspace.chain.contracts import simulate
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import CallReverted, Revert, as_revert
from hashtagspace.chain.rpc_provider import open_web3, reading_answer
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.errors import ChainUnavailable

_GAS_MARGIN: Final = 1.25
_BUMP: Final = 1.25  # nodes ask for at least 1.1
_FALLBACK_PRIORITY_WEI: Final = 1_000_000_000
_TOO_MUCH_GAS: Final = re.compile(
    r"out of gas|\bgas\b.*(exceed|too high|too large|greater than)|exceed.*\bgas\b"
)


class SendOutcome(Enum):
    """What a node did with a transaction."""

    ACCEPTED = "accepted"  # it is in the pool, now or before
    NONCE_USED = "nonce used"  # a transaction with this nonce is in the chain
    UNDERPRICED = "underpriced"  # it must pay more
    POOR = "poor"  # the account cannot pay it
    REFUSED = "refused"  # it asks for more gas than the chain gives one transaction


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
        self._eth = open_web3(rpc).eth
        self._account = self._eth.account.from_key(private_key)
        self._chain_id = chain_id
        self.address = bytes.fromhex(self._account.address[2:])

    def __repr__(self) -> str:
        """The address only."""
        return f"Submitter(0x{self.address.hex()})"

    def read_nonce(self) -> int:
        """How many transactions of the account are in the chain."""
        with reading_answer("eth_getTransactionCount"):
            return int(self._eth.get_transaction_count(self._account.address, "latest"))

    def read_pending_nonce(self) -> int:
        """The same, with those in the node's pool that can follow."""
        with reading_answer("eth_getTransactionCount"):
            return int(self._eth.get_transaction_count(self._account.address, "pending"))

    def read_balance_wei(self) -> int:
        """The account's coin."""
        with reading_answer("eth_getBalance"):
            return int(self._eth.get_balance(self._account.address, "latest"))

    def propose_fees(self) -> Fees:
        """Twice the base fee and the node's own tip: good for about six full blocks. Source: EIP-1559."""
        with reading_answer("the question for fees"):
            block = self._rpc.call("eth_getBlockByNumber", ["latest", False])
            try:
                priority = int(self._eth.max_priority_fee)
            except RpcFailed:
                priority = _FALLBACK_PRIORITY_WEI
            if "baseFeePerGas" not in block:
                price = int(self._eth.gas_price)
                return Fees(price, price)
            return Fees(2 * int(block["baseFeePerGas"], 16) + priority, priority)

    def estimate_gas(self, to: bytes, data: bytes) -> int:
        """The gas limit to give, a quarter above the node's estimate; raises CallReverted, `chain.*`.

        The code is `call.too_expensive` where the node finds no gas limit that is enough.
        """
        try:
            with reading_answer("eth_estimateGas"):
                return int(self._eth.estimate_gas(self._call(to, data)) * _GAS_MARGIN)
        except RpcFailed as refusal:
            raise _read_refusal(refusal) from refusal

    def simulate(self, to: bytes, data: bytes, block: int | None = None) -> bytes:
        """What the call would return now, or did at the end of `block`; raises CallReverted."""
        return simulate(self._eth, self._call(to, data), block)

    def simulate_paid(self, to: bytes, data: bytes, *, gas: int, fees: Fees) -> None:
        """The call succeeds with just this gas at this price, as the transaction would; raises CallReverted.

        Code can see the price and the gas, and answer differently when nobody pays.
        """
        paid: TxParams = {
            **self._call(to, data),
            "gas": gas,
            "maxFeePerGas": Wei(fees.max_fee_wei),
            "maxPriorityFeePerGas": Wei(fees.priority_fee_wei),
        }
        try:
            simulate(self._eth, paid)
        except RpcFailed as refusal:
            raise _read_refusal(refusal) from refusal

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
            with reading_answer("eth_sendRawTransaction"):
                self._eth.send_raw_transaction(raw)
        except RpcFailed as refusal:
            return _read_outcome(refusal)
        return SendOutcome.ACCEPTED

    def is_known(self, tx_hash: bytes) -> bool:
        """Whether the node has the transaction in its pool or chain."""
        with reading_answer("eth_getTransactionByHash"):
            try:
                self._eth.get_transaction(Hash32(tx_hash))
            except TransactionNotFound:
                return False
        return True

    def find_receipt(self, tx_hash: bytes) -> Receipt | None:
        """The receipt, None while the transaction is in no block."""
        with reading_answer("eth_getTransactionReceipt"):
            try:
                found = self._eth.get_transaction_receipt(Hash32(tx_hash))
            except TransactionNotFound:
                return None
            if found.get("blockHash") is None:
                return None
            return Receipt(found["status"] == 1, found["blockNumber"], bytes(found["blockHash"]))

    def _call(self, to: bytes, data: bytes) -> TxParams:
        return {
            "from": self._account.address,
            "to": Web3.to_checksum_address(to),
            "data": Web3.to_hex(data),
        }


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
    if _is_about_gas(refusal):
        return SendOutcome.REFUSED
    raise refusal


def _read_refusal(refusal: RpcFailed) -> CallReverted | ChainUnavailable:
    if refusal.data is None and _is_about_gas(refusal):
        return CallReverted(Revert("call.too_expensive", "The call takes more gas than the chain gives one."))
    return as_revert(refusal)


def _is_about_gas(refusal: RpcFailed) -> bool:
    text = refusal.detail.lower()
    return "fee" not in text and _TOO_MUCH_GAS.search(text) is not None
