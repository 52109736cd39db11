"""One transaction of a local key, from the question whether it would succeed to the block that holds it.

For whoever goes to the contract without a relay. Nothing is remembered: a process that dies leaves at most
one transaction behind, which either happens or not.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from hashtagspace.chain.reverts import CallReverted, Revert
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.chain.submit import Fees, Receipt, SendOutcome, SignedTransaction, Submitter, bump_fees
from hashtagspace.chain.wallet import Wallet
from hashtagspace.errors import ChainUnavailable, Conflict, Refused

PATIENCE_SECONDS: Final = 180.0
_BUMP_SECONDS: Final = 30.0


class NoCoin(Refused):
    """The wallet cannot pay for gas; somebody else, such as a gateway's relay, may carry the call."""

    code: ClassVar[str] = "wallet.no_coin"


class NonceTaken(Conflict):
    """Another transaction of this wallet took the place of ours."""

    code: ClassVar[str] = "wallet.nonce_taken"
    retryable: ClassVar[bool] = True


class NotMined(ChainUnavailable):
    """The transaction is sent but in no block yet; it may still come."""

    code: ClassVar[str] = "chain.not_mined"


@dataclass(frozen=True, slots=True)
class Mined:
    """Where a transaction that succeeded stands."""

    tx_hash: bytes
    block_number: int
    block_hash: bytes


@dataclass(slots=True)
class _Flight:
    """A transaction on its way: every form of it that was sent."""

    to: bytes
    data: bytes
    nonce: int
    gas: int
    fees: Fees
    sent: list[SignedTransaction] = field(default_factory=list)


class Transactor:
    """Sends for one wallet, one transaction at a time. Thread-safe if `rpc` is."""

    def __init__(
        self,
        rpc: JsonRpc,
        wallet: Wallet,
        chain_id: int,
        *,
        poll_seconds: float = 1.0,
        patience_seconds: float = PATIENCE_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._submitter = Submitter(rpc, wallet.private_key(), chain_id)
        self._poll_seconds = poll_seconds
        self._patience_seconds = patience_seconds
        self._sleep = sleep
        self._lock = threading.Lock()
        self.address = wallet.address

    def __repr__(self) -> str:
        """The address only."""
        return f"Transactor(0x{self.address.hex()})"

    def simulate(self, to: bytes, data: bytes) -> bytes:
        """What the call of this wallet would return now; raises CallReverted, `chain.*`."""
        return self._submitter.simulate(to, data)

    def transact(self, to: bytes, data: bytes) -> Mined:
        """The transaction is in a block and did what it asked.

        Raises CallReverted before anything is sent where the chain says no, `wallet.no_coin`,
        `wallet.nonce_taken`, `chain.not_mined` (it may still come) and other `chain.*`.
        """
        with self._lock:
            self._submitter.simulate(to, data)
            gas = self._submitter.estimate_gas(to, data)
            nonce = self._submitter.read_pending_nonce()
            return self._follow(to, data, nonce, gas)

    def transact_many(self, calls: Sequence[tuple[bytes, bytes]]) -> list[Mined | CallReverted]:
        """Several (to, data) that do not need one another: all are sent before any is waited for.

        In their order, what the chain refuses among them. Raises as `transact` for the rest.
        """
        with self._lock:
            prepared = [self._prepare(to, data) for to, data in calls]
            nonce, fees = self._submitter.read_pending_nonce(), self._submitter.propose_fees()
            flights: list[_Flight | CallReverted] = []
            for (to, data), gas in zip(calls, prepared, strict=True):
                if isinstance(gas, CallReverted):
                    flights.append(gas)
                    continue
                flight = _Flight(to, data, nonce, gas, fees)
                self._send(flight.sent, to, data, nonce=nonce, gas=gas, fees=fees)
                flights.append(flight)
                nonce += 1
            return [self._land(flight) for flight in flights]

    def _prepare(self, to: bytes, data: bytes) -> int | CallReverted:
        """The gas to give, or why the chain says no."""
        try:
            self._submitter.simulate(to, data)
            return self._submitter.estimate_gas(to, data)
        except CallReverted as refusal:
            return refusal

    def _land(self, flight: _Flight | CallReverted) -> Mined | CallReverted:
        if isinstance(flight, CallReverted):
            return flight
        try:
            return self._await(flight)
        except CallReverted as refusal:
            return refusal

    def _follow(self, to: bytes, data: bytes, nonce: int, gas: int) -> Mined:
        flight = _Flight(to, data, nonce, gas, self._submitter.propose_fees())
        self._send(flight.sent, to, data, nonce=nonce, gas=gas, fees=flight.fees)
        return self._await(flight)

    def _await(self, flight: _Flight) -> Mined:
        to, data, nonce, gas, fees, sent = (
            flight.to, flight.data, flight.nonce, flight.gas, flight.fees, flight.sent,
        )  # fmt: skip
        waited = since_bump = 0.0
        while True:
            mined = self._find_mined(sent, to, data)
            if mined is not None:
                return mined
            if waited >= self._patience_seconds:
                raise NotMined(
                    f"The transaction 0x{sent[-1].tx_hash.hex()} is in no block after {waited:.0f} seconds; "
                    "it may still come: look at the chain before you send another."
                )
            self._sleep(self._poll_seconds)
            waited += self._poll_seconds
            since_bump += self._poll_seconds
            if since_bump >= _BUMP_SECONDS:
                since_bump = 0.0
                fees = bump_fees(fees, self._submitter.propose_fees())
                self._send(sent, to, data, nonce=nonce, gas=gas, fees=fees)

    def _send(
        self, sent: list[SignedTransaction], to: bytes, data: bytes, *, nonce: int, gas: int, fees: Fees
    ) -> None:
        """A further transaction of the same nonce is on its way, unless one of them is in a block already."""
        signed = self._submitter.sign(to, data, nonce=nonce, gas=gas, fees=fees)
        outcome = self._submitter.send(signed.raw)
        if outcome is SendOutcome.ACCEPTED:
            sent.append(signed)
        elif outcome is SendOutcome.POOR and not sent:
            raise NoCoin(
                f"The wallet 0x{self.address.hex()} cannot pay up to {gas * fees.max_fee_wei} wei of gas: "
                "send it coin, or let a gateway's relay carry the call."
            )
        elif outcome is SendOutcome.REFUSED and not sent:
            raise CallReverted(
                Revert("call.too_expensive", "The call takes more gas than the chain gives one.")
            )
        elif outcome is SendOutcome.NONCE_USED and self._find_receipt(sent) is None:
            raise NonceTaken(
                "Another transaction of this wallet took the place of this one: look at what it did, "
                "then try again."
            )
        elif not sent:
            raise ChainUnavailable("The node does not take the transaction at its own price; try again.")

    def _find_mined(self, sent: list[SignedTransaction], to: bytes, data: bytes) -> Mined | None:
        found = self._find_receipt(sent)
        if found is None:
            return None
        tx_hash, receipt = found
        if not receipt.ok:
            self._submitter.simulate(to, data, receipt.block_number)
            raise CallReverted(
                Revert("call.reverted", "The transaction failed in its block; try again.", True)
            )
        return Mined(tx_hash, receipt.block_number, receipt.block_hash)

    def _find_receipt(self, sent: list[SignedTransaction]) -> tuple[bytes, Receipt] | None:
        for one in sent:
            receipt = self._submitter.find_receipt(one.tx_hash)
            if receipt is not None:
                return one.tx_hash, receipt
        return None
