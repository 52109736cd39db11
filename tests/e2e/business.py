"""A business in the world of the browser, driven by the Python SDK: it opens offers, accepts, collects."""

import secrets
import time
from dataclasses import replace
from pathlib import Path

import requests

from golden.terms_samples import sample_terms
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.buying import Buyer
from hashtagspace.client.collecting import Collected
from hashtagspace.client.market import Market
from hashtagspace.client.offering import OfferDraft
from hashtagspace.domain.terms import Ask, Granularity, Question

UNIT = 10**18
DAY = 86_400
PATIENCE_SECONDS = 40
ASKS = (
    Ask("interests", Granularity.EXACT, 3 * UNIT, ("topics",)),
    Ask("interests", Granularity.BRACKET, 2 * UNIT, ("topics",)),
    Ask("location", Granularity.EXACT, 3 * UNIT, ("country",)),
    Ask("location", Granularity.BRACKET, 2 * UNIT, ("country",)),
    Ask(
        "demographics",
        Granularity.YESNO,
        2 * UNIT,
        ("birth_year",),
        (Question("birth_year", least=30),),
    ),
    Ask("demographics", Granularity.EXACT, 3 * UNIT, ("birth_year",)),
)


class Business:
    """One business with coin, TAG and a profile of its own."""

    def __init__(self, world, folder: Path, handle: str) -> None:
        self.rpc_url = world.rpc_url
        wallet = Wallet.create()
        address = "0x" + wallet.address.hex()
        self.call("anvil_setBalance", address, hex(10**20))
        client = Client(world.url, wallet)
        client.register(handle, wait=True)
        deployment = Deployment.load(next((world.data / "deployments").glob("*.json")))
        self.market = Market(deployment, world.rpc_url, world.url, poll_seconds=0.2)
        self.buyer = Buyer(self.market, wallet, secrets.token_bytes(32), folder / handle)
        self.profile = int(client.profile_id)
        self._give_tag(deployment, wallet.address)

    def open(self, title: str, **changes) -> bytes:
        """An offer stands and the gateway lists it; its id."""
        terms = changes.pop("terms", {})
        sample = sample_terms()
        controller = replace(sample.controller, name="Harbour Research", profile=self.profile, domain=None)
        members = {
            "title": title,
            "purpose": "We want to learn who would use a ferry across the harbour.",
            "asks": ASKS,
            "min_kinds": 1,
            "max_kinds": 2,
            "attesters": (),
            "controller": controller,
        }
        draft = OfferDraft(
            sample_terms(**{**members, **terms}), 1_000 * UNIT, 30 * DAY, 100, deliver_seconds=2 * DAY
        )
        offer = self.buyer.open(self.buyer.prepare(replace(draft, **changes)))
        self.wait_for(lambda: self._is_listed(offer), "the gateway to list the offer")
        return offer

    def accept(self, offer: bytes) -> int:
        """Every answer that waits is checked, all hold, and all are accepted; how many."""
        self.wait_for(lambda: self.buyer.list_responses(offer), "an answer")
        verdicts = self.buyer.check(offer, self.buyer.list_responses(offer))
        problems = [check for verdict in verdicts for check in verdict.problems]
        assert problems == [], problems
        accepted = self.buyer.accept(offer, verdicts)
        assert all(one.ok for one in accepted), accepted
        return len(accepted)

    def collect(self, offer: bytes, outcome: str) -> Collected:
        """The one deal of the offer, once it has come to this."""
        found: list[Collected] = []

        def came() -> bool:
            found[:] = self.buyer.collect(offer)
            return bool(found) and found[0].outcome == outcome

        self.wait_for(came, f"the deal to be {outcome}, it is {[one.outcome for one in found]}")
        return found[0]

    def move_time(self, seconds: int) -> None:
        """The chain is later by this much, for everybody."""
        self.call("evm_increaseTime", hex(seconds))
        self.call("anvil_mine", "0x3")

    def call(self, method: str, *params):
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = requests.post(self.rpc_url, json=body, timeout=20).json()
        assert "error" not in answer, answer
        return answer.get("result")

    def wait_for(self, is_there, what: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_there():
            assert time.monotonic() < deadline, f"waited in vain for {what}"
            time.sleep(0.3)

    def _is_listed(self, offer: bytes) -> bool:
        answer = requests.get(f"{self.market._gateway_url}/v1/offers/0x{offer.hex()}", timeout=10)
        return answer.status_code == 200 and answer.json()["documentBytes"] is not None

    def _give_tag(self, deployment: Deployment, receiver: bytes) -> None:
        """From whoever the token was minted to, as only a development chain lets one."""
        token = "0x" + deployment.addresses["TagToken"].hex()
        transfer = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
        minted = self.call("eth_getLogs", {"address": token, "topics": [transfer], "fromBlock": "0x0"})
        largest = max(minted, key=lambda log: int(log["data"], 16))
        holder = "0x" + largest["topics"][2][-40:]
        data = f"0xa9059cbb{receiver.hex():0>64}{100_000 * UNIT:064x}"
        self.call("anvil_setBalance", holder, hex(10**20))
        self.call("anvil_impersonateAccount", holder)
        sent = self.call("eth_sendTransaction", {"from": holder, "to": token, "data": data})
        self.wait_for(lambda: self.call("eth_getTransactionReceipt", sent), "the transfer of TAG")
