"""What a person does with a vault, in the words of the page."""

import re

from playwright.sync_api import Page, expect

PASSPHRASE = "harbour tin owl rails"
WAYS = ("Wallet signature", "Recovery code", "Passphrase")


def make_vault(page: Page, *ways: str) -> str:
    """A vault that opens by these ways; the recovery code, empty when it is none of them."""
    page.goto("/#/vault")
    for way in WAYS:
        page.get_by_role("checkbox", name=way).set_checked(way in ways)
    page.get_by_role("button", name="Go on").click()
    if "Passphrase" in ways:
        type_passphrase(page)
    code = keep_code(page) if "Recovery code" in ways else ""
    page.get_by_role("button", name=re.compile("[Mm]ake the vault")).click()
    expect_open(page)
    return code


def type_passphrase(page: Page) -> None:
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()


def keep_code(page: Page) -> str:
    """Reads the code that is shown once and types the group that is asked for."""
    groups = page.get_by_role("list", name="Recovery code").locator("code").all_inner_texts()
    assert len(groups) == 9
    page.get_by_role("button", name="I have kept it").click()
    field = page.get_by_label(re.compile(r"Group \d of the code"))
    asked = re.search(r"\d", page.locator("label", has_text="of the code").inner_text())
    assert asked
    field.fill("0000")
    expect(page.get_by_role("button", name="Go on")).to_be_disabled()
    field.fill(groups[int(asked[0]) - 1].lower())
    page.get_by_role("button", name="Go on").click()
    return "-".join(groups)


def unlock(page: Page, way: str, secret: str = "") -> None:
    page.get_by_role("group", name="How to open it").get_by_role("button", name=way).click()
    if secret:
        page.get_by_label(way, exact=True).fill(secret)
        page.get_by_role("button", name="Open", exact=True).click()
    else:
        page.get_by_role("button", name="Sign in wallet and open").click()


def expect_open(page: Page) -> None:
    expect(page.get_by_role("button", name="Lock")).to_be_visible()


def add_fields(page: Page, category: str, fields: dict[str, str]) -> None:
    """A record of a category of fields, saved."""
    page.goto(f"/#/vault/{category}")
    page.get_by_role("button", name="Fill in a form").click()
    for label, text in fields.items():
        page.get_by_label(re.compile(f"^{label}")).first.fill(text)
    page.get_by_role("button", name="Save in the vault").click()
    expect(page.get_by_role("article").last).to_contain_text(next(iter(fields.values())))


def import_csv(page: Page, name: str, text: str) -> None:
    """Opens the import of the category that is shown and hands it a file."""
    page.get_by_role("button", name="Import CSV or JSON").click()
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV or JSON file").set_input_files(file)
