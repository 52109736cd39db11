"""People who sell in the world of the browser, driven by the Python SDK; their vaults are in memory."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from fakes_market import MemoryVault

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.market import Market
from hashtagspace.client.selling import Seller
from hashtagspace.domain.terms import Granularity
from hashtagspace.market.roots import build_root, list_cipher_leaves

PATIENCE_SECONDS = 60
RECORDS = {
    "interests": {"fields": {"topics": ["sport.climbing"], "brands": ["=1+1", "<b>bold</b>"]}},
    "demographics": {"fields": {"birth_year": 1987, "household_size": 3}},
    "location": {"fields": {"country": "DE", "city": "Berlin"}},
}
CHOICES = {"interests": Granularity.EXACT, "demographics": Granularity.BRACKET}


class Person:
    """One profile with a wallet and data, without a single coin."""

    def __init__(self, world, records=RECORDS) -> None:
        self.handle = f"p_{secrets.token_hex(5)}"
        wallet = Wallet.create()
        client = Client(world.url, wallet)
        client.register(self.handle, wait=True)
        deployment = Deployment.load(next((world.data / "deployments").glob("*.json")))
        vault = MemoryVault(int(client.profile_id), secrets.token_bytes(32))
        for category, value in records.items():
            vault.add(category, value)
        self.seller = Seller(Market(deployment, world.rpc_url, world.url, poll_seconds=0.2), vault, wallet)

    @property
    def profile(self) -> int:
        return self.seller.vault.profile

    def promise_other_bytes(self) -> None:
        """From now on the record contradicts its plaintext root: what is delivered is garbage."""
        preparer = self.seller._preparer
        honest = preparer._mask

        def mask(*asked):
            masked = honest(*asked)
            record = bytes([*masked.record[:40], masked.record[40] ^ 1, *masked.record[41:]])
            return replace(masked, record=record, ct_root=build_root(list_cipher_leaves(record)))

        preparer._mask = mask

    def answer(self, offer: bytes, choices=CHOICES) -> None:
        """A signed consent waits for the buyer."""
        self.seller.answer(self.seller.draft(self.seller.get_offer(offer), choices))

    def deliver(self) -> None:
        """As the person's device does it: again and again until the key is on the chain."""

        def is_done() -> bool:
            return any(due.step == "delivered" for due in self.seller.deliver_due("relay"))

        wait_for(is_done, "no key was delivered")

    def withdraw_consent(self, offer: bytes) -> None:
        self.seller.revoke(offer, "relay")


def wait_for(is_there: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_there():
        assert time.monotonic() < deadline, what
        time.sleep(0.4)
