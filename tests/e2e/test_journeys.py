"""The first journey in a real browser: connect, register, post, see it anchored, be answered."""

import re

from e2e.steps import (
    expect_badge,
    find_post,
    join,
    open_handle_form,
    open_proof,
    open_thread,
    write_by_keyboard,
)
from playwright.sync_api import expect


def test_connect_register_post_anchored_reload_and_another_profile_replies(new_person):
    page, wallet = new_person()
    wallet.start_on_foreign_chain(knows_home=False)
    join(page, "ada_byron", "Ada")
    assert "wallet_addEthereumChain" in wallet.methods
    assert [typed["primaryType"] for typed in wallet.signed] == ["Register"]
    assert wallet.signed[0]["message"]["handle"] == "ada_byron"

    card = write_by_keyboard(page, "The first program was a letter. #engines")
    expect_badge(card, "verified")
    page.reload()
    card = find_post(page, "The first program was a letter.")
    expect_badge(card, "verified")

    other, _ = new_person(width=390, height=844)
    join(other, "charles_b")
    other.goto("/#/space/engines")
    open_thread(find_post(other, "The first program"))
    other.get_by_role("button", name="Reply to @ada_byron…").click()
    other.get_by_role("dialog").get_by_label("Your reply to @ada_byron").fill(
        "And the engine was an argument."
    )
    other.get_by_role("dialog").get_by_role("button", name="Reply").click()
    expect_badge(find_post(other, "And the engine was an argument."), "verified")

    open_thread(card)
    expect(find_post(page, "And the engine was an argument.")).to_be_visible()
    assert len(wallet.signed) == 1, "after registering, the session key signs and the wallet stays quiet"


def test_the_proof_opens_step_by_step_and_names_its_chain_source(new_person):
    page, _ = new_person()
    join(page, "grace_h")
    card = write_by_keyboard(page, "Ship it, then prove it. #proofs")
    expect_badge(card, "verified")
    proof = open_proof(card)
    expect(proof.get_by_text("Chain facts from:")).to_be_visible()
    steps = proof.locator("li[data-step]")
    assert steps.count() >= 6
    for step in steps.all():
        expect(step).to_have_class(re.compile("passed"))
        step.locator("summary").click()
        expect(step.locator("p").first).to_be_visible()
    expect(proof.get_by_text("completeness")).to_be_visible()


def test_like_follow_and_home(new_person):
    page, _ = new_person()
    join(page, "lin_m")
    write_by_keyboard(page, "Morning fog over the harbour. #harbours")
    other, _ = new_person()
    join(other, "omar_k")
    other.goto("/#/space/harbours")
    other.get_by_role("button", name="Follow #harbours").click()
    expect(other.get_by_role("button", name="Following #harbours")).to_be_visible()
    card = find_post(other, "Morning fog")
    card.get_by_role("button", name=re.compile("^Like, 0")).click()
    expect(card.get_by_role("button", name=re.compile("^Like, 1"))).to_be_visible()
    other.goto("/#/@lin_m")
    other.get_by_role("button", name=re.compile("^Follow @?lin_m")).click()
    expect(other.get_by_role("button", name=re.compile("^Following @?lin_m"))).to_be_visible()
    other.goto("/#/")
    expect(find_post(other, "Morning fog")).to_be_visible()
    other.reload()
    expect(
        find_post(other, "Morning fog").get_by_role("button", name=re.compile("^Like, 1"))
    ).to_have_attribute("aria-pressed", "true")


def test_a_session_key_can_be_revoked_and_a_fresh_one_authorised(new_person):
    page, wallet = new_person()
    join(page, "kay_r")
    expect_badge(write_by_keyboard(page, "Before the key changed. #keys"), "verified")
    page.goto("/#/settings")
    page.get_by_role("button", name=re.compile("Revoke")).first.click()
    page.get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_text(re.compile("revoked", re.IGNORECASE)).first).to_be_visible()
    assert wallet.signed[-1]["primaryType"] == "RevokeKey"


def test_reading_needs_no_wallet(new_person):
    page, wallet = new_person()
    page.goto("/#/explore")
    expect(page.get_by_role("main")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="Connect").first).to_be_visible()
    assert wallet.methods == []


def test_the_handle_form_says_what_is_wrong_before_anything_is_signed(new_person):
    page, wallet = new_person()
    join(page, "taken_one")
    other, wallet = new_person()
    open_handle_form(other)
    field = other.get_by_label("Handle")
    answer = other.locator("#handle-answer")
    field.fill("ab")
    expect(answer).to_have_class(re.compile("bad"))
    field.fill("white space")
    expect(answer).to_have_class(re.compile("bad"))
    field.fill("taken_one")
    expect(answer).to_contain_text(re.compile("taken", re.IGNORECASE))
    expect(other.get_by_role("button", name="Read what I sign")).to_be_disabled()
    assert wallet.signed == []


def test_the_page_follows_another_account_and_lets_go_of_the_wallet(new_person):
    page, _ = new_person()
    join(page, "event_e")
    page.goto("/#/welcome")
    expect(page.get_by_text("Connected:")).to_be_visible()
    page.evaluate("window.testWallet.emit('accountsChanged', ['0x00000000000000000000000000000000000000aa'])")
    expect(page.get_by_text(re.compile("0x0000.*aa", re.IGNORECASE)).first).to_be_visible()
    page.get_by_role("button", name="Disconnect").first.click()
    expect(page.get_by_role("button", name="Test Wallet")).to_be_visible()
