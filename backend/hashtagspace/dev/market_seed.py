"""The demo market is made through the same SDK as everything else: vaults, offers, answers, two sales."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.client import Client
from hashtagspace.client.buying import Buyer
from hashtagspace.client.market import Market
from hashtagspace.client.selling import Seller
from hashtagspace.client.vault import RecoveryCode, Vault, create_code, unlock_by
from hashtagspace.dev import chain
from hashtagspace.dev.deploy import deployment_path
from hashtagspace.dev.layout import Layout
from hashtagspace.dev.market_world import ANSWERS, BUSINESSES, VAULTS, Answer, Business
from hashtagspace.dev.process import DevError

COIN_WEI: Final = 10**19
_DELIVERY_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.2
People = dict[str, Client]
Say = Callable[[str], None]


def seed_market(layout: Layout, rpc: Rpc, people: People, say: Say) -> None:
    """Both offers stand, people answered, and of each offer one answer is bought; `people` by handle.

    Raises: `dev.stopped` when a sale does not come to its end.
    """
    deployment = Deployment.load(deployment_path(layout))
    _give_tag(rpc, deployment, [people[business.handle] for business in BUSINESSES])
    with ThreadPoolExecutor(len(BUSINESSES) + len(VAULTS)) as pool:
        making = [pool.submit(_open_offer, layout, deployment, people, one) for one in BUSINESSES]
        filling = {handle: pool.submit(_open_seller, layout, deployment, people, handle) for handle in VAULTS}
        buyers, offers = {}, {}
        for business, made in zip(BUSINESSES, making, strict=True):
            buyers[business.handle], offers[business.handle] = made.result()
        sellers = {handle: filled.result() for handle, filled in filling.items()}
        list(pool.map(lambda answer: _answer(sellers, offers, answer), ANSWERS))
    bought = [answer for answer in ANSWERS if answer.bought]
    for answer in bought:
        _accept(buyers[answer.business], offers[answer.business], sellers[answer.handle])
    for answer in bought:
        _deliver(sellers[answer.handle])
    say(f"market     {len(offers)} offers, {len(ANSWERS)} answers, {len(bought)} sales")


def _give_tag(rpc: Rpc, deployment: Deployment, businesses: list[Client]) -> None:
    """Each business has the TAG of its budget, from the deployer, and coin for its transactions."""
    deployer = rpc.call("eth_accounts", [], list[str])[0]
    for client, business in zip(businesses, BUSINESSES, strict=True):
        chain.set_balance(rpc, client.wallet.address, COIN_WEI)
        data = encode_call("TagToken", "transfer", [client.wallet.address, business.draft.budget])
        transaction = {
            "from": deployer, "to": "0x" + deployment.tag_token.hex(), "data": "0x" + data.hex(),
        }  # fmt: skip
        rpc.call("eth_sendTransaction", [transaction], str)


def _open_market(layout: Layout, deployment: Deployment) -> Market:
    gateway = f"http://127.0.0.1:{layout.port}"
    return Market(deployment, layout.rpc_url, gateway, poll_seconds=_POLL_SECONDS)


def _open_vault(client: Client) -> Vault:
    """A vault whose recovery code nobody has: its wallet opens it."""
    return Vault.create(client, [unlock_by(client.wallet), RecoveryCode(create_code())])


def _open_offer(
    layout: Layout, deployment: Deployment, people: People, business: Business
) -> tuple[Buyer, bytes]:
    client = people[business.handle]
    market = _open_market(layout, deployment)
    vault = _open_vault(client)
    buyer = Buyer(market, client.wallet, vault.market_key(), layout.data / "market" / business.handle)
    return buyer, buyer.open(buyer.prepare(business.draft_for(int(client.profile_id))))


def _open_seller(layout: Layout, deployment: Deployment, people: People, handle: str) -> Seller:
    client = people[handle]
    vault = _open_vault(client)
    for category, value in VAULTS[handle].items():
        vault.add(category, category.capitalize(), dict(value))
    return Seller(_open_market(layout, deployment), vault, client.wallet)


def _answer(sellers: dict[str, Seller], offers: dict[str, bytes], answer: Answer) -> None:
    seller, offer = sellers[answer.handle], offers[answer.business]
    _wait(lambda: _is_shown(seller, offer), "the gateway does not show the demo offers")
    seller.answer(seller.draft(seller.get_offer(offer), answer.choices))


def _is_shown(seller: Seller, offer: bytes) -> bool:
    found = [one for one in seller.market.gateway.list_offers() if one.id == offer]
    return bool(found) and found[0].document_bytes is not None


def _accept(buyer: Buyer, offer: bytes, seller: Seller) -> None:
    profile = str(seller.vault.profile)
    waiting = [one for one in buyer.list_responses(offer) if one.profile_id == profile]
    outcome = buyer.accept(offer, buyer.check(offer, waiting))
    if not all(one.ok for one in outcome) or not outcome:
        detail = outcome[0].detail if outcome else "the answer is missing"
        raise DevError(f"a demo sale was not accepted: {detail}")


def _deliver(seller: Seller) -> None:
    def is_done() -> bool:
        return any(due.step in ("delivered", "done") for due in seller.deliver_due("relay"))

    _wait(is_done, "a demo sale was not delivered")


def _wait(is_there: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _DELIVERY_SECONDS
    while not is_there():
        if time.monotonic() > end:
            raise DevError(f"{what}; run `make clean-data` and start again.")
        time.sleep(_POLL_SECONDS)
