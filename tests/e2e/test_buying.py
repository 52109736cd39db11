"""A business in a real browser: from the empty form to data it may use, and data it may use no more."""

import csv
import json
import re

import pytest
from e2e.buying_steps import accept_all, fund_offer, open_business, open_people, send, write_offer
from e2e.person import Person
from playwright.sync_api import expect

from hashtagspace.chain.deployment import Deployment
from hashtagspace.client.market import Market
from hashtagspace.client.reporting import Reporter

SECRETS = ("sport.climbing", "Climbing", "=1+1")


@pytest.fixture
def business(new_person, world):
    """A page with an open offer, its wallet and the offer's id."""

    def make(handle: str, **windows: str):
        page, wallet = new_person()
        open_business(page, wallet, world, handle)
        write_offer(page, **windows)
        return page, wallet, fund_offer(page)

    return make


def answer_with(page, *people, offer):
    for person in people:
        person.answer(offer)
    page.get_by_role("button", name="Sign to read the answers").click()
    expect(page.get_by_text(f"{len(people)} good")).to_be_visible()


def test_one_signature_and_one_transaction_open_an_offer(business):
    _, wallet, _ = business("shoes_open")
    asked = [typed["primaryType"] for typed in wallet.signed]
    assert asked == ["Register", "VaultUnlock", "VaultUnlock", "Permit"]
    assert wallet.methods.count("eth_sendTransaction") == 1


def test_a_form_with_faults_says_which_and_keeps_what_was_typed(new_person, world):
    page, wallet = new_person()
    open_business(page, wallet, world, "shoes_form")
    write_offer(page)
    expect(page.get_by_text(re.compile("can only mean"))).to_be_visible()
    page.get_by_label("Budget", exact=True).fill("0")
    page.get_by_role("button", name="See it as people will").click()
    expect(page.get_by_role("alert")).to_contain_text("The budget is zero")
    page.get_by_role("link", name=re.compile("The budget is zero")).click()
    expect(page.get_by_label("Budget", exact=True)).to_be_focused()
    page.wait_for_timeout(600)  # the draft is kept a moment after the last key
    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("How people choose running shoes")
    assert [typed["primaryType"] for typed in wallet.signed] == ["Register"]


