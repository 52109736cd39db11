"""What a person and a business do in the market's pages, in the words of the pages."""

import re

import requests
from playwright.sync_api import Page, expect

CONTACT = 2  # its place among the kinds of data


def make_vault(page: Page) -> str:
    """A vault opened by wallet and recovery code; the code."""
    page.goto("/#/vault")
    page.get_by_role("button", name="Go on").click()
    shown = page.get_by_label("Recovery code, nine groups").inner_text().split()
    groups = [word for word in shown if len(word) == 4]
    assert len(groups) == 9
    page.get_by_role("button", name="I have kept it").click()
    asked = int(re.search(r"Group (\d+)", page.locator("label[for=group]").inner_text())[1])
    page.locator("#group").fill(groups[asked - 1])
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign in wallet and make the vault").click()
    expect(page.get_by_role("button", name="Lock")).to_be_visible()
    return "-".join(groups)


def add_contact(page: Page, **fields: str) -> None:
    """A record of contact with these fields, by their labels."""
    page.goto("/#/vault/contact")
    page.get_by_role("button", name="Fill in a form").click()
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Save in the vault").click()
    expect(page.locator("main")).to_contain_text(next(iter(fields.values())))


def give_coin(rpc_url: str, address: str) -> None:
    """Coin for fees, which only a business needs."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "anvil_setBalance", "params": [address, hex(10**20)]}
    assert "error" not in requests.post(rpc_url, json=body, timeout=10).json()


def open_offer(page: Page, title: str) -> None:
    """Ten people may sell how to reach them for 5 TAG each; ends at the offer's desk."""
    page.goto("/#/business")
    page.get_by_role("button", name="Get test TAG").click()
    expect(page.locator("main")).to_contain_text("100 TAG")
    page.goto("/#/business/new")
    write_offer(page, title)
    page.get_by_role("button", name="See it as people will").click()
    page.get_by_role("button", name="Fund and open").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("button", name="Sign to read the answers")).to_be_visible()


def write_offer(page: Page, title: str) -> None:
    """The form of a new offer is filled in, paid at delivery."""
    page.get_by_label("Title").fill(title)
    page.get_by_label("Purpose in plain words").fill("We plan a ferry and ask who would take it.")
    page.get_by_label("market research").check()
    page.locator("main").get_by_role("button", name="Exact").nth(CONTACT).click()
    page.get_by_label("Price of Contact, exact").fill("5")
    page.get_by_role("textbox", name="Budget").fill("50")
    page.get_by_label("People at most").fill("10")
    for label, value in (
        ("Legal name", "Harbour Ferries Ltd"),
        ("E-mail for questions about data", "data@harbour.example"),
        ("Street and number", "Quay 1"),
        ("Postcode", "20457"),
        ("City", "Hamburg"),
    ):
        page.get_by_role("textbox", name=label).fill(value)
    page.locator("#controller-country").select_option("Germany")
    page.locator("#garbage-window").select_option("none: paid at delivery")


def choose_kind(page: Page, title: str) -> None:
    """The offer is found in the inbox and the kind it asks for is chosen."""
    page.goto("/#/offers")
    page.locator("main").get_by_role("link", name=title).first.click()
    page.locator("label", has_text="Exactly").click()
    expect(page.locator("main")).to_contain_text("This would be sent")


def sign_consent(page: Page) -> str:
    """The consent is read and signed; the words that were shown."""
    page.get_by_role("button", name="Read what I sign").click()
    words = page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Sign in wallet").click()
    expect(page.locator("main")).to_contain_text("waiting for the business")
    return words


def accept_all(page: Page) -> None:
    """Every answer is checked by the page, all hold, and all are accepted."""
    sign = page.get_by_role("button", name="Sign to read the answers")
    if sign.is_visible():
        sign.click()
    page.get_by_role("button", name=re.compile("Accept all good")).click()
    page.get_by_role("dialog").get_by_role("button", name="Accept", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.locator("main")).to_contain_text("1 of 10 people")
