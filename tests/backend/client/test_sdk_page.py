"""The market's half of docs/sdk.md runs as it stands there."""

import re
import secrets
import time

import pytest
from anvil_node import ROOT
from deployed import UNIT
from gateway_stack import Stack

from hashtagspace.chain.wallet import Wallet
from hashtagspace.cli import main
from hashtagspace.client import Client
from hashtagspace.client.offer_draft import EXAMPLE

pytestmark = pytest.mark.anvil


def register(stack):
    client = Client(stack.url, Wallet.create(), poll_seconds=0.05)
    client.register(f"p_{secrets.token_hex(6)}", wait=True)
    return client


def test_the_snippets_on_the_market_run_one_after_the_other(stack, tmp_path, capsys):
    text = (ROOT / "docs/sdk.md").read_text()
    opening, answering, collecting = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[1:4]
    me, shop = register(stack), register(stack)
    receiver = stack.deployed.web3.to_checksum_address(shop.wallet.address)
    stack.deployed.send(stack.deployed.token.functions.transfer(receiver, 500 * UNIT))
    stack.deployed.anvil.call("anvil_setBalance", receiver, hex(10**20))
    (tmp_path / "draft.toml").write_text(EXAMPLE)
    names = {
        "gateway_url": stack.url, "rpc_url": stack.rpc_url, "deployment": stack.deployment, "me": me,
        "shop": shop, "folder": tmp_path, "time": time,
    }  # fmt: skip
    exec(opening, names)
    gateway = names["market"].gateway

    def is_shown():
        return any(one.id == names["offer"] and one.document_bytes for one in gateway.list_offers())

    Stack.wait_until(is_shown, "the offer is not shown")
    exec(answering, names)
    exec(collecting, names)
    (reporting,) = (one for one in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "Reporter(" in one)

    def is_reported():
        exec(reporting, names)
        return names["made"].inputs.paid == 5 * UNIT // 2

    Stack.wait_until(is_reported, "the payment is in no final block")
    printed = capsys.readouterr().out
    assert "You sell 1 kind of data to Acme Coffee GmbH for 2.5 TAG" in printed
    assert f"{me.profile_id} good" in printed
    assert f"{5 * UNIT // 2} {5 * UNIT // 2}" in printed
    rows = (tmp_path / "export/rows.csv").read_text().splitlines()
    assert len(rows) == 2
    assert "sport.climbing;food-and-drink.coffee" in rows[1]


def test_every_command_that_the_page_names_is_there():
    text = (ROOT / "docs/sdk.md").read_text()
    people = main.commands["people"].commands
    groups = {group: main.commands[group].commands for group in ("vault", "sell", "buy", "people")}
    for group, commands in {**groups, "people jury": people["jury"].commands}.items():
        (row,) = re.findall(rf"\| `hashtagspace {group}` \| (.*) \|", text)
        assert set(re.findall(r"`([a-z][a-z-]*)`", row)) == set(commands)
