"""A person sells in a real browser to a business driven by the SDK: the whole way, and every way back."""

import json
import re

import pytest
from e2e.business import DAY, UNIT, Business
from e2e.selling_steps import (
    choose,
    find_consent,
    find_offer,
    join_with_vault,
    open_vault,
    read_consent,
    sell,
)
from playwright.sync_api import expect

KINDS = {"Interests": "Roughly", "Demographics": "Yes or no"}


@pytest.fixture(scope="module")
def business(world, tmp_path_factory) -> Business:
    return Business(world, tmp_path_factory.mktemp("business"), "harbour_research")


def test_sold_delivered_paid_and_withdrawn(new_person, business):
    offer = business.open("Ferry across the harbour")
    page, wallet = new_person()
    join_with_vault(page, "seller_one")
    find_offer(page, "Ferry across the harbour")
    expect(page.get_by_text("Unverified business")).to_be_visible()
    choose(page, "Interests", "Roughly")
    expect(page.get_by_role("region", name="What would be sent of Interests")).to_contain_text("Books, Sport")
    choose(page, "Demographics", "Yes or no")
    expect(page.get_by_role("region", name="What would be sent of Demographics")).to_contain_text("yes")
    expect(page.get_by_text("Answering is public.")).to_be_visible()
    asked = len(wallet.signed)
    consent = read_consent(page)
    expect(consent.get_by_text("You sell 2 kinds of data to Harbour Research for 4 TAG.")).to_be_visible()
    expect(consent.get_by_text("Are you 30 or older")).to_be_visible()
    assert len(wallet.signed) == asked, "nothing is signed before it was read"
    consent.get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_role("heading", name="Your answer: waiting for the business")).to_be_visible()
    signed = wallet.signed[-1]
    assert (signed["primaryType"], signed["message"]["price"]) == ("Consent", str(4 * UNIT))
    assert "Portugal" not in json.dumps(signed)

    assert business.accept(offer) == 1
    expect(page.get_by_role("heading", name="Your answer: paid")).to_be_visible()
    collected = business.collect(offer, "opened")
    table = business.buyer.table([collected], offer)
    spelled = json.dumps([list(map(str, row)) for row in table.rows])
    assert "sport" in spelled
    assert "football" not in spelled

    page.goto("/#/earnings")
    page.get_by_role("button", name="Pay out 4 TAG").click()
    expect(page.get_by_text("Paid out so far").locator("..")).to_contain_text("4 TAG")
    assert business.market.reads.read_balance(bytes.fromhex(wallet.account.address[2:])) == 4 * UNIT
    assert business.call("eth_getTransactionCount", wallet.account.address, "latest") == "0x0"

    card = find_consent(page, "Ferry across the harbour")
    with page.expect_download() as download:
        card.get_by_role("button", name="Receipt").click()
    receipt = json.loads(download.value.path().read_text())
    assert receipt["@type"] == "dpv:ConsentReceipt"
    assert "football" not in json.dumps(receipt)
    card.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw consent")
    expect(dialog).to_contain_text("What you were paid stays yours")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(card.get_by_text("You withdrew consent")).to_be_visible()
    assert wallet.signed[-1]["primaryType"] == "Revoke"
    assert business.collect(offer, "withdrawn").outcome == "withdrawn"
    business.buyer.attest(offer, collected.profile)
    expect(card.get_by_text("The business declared the data deleted")).to_be_visible()


def test_a_delivery_waits_for_the_vault_and_says_so_on_every_page(new_person, business):
    offer = business.open("Night buses")
    page, _ = new_person(width=390, height=844)
    join_with_vault(page, "seller_two")
    sell(page, "Night buses", KINDS)
    page.goto("/#/explore")
    page.reload()
    assert business.accept(offer) == 1
    expect(page.get_by_text("1 delivery is waiting: unlock your vault.")).to_be_visible(timeout=90_000)
    open_vault(page)
    expect(find_consent(page, "Night buses").get_by_text("Your browser delivered the key")).to_be_visible()
    expect(page.get_by_text("1 delivery is waiting")).to_be_hidden()
    business.collect(offer, "opened")


