"""What the page says when something refuses, lies or is away; nothing that was accepted is lost."""

import json
import re

from e2e.steps import (
    expect_badge,
    expect_joined,
    find_post,
    join,
    open_handle_form,
    open_proof,
    write_by_keyboard,
)
from playwright.sync_api import expect


def test_a_wallet_that_refuses_gets_a_sentence_and_may_try_again(new_person):
    page, wallet = new_person()
    wallet.refused = {"eth_requestAccounts"}
    page.goto("/#/welcome")
    page.get_by_role("button", name="Test Wallet").click()
    expect(page.get_by_role("alert")).to_be_visible()
    wallet.refused = {"eth_signTypedData_v4"}
    open_handle_form(page)
    page.get_by_label("Handle").fill("patient_p")
    page.get_by_role("button", name="Read what I sign").click()
    page.get_by_role("button", name="Sign in wallet").click()
    expect(page.get_by_role("alert")).to_be_visible()
    wallet.refused = set()
    page.get_by_role("button", name="Try again").click()
    expect_joined(page, "patient_p")


def test_markup_is_text(new_person):
    page, _ = new_person()
    join(page, "markup_m")
    text = '<img src=x onerror="document.title=1"><script>alert(1)</script> [x](javascript:alert(1)) #markup'
    card = write_by_keyboard(page, text)
    expect_badge(card, "verified")
    expect(card).to_contain_text("<script>alert(1)</script>")
    assert card.locator("img[src=x], script, a[href^=javascript]").count() == 0


def test_a_gateway_that_alters_a_post_is_caught(new_person):
    page, _ = new_person()
    join(page, "honest_h")
    expect_badge(write_by_keyboard(page, "I said exactly this. #truth"), "verified")

    def alter(route):
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("I said exactly this.", "I said quite the reverse.")
        )

    other, _ = new_person()
    other.route(re.compile(r"/v1/(spaces|feeds|posts)"), alter)
    other.goto("/#/space/truth")
    card = find_post(other, "I said quite the reverse.")
    expect_badge(card, "failed")
    proof = open_proof(card)
    expect(proof.get_by_role("alert")).to_be_visible()
    expect(proof.locator("li.failed").first).to_be_visible()


def test_a_gateway_that_swaps_bytes_behind_a_cid_is_caught(new_person):
    page, _ = new_person()
    join(page, "bytes_b")
    expect_badge(write_by_keyboard(page, "These bytes and no others. #bytes"), "verified")
    other, _ = new_person()
    forged = json.dumps({"type": "post", "text": "These bytes and no others. #bytes", "extra": 1})
    other.route(re.compile(r"/ipfs/"), lambda route: route.fulfill(body=forged))
    other.goto("/#/space/bytes")
    expect_badge(find_post(other, "These bytes and no others."), "failed")


def test_a_post_written_while_the_gateway_is_away_arrives_when_it_is_back(new_person):
    page, _ = new_person()
    join(page, "patience_q")
    expect_badge(write_by_keyboard(page, "Here at first. #patience"), "verified")
    page.route(re.compile(r"/v1/"), lambda route: route.abort())
    write_by_keyboard(page, "Written in a tunnel. #patience")
    expect(page.get_by_text(re.compile("gateway", re.IGNORECASE)).first).to_be_visible()
    page.unroute(re.compile(r"/v1/"))
    page.reload()
    expect_badge(find_post(page, "Written in a tunnel."), "verified", seconds=60)
