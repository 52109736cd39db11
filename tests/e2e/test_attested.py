"""Data that somebody vouches for: asked for in the browser, attested, sold byte for byte."""

import time

import pytest
from e2e.business import Business
from e2e.selling_steps import choose, find_offer, join_with_vault, read_consent
from playwright.sync_api import expect

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.attesting import Attester

TITLE = "Who is a grown-up?"
KINDS = {"Interests": "Roughly"}


@pytest.fixture(scope="module")
def business(world, tmp_path_factory) -> Business:
    return Business(world, tmp_path_factory.mktemp("business"), "registry_reader")


def save_request(page) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a request for the attester").click()
    return saved.value.path().read_bytes()


def hand_in(page, data: bytes) -> None:
    """On the record's page in the vault."""
    page.goto("/#/vault/interests")
    page.get_by_text("Attested", exact=False).first.click()
    file = {"name": "attestation.json", "mimeType": "application/json", "buffer": data}
    page.get_by_label("Add what an attester handed back").set_input_files(file)


def test_a_record_is_attested_kept_and_sold_as_it_was_attested(new_person, business):
    bank, stranger = Wallet.create(), Wallet.create()
    domain = business.market.domain
    offer = business.open(TITLE, garbage_seconds=3_600, terms={"attesters": (bank.address,)})
    page, _ = new_person()
    join_with_vault(page, "seller_true")
    find_offer(page, TITLE)
    expect(page.get_by_text("Choose one kind alone to sell it attested.")).to_be_visible()
    choose(page, "Interests", "Roughly")
    asked = Attester(bank, domain).read(save_request(page))
    assert b"sport" in asked.bundle
    assert b"football" not in asked.bundle, "the attester sees what the business would"

    hand_in(page, Attester(stranger, domain).attest(asked, int(time.time())))
    expect(page.get_by_text("The business does not trust whoever attested this.")).to_be_visible()
    hand_in(page, Attester(bank, domain).attest(asked, int(time.time())))
    expect(page.get_by_text("Attested (1)")).to_be_visible()

    find_offer(page, TITLE)
    choose(page, "Interests", "Roughly")
    expect(page.get_by_text("Your record is attested by")).to_be_visible()
    read_consent(page).get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_role("heading", name="Your answer: waiting for the business")).to_be_visible()
    business.wait_for(lambda: business.buyer.list_responses(offer), "an answer")
    (verdict,) = business.buyer.check(offer, business.buyer.list_responses(offer))
    assert verdict.problems == []
    assert verdict.selection.attestation.attester == bank.address
    assert verdict.consent.pt_root == asked.pt_root


def test_a_record_that_was_changed_is_not_sold_as_attested(new_person, business):
    bank = Wallet.create()
    offer = business.open("Who climbs?", garbage_seconds=3_600, terms={"attesters": (bank.address,)})
    page, wallet = new_person()
    join_with_vault(page, "seller_moved")
    find_offer(page, "Who climbs?")
    choose(page, "Interests", "Roughly")
    attester = Attester(bank, business.market.domain)
    hand_in(page, attester.attest(attester.read(save_request(page)), int(time.time())))
    expect(page.get_by_text("Attested (1)")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    page.locator("summary", has_text="Books").click()
    page.get_by_label("Comics").uncheck()
    page.get_by_role("button", name="Save in the vault").click()

    find_offer(page, "Who climbs?")
    choose(page, "Interests", "Roughly")
    expect(page.get_by_text("Your record was changed after")).to_be_visible()
    expect(page.get_by_role("button", name="Read what I sign")).to_be_disabled()
    signed = len(wallet.signed)
    page.get_by_label("Sell it without the attestation").check()
    read_consent(page).get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_role("heading", name="Your answer: waiting for the business")).to_be_visible()
    assert len(wallet.signed) == signed + 1
    business.wait_for(lambda: business.buyer.list_responses(offer), "an answer")
    (verdict,) = business.buyer.check(offer, business.buyer.list_responses(offer))
    assert verdict.problems == []
    assert verdict.selection.attestation is None
