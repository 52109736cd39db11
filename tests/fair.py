"""A fair: a business and people with vaults on a real chain, and a gateway in memory between them."""

import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from deployed import UNIT, Deployed
from fakes_market import FairMarket, MemoryGateway, MemoryVault

from golden.terms_samples import sample_terms
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.buying import Buyer
from hashtagspace.client.offering import OfferDraft
from hashtagspace.client.selling import Seller
from hashtagspace.domain.market_events import KeyDelivered
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.errors import HashtagspaceError

DAY = 86_400
EXACT, BRACKET, YESNO, NOISED = Granularity
NOBODY = "0x" + "00" * 20
ASKS = tuple(
    Ask(category, granularity, UNIT)
    for category in ("interests", "demographics", "location")
    for granularity in (EXACT, BRACKET)
)
RECORDS = {
    "interests": {"fields": {"topics": ["sport.climbing"], "brands": ["=1+1"]}},
    "demographics": {"fields": {"birth_year": 1987, "household_size": 3}},
    "location": {"fields": {"country": "DE", "city": "Berlin"}},
}
CHOICES = {"interests": EXACT, "demographics": BRACKET}


def draft(**changes) -> OfferDraft:
    """A good offer, but for the changes; `asks` and other terms go into the terms."""
    terms = sample_terms(asks=changes.pop("asks", ASKS), **changes.pop("terms", {}))
    good = OfferDraft(terms, 100 * UNIT, 30 * DAY, 100, deliver_seconds=2 * DAY)
    return replace(good, **changes)


class Fair:
    """Everybody has coin and nobody needs it: the relay of the gateway carries what it is given."""

    def __init__(self, deployed: Deployed, folder: Path):
        self.deployed = deployed
        self.anvil = deployed.anvil
        self.folder = folder
        self.gateway = MemoryGateway(self._market(), self.rich())
        self.market = self.open_market()
        self.buyer = self.business()

    def _market(self):
        return FairMarket(self.deployed.deployment, self.anvil.url, poll_seconds=0.01)

    def open_market(self, *, with_gateway=True):
        market = self._market()
        market.memory = self.gateway if with_gateway else None
        return market

    def rich(self) -> Wallet:
        made = Wallet.create()
        self.anvil.call("anvil_setBalance", "0x" + made.address.hex(), hex(10**20))
        return made

    def business(self, tag=10_000) -> Buyer:
        wallet = self.rich()
        receiver = self.deployed.web3.to_checksum_address(wallet.address)
        self.deployed.send(self.deployed.token.functions.transfer(receiver, tag * UNIT))
        return Buyer(self.market, wallet, secrets.token_bytes(32), self.folder / wallet.address.hex())

    def register(self, wallet: Wallet) -> int:
        registry = self.deployed.profiles
        address = self.deployed.web3.to_checksum_address(wallet.address)
        index = registry.functions.registrationCount(address).call()
        profile = registry.functions.profileIdOf(address, index).call()
        handle = f"p_{secrets.token_hex(6)}"
        self.deployed.send(
            registry.functions.register(handle, NOBODY, bytes(32), bytes(32), (NOBODY, 0, 0)), wallet
        )
        return profile

    def person(self, records=RECORDS) -> Seller:
        wallet = self.rich()
        vault = MemoryVault(self.register(wallet), secrets.token_bytes(32))
        for category, value in records.items():
            vault.add(category, value)
        return Seller(self.market, vault, wallet)

    def offer(self, **changes) -> bytes:
        made = self.buyer.open(self.buyer.prepare(draft(**changes)))
        self.gateway.offers = (*self.gateway.offers, made)
        return made

    def answer(self, offer, person=None, choices=CHOICES, **options) -> Seller:
        seller = person or self.person()
        seller.answer(seller.draft(seller.get_offer(offer), choices, **options))
        return seller

    def accept(self, offer):
        verdicts = self.buyer.check(offer, self.buyer.list_responses(offer))
        return self.buyer.accept(offer, verdicts)

    def finalise(self):
        """Everything so far is final: blocks come, and time passes."""
        self.anvil.move_time(2)
        self.anvil.mine(3)

    def sold(self, choices=CHOICES, **changes):
        """An offer, and a person whose consent was accepted for good."""
        offer = self.offer(**changes)
        seller = self.answer(offer, choices=choices)
        assert [one.ok for one in self.accept(offer)] == [True]
        self.finalise()
        return offer, seller

    def delivered(self, **changes):
        offer, seller = self.sold(**changes)
        assert [due.step for due in seller.deliver_due()] == ["delivered"]
        self.finalise()
        return offer, seller

    def state(self, offer, seller):
        return self.market.reads.read_deal(offer, seller.vault.profile).state

    def keys_on_chain(self, offer):
        return [one for one in self.market.logs.list_offer(offer) if isinstance(one.event, KeyDelivered)]


def code_of(act):
    with pytest.raises(HashtagspaceError) as caught:
        act()
    return caught.value.exact_code
