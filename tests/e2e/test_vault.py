"""A person's vault in a real browser: made, opened by every way in, filled, copied, destroyed."""

import json
import re

import pytest
from e2e.conftest import ROOT
from e2e.steps import join
from e2e.vault_steps import (
    PASSPHRASE,
    WAYS,
    add_fields,
    expect_open,
    import_csv,
    make_vault,
    unlock,
)
from playwright.sync_api import expect

STATEMENT = """Buchungstag;Empfänger;Betrag;Art;IBAN
01.11.2026;Bäckerei Müller;-4,80;Groceries;DE00123
02.11.2026;Stadtwerke Geheim;-89,00;Household costs;DE00456
03.11.2026;Arbeitgeber;2500,00;;DE00789
31.02.2026;Unsinn;-1,00;Gifts;DE00000
"""
VAULT_ROUTES = re.compile(r"/v1/(profiles/\d+/vault|blobs)")


def test_each_way_in_opens_it_after_a_reload_and_a_wrong_one_does_not(new_person):
    page, wallet = new_person()
    join(page, "vault_ways")
    code = make_vault(page, *WAYS)
    asked = [typed for typed in wallet.signed if typed["primaryType"] == "VaultUnlock"]
    assert len(asked) == 2, "the wallet is asked twice and the signatures compared"
    assert asked[0]["message"] == asked[1]["message"]
    assert [typed["primaryType"] for typed in wallet.signed] == ["Register", "VaultUnlock", "VaultUnlock"]
    add_fields(page, "demographics", {"Year of birth": "1987"})

    for way, secret in (("Passphrase", PASSPHRASE), ("Recovery code", f" {code.lower()} "), (WAYS[0], "")):
        page.reload()
        expect(page.get_by_role("heading", name="Open your vault")).to_be_visible()
        expect(page.get_by_text("1987", exact=True)).to_have_count(0)
        unlock(page, way, secret)
        expect(page.get_by_role("article")).to_contain_text("1987")

    salt = wallet.signed[-1]["message"]["salt"]
    page.reload()
    expect(page.get_by_label("What your wallet signs")).to_contain_text(salt)
    unlock(page, "Passphrase", "quite another passphrase")
    expect(page.get_by_role("alert")).to_contain_text("not the right one")
    unlock(page, "Recovery code", code[:-1] + ("0" if code[-1] != "0" else "1"))
    expect(page.get_by_role("alert")).to_contain_text("wrong")


def test_an_import_is_looked_at_first_and_what_is_left_out_never_gets_in(new_person):
    page, _ = new_person(width=390, height=844)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + str(request.post_data_buffer or b"")))
    join(page, "vault_import")
    make_vault(page, "Recovery code", "Passphrase")
    page.goto("/#/vault/purchases")
    import_csv(page, "statement.csv", STATEMENT)
    expect(page.get_by_label("Column Betrag is")).to_have_value("amount")
    expect(page.get_by_label("Column IBAN is")).to_have_value("")
    expect(page.get_by_text("Row 4, Buchungstag")).to_be_visible()
    page.get_by_label("Column Empfänger is").select_option("Leave out")
    page.get_by_role("button", name="Import 2 rows").click()
    card = page.get_by_role("article")
    expect(card).to_contain_text("93.80 EUR")

    card.get_by_text("What a business would see", exact=True).click()
    expect(card).to_contain_text("under 5 EUR")
    expect(card).to_contain_text("2026-11-01")
    card.get_by_role("button", name="Edit").click()
    rows = page.get_by_role("region", name="Rows")
    expect(rows).to_contain_text("Groceries, in general")
    expect(rows).not_to_contain_text("Stadtwerke")
    everything = "".join(sent)
    for secret in ("Stadtwerke", "DE00456", "93.80", "2026-11-01", PASSPHRASE):
        assert secret not in everything, f"{secret} left the page"
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    assert "Stadtwerke" not in kept
    assert PASSPHRASE not in kept


def test_a_destroyed_record_is_gone_and_its_receipt_is_signed(new_person):
    page, wallet = new_person()
    join(page, "vault_destroy")
    make_vault(page, "Recovery code", "Passphrase")
    add_fields(page, "contact", {"Full name": "Grace Hopper"})
    add_fields(page, "contact", {"City": "Arlington"})
    page.get_by_role("article").filter(has_text="Grace").get_by_role("button", name="Destroy").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("older copy")
    expect(dialog).to_contain_text("Whoever bought it still has it")
    dialog.get_by_role("button", name="Destroy it").click()
    sign = page.get_by_role("dialog", name="Sign the new state of your vault")
    expect(sign).to_contain_text("no session key may do it")
    sign.get_by_role("button", name="Sign in wallet").click()
    expect(sign).to_be_hidden()
    assert wallet.signed[-1]["primaryType"] == "VaultHead"
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save the receipt").click()
    receipt = json.loads(download.value.path().read_text())
    assert receipt["type"] == "destruction"
    assert receipt["category"] == "contact"
    assert re.fullmatch(r"0x[0-9a-f]{130}", receipt["signature"])
    assert "Grace" not in json.dumps(receipt)
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("article")).to_have_count(1)

    page.reload()
    unlock(page, "Passphrase", PASSPHRASE)
    expect(page.get_by_role("article")).to_contain_text("Arlington")
    expect(page.get_by_text("Grace Hopper")).to_have_count(0)
    page.goto("/#/vault/copies")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the receipt").click()
    assert json.loads(download.value.path().read_text()) == receipt


