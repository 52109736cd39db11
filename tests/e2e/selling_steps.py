"""What a person does to sell, in the words of the page."""

import re

from e2e.steps import join
from playwright.sync_api import Page, expect

PASSPHRASE = "correct horse battery staple 77"


def join_with_vault(page: Page, handle: str) -> None:
    """A profile whose vault opens by wallet and passphrase and holds three records."""
    join(page, handle)
    make_vault(page)
    fill_form(page, "interests", lambda: choose_topics(page))
    fill_form(
        page,
        "location",
        lambda: page.get_by_label(re.compile("^Country")).select_option(label="Portugal"),
    )
    fill_form(page, "demographics", lambda: page.get_by_label(re.compile("^Year of birth")).fill("1987"))


def make_vault(page: Page) -> None:
    """Wallet and passphrase are the ways in; the wallet is asked twice."""
    page.goto("/#/vault")
    go_on = page.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    for box, wanted in zip(page.locator("main input[type=checkbox]").all(), (True, False, True), strict=True):
        box.set_checked(wanted)
    go_on.click()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    go_on.click()
    page.locator("main .button.primary").last.click()
    expect(page.get_by_text("Saved, version")).to_be_visible()


def choose_topics(page: Page) -> None:
    page.get_by_text("Sport", exact=True).first.click()
    page.get_by_label("Football").check()
    page.get_by_text("Books", exact=True).first.click()
    page.get_by_label("Comics").check()


def fill_form(page: Page, category: str, fill) -> None:
    page.goto(f"/#/vault/{category}")
    page.get_by_role("button", name="Fill in a form").click()
    fill()
    save = page.get_by_role("button", name="Save in the vault")
    save.click()
    expect(save).to_be_hidden()


def open_vault(page: Page) -> None:
    """By the passphrase, from wherever the page is."""
    page.goto("/#/vault")
    page.get_by_role("group", name="How to open it").get_by_role("button", name="Passphrase").click()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("Saved, version")).to_be_visible()


def find_offer(page: Page, title: str) -> None:
    """From the list of offers to the offer's own page."""
    page.goto("/#/offers")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def choose(page: Page, kind: str, how: str) -> None:
    page.get_by_role("group", name=kind).get_by_label(how).check()


def read_consent(page: Page):
    page.get_by_role("button", name="Read what I sign").click()
    return page.get_by_role("dialog", name="Your consent")


def sell(page: Page, title: str, kinds: dict[str, str]) -> None:
    """Answers an offer: chosen, read, signed, handed to the gateway."""
    find_offer(page, title)
    for kind, how in kinds.items():
        choose(page, kind, how)
    read_consent(page).get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_role("heading", name="Your answer: waiting for the business")).to_be_visible()


def find_consent(page: Page, title: str):
    """The card of one answer on the page of consents."""
    page.goto("/#/consents")
    return page.get_by_role("article").filter(has_text=title)
