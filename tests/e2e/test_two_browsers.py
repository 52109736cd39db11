"""A sale by the pages alone: a person in one browser, a business in another, from offer to deletion."""

import csv
import io
import json
import re

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

TITLE = "Who would take a ferry?"


def download(page, name: str) -> str:
    with page.expect_download() as saved:
        page.get_by_role("button", name=name, exact=True).first.click()
    return saved.value.path().read_text("utf-8-sig")


def test_offer_consent_accept_deliver_open_pay_out_withdraw_and_delete(world, new_person):
    business, owner = new_person()
    join(business, "harbour_co", "Harbour")
    give_coin(world.rpc_url, owner.account.address)
    make_vault(business)
    open_offer(business, TITLE)

    person, wallet = new_person(width=390, height=844)
    join(person, "mira_k", "Mira")
    make_vault(person)
    add_contact(person, Full_name="Mira Kestrel", City="Husum")
    choose_kind(person, TITLE)
    signed_before = len(wallet.signed)
    words = sign_consent(person)
    assert "5 TAG" in words
    assert "Full name, City" in words or "Full name; City" in words or "Full name" in words
    assert [typed["primaryType"] for typed in wallet.signed[signed_before:]] == ["Consent"]
    assert "eth_sendTransaction" not in wallet.methods

    business.bring_to_front()
    accept_all(business)
    person.bring_to_front()
    person.goto("/#/consents")
    expect(person.locator("main")).to_contain_text("5 TAG credited to you")

    business.bring_to_front()
    business.get_by_role("button", name=re.compile("People and data")).click()
    business.get_by_text("Show the data").click()
    expect(business.locator("main")).to_contain_text("Mira Kestrel")
    rows = list(csv.DictReader(io.StringIO(download(business, "CSV"))))
    assert len(rows) == 1
    assert "Mira Kestrel" in rows[0].values()
    assert any(re.fullmatch(r"0x[0-9a-f]{64}", value or "") for value in rows[0].values())

    person.bring_to_front()
    receipt = json.loads(download(person, "Receipt"))
    assert "Harbour Ferries Ltd" in json.dumps(receipt)
    person.goto("/#/earnings")
    person.get_by_role("button", name="Pay out 5 TAG").click()
    expect(person.locator("main")).to_contain_text(re.compile(r"Paid out so far\s*5 TAG"))

    person.goto("/#/consents")
    person.get_by_role("button", name="Withdraw", exact=True).click()
    person.get_by_role("dialog").get_by_role("button", name="Withdraw", exact=True).click()
    expect(person.locator("main")).to_contain_text("You withdrew consent")
    expect(person.locator("main")).to_contain_text("You keep 5 TAG.")
    assert "eth_sendTransaction" not in wallet.methods  # a person needs no coin, to the end

    business.bring_to_front()
    expect(business.locator("main")).to_contain_text("who withdrew is left out")
    business.get_by_role("button", name="Declare the data deleted").click()
    business.get_by_role("dialog").get_by_role("button").nth(1).click()
    person.bring_to_front()
    expect(person.locator("main")).to_contain_text(re.compile("declared", re.IGNORECASE))
    expect(person.locator("main")).not_to_contain_text("has not declared the data deleted yet")
