"""A relay beside a bazaar on a real chain: market calls as JSON, stamped, its worker driven by hand."""

import time
from dataclasses import astuple
from pathlib import Path
from typing import Any

from anvil_node import KEYS
from deployed import Deployed
from fake_chain import FakeProjection
from fakes import MemoryContentStore
from market_world import Bazaar, Sale
from world import World, wallet

from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.submit import Submitter
from hashtagspace.config import Budgets
from hashtagspace.domain.consent import Consent, Revoke, consent_digest
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.stamp import Stamp, solve_stamp
from hashtagspace.relay.answers import CallAnswer, CallSubmission
from hashtagspace.relay.batching import BatchLimits
from hashtagspace.relay.call_list import parse_call
from hashtagspace.relay.open import StampBits, Surroundings, build_relay, build_worker
from hashtagspace.store.outbox_engine import Network, open_outbox

BITS = 2
CALLER = "192.0.2.1"
RELAY_KEY = KEYS[2]


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def spell_consent(consent: Consent) -> dict[str, str]:
    values = zip((name for name, _ in Consent.STRUCT.members), astuple(consent), strict=True)
    return {name: hexed(value) if isinstance(value, bytes) else str(value) for name, value in values}


def spell_proof(proof: Any) -> dict[str, str]:
    return dict(zip(("c", "s", "ux", "uy", "vx", "vy", "inv"), map(str, astuple(proof)), strict=True))


class MarketTown:
    """People, offers, and a relay that pays."""

    def __init__(self, deployed: Deployed, folder: Path, budgets: Budgets | None = None) -> None:
        self.deployed = deployed
        self.bazaar = Bazaar(World(deployed))
        self.at = deployed.deployment
        self.rpc = SharedRpc(Rpc(deployed.anvil.url))
        self.reads = RelayReads(
            self.rpc, self.at.post_registry, self.at.profile_registry, self.at.data_market, self.at.addresses
        )
        self.projection = FakeProjection()
        self.budgets = budgets or Budgets()
        self.ticks = 0
        self.deliveries: dict[bytes, tuple[Any, Any]] = {}
        self.url = f"sqlite:///{folder / 'outbox.sqlite3'}"
        self.open()

    def open(self) -> None:
        network = Network(self.at.chain_id, self.at.post_registry, self.at.start_block_hash)
        self.outbox = open_outbox(self.url, network)
        around = Surroundings(
            self.at, self.outbox, self.reads, self.projection, MemoryContentStore(), monotonic=self.monotonic
        )
        self.relay = build_relay(around, self.budgets, StampBits(BITS, BITS))
        sender = Submitter(self.rpc, RELAY_KEY, self.at.chain_id)
        self.worker = build_worker(around, sender, BatchLimits(7000, 0), budgets=self.budgets)

    def monotonic(self) -> float:
        self.ticks += 10  # nothing is remembered from one question to the next
        return float(self.ticks)

    def close(self) -> None:
        self.outbox.close()

    def person(self, number: int) -> int:
        return self.bazaar.world.register(number, f"person{number}")

    def accepted(self, *sales: Sale, final: bool = True) -> None:
        """The answers, accepted and indexed; final unless said otherwise."""
        receipt = self.bazaar.accept(*sales)
        for sale in sales:
            self.projection.accept_blocks[sale.deal] = receipt["blockNumber"]
        if final:
            self.deployed.anvil.mine(5)

    def submit(
        self, call: str, arguments: dict[str, Any], *, digest: bytes | None = None, caller: str = CALLER,
        at: int | None = None, stamp: Stamp | None = None,
    ) -> CallAnswer:  # fmt: skip
        """The call, paid for as a client pays: on the calldata unless another digest was signed."""
        now = int(time.time()) if at is None else at
        if stamp is None:
            bare = parse_call(CallSubmission(call, arguments, Stamp(bytes(8), 0, 0)))
            stamp = solve_stamp(keccak256(bare.calldata) if digest is None else digest, BITS, now)
        return self.relay.submit_call(CallSubmission(call, arguments, stamp), caller)

    def deliver(self, sale: Sale, **changes: Any) -> CallAnswer:
        point, proof = self.deliveries.setdefault(sale.deal, self.bazaar.delivery(sale))
        delivery = {"dx": str(point.x), "dParity": str(point.parity), "proof": spell_proof(proof)}
        arguments = {"consent": spell_consent(sale.consent), "delivery": delivery | changes}
        return self.submit("deliver", arguments)

    def deliver_epoch(self, sale: Sale, epoch: int) -> CallAnswer:
        number, xx, x_parity, path, root, dx, d_parity, proof = self.bazaar.epoch_delivery(sale, epoch)
        delivery = {
            "epoch": number, "xx": str(xx), "xParity": x_parity, "path": [hexed(one) for one in path],
            "ctRoot": hexed(root), "dx": str(dx), "dParity": d_parity,
            "proof": dict(zip(("c", "s", "ux", "uy", "vx", "vy", "inv"), map(str, proof), strict=True)),
        }  # fmt: skip
        return self.submit("deliverEpoch", {"consent": spell_consent(sale.consent), "delivery": delivery})

    def revoke(
        self, number: int, offer: bytes, profile: int, *, deadline: int | None = None,
        signer: int | None = None, caller: str = CALLER,
    ) -> CallAnswer:  # fmt: skip
        until = self.deployed.anvil.time() + 3600 if deadline is None else deadline
        signature = self.bazaar.signed_revocation(number, offer, profile, until)
        arguments = {
            "offer": hexed(offer), "profile": str(profile), "deadline": str(until),
            "signer": hexed(wallet(number if signer is None else signer).address),
            "signature": hexed(signature),
        }  # fmt: skip
        digest = consent_digest(Revoke(offer, profile, until), self.bazaar.domain)
        return self.submit("revokeFor", arguments, digest=digest, caller=caller)

    def of_deal(self, call: str, sale: Sale, **options: Any) -> CallAnswer:
        """claim or reclaim."""
        arguments = {"offer": hexed(sale.consent.offer), "profile": str(sale.consent.profile)}
        return self.submit(call, arguments, **options)

    def settle(self, sale: Sale) -> CallAnswer:
        point, _ = self.bazaar.delivery(sale)
        arguments = {"consent": spell_consent(sale.consent), "dx": str(point.x), "dParity": point.parity}
        return self.submit("settle", arguments)

    def withdraw(self, number: int, **options: Any) -> CallAnswer:
        return self.submit("withdraw", {"payee": hexed(wallet(number).address)}, **options)

    def carry(self, ticks: int = 3) -> None:
        for _ in range(ticks):
            assert self.worker.tick() == ()

    def state(self, answer: CallAnswer) -> str:
        found = self.relay.find_call(answer.call_id)
        assert found is not None
        return found.state if found.problem is None else f"{found.state} {found.problem.code}"

    def is_done(self, answer: CallAnswer) -> bool:
        """Whether the call is in a block, as this relay says."""
        return self.state(answer) in ("anchored", "final")

    def deal_state(self, sale: Sale) -> int:
        return int(self.bazaar.functions.dealOf(sale.consent.offer, sale.consent.profile).call()[3])

    def sent_count(self) -> int:
        """Transactions that the relay's account has in the chain."""
        account = self.deployed.web3.eth.accounts[2]
        return int(self.deployed.web3.eth.get_transaction_count(account))