def test_answers_are_accepted_opened_exported_and_forgotten(business, world):
    page, wallet, offer = business("shoes_whole")
    kept, leaving, left_out = Person(world), Person(world), Person(world)
    answer_with(page, kept, leaving, left_out, offer=offer)
    left_out.withdraw_consent(offer)
    accept_all(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 people were accepted")
    expect(dialog).to_contain_text(f"@{left_out.handle}: This profile was accepted before, or has withdrawn")
    page.get_by_role("button", name="Done").click()

    open_people(page)
    kept.deliver()
    leaving.deliver()
    expect(page.get_by_text("Show the data")).to_have_count(2)
    page.get_by_text("Show the data").first.click()
    expect(page.get_by_text("=1+1, <b>bold</b>").first).to_be_visible()
    assert page.locator("main b").count() == 0, "markup in bought data stays text"
    assert {row["profile"] for row in export_csv(page)} == {str(kept.profile), str(leaving.profile)}

    leaving.withdraw_consent(offer)
    page.get_by_role("button", name="Declare the data deleted").click()
    with page.expect_download() as saved:
        send(page)
    statement = json.loads(saved.value.path().read_text())
    assert (statement["type"], statement["profile"]) == ("deletion", str(leaving.profile))
    expect(page.get_by_text("You declared the data deleted.")).to_be_visible()
    expect(page.get_by_text("Show the data")).to_have_count(1)
    assert {row["profile"] for row in export_csv(page)} == {str(kept.profile)}

    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Where the budget went").first).to_be_visible()
    assert_report_verifies(page, world)
    assert wallet.methods.count("eth_sendTransaction") == 3
    assert_nothing_bought_is_stored(page)


def assert_report_verifies(page, world):
    """What the business's browser computed comes out again from the chain alone, digit for digit."""
    expect(page.get_by_text("Money per real person")).to_be_visible()
    expect(page.get_by_text("Real people lost to the filter").first).to_be_visible()
    expect(page.get_by_text(re.compile("Hired people are not seen"))).to_be_visible()
    button = page.get_by_role("button", name="Report for others to verify")
    expect(button).to_be_enabled()
    with page.expect_download() as saved:
        button.click()
    body = json.loads(saved.value.path().read_text())
    assert body["inputs"]["level"] == 1
    deployment = Deployment.load(world.data / "deployments/31337.json")
    reporter = Reporter(Market(deployment, world.rpc_url))
    assert reporter.verify(json.dumps(body).encode()) == []
    body["inputs"]["paid"] = "1"
    assert {one.name for one in reporter.verify(json.dumps(body).encode())} == {"inputs.paid"}


def test_a_record_that_contradicts_its_root_is_proved_and_paid_back(business, world):
    page, _, offer = business("shoes_garbage")
    liar = Person(world)
    liar.promise_other_bytes()
    answer_with(page, liar, offer=offer)
    accept_all(page)
    page.get_by_role("button", name="Done").click()
    open_people(page)
    liar.deliver()
    page.get_by_role("button", name="Contest this record").click()
    expect(page.get_by_role("dialog")).to_contain_text("The key of this one record")
    send(page)
    expect(page.get_by_text("The record was proved broken; the price came back.")).to_be_visible()
    expect(page.get_by_text("40 TAG free")).to_be_visible()


def test_a_subscription_is_opened_epoch_by_epoch_and_stopped(new_person, world):
    page, wallet = new_person()
    open_business(page, wallet, world, "shoes_often")
    write_offer(page)
    page.get_by_label("Subscription: fresh data again and again").check()
    page.get_by_label("A delivery every").select_option(label="1 hour")
    page.get_by_label("Deliveries in all").fill("4")
    offer = fund_offer(page)
    reader = Person(world)
    answer_with(page, reader, offer=offer)
    accept_all(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("24 TAG of 40 TAG used")).to_be_visible()
    open_people(page)
    reader.deliver()
    page.get_by_text("Show the data").click()
    expect(page.get_by_text(re.compile("Delivery 1, as of"))).to_be_visible()
    assert [row["epoch"] for row in export_csv(page)] == ["0", "0"]
    page.get_by_role("button", name="Stop the subscription").click()
    send(page)
    expect(page.get_by_text("6 TAG of 40 TAG used")).to_be_visible()


def test_more_budget_than_tag_is_said_before_the_wallet_is_asked(business):
    page, wallet, _ = business("shoes_poor")
    signed = len(wallet.signed)
    page.get_by_role("button", name="Add to the budget").click()
    page.get_by_label("Amount").fill("1000")
    page.get_by_role("button", name="Read what I send").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("alert")).to_contain_text("This account has 60 TAG")
    assert len(wallet.signed) == signed


def test_a_closed_offer_pays_its_rest_out(business):
    page, _, _ = business("shoes_close")
    page.get_by_role("button", name="Close the offer").click()
    send(page)
    page.get_by_role("link", name="All your offers").click()
    page.get_by_role("button", name="Pay out").click()
    page.get_by_role("dialog").get_by_role("button", name="Pay out").click()
    expect(page.get_by_text("Final: nothing can undo it.")).to_be_visible()
    expect(page.get_by_text("100 TAG")).to_be_visible()


def export_csv(page) -> list[dict[str, str]]:
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    with saved.value.path().open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def assert_nothing_bought_is_stored(page) -> None:
    """Decrypted data lives in the page's memory: no store of the browser has a word of it."""
    stored = page.evaluate(
        """async () => {
          const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
          for (const { name } of await indexedDB.databases()) {
            const database = await new Promise((resolve) => {
              const request = indexedDB.open(name)
              request.onsuccess = () => resolve(request.result)
            })
            for (const store of database.objectStoreNames) {
              const values = await new Promise((resolve) => {
                const request = database.transaction(store).objectStore(store).getAll()
                request.onsuccess = () => resolve(request.result)
              })
              found.push(JSON.stringify(values))
            }
            database.close()
          }
          return found.join('\\n')
        }"""
    )
    assert [secret for secret in SECRETS if secret in stored] == []
