"""Sales that go wrong, in real browsers: nobody delivers, accepts or comes back; no money is stuck."""

import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from e2e.business import DAY, UNIT, Business
from e2e.buying_steps import accept_all, call, give_tag, open_people
from e2e.conftest import start_world, stop_world, wait_for_page
from e2e.market_steps import add_contact, choose_kind, give_coin, sign_consent, write_offer
from e2e.market_steps import make_vault as make_coded_vault
from e2e.person import Person
from e2e.selling_steps import find_consent, join_with_vault, open_vault, sell
from e2e.steps import join
from playwright.sync_api import expect

from hashtagspace.chain.deployment import Deployment
from hashtagspace.client.market import Market
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.terms import Granularity

HOUR = 3_600
CROWD = 44  # a batch of 40 and what is left
KINDS = {"Interests": "Roughly", "Demographics": "Yes or no"}
CONTACT = {"contact": {"fields": {"full_name": "Mira Kestrel", "city": "Husum"}}}
TITLE = "Who would take a ferry?"


@pytest.fixture
def world(tmp_path_factory):
    """A world of the test's own: its chain's time is moved, its gateway is killed."""
    folder = tmp_path_factory.mktemp("failing")
    started = start_world(folder / "data", "--no-seed")
    try:
        wait_for_page(started, folder / "dev.log")
        yield started
    finally:
        started.process.send_signal(signal.SIGCONT)
        stop_world(started)


@pytest.fixture
def chain(world) -> Market:
    """What the contract itself says, asked of the node."""
    deployment = Deployment.load(next((world.data / "deployments").glob("*.json")))
    return Market(deployment, world.rpc_url, world.url)


def move_time(world, seconds: int, *pages) -> None:
    """The chain is later by this much, and so are the clocks of these pages, which load anew."""
    call(world, "evm_increaseTime", hex(seconds))
    call(world, "anvil_mine", "0x3")
    for page in pages:
        set_clock(page, seconds)
        page.reload()


def set_clock(page, ahead: int) -> None:
    page.clock.set_system_time(time.time() + ahead)


def open_console(new_person, world, handle: str, *, vesting: str = "none: paid at once", **fields: str):
    """A business whose offer stands open in its console, an hour to deliver; its page and the offer's id."""
    page, owner = new_person()
    join(page, handle, "Harbour")
    give_coin(world.rpc_url, owner.account.address)
    give_tag(world, owner.account.address)
    make_coded_vault(page)
    page.goto("/#/business/new")
    write_offer(page, TITLE)
    page.locator("#deliver-window").select_option("1 hour")
    page.locator("#vesting").select_option(vesting)
    for label, text in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).fill(text)
    page.get_by_role("button", name="See it as people will").click()
    page.get_by_role("button", name="Fund and open").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("button", name="Sign to read the answers")).to_be_visible()
    return page, bytes.fromhex(re.search(r"[0-9a-f]{64}", page.url)[0])


def profile_of(world, handle: str) -> int:
    return int(requests.get(f"{world.url}/v1/profiles/{handle}", timeout=10).json()["profileId"])


def test_what_is_never_delivered_is_paid_back_and_the_person_is_told(world, chain, new_person):
    business, offer = open_console(new_person, world, "harbour_co")
    person, wallet = new_person(width=390, height=844)
    join(person, "mira_k", "Mira")
    make_coded_vault(person)
    add_contact(person, Full_name="Mira Kestrel", City="Husum")
    choose_kind(person, TITLE)
    sign_consent(person)
    person.goto("about:blank")

    business.bring_to_front()
    business.get_by_role("button", name="Sign to read the answers").click()
    accept_all(business)
    business.get_by_role("button", name="Done").click()
    assert chain.reads.find_offer(offer).free == 45 * UNIT
    expect(business.get_by_text("5 TAG of 50 TAG used")).to_be_visible()
    move_time(world, HOUR + 60, business)
    reopen_desk(business)
    open_people(business)
    expect(business.get_by_text("The time is over: take the price back.")).to_be_visible()
    reclaim = business.get_by_role("button", name="Take the price back")
    reclaim.focus()
    business.keyboard.press("Enter")
    dialog = business.get_by_role("dialog")
    expect(dialog).to_contain_text("5 TAG come back to your offer")
    dialog.get_by_role("button", name="Send", exact=True).focus()
    business.keyboard.press("Enter")
    expect(business.get_by_text("Final: nothing can undo it.")).to_be_visible()
    business.keyboard.press("Escape")
    expect(business.get_by_text("Nothing came in time; the price came back.")).to_be_visible()
    expect(business.get_by_text("0 TAG of 50 TAG used")).to_be_visible()
    assert chain.reads.find_offer(offer).free == 50 * UNIT

    person.bring_to_front()
    set_clock(person, HOUR + 60)
    person.goto("/#/consents")
    card = find_consent(person, TITLE)
    expect(card).to_contain_text("The time to deliver has passed")
    expect(card).to_contain_text("nothing was paid")
    expect(card).to_contain_text("5 TAG went back to the business")
    assert chain.reads.read_credit(bytes.fromhex(wallet.account.address[2:])) == 0


