"""Sends the planned transactions, one nonce each, from wherever an earlier run stopped.

Written first, sent second: the journal knows of every transaction that can be in the chain. What it cannot
know (the node signed and this process died) is found by the deployer's nonce and the planned address.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from deployment.failure import DeployError
from deployment.fees import FeePolicy, Fees
from deployment.journal import Attempt, Journal
from deployment.node import Json, Node, NodeRefused
from deployment.plan import Step
from deployment.signer import Signer, Transaction

ROUNDS: Final = 5
# What nodes say when they have this transaction already, or another with its nonce.
_ALREADY: Final = (
    "already known",
    "already imported",
    "known transaction",
    "nonce too low",
    "already exists",
)
_REPLACING: Final = ("underpriced", "replacement")


class _Reorganised(Exception):
    """A contract that was in the chain no longer is where it was."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take; `confirmations` blocks must lie upon a transaction's own."""

    confirmations: int
    poll_seconds: float = 2.0
    stuck_seconds: float = 120.0
    limit_seconds: float = 1800.0


@dataclass(slots=True)
class Sending:
    """Everything that sending the steps of one journal needs; `creation` and `gas` are by contract name."""

    node: Node
    signer: Signer
    journal: Journal
    creation: dict[str, str]
    gas: dict[str, int]
    policy: FeePolicy
    patience: Patience
    say: Callable[[str], None]

    def run(self) -> dict[str, Json]:
        """Every step is in the chain under `confirmations` blocks; the receipts by contract name."""
        for _ in range(ROUNDS):
            with suppress(_Reorganised):
                receipts = {step.name: self._settle(step) for step in self.journal.steps}
                self._confirm(receipts)
                return receipts
            self.say("The network reorganised: looking again at every step.")
        raise DeployError("The network keeps reorganising: wait until it is calm, then run this again.")

    def _settle(self, step: Step) -> Json:
        """The receipt of a step that is in the chain; sends, sends again and raises fees as needed."""
        began = sent_at = time.monotonic()
        was_sent = False
        while (receipt := self._find_receipt(step)) is None:
            now = time.monotonic()
            if now - began > self.patience.limit_seconds:
                raise DeployError(
                    f"{step.name} is still waiting to be mined: run the same command again later; it goes on "
                    "here."
                )
            used = self.node.nonce(self.journal.deployer)
            if used > step.nonce and self._adopt_by_nonce(step):
                continue
            if used < step.nonce:
                self._require_earlier(step)
            if used > step.nonce:
                time.sleep(self.patience.poll_seconds)  # mined, but this node does not show the receipt yet
            elif not was_sent:
                self._send(step)
                was_sent, sent_at = True, now
            elif now - sent_at > self.patience.stuck_seconds:
                self._replace(step)
                sent_at = now
            else:
                time.sleep(self.patience.poll_seconds)
        return _require_success(step, receipt)

    def _find_receipt(self, step: Step) -> Json | None:
        hashes = (attempt.hash for attempt in self.journal.attempts_of(step) if attempt.hash)
        return next((found for h in hashes if (found := self.node.find_receipt(h)) is not None), None)

    def _require_earlier(self, step: Step) -> None:
        """Raises when a contract before `step` left the chain, so that this one cannot be mined."""
        for earlier in self.journal.steps[: self.journal.steps.index(step)]:
            if self._find_receipt(earlier) is None:
                raise _Reorganised

    def _send(self, step: Step) -> None:
        """The step's latest attempt is with the node; the first one is made here."""
        tried = self.journal.attempts_of(step)
        if not tried:
            self.say(f"{step.name}: sending with nonce {step.nonce}, to become {step.address}")
            self._attempt(step, self.policy.quote(self.node))
        elif tried[-1].raw is not None and not self.node.is_known(tried[-1].hash or ""):
            self.say(f"{step.name}: sending again what an earlier run signed")
            self._broadcast(step, tried[-1])
        elif tried[-1].hash is None:
            self._broadcast(step, tried[-1])

    def _replace(self, step: Step) -> None:
        tried = self.journal.attempts_of(step)[-1]
        raised = self.policy.raise_fees(self.node, Fees(0, tried.priority_fee_wei, tried.max_fee_wei))
        if raised is None:
            self.say(f"{step.name}: still waiting; --max-fee-gwei forbids to offer more")
            self._broadcast(step, tried)
            return
        self.say(f"{step.name}: still waiting, offering more for the same nonce")
        self._attempt(step, raised)

    def _attempt(self, step: Step, fees: Fees) -> None:
        """A new transaction for the step is in the journal, then with the node."""
        signed = self.signer.sign(self._transaction(step, fees.max_fee_wei, fees.priority_wei))
        transaction_hash, raw = signed or (None, None)
        gas = self.gas[step.name]
        attempt = Attempt(transaction_hash, raw, gas, fees.max_fee_wei, fees.priority_wei)
        self.journal.attempts_of(step).append(attempt)
        self.journal.save()
        self._broadcast(step, attempt)

    def _broadcast(self, step: Step, attempt: Attempt) -> None:
        try:
            if attempt.raw is not None:
                self.node.call("eth_sendRawTransaction", attempt.raw)
                return
            unsigned = self._transaction(step, attempt.max_fee_wei, attempt.priority_fee_wei)
            attempt.hash = self.signer.send_unsigned(self.node, unsigned)
            self.journal.save()
        except NodeRefused as refusal:
            said = refusal.said.lower()
            if any(words in said for words in _ALREADY):
                return  # the loop in _settle finds out which transaction it was
            if any(words in said for words in _REPLACING):
                self.say(
                    f"{step.name}: another transaction waits with nonce {step.nonce}; offering more in time"
                )
                return
            raise DeployError(
                f"The node did not take {step.name} ({refusal.said}): mend that and run the same command "
                "again; it goes on here."
            ) from None

    def _transaction(self, step: Step, max_fee_wei: int, priority_wei: int) -> Transaction:
        return {
            "type": 2,
            "chainId": self.journal.chain_id,
            "nonce": step.nonce,
            "value": 0,
            "data": self.creation[step.name],
            "gas": self.gas[step.name],
            "maxFeePerGas": max_fee_wei,
            "maxPriorityFeePerGas": priority_wei,
        }

    def _adopt_by_nonce(self, step: Step) -> bool:
        """Whether the journal learnt which transaction used the nonce; raises when it is a foreign one."""
        found = find_by_nonce(self.node, self.journal.deployer, step.nonce)
        if found is None:
            return False
        if found.get("to") is not None or str(found.get("input")).lower() != self.creation[step.name].lower():
            raise DeployError(
                f"The deployer's transaction number {step.nonce}, planned for {step.name}, was used for "
                f"something else ({found['hash']}): use the account for nothing else, and begin anew with "
                "--start-over."
            )
        known = self.journal.attempts_of(step)
        if any(attempt.hash == found["hash"] for attempt in known):
            return False
        self.say(f"{step.name}: found on chain, sent by an earlier run")
        known.append(Attempt(str(found["hash"]), None, self.gas[step.name], 0, 0))
        self.journal.save()
        return True

    def _confirm(self, receipts: dict[str, Json]) -> None:
        """Returns once enough blocks lie upon every receipt; raises when one is no longer what it was."""
        last = max(int(receipt["blockNumber"], 16) for receipt in receipts.values())
        began = time.monotonic()
        if self.patience.confirmations:
            self.say(f"Waiting for {self.patience.confirmations} blocks upon the last contract")
        while self.node.head() < last + self.patience.confirmations:
            if time.monotonic() - began > self.patience.limit_seconds:
                raise DeployError("The network makes no blocks: run the same command again later.")
            time.sleep(self.patience.poll_seconds)
        for receipt in receipts.values():
            again = self.node.find_receipt(receipt["transactionHash"])
            if again is None or again["blockHash"] != receipt["blockHash"]:
                raise _Reorganised


def find_by_nonce(node: Node, sender: str, nonce: int) -> Json | None:
    """The mined transaction number `nonce` of `sender`, found by halving the chain; None if not there."""
    low, high = 0, node.head()
    if node.nonce(sender, high) <= nonce:
        return None
    while low < high:
        middle = (low + high) // 2
        try:
            is_after = node.nonce(sender, middle) > nonce
        except NodeRefused:  # a node without old states: what it forgot is long before this deployment
            is_after = False
        low, high = (low, middle) if is_after else (middle + 1, high)
    block = node.find_block(low, full=True) or {"transactions": []}
    for found in block["transactions"]:
        if found["from"].lower() == sender.lower() and int(found["nonce"], 16) == nonce:
            return dict(found)
    return None


def _require_success(step: Step, receipt: Json) -> Json:
    where = str(receipt.get("contractAddress") or "").lower()
    if int(receipt["status"], 16) != 1 or where != step.address.lower():
        raise DeployError(
            f"{step.name} was not created by {receipt['transactionHash']} (out of gas, or refused by the "
            "network): look at it in the block explorer, then begin anew with --start-over."
        )
    return receipt
