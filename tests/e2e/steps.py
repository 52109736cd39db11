"""What a person does in the page, in the words of the page."""

import re

from playwright.sync_api import Locator, Page, expect


def join(page: Page, handle: str, name: str = "") -> None:
    """Connects the test wallet, takes a handle and signs once; ends on the home page."""
    open_handle_form(page)
    page.get_by_label("Handle").fill(handle)
    if name:
        page.get_by_label("Name shown above your posts").fill(name)
    page.get_by_role("button", name="Read what I sign").click()
    page.get_by_role("button", name="Sign in wallet").click()
    expect_joined(page, handle)


def expect_joined(page: Page, handle: str) -> None:
    expect(page.locator(f'nav a[href="#/@{handle}"]:visible').first).to_be_visible()


def open_handle_form(page: Page) -> None:
    page.goto("/#/welcome")
    page.get_by_role("button", name="Test Wallet").click()
    expect(page.get_by_label("Handle")).to_be_visible()


def write_by_keyboard(page: Page, text: str) -> Locator:
    """`c` opens the composer, Ctrl+Enter posts; the post's card."""
    page.locator("body").press("c")
    page.get_by_role("dialog").get_by_label("Your post").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    return find_post(page, text)


def find_post(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text).first


def expect_badge(card: Locator, name: str, *, seconds: float = 30) -> None:
    expect(card.locator(f"[data-badge={name}]").first).to_be_visible(timeout=seconds * 1000)


def open_proof(card: Locator) -> Locator:
    card.get_by_role("button", name=re.compile("Open the proof")).first.click()
    return card.page.get_by_role("dialog", name="Proof")


def open_thread(card: Locator) -> None:
    """By the post's time; a click into the text may meet a hashtag."""
    card.locator('a[href^="#/thread/"]').first.click()
