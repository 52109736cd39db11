"""Buying and selling from a shell, against a real gateway; and what a shell must never show."""

import json
import secrets
import time

import pytest
from click.testing import CliRunner
from deployed import UNIT
from eth_account import Account

from hashtagspace.chain.wallet import Wallet
from hashtagspace.cli import main
from hashtagspace.client import Client
from hashtagspace.client.offer_draft import EXAMPLE

pytestmark = pytest.mark.anvil
PASSWORD = "correct horse battery"


class Shell:
    """One person at a shell: a keystore, a password file, a settings file."""

    def __init__(self, stack, folder):
        self.stack, self.folder = stack, folder
        folder.mkdir()
        self.wallet = Wallet.create()
        self.client = Client(stack.url, self.wallet, poll_seconds=0.05)
        self.profile = self.client.register(f"p_{secrets.token_hex(6)}", wait=True)
        self.keystore = folder / "keystore.json"
        self.keystore.write_text(
            json.dumps(Account.encrypt(self.wallet.private_key(), PASSWORD, iterations=2))
        )
        self.password = folder / "password"
        self.password.write_text(PASSWORD + "\n")
        self.password.chmod(0o600)
        self.settings = folder / "hashtagspace.toml"
        self.write_settings()
        self.printed = ""

    def write_settings(self, **changes):
        values = {
            "gateway": self.stack.url,
            "rpc-url": self.stack.rpc_url,
            "deployment": str(self.stack.folder / "31337.json"),
            "keystore": str(self.keystore),
            "password-file": str(self.password),
            "folder": str(self.folder / "kept"),
        } | changes
        lines = [f"{name} = {json.dumps(value)}" for name, value in values.items() if value is not None]
        self.settings.write_text("\n".join(lines))

    def run(self, group, *arguments, text=None, ok=True):
        result = CliRunner().invoke(main, [group, "--settings", str(self.settings), *arguments], input=text)
        self.printed += result.output
        if ok:
            assert result.exit_code == 0, result.output
        return result

    def json(self, group, *arguments):
        return json.loads(self.run(group, *arguments, "--json").stdout)

    def fails(self, group, *arguments, text=None):
        result = self.run(group, *arguments, text=text, ok=False)
        assert result.exit_code == 1, result.output
        lines = result.stderr.strip().splitlines()
        assert len(lines) == 1, result.output
        return lines[0]


@pytest.fixture(scope="module")
def business(stack, tmp_path_factory):
    shell = Shell(stack, tmp_path_factory.mktemp("shells") / "business")
    receiver = stack.deployed.web3.to_checksum_address(shell.wallet.address)
    stack.deployed.send(stack.deployed.token.functions.transfer(receiver, 1_000 * UNIT))
    stack.deployed.anvil.call("anvil_setBalance", receiver, hex(10**20))
    shell.code = shell.json("vault", "create")["recoveryCode"]
    return shell


@pytest.fixture(scope="module")
def person(stack, tmp_path_factory):
    shell = Shell(stack, tmp_path_factory.mktemp("shells") / "person")
    shell.code = shell.json("vault", "create")["recoveryCode"]
    return shell


def until(is_there, seconds=60):
    end = time.monotonic() + seconds
    while not (found := is_there()):
        assert time.monotonic() < end, "not in time"
        time.sleep(0.3)
    return found


