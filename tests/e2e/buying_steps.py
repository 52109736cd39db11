"""What a business does in the console, in the words of the page."""

import re

import requests
from e2e.steps import join
from playwright.sync_api import Page, expect

UNIT = 10**18


def open_business(page: Page, wallet, world, handle: str) -> None:
    """A business with a profile, coin for fees and 100 TAG."""
    call(world, "anvil_setBalance", wallet.account.address, hex(10**20))
    give_tag(world, wallet.account.address)
    join(page, handle, "Harbour Shoes")


def write_offer(page: Page, **windows: str) -> None:
    """A form whose one fault is its prices, which tell what was sold; `windows` by the form's ids."""
    page.goto("/#/business/new")
    page.get_by_label("Title", exact=True).fill("How people choose running shoes")
    page.get_by_label("Purpose in plain words").fill("To decide which shoes to make. Nothing is passed on.")
    page.get_by_label("market research").check()
    for kind, granularity in (("Interests", "Exact"), ("Demographics", "Bracket"), ("Location", "Bracket")):
        kinds = page.get_by_role("group", name=f"{kind}: how closely")
        kinds.get_by_role("button", name=granularity).click()
    page.get_by_label("Price of Interests, exact").fill("5")
    page.get_by_label("Budget", exact=True).fill("40")
    controller = {"name": "Harbour Shoes GmbH", "contact": "privacy@shoes.example", "street": "Quay 1"}
    for part, text in {**controller, "postcode": "20457", "city": "Hamburg"}.items():
        page.locator(f"#controller-{part}").fill(text)
    page.locator("#controller-country").select_option("DE")
    for field, words in windows.items():
        page.locator(f"#{field.replace('_', '-')}").select_option(label=words)


def make_vault(page: Page) -> None:
    """Two ways in, wallet and recovery code, as the page suggests."""
    page.get_by_role("button", name="Go on").click()
    shown = page.get_by_label("Recovery code, nine groups").locator("li").all_inner_texts()
    groups = [re.sub(r"[^A-Z0-9]", "", text.split("\n")[-1]) for text in shown]
    page.get_by_role("button", name="I have kept it").click()
    asked = re.search(r"\d+", page.locator("label[for=group]").inner_text())
    assert asked
    page.locator("#group").fill(groups[int(asked.group()) - 1])
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name=re.compile("^(Make|Sign)")).last.click()


def fund_offer(page: Page) -> bytes:
    """From the form to the open offer; its id."""
    page.get_by_role("button", name="Make the prices equal").click()
    page.get_by_role("button", name="See it as people will").click()
    expect(page.get_by_role("region", name="The offer as people will see it")).to_be_visible()
    expect(page.get_by_role("heading", name="Make your vault")).to_be_visible()
    make_vault(page)
    page.get_by_role("button", name="Fund and open").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page).to_have_url(re.compile("#/business/0x[0-9a-f]{64}"))
    return bytes.fromhex(page.url.split("0x")[1])


def accept_all(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Accept all good")).click()
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_role("button", name="Done")).to_be_visible()


def open_people(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^People and data")).click()


def send(page: Page) -> None:
    """The transaction in the open dialog, until nothing can undo it."""
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Final: nothing can undo it.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()


def call(world, method: str, *params):
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = requests.post(world.rpc_url, json=body, timeout=20).json()
    assert "error" not in answer, answer
    return answer["result"]


def give_tag(world, address: str) -> None:
    """From the faucet's own stock, as only a development chain lets one."""
    contracts = requests.get(f"{world.url}/v1/config", timeout=10).json()["contracts"]
    faucet = contracts["Faucet"]
    data = "0xa9059cbb" + address[2:].lower().rjust(64, "0") + f"{100 * UNIT:064x}"
    call(world, "anvil_setBalance", faucet, hex(10**18))
    call(world, "anvil_impersonateAccount", faucet)
    call(world, "eth_sendTransaction", {"from": faucet, "to": contracts["TagToken"], "data": data})