def test_withdrawn_before_it_is_accepted_and_while_it_earns(new_person, business):
    early = business.open("Town swimming pool")
    vesting = business.open("Season ticket", vesting_seconds=100 * DAY, up_front_bps=2_500)
    page, wallet = new_person()
    join_with_vault(page, "seller_three")
    sell(page, "Town swimming pool", KINDS)
    card = find_consent(page, "Town swimming pool")
    card.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw consent")
    expect(dialog).to_contain_text("can no longer accept your answer")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(card.get_by_text("Withdrawn in advance")).to_be_visible()
    (verdict,) = business.buyer.check(early, business.buyer.list_responses(early)) or (None,)
    assert verdict is None or not business.buyer.accept(early, [verdict])[0].ok

    sell(page, "Season ticket", KINDS)
    assert business.accept(vesting) == 1
    card = find_consent(page, "Season ticket")
    expect(card.get_by_text("Earning", exact=True)).to_be_visible()
    page.goto("/#/earnings")
    expect(page.get_by_text("Ready to be paid out").locator("..")).to_contain_text("1 TAG")
    card = find_consent(page, "Season ticket")
    card.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw consent")
    expect(dialog).to_contain_text("goes back")
    business.call("anvil_setBalance", wallet.account.address, hex(10**19))
    dialog.get_by_text("Other ways, if this gateway does not help").click()
    dialog.get_by_role("button", name="From my wallet, paying the fee").click()
    dialog.get_by_role("button", name="Withdraw from wallet").click()
    expect(dialog).to_be_hidden()
    expect(card.get_by_text("You withdrew consent")).to_be_visible()
    assert wallet.methods.count("eth_sendTransaction") == 1


def test_a_refusal_is_a_sentence_and_loses_nothing(new_person, business):
    business.open("Library hours")
    page, wallet = new_person()
    join_with_vault(page, "seller_four")
    find_offer(page, "Library hours")
    expect(page.get_by_role("button", name="Read what I sign")).to_be_disabled()
    for kind, how in {**KINDS, "Location": "Roughly"}.items():
        choose(page, kind, how)
    expect(page.get_by_text("This offer takes at most 2 kinds: leave out 1.")).to_be_visible()
    choose(page, "Location", "Keep it")
    consent = read_consent(page)
    wallet.refused.add("eth_signTypedData_v4")
    consent.get_by_role("button", name="Sign in wallet").click()
    expect(consent.get_by_role("alert")).to_contain_text("You declined in the wallet")
    wallet.refused.clear()
    page.route("**/v1/blobs", lambda route: route.abort())
    consent.get_by_role("button", name="Try again").click()
    expect(consent.get_by_role("alert")).to_contain_text("gateway does not answer")
    page.unroute("**/v1/blobs")
    signatures = len(wallet.signed)
    consent.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Your answer: waiting for the business")).to_be_visible()
    assert len(wallet.signed) == signatures, "what was signed is not signed again"


def test_each_epoch_of_a_subscription_is_delivered_by_itself(new_person, business):
    offer = business.open("Weekly mood", epochs=3, deliver_seconds=7 * DAY)
    page, _ = new_person()
    join_with_vault(page, "seller_five")
    sell(page, "Weekly mood", KINDS)
    assert business.accept(offer) == 1
    card = find_consent(page, "Weekly mood")
    expect(card.get_by_text(re.compile("^1 of 3 deliveries made"))).to_be_visible()
    card.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw consent")
    expect(dialog).to_contain_text("What was delivered stays paid")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(card.get_by_text("You withdrew consent")).to_be_visible()


def test_when_no_gateway_carries_the_key_the_wallet_does(new_person, business):
    offer = business.open("Tram stops")
    page, wallet = new_person()
    join_with_vault(page, "seller_six")
    sell(page, "Tram stops", KINDS)
    page.route("**/v1/calls", lambda route: route.abort())
    assert business.accept(offer) == 1
    card = find_consent(page, "Tram stops")
    expect(card.get_by_text("Not delivered yet.")).to_be_visible()
    business.call("anvil_setBalance", wallet.account.address, hex(10**19))
    card.get_by_role("button", name="Send it from my wallet, paying the fee").click()
    page.get_by_role("dialog", name="Deliver from your wallet").get_by_role(
        "button", name="Deliver from wallet"
    ).click()
    expect(card.get_by_text("Your browser delivered the key")).to_be_visible()
    business.collect(offer, "opened")