def test_a_change_while_the_gateway_is_away_is_kept_here_and_goes_there_later(new_person):
    page, _ = new_person()
    join(page, "vault_away")
    make_vault(page, "Recovery code", "Passphrase")
    page.route(VAULT_ROUTES, lambda route: route.abort())
    add_fields(page, "location", {"City": "Reykjavik"})
    page.get_by_role("link", name="Vault", exact=True).last.click()
    expect(page.get_by_text("Saved in this browser only")).to_be_visible()
    page.reload()
    unlock(page, "Passphrase", PASSPHRASE)
    expect(page.get_by_text("Saved in this browser only")).to_be_visible()
    page.unroute(VAULT_ROUTES)
    page.get_by_role("button", name="Try the gateway").click()
    expect(page.get_by_text(re.compile("Saved, version"))).to_be_visible()


def test_another_browser_opens_it_from_the_gateway_and_from_a_file_alone(new_person):
    page, wallet = new_person()
    join(page, "vault_second")
    code = make_vault(page, "Recovery code", "Passphrase")
    add_fields(page, "interests", {"Favourite brands": "Analytical Engines"})
    page.goto("/#/vault/copies")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a vault file").click()
    file = download.value.path()
    assert b"Analytical" not in file.read_bytes()

    for is_away in (False, True):
        other, _ = new_person(wallet=wallet)
        other.goto("/#/welcome")
        other.get_by_role("button", name="Test Wallet").click()
        other.get_by_role("button", name="Use it here").click()
        other.get_by_role("button", name="Sign in wallet").click()
        expect(other.locator('nav a[href="#/@vault_second"]:visible').first).to_be_visible()
        if is_away:
            other.route(VAULT_ROUTES, lambda route: route.abort())
        other.goto("/#/vault/interests")
        if is_away:
            expect(other.get_by_role("alert")).to_be_visible()
            other.get_by_label("Vault file", exact=True).set_input_files(file)
        unlock(other, "Recovery code", code)
        expect(other.get_by_role("article")).to_contain_text("Analytical Engines")


def test_a_gateway_that_shows_an_older_vault_is_noticed(new_person):
    page, _ = new_person()
    join(page, "vault_rolled")
    make_vault(page, "Recovery code", "Passphrase")
    heads = re.compile(r"/v1/profiles/\d+/vault$")
    old: dict[str, str] = {}
    with page.expect_response(heads) as answer:
        page.reload()
    old["body"] = answer.value.text()
    unlock(page, "Passphrase", PASSPHRASE)
    expect_open(page)
    add_fields(page, "contact", {"City": "Turin"})
    page.route(
        heads,
        lambda route: (
            route.fulfill(body=old["body"], content_type="application/json")
            if route.request.method == "GET"
            else route.continue_()
        ),
    )
    page.reload()
    expect(page.get_by_text("older vault")).to_be_visible()
    unlock(page, "Passphrase", PASSPHRASE)
    expect(page.get_by_role("article")).to_contain_text("Turin")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(new_person, scheme):
    axe = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
    page, _ = new_person(width=390, height=844)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def check(what: str) -> None:
        page.evaluate(axe)
        found = page.evaluate("axe.run(document.body).then((result) => result.violations)")
        names = [(entry["id"], [node["html"] for node in entry["nodes"]]) for entry in found]
        assert names == [], what

    join(page, f"vault_axe_{scheme}")
    page.goto("/#/vault")
    expect(page.get_by_role("heading", name="Make your vault")).to_be_visible()
    check("ways in")
    make_vault(page, "Recovery code", "Passphrase")
    check("overview")
    add_fields(page, "demographics", {"Year of birth": "1987", "People in the household": "3"})
    page.get_by_text("What a business would see", exact=True).click()
    check("a record and what a business would see")
    page.get_by_role("button", name="Edit").click()
    check("a form")
    page.goto("/#/vault/purchases")
    import_csv(page, "statement.csv", STATEMENT)
    expect(page.get_by_role("region", name="Preview of the file")).to_be_visible()
    check("an import")
    for part in ("access", "copies", "activity", "custom"):
        page.goto(f"/#/vault/{part}")
        check(part)
    page.goto("/#/vault/demographics")
    page.get_by_role("button", name="Destroy").click()
    check("destroying")
    page.get_by_role("button", name="Keep it").click()
    page.reload()
    expect(page.get_by_role("heading", name="Open your vault")).to_be_visible()
    check("locked")
