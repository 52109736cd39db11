"""What leaves the browser during a sale holds neither the person's words nor a key, in any spelling."""

import base64
from pathlib import Path

import requests
from e2e.market_steps import (
    accept_all,
    add_contact,
    choose_kind,
    give_coin,
    make_vault,
    open_offer,
    sign_consent,
)
from e2e.steps import join
from playwright.sync_api import expect

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.vault import RecoveryCode, Vault
from hashtagspace.market.derivation import MarketPlace, derive_deal_scalar

NAME, STREET = "Quillon Vandersneppen", "Zwaluwenburgsteeg 317"
TITLE = "Who lives by the harbour?"


def spellings(secret: bytes) -> set[bytes]:
    """The bytes themselves, hex, and base64 at each of the three places it can begin."""
    found = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + secret)
        found.add(text[4 if shift else 0 : -4])  # without what its neighbours change
        found.add(text[4 if shift else 0 : -4].replace(b"+", b"-").replace(b"/", b"_"))
    return found


def words(text: str) -> set[bytes]:
    return (
        spellings(text.encode()) | spellings(text.encode("utf-16-le")) | {text.encode().replace(b" ", b"%20")}
    )


class Listener:
    """Everything a browser context sends."""

    def __init__(self, page) -> None:
        self.sent: list[bytes] = []
        page.context.on("request", self._keep)

    def _keep(self, request) -> None:
        head = "\n".join(f"{key}: {value}" for key, value in request.headers.items())
        self.sent.append(
            request.url.encode() + b"\n" + head.encode() + b"\n" + (request.post_data_buffer or b"")
        )


def read_chain(rpc_url: str) -> bytes:
    """All transactions and all logs, as the node tells them."""

    def ask(method: str, *params):
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return requests.post(rpc_url, json=body, timeout=30).json()["result"]

    head = int(ask("eth_blockNumber"), 16)
    blocks = [ask("eth_getBlockByNumber", hex(number), True) for number in range(head + 1)]
    inputs = [transaction["input"] for block in blocks for transaction in block["transactions"]]
    logs = ask("eth_getLogs", {"fromBlock": "0x0", "toBlock": hex(head)})
    return "\n".join([*inputs, *(log["data"] + "".join(log["topics"]) for log in logs)]).encode()


def read_folder(folder: Path) -> dict[str, bytes]:
    """Databases, blocks, logs: every file the gateway has written."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_neither_words_nor_keys_leave_the_browser(world, new_person):
    business, owner = new_person()
    join(business, "harbour_two", "Harbour")
    give_coin(world.rpc_url, owner.account.address)
    make_vault(business)
    open_offer(business, TITLE)

    person, wallet = new_person()
    listener = Listener(person)
    join(person, "quillon", "Q")
    code = make_vault(person)
    add_contact(person, Full_name=NAME, Street_and_number=STREET)
    choose_kind(person, TITLE)
    sign_consent(person)
    business.bring_to_front()
    accept_all(business)
    person.bring_to_front()
    person.goto("/#/consents")
    expect(person.locator("main")).to_contain_text("5 TAG credited to you")

    client = Client(world.url, Wallet(bytes(wallet.account.key)))
    client.use("quillon")
    vault = Vault.open(client, RecoveryCode(code))
    (deal,) = [deal for deal in vault.deals if deal.envelope is not None]
    market = bytes.fromhex(client.config.contracts["DataMarket"][2:])
    place = MarketPlace(client.config.network.chain_id, market)
    scalar = derive_deal_scalar(vault.key(), place, deal.offer_id, deal.nonce)
    secrets = {
        "name": words(NAME),
        "street": words(STREET),
        "recovery code": words(code) | words(code.replace("-", "")),
        "vault key": spellings(bytes(vault.key())),
        "market key": spellings(bytes(vault.market_key())),
        "deal's nonce": spellings(deal.nonce),
        "deal's x": spellings(scalar.to_bytes(32, "big")),
        **{f"key of a {record.category} record": spellings(record.key) for record in vault.records},
    }
    assert any(b"/v1/blobs" in sent for sent in listener.sent)  # it did listen
    places = {
        "requests": b"\n\n".join(listener.sent),
        "chain": read_chain(world.rpc_url),
        **read_folder(world.data),
    }
    seen = {where for where, hay in places.items() if any(needle in hay for needle in words("quillon"))}
    assert {"requests", "chain"} <= seen  # the search finds what is public …
    assert any(where.startswith("projection") for where in seen)
    assert any(TITLE.encode() in hay for where, hay in places.items() if where.startswith("content"))
    leaks = [
        f"{what} in {where}"
        for what, needles in secrets.items()
        for where, hay in places.items()
        if any(len(needle) >= 8 and needle in hay for needle in needles)
    ]
    assert leaks == []  # … and none of these
