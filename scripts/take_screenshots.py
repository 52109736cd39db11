"""Writes the pictures of docs/images from a running `make run`, in two widths.

Home, a thread, an opened proof, why somebody has a level, an offer.
Usage: .venv/bin/python scripts/take_screenshots.py [URL]. Needs a world in which the two readers are new.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
WELL_KNOWN = "marcus_t"
OFFER = "Who leaves the car at home"
THREAD = "You can run this whole network on a laptop"


def main() -> None:
    """Take every picture."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (width, height) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, base_url=url, is_mobile=name == "phone"
            )
            context.set_default_timeout(60_000)
            take_pictures(context.new_page(), name)
            context.close()
        browser.close()


def take_pictures(page: Page, name: str) -> None:
    """One reader with the burner wallet, five pictures."""
    join(page, f"{name}_reader")
    page.get_by_role("button", name="Close message").click()
    page.get_by_role("button", name="Everything").click()
    expect(page.locator("[data-badge=verified]").first).to_be_visible()
    save(page, f"home-{name}")
    page.goto("/#/space/hashtagspace")
    card = page.get_by_role("article").filter(has_text=THREAD).first
    card.locator('a[href^="#/thread/"]').first.click()
    expect(page.get_by_text("should be on the T-shirt")).to_be_visible()
    expect(page.locator("[data-badge=verified]").first).to_be_visible()
    save(page, f"thread-{name}")
    page.get_by_role("button", name=re.compile("Open the proof")).first.click()
    expect(page.locator("li.passed").first).to_be_visible()
    save(page, f"proof-{name}")
    page.keyboard.press("Escape")
    page.goto(f"/#/@{WELL_KNOWN}")
    page.get_by_role("link", name=re.compile("^Level")).first.click()
    expect(page.locator("[data-level]")).to_be_visible()
    save(page, f"personhood-{name}")
    page.goto("/#/offers")
    page.get_by_role("link", name=re.compile(OFFER)).first.click()
    expect(page.get_by_role("heading", name=re.compile(OFFER))).to_be_visible()
    save(page, f"offer-{name}")


def join(page: Page, handle: str) -> None:
    """The burner wallet takes a handle, or takes it up again."""
    page.goto("/#/welcome")
    page.get_by_role("button", name=re.compile("Burner")).click()
    page.get_by_label("Handle").fill(handle)
    page.get_by_role("button", name="Read what I sign").click()
    page.get_by_role("button", name="Sign in wallet").click()
    expect(page.locator(f'nav a[href="#/@{handle}"]:visible').first).to_be_visible()


def save(page: Page, name: str) -> None:
    """The visible part of the page, after pictures and fonts have settled."""
    page.wait_for_timeout(2_500)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
