"""A business and people with vaults, through the processes of a real gateway."""

import secrets
import time
from pathlib import Path

from deployed import UNIT
from fair import CHOICES, RECORDS, draft
from gateway_stack import Stack

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.buying import Buyer
from hashtagspace.client.market import Market
from hashtagspace.client.selling import Seller
from hashtagspace.client.vault import RecoveryCode, Vault, create_code, unlock_by


class StackFair:
    """As `Fair`, but every byte goes through HTTP and every vault through its own gateway."""

    def __init__(self, stack: Stack, folder: Path):
        self.stack = stack
        self.folder = folder
        self.anvil = stack.deployed.anvil
        self.code = create_code()
        self.buyer = self.business()

    def clock(self) -> int:
        """The chain's time: tests move it on."""
        return max(self.anvil.time() * 1000, time.time_ns() // 1_000_000)

    def market(self, *, with_gateway=True) -> Market:
        url = self.stack.url if with_gateway else None
        return Market(self.stack.deployment, self.stack.rpc_url, url, poll_seconds=0.1)

    def register(self) -> Client:
        client = Client(self.stack.url, Wallet.create(), clock=self.clock, poll_seconds=0.05)
        client.register(f"p_{secrets.token_hex(6)}", wait=True)
        return client

    def give_coin(self, wallet: Wallet) -> None:
        self.anvil.call("anvil_setBalance", "0x" + wallet.address.hex(), hex(10**20))

    def vault(self, client: Client, name: str) -> Vault:
        unlocks = [unlock_by(client.wallet), RecoveryCode(self.code)]
        return Vault.create(client, unlocks, copy=self.folder / f"{name}.vault")

    def business(self, tag=1_000) -> Buyer:
        client = self.register()
        self.give_coin(client.wallet)
        token = self.stack.deployed.token
        receiver = self.stack.deployed.web3.to_checksum_address(client.wallet.address)
        self.stack.deployed.send(token.functions.transfer(receiver, tag * UNIT))
        vault = self.vault(client, "business")
        return Buyer(self.market(), client.wallet, vault.market_key(), self.folder / "business")

    def person(self, records=RECORDS) -> Seller:
        """Without a single coin."""
        client = self.register()
        vault = self.vault(client, client.profile_id)
        for category, value in records.items():
            vault.add(category, category, value)
        return Seller(self.market(), vault, client.wallet)

    def offer(self, **changes) -> bytes:
        offer = self.buyer.open(self.buyer.prepare(draft(**changes)))
        self.wait(lambda: self.is_shown(offer), "the offer is not shown")
        return offer

    def is_shown(self, offer):
        found = [one for one in self.buyer.market.gateway.list_offers() if one.id == offer]
        return bool(found) and found[0].document_bytes is not None

    def answer(self, offer, person=None, choices=CHOICES) -> Seller:
        seller = person or self.person()
        seller.answer(seller.draft(seller.get_offer(offer), choices))
        return seller

    def accept(self, offer):
        verdicts = self.buyer.check(offer, self.buyer.list_responses(offer))
        assert [check.detail for verdict in verdicts for check in verdict.problems] == []
        return self.buyer.accept(offer, verdicts)

    def sold(self, **changes):
        offer = self.offer(**changes)
        seller = self.answer(offer)
        assert [one.ok for one in self.accept(offer)] == [True]
        return offer, seller

    def deliver(self, seller):
        """As the person's device does it: again and again until it is done, for a gateway may lag."""
        refused = []

        def is_done():
            dues = seller.deliver_due("relay")
            refused[:] = [due.detail for due in dues if due.step not in ("waiting", "delivered", "done")]
            return [due for due in dues if due.step == "delivered"]

        try:
            self.wait(is_done, "no key was delivered")
        except AssertionError as late:
            raise AssertionError(f"{late}: {refused}") from None

    def wait(self, is_there, what, seconds=60):
        Stack.wait_until(is_there, what, seconds)