def reopen_desk(page) -> None:
    """After the page was loaded anew: the vault by the wallet, the answers by a signature."""
    unlock = page.get_by_role("group", name="How to open it").get_by_role("button", name="Wallet signature")
    unlock.click()
    page.get_by_role("button", name="Sign in wallet and open").click()
    page.get_by_role("button", name="Sign to read the answers").click()


def test_an_answer_that_nobody_accepts_runs_out_and_is_closed(world, chain, new_person, tmp_path):
    business = Business(world, tmp_path, "harbour_research")
    offer = business.open("Ferry across the harbour", accept_seconds=HOUR + 60)
    page, wallet = new_person()
    join_with_vault(page, "seller_one")
    sell(page, "Ferry across the harbour", KINDS)
    signed = len(wallet.signed)
    move_time(world, 2 * HOUR, page)
    open_vault(page)
    card = find_consent(page, "Ferry across the harbour")
    expect(card).to_contain_text("Ran out")
    expect(card).to_contain_text("The business did not accept in time. Nothing was sold.")
    expect(card).not_to_contain_text("may accept")
    wait_for_closed(page)
    assert len(wallet.signed) == signed
    (verdict,) = business.buyer.check(offer, business.buyer.list_responses(offer))
    assert [check.name for check in verdict.problems] == ["time"]
    profile = profile_of(world, "seller_one")
    assert chain.reads.read_deal(offer, profile).state is DealState.NONE
    assert chain.reads.find_offer(offer).free == 1_000 * UNIT


def wait_for_closed(page) -> None:
    """The vault has no open answer any more: pages without the market look for deliveries no longer."""
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('deals:'))")


def test_a_business_that_never_comes_back_has_paid_all_the_same(world, chain, new_person, tmp_path):
    business = Business(world, tmp_path, "harbour_research")
    contestable = business.open("Ferry across the harbour", garbage_seconds=HOUR)
    vesting = business.open("Season ticket", vesting_seconds=100 * DAY, up_front_bps=2_500)
    page, wallet = new_person()
    join_with_vault(page, "seller_two")
    for title in ("Ferry across the harbour", "Season ticket"):
        sell(page, title, KINDS)
    assert (business.accept(contestable), business.accept(vesting)) == (1, 1)
    card = find_consent(page, "Ferry across the harbour")
    expect(card.get_by_text("The business may contest")).to_be_visible()
    expect(find_consent(page, "Season ticket").get_by_text("Earning", exact=True)).to_be_visible()

    move_time(world, HOUR + 60, page)  # from here on the business does nothing any more
    page.goto("/#/earnings")
    open_vault(page)
    page.goto("/#/earnings")
    settle = page.get_by_role("button", name="Have it paid")
    expect(settle).to_be_visible()
    set_clock(page, 0)  # a stamp is on the clock of the gateway, which stood still
    settle.click()
    page.get_by_role("button", name="Pay out 5 TAG").click()
    expect(page.get_by_text("Paid out so far").locator("..")).to_contain_text("5 TAG")
    account = bytes.fromhex(wallet.account.address[2:])
    assert chain.reads.read_balance(account) == 5 * UNIT
    assert chain.reads.read_credit(account) == 0

    card = find_consent(page, "Season ticket")
    card.get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw", exact=True).click()
    expect(card.get_by_text("You withdrew consent")).to_be_visible()
    assert chain.reads.read_deal(vesting, profile_of(world, "seller_two")).state is DealState.REVOKED
    free = chain.reads.find_offer(vesting).free
    assert 998 * UNIT < free < 999 * UNIT  # what had not vested is the business's again
    assert call(world, "eth_getTransactionCount", wallet.account.address, "latest") == "0x0"


def test_withdrawn_at_half_time_returns_what_had_not_vested_and_the_report_says_so(world, chain, new_person):
    page, offer = open_console(
        new_person, world, "harbour_season", vesting="30 days", Share_paid_at_once="20"
    )
    person = Person(world, CONTACT)
    person.answer(offer, {"contact": Granularity.EXACT})
    page.get_by_role("button", name="Sign to read the answers").click()
    expect(page.get_by_text("1 good")).to_be_visible()
    accept_all(page)
    page.get_by_role("button", name="Done").click()
    person.deliver()
    deal = chain.reads.read_deal(offer, person.profile)
    assert deal.state is DealState.VESTING
    move_time(world, 15 * DAY, page)
    person.withdraw_consent(offer)
    free = chain.reads.find_offer(offer).free
    assert 46.9 < free / UNIT <= 47, free  # half of the 4 TAG that vest, and 45 never used
    assert free + chain.reads.read_credit(person.seller.wallet.address) == 50 * UNIT
    page.get_by_role("button", name="Report").click()
    expect(page.locator("main")).to_contain_text(
        re.compile(r"(2|1\.99\d*) TAG of it from withdrawals while vesting")
    )