def test_a_whole_sale_from_two_shells(business, person, tmp_path):  # noqa: PLR0915 - one story
    record = tmp_path / "interests.json"
    record.write_text(json.dumps({"fields": {"topics": ["sport.climbing"], "brands": ["Zebra"]}}))
    record_id = person.json("vault", "add", "interests", str(record), "--title", "What I like")["record"]
    listed = person.json("vault", "list")
    assert [(one["record"], one["title"]) for one in listed["records"]] == [(record_id, "What I like")]
    assert listed["savedAt"] == "gateway"

    draft = tmp_path / "draft.toml"
    draft.write_text(EXAMPLE.replace('budget = "500"', 'budget = "50"'))
    offer = business.json("buy", "offer", str(draft), "--yes")["offer"]
    assert [one["offer"] for one in business.json("buy", "list")] == [offer]

    def find_match():
        return [one for one in person.json("sell", "offers") if one["offer"] == offer]

    (match,) = until(find_match)
    assert (match["answerable"], match["least"]) == (True, str(5 * UNIT // 2))
    refused = person.run("sell", "answer", offer, "--choose", "interests=exact", text="n\n", ok=False)
    assert refused.exit_code == 1
    assert "You sell 1 kind of data to Acme Coffee GmbH for 2.5 TAG" in refused.output
    deal = person.json("sell", "answer", offer, "--choose", "interests=exact", "--yes")["deal"]

    (response,) = business.json("buy", "responses", offer)
    assert (response["profile"], response["ok"]) == (person.profile, True)
    (accepted,) = business.json("buy", "accept", offer)
    assert (accepted["ok"], accepted["deal"]) == (True, deal)
    until(lambda: [one["step"] for one in person.json("sell", "deliver")] == ["delivered"])

    (collected,) = business.json("buy", "collect", offer)
    assert (collected["outcome"], collected["state"]) == ("opened", "settled")
    written = business.json("buy", "export", offer, "--out", str(tmp_path / "out"))
    assert (written["rows"], written["withdrawn"]) == (1, 0)
    assert "sport.climbing" in (tmp_path / "out/rows.csv").read_text()
    assert "--replace" in business.fails("buy", "export", offer, "--out", str(tmp_path / "out"))
    parquet = business.json("buy", "export", offer, "--out", str(tmp_path / "pq"), "--format", "parquet")
    assert parquet["files"][0].endswith("rows.parquet")
    report = business.json("buy", "report", offer, "--csv", str(tmp_path / "report"))
    assert report["paid"] == report["costPerPerson"] == str(5 * UNIT // 2)
    assert "paid_tag,2.5" in (tmp_path / "report/totals.csv").read_text()
    assert "deletions still to declare: 0" in business.run("buy", "report", offer).stdout

    assert person.json("sell", "earnings")["credit"] == str(5 * UNIT // 2)
    assert person.json("sell", "withdraw", "--way", "relay")["amount"] == str(5 * UNIT // 2)
    assert person.json("sell", "revoke", offer, "--yes", "--way", "relay") == {"way": "relay"}
    assert "withdrawn already" in person.fails("sell", "revoke", offer, "--yes")
    person.run("sell", "receipt", offer, "--out", str(tmp_path / "receipt.json"))
    assert json.loads((tmp_path / "receipt.json").read_text())["@type"] == "dpv:ConsentReceipt"
    assert (tmp_path / "receipt.json").stat().st_mode & 0o077 == 0

    again = business.json("buy", "export", offer, "--out", str(tmp_path / "out"), "--replace")
    assert (again["rows"], again["withdrawn"]) == (0, 1)
    assert "sport.climbing" not in (tmp_path / "out/rows.csv").read_text()
    statement = business.json("buy", "attest", offer, person.profile, "--yes")["statement"]
    assert json.loads(statement)["type"] == "deletion"
    business.run("buy", "fund", offer, "1.5")
    business.run("buy", "close", offer)
    assert business.json("buy", "withdraw")["amount"] == str(49 * UNIT)

    person.run("vault", "destroy", record_id, "--yes", "--out", str(tmp_path / "gone.json"))
    assert json.loads((tmp_path / "gone.json").read_text())["recordId"] == record_id
    person.run("vault", "export", str(tmp_path / "mine.hsvault"))
    assert "sport.climbing" not in (tmp_path / "mine.hsvault").read_text()
    assert "exists" in person.fails("vault", "export", str(tmp_path / "mine.hsvault"))


def test_an_attested_record_from_three_shells(business, person, stack, tmp_path):
    bank = Shell(stack, tmp_path / "bank")
    record = tmp_path / "location.json"
    record.write_text(json.dumps({"fields": {"country": "DE", "city": "Berlin"}}))
    record_id = person.json("vault", "add", "location", str(record))["record"]
    draft = tmp_path / "draft.toml"
    attesters = f'attesters = ["0x{bank.wallet.address.hex()}"]\ngarbageHours = 2'
    draft.write_text(
        EXAMPLE.replace("garbageHours = 0 ", attesters).replace('budget = "500"', 'budget = "50"')
    )
    offer = business.json("buy", "offer", str(draft), "--yes")["offer"]
    until(lambda: [one for one in person.json("sell", "offers") if one["offer"] == offer])
    asked, vouched = str(tmp_path / "request.json"), str(tmp_path / "attestation.json")

    answer = ("sell", "answer", offer, "--choose", "location=bracket")
    told = person.json("sell", "request", offer, "location=bracket", asked)
    assert told["attesters"] == ["0x" + bank.wallet.address.hex()]
    refused = bank.run("vault", "attest", asked, vouched, text="n\n", ok=False)
    assert '"category": "location"' in refused.output
    assert str(person.profile) in refused.output
    bank.run("vault", "attest", asked, vouched, "--yes")
    stranger = str(tmp_path / "stranger.json")
    business.run("vault", "attest", asked, stranger, "--yes")
    assert "does not trust" in person.fails("sell", "keep", stranger)
    assert "no attestation" in person.fails("sell", "keep", asked)
    assert person.json("sell", "keep", vouched)["record"] == record_id

    signed = person.run(*answer, "--yes")
    assert f"as 0x{bank.wallet.address.hex()} attested it" in signed.output
    (response,) = business.json("buy", "responses", offer)
    assert (response["profile"], response["ok"]) == (person.profile, True)
    person.run("sell", "revoke", offer, "--yes")
    person.run("vault", "destroy", record_id, "--yes")


def test_commands_that_change_nothing_say_so_and_end(business):
    assert "no answer waits" not in business.run("buy", "--help").stdout
    assert "[[asks]]" in business.run("buy", "offer", "--example").stdout
    assert "nothing is due" in business.run("sell", "deliver").stdout
    assert "0 records" in business.run("vault", "list").stdout


def test_a_password_is_asked_for_and_its_keystore_opened_only_by_it(business):
    business.write_settings(**{"password-file": None})
    try:
        assert business.run("buy", "list", text=PASSWORD + "\n").exit_code == 0
        assert "does not open" in business.run("buy", "list", text="wrong\n", ok=False).output
    finally:
        business.write_settings()


def test_the_vault_opens_by_its_recovery_code(business):
    result = business.run("vault", "list", "--unlock", "code", text=business.code + "\n")
    assert "0 records" in result.stdout
    other = business.run("vault", "list", "--unlock", "code", text="AAAA-" * 8 + "AAAA\n", ok=False)
    assert other.exit_code == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rpc-url": None}, "--rpc-url"),
        ({"deployment": None}, "--deployment"),
        ({"keystore": None}, "--keystore"),
        ({"keystore": "/nowhere/at/all"}, "cannot be read"),
        ({"rpc-url": "http://me:hunter2@127.0.0.1:9"}, "not reachable"),
        ({"gateway": "http://me:hunter2@127.0.0.1:9", "profile": "@somebody"}, "does not answer"),
        ({"profile": "@nobody_at_all"}, "known"),
    ],
)
def test_what_is_missing_or_away_is_one_sentence(business, changes, told):
    business.write_settings(**changes)
    try:
        sentence = business.fails("sell", "earnings")
    finally:
        business.write_settings()
    assert told in sentence
    assert "hunter2" not in sentence


def test_a_password_file_that_others_can_read_is_refused(business):
    business.password.chmod(0o644)
    try:
        assert "chmod 600" in business.fails("buy", "list")
    finally:
        business.password.chmod(0o600)


def test_another_network_s_node_is_refused(business, stack, tmp_path):
    text = json.loads((stack.folder / "31337.json").read_text())
    text["startBlock"]["hash"] = "0x" + "11" * 32
    other = tmp_path / "other.json"
    other.write_text(json.dumps(text))
    business.write_settings(deployment=str(other))
    try:
        assert "another chain" in business.fails("buy", "list")
    finally:
        business.write_settings()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["buy", "collect", "0x12"], "64 hex digits"),
        (["buy", "garbage", "0x" + "11" * 32, "zero"], "PROFILE"),
        (["sell", "answer", "0x" + "11" * 32, "--choose", "interests"], "category=granularity"),
        (["sell", "withdraw", "--payee", "0x12"], "40 hex digits"),
        (["sell", "deliver", "--way", "pigeon"], "pigeon"),
    ],
)
def test_ill_formed_arguments_are_told_before_anything_is_opened(business, arguments, told):
    result = business.run(*arguments, ok=False)
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["buy", "collect", "0x" + "11" * 32], "holds no offer"),
        (["buy", "attest", "0x" + "11" * 32, "5", "--yes"], "No deal"),
        (["sell", "answer", "0x" + "11" * 32, "--choose", "interests=exact", "--yes"], "No such offer"),
        (["sell", "receipt", "0x" + "11" * 32], "no such offer"),
        (["sell", "withdraw"], "no credit"),
        (["vault", "destroy", "0x12", "--yes"], "32 hex digits"),
        (["vault", "destroy", "0x" + "11" * 16, "--yes"], "no such record"),
        (["vault", "add", "interests", "/nowhere.json"], "cannot be read"),
        (["vault", "add", "astrology", __file__], "astrology"),
        (["vault", "create"], "already"),
        (["vault", "attest", "/nowhere.json", "/nowhere-else.json", "--yes"], "cannot be read"),
        (["vault", "attest", __file__, "/nowhere-else.json", "--yes"], "not JSON"),
        (["sell", "keep", __file__], "not JSON"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(person, arguments, told):
    assert told in person.fails(*arguments)


def test_a_settings_file_with_a_mistake_is_named(tmp_path):
    for text, told in (("gateways = 1", "gateways"), ("= =", "does not read")):
        path = tmp_path / "wrong.toml"
        path.write_text(text)
        result = CliRunner().invoke(main, ["buy", "--settings", str(path), "list"])
        assert result.exit_code == 1
        assert told in result.output


def test_no_secret_is_in_any_output(business, person):
    for shell in (business, person):
        key = shell.wallet.private_key().hex()
        assert PASSWORD not in shell.printed
        assert key not in shell.printed
        assert shell.printed.count(shell.code) == 1  # when it was made, for its owner
