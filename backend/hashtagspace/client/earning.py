"""A person's money: paid once nobody can contest a record, as it vests, and out to the payee."""

from dataclasses import dataclass

from hashtagspace.chain.market_logs import TimedEvent
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.deal_facts import DealFacts, tell_deals
from hashtagspace.client.delivering import Due
from hashtagspace.client.market import Market, Way
from hashtagspace.client.market_calls import call_on_deal, call_settle, call_withdraw
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.domain.consent import consent_digest, deal_id
from hashtagspace.domain.market_events import Credited, Withdrawn
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import Conflict, HashtagspaceError, NotFound
from hashtagspace.market.consent_json import read_consent
from hashtagspace.market.vault.key_file import DealSecret


@dataclass(frozen=True, slots=True)
class Earnings:
    """An account's money in the market, 1e-18 TAG, by the chain; `history` in its order."""

    credit: int
    credited: int
    withdrawn: int
    history: tuple[TimedEvent, ...]


class Earner:
    """The deals of one profile, as money."""

    def __init__(self, market: Market, vault: SaleVault, wallet: Wallet) -> None:
        self._market = market
        self._vault = vault
        self._wallet = wallet

    def collect(self, offer: bytes, way: Way) -> Due:
        """What is due of one deal is credited; what was done, or why nothing was."""
        deal, profile = deal_id(offer, self._vault.profile), self._vault.profile
        try:
            found = self._market.reads.read_deal(offer, profile)
            head = self._market.reads.read_head()
            if found.state is DealState.DELIVERED and head.time_seconds > found.time:
                return Due(offer, deal, "done", f"Paid, as nobody contested it ({self.settle(offer, way)}).")
            if found.state is DealState.VESTING:
                return Due(offer, deal, "done", f"What has vested is credited ({self.claim(offer, way)}).")
        except HashtagspaceError as failure:
            return Due(offer, deal, "failed", failure.detail)
        return Due(offer, deal, "waiting", f"Nothing is due: the deal is {found.state.word}.")

    def settle(self, offer: bytes, way: Way) -> str:
        """A delivered deal is paid; raises `deal.not_delivered`, or `deal.too_early` within its window."""
        facts = self.read_facts(offer)
        if facts.key is None or facts.given is None:
            raise Conflict("No key was delivered for this deal.", code="deal.not_delivered")
        secret = self.find_secret(offer, facts.given.digest)
        call = call_settle(read_consent(secret.consent), facts.key.event.dx, facts.key.event.d_parity)

        def is_done() -> bool:
            return self._market.reads.read_deal(offer, self._vault.profile).state is not DealState.DELIVERED

        return self._market.carry(call, is_done, self._wallet, way)

    def claim(self, offer: bytes, way: Way) -> str:
        """What has vested of a deal is credited."""
        before = self.read_facts(offer).credited
        call = call_on_deal("claim", offer, self._vault.profile)
        return self._market.carry(call, lambda: self.read_facts(offer).credited > before, self._wallet, way)

    def withdraw(self, account: bytes, way: Way) -> int:
        """All credit of the account is paid out to it; raises `credit.none`."""
        amount = self._market.reads.read_credit(account)
        if not amount:
            raise Conflict("The account has no credit to be paid out.", code="credit.none")
        self._market.carry(
            call_withdraw(account),
            lambda: self._market.reads.read_credit(account) < amount,
            self._wallet,
            way,
        )
        return amount

    def earnings(self, account: bytes) -> Earnings:
        """What the account earned and was paid."""
        history = tuple(self._market.logs.list_credits(account))
        events = [one.event for one in history]
        credited = sum(event.amount for event in events if isinstance(event, Credited))
        paid = sum(event.amount for event in events if isinstance(event, Withdrawn))
        return Earnings(self._market.reads.read_credit(account), credited, paid, history)

    def read_facts(self, offer: bytes) -> DealFacts:
        """What the chain tells of the profile's deal; raises `offer.unknown`."""
        deal = deal_id(offer, self._vault.profile)
        opening = self._market.logs.find_opening(offer)
        if opening is None:
            raise NotFound("The chain knows no such offer.", code="offer.unknown")
        return tell_deals(self._market.logs.list_deals([deal]), opening.terms).get(deal, DealFacts())

    def find_secret(self, offer: bytes, digest: bytes) -> DealSecret:
        """The secret of the consent with this digest; raises `deal.other_consent`."""
        for secret in self._vault.list_deals():
            consent = read_consent(secret.consent)
            if secret.offer_id == offer and consent_digest(consent, self._market.domain) == digest:
                return secret
        raise NotFound("The vault holds no consent of this deal.", code="deal.other_consent")