def test_a_crowd_is_accepted_at_once_and_what_it_owes_comes_back_at_once(world, chain, new_person):
    page, offer = open_console(
        new_person, world, "harbour_crowd", Price_of_Contact="2", People_at_most="60", Budget="96"
    )
    with ThreadPoolExecutor(8) as pool:
        crowd = list(pool.map(lambda _: join_crowd(world, offer), range(CROWD)))
    leaving, *staying = crowd
    page.get_by_role("button", name="Sign to read the answers").click()
    expect(page.get_by_text(f"{CROWD} good")).to_be_visible(timeout=120_000)
    leaving.withdraw_consent(offer)
    page.get_by_role("button", name=re.compile("^Accept all good")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("part 1 of 2")
    dialog.get_by_role("button", name="Accept", exact=True).click()
    expect(dialog).to_contain_text(f"{CROWD - 1} people were accepted")
    expect(dialog).to_contain_text(f"@{leaving.handle}: This profile was accepted before, or has withdrawn")
    page.get_by_role("button", name="Done").click()
    assert chain.reads.find_offer(offer).live == CROWD - 1

    delivering, owing = staying[:-3], staying[-3:]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(Person.deliver, delivering))
    move_time(world, HOUR + 60, page)
    reopen_desk(page)
    open_people(page)
    expect(page.get_by_text("3 people did not deliver in time.")).to_be_visible()
    page.get_by_role("button", name="Take 6 TAG back").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 3")
    dialog.get_by_role("button", name="Take back", exact=True).click()
    expect(dialog).to_contain_text("6 TAG of 3 people came back to your offer.")
    page.get_by_role("button", name="Done").click()
    states = [chain.reads.read_deal(offer, one.profile).state for one in owing]
    assert states == [DealState.REFUNDED] * 3
    assert chain.reads.find_offer(offer).free == (96 - 2 * len(delivering)) * UNIT
    expect(page.get_by_text("did not deliver in time")).to_be_hidden()


def join_crowd(world, offer: bytes) -> Person:
    person = Person(world, CONTACT)
    person.answer(offer, {"contact": Granularity.EXACT})
    return person


def test_a_page_whose_gateway_is_gone_delivers_from_the_wallet(world, chain, new_person, tmp_path):
    business = Business(world, tmp_path, "harbour_research")
    offer = business.open("Tram stops")
    page, wallet = new_person()
    join_with_vault(page, "seller_three")
    sell(page, "Tram stops", KINDS)
    page.goto("/#/consents")
    verdicts = business.buyer.check(offer, business.buyer.list_responses(offer))
    kill_gateway(world)
    assert [one.ok for one in business.buyer.accept(offer, verdicts)] == [True]
    call(world, "anvil_mine", "0x5")  # whoever made blocks stands still with the supervisor
    call(world, "anvil_setBalance", wallet.account.address, hex(10**19))
    card = page.get_by_role("article").filter(has_text="Tram stops")
    send = card.get_by_role("button", name="Send it from my wallet, paying the fee")
    expect(send).to_be_visible(timeout=120_000)
    send.click()
    page.get_by_role("button", name="Deliver from wallet").click()
    call(world, "anvil_mine", "0x5")
    expect(card.get_by_text("Delivered.")).to_be_visible(timeout=120_000)
    assert chain.reads.read_credit(bytes.fromhex(wallet.account.address[2:])) == 4 * UNIT
    assert "Portugal" not in json.dumps(wallet.signed)

    card.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw consent")
    dialog.get_by_text("Other ways, if this gateway does not help").click()
    dialog.get_by_role("button", name="From my wallet, paying the fee").click()
    dialog.get_by_role("button", name="Withdraw from wallet").click()
    expect(dialog).to_be_hidden()
    assert chain.reads.read_deal(offer, profile_on_chain(verdicts)).withdrawn


def profile_on_chain(verdicts) -> int:
    return int(verdicts[0].profile)


def kill_gateway(world) -> None:
    """Server and workers are dead; the supervisor, held still, does not end the chain for it."""
    world.process.send_signal(signal.SIGSTOP)
    for pid in list_gateway(world):
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(requests.RequestException):
        requests.get(f"{world.url}/v1/health", timeout=5)


def list_gateway(world) -> list[int]:
    """The process that serves, and its children."""
    own = {pid: parent_of(pid) for pid in list_pids()}
    (server,) = (
        pid for pid, parent in own.items() if parent == world.process.pid and b"serve" in read_command(pid)
    )
    return [server, *(pid for pid, parent in own.items() if parent == server)]


def list_pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def read_command(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
