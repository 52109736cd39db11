"""Every line of `hashtagspace doctor`, for a gateway that is well and for each part broken."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from anvil_node import KEYS, Anvil, free_port
from chain_proxy import ChainProxy, Dropped
from deployed import Deployed
from examining import PASSWORD, broken, examine
from sqlalchemy import update

from hashtagspace.chain.wallet import Wallet
from hashtagspace.doctor.examine import examine_environment
from hashtagspace.doctor.finding import Finding, is_healthy, render_json, render_lines
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, write_lock
from hashtagspace.store.outbox_tables import schema_version


def test_a_gateway_in_which_all_is_well(gateway: dict[str, str]):
    findings = examine(gateway)
    assert {part: f.state for part, f in findings.items()} == dict.fromkeys(
        [
            "contracts file", "chain node", "chain id", "chain sync", "chain head", "chain finality",
            "contracts code", "contracts start", "contracts market", "people", "clock", "projection",
            "indexer", "outbox", "content store", "relay key", "relay balance", "disk data", "disk content",
            "web app",
        ],
        "ok",
    )  # fmt: skip
    assert is_healthy(list(findings.values()))


def test_settings_that_are_wrong_are_all_told(gateway: dict[str, str]):
    findings = examine_environment(gateway | {"HASHTAGSPACE_LISTEN": "x", "HASHTAGSPACE_RCP_URL": "y"})
    assert [f.state for f in findings] == ["fail", "fail"]
    assert "did you mean HASHTAGSPACE_RPC_URL?" in findings[0].detail


def test_a_node_that_is_down_spares_what_depends_on_it(gateway: dict[str, str]):
    findings = examine(gateway, RPC_URL=f"http://127.0.0.1:{free_port()}/v2/secretkey")
    assert list(broken(findings)) == ["chain node"]
    assert "relay balance" not in findings
    assert findings["projection"].state == "ok"


def test_another_chain_than_the_deployments(gateway: dict[str, str]):
    other = Anvil.start("--chain-id", "5")
    try:
        findings = examine(gateway, RPC_URL=other.url)
    finally:
        other.stop()
    assert broken(findings) == {"chain id": "the node serves chain 5, the deployment is on chain 31337"}


def test_a_stale_head(gateway: dict[str, str], chain: Deployed):
    for age, state in ((60, "ok"), (300, "warn"), (4000, "fail")):
        findings = {
            f.part: f for f in examine_environment(gateway, now_seconds=float(chain.anvil.time() + age))
        }
        assert findings["chain head"].state == state


def test_a_clock_that_is_behind(gateway: dict[str, str]):
    for behind, state in ((0, "ok"), (100, "warn"), (1000, "fail")):
        findings = {f.part: f for f in examine_environment(gateway, now_seconds=time.time() - behind)}
        assert findings["clock"].state == state


class Answering(ChainProxy):
    """Gives no answer to one method."""

    def __init__(self, target: str, silent: str) -> None:
        super().__init__(target)
        self.before = lambda method, _params: self._drop(method == silent)

    @staticmethod
    def _drop(is_silent: bool) -> None:
        if is_silent:
            raise Dropped


def test_a_node_that_fails_halfway_is_one_line(gateway: dict[str, str], chain: Deployed):
    proxy = Answering(chain.anvil.url, "eth_syncing")
    try:
        findings = examine(gateway, RPC_URL=proxy.url)
    finally:
        proxy.close()
    assert "not reachable" in broken(findings)["chain"]


def test_a_deployment_file_that_is_missing_or_wrong(gateway: dict[str, str], tmp_path: Path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    findings = examine(gateway, DEPLOYMENT=str(wrong))
    assert list(broken(findings)) == ["contracts file"]
    assert findings["content store"].state == "ok"


def test_code_that_was_changed_on_chain(gateway: dict[str, str], chain: Deployed):
    address = "0x" + chain.deployment.post_registry.hex()
    code = chain.anvil.call("eth_getCode", address, "latest")
    chain.anvil.call("anvil_setCode", address, code[:-2] + "00")
    assert broken(examine(gateway)) == {"contracts code": "PostRegistry has other code than was deployed"}
    chain.anvil.call("anvil_setCode", address, "0x")
    assert broken(examine(gateway)) == {"contracts code": "no code at the address of PostRegistry"}


def test_a_market_of_other_contracts(gateway: dict[str, str], chain: Deployed):
    path = Path(gateway["HASHTAGSPACE_DEPLOYMENT"])
    record = json.loads(path.read_text())
    contracts = record["contracts"]
    contracts["TagToken"], contracts["NoLevels"] = contracts["NoLevels"], contracts["TagToken"]
    path.write_text(json.dumps(record))
    findings = broken(examine(gateway))
    assert findings["contracts market"].endswith("its TOKEN is not TagToken, its PERSONHOOD is not NoLevels")
    chain.anvil.call("anvil_setCode", "0x" + chain.deployment.data_market.hex(), "0x")
    assert "its PROFILES is not ProfileRegistry" in broken(examine(gateway))["contracts market"]


def test_a_deployment_from_before_the_market(gateway: dict[str, str]):
    path = Path(gateway["HASHTAGSPACE_DEPLOYMENT"])
    record = json.loads(path.read_text())
    del record["contracts"]["DataMarket"]
    path.write_text(json.dumps(record))
    assert "add it with `make deploy`" in broken(examine(gateway))["contracts file"]


def test_a_record_without_code_hashes(gateway: dict[str, str], chain: Deployed):
    chain.write(Path(gateway["HASHTAGSPACE_DEPLOYMENT"]))
    assert "contracts code" in broken(examine(gateway), "warn")


def change_record(gateway: dict[str, str], **changes: Any) -> None:
    path = Path(gateway["HASHTAGSPACE_DEPLOYMENT"])
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_start_block_of_another_chain(gateway: dict[str, str]):
    change_record(gateway, startBlock={"number": 0, "hash": "0x" + "11" * 32})
    findings = broken(examine(gateway))
    assert findings["contracts start"] == "the start block 0 is another one on this chain"
    assert findings["projection"] == "belongs to another deployment (chain 31337)"
    change_record(gateway, startBlock={"number": 10**6, "hash": "0x" + "11" * 32})
    assert "is not there" in broken(examine(gateway))["contracts start"]


def test_stores_that_are_not_made_yet_stay_unmade(gateway: dict[str, str], tmp_path: Path):
    database, outbox = tmp_path / "no/p.sqlite3", tmp_path / "no/o.sqlite3"
    findings = examine(gateway, DATABASE_URL=f"sqlite:///{database}", OUTBOX_URL=f"sqlite:///{outbox}")
    assert broken(findings, "warn") == {"projection": "not made yet", "outbox": "not made yet"}
    assert not database.parent.exists()


def test_empty_databases(gateway: dict[str, str], tmp_path: Path):
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    findings = examine(gateway, DATABASE_URL=f"sqlite:///{empty}", OUTBOX_URL=f"sqlite:///{empty}")
    assert broken(findings, "warn") == {"projection": "empty", "outbox": "empty"}


def test_files_that_are_no_databases(gateway: dict[str, str], tmp_path: Path):
    junk = tmp_path / "junk.sqlite3"
    junk.write_text("this is no database at all, whatever its name says" * 40)
    findings = examine(gateway, DATABASE_URL=f"sqlite:///{junk}", OUTBOX_URL=f"sqlite:///{junk}")
    assert set(broken(findings)) == {"projection", "outbox"}


def test_a_database_server_that_is_down_shows_no_password(gateway: dict[str, str]):
    url = f"postgresql://gate:topsecret@127.0.0.1:{free_port()}/hashtagspace"
    findings = examine(gateway, DATABASE_URL=url, OUTBOX_URL=url)
    assert set(broken(findings)) == {"projection", "outbox"}
    assert "topsecret" not in render_lines(list(findings.values()))


def test_an_outbox_of_another_release(gateway: dict[str, str]):
    engine = open_engine(gateway["HASHTAGSPACE_OUTBOX_URL"])
    with write_lock(engine) as connection:
        connection.execute(update(schema_version).values(version=99))
    engine.dispose()
    assert "schema version 99" in broken(examine(gateway))["outbox"]


def test_an_indexer_that_is_late_or_silent(gateway: dict[str, str]):
    engine = open_engine(gateway["HASHTAGSPACE_DATABASE_URL"])
    with write_lock(engine) as connection:
        connection.execute(
            update(tables.checkpoint).values(head_number=tables.checkpoint.c.indexed_number + 99)
        )
    assert "99 behind the head" in broken(examine(gateway), "warn")["indexer"]
    with write_lock(engine) as connection:
        connection.execute(update(tables.checkpoint).values(updated_at=int(time.time()) - 500))
    engine.dispose()
    assert "silent for 5" in broken(examine(gateway), "warn")["indexer"]


def test_a_content_store_that_is_down(gateway: dict[str, str]):
    findings = examine(gateway, CONTENT_STORE=f"kubo:http://127.0.0.1:{free_port()}")
    assert "does not answer" in broken(findings)["content store"]
    assert "disk content" not in findings


def test_a_content_folder_that_is_a_file(gateway: dict[str, str], tmp_path: Path):
    (tmp_path / "content").write_text("")
    findings = broken(examine(gateway, CONTENT_STORE=f"embedded:{tmp_path}/content"))
    assert "content store" in findings


def test_no_relay_here_is_a_warning(gateway: dict[str, str]):
    findings = examine(gateway, RELAY_KEY_FILE="", RELAY_PASSWORD_FILE="")
    assert "relay key" in broken(findings, "warn")
    assert "relay balance" not in findings


def test_a_relay_key_that_does_not_open(gateway: dict[str, str]):
    Path(gateway["HASHTAGSPACE_RELAY_PASSWORD_FILE"]).write_text("wrong")
    assert "does not open" in broken(examine(gateway))["relay key"]


def test_a_plain_relay_key_that_others_can_read(gateway: dict[str, str], tmp_path: Path):
    plain = tmp_path / "plain"
    plain.write_text(KEYS[1].hex())
    plain.chmod(0o644)
    findings = examine(gateway, RELAY_KEY_FILE=str(plain), RELAY_PASSWORD_FILE="")
    assert "can be read by others" in broken(findings)["relay key"]
    assert KEYS[1].hex() not in render_lines(list(findings.values()))


def test_a_relay_that_can_hardly_pay(gateway: dict[str, str], chain: Deployed):
    address = "0x" + Wallet(KEYS[1]).address.hex()
    price = int(chain.anvil.call("eth_gasPrice"), 16)
    for anchors, state in ((5, "fail"), (100, "warn"), (5000, "ok")):
        chain.anvil.call("anvil_setBalance", address, hex(price * 47_000 * anchors))
        finding = examine(gateway)["relay balance"]
        assert finding.state == state
        assert f"{anchors:,} anchors" in finding.detail


def test_a_web_app_that_is_not_whole(gateway: dict[str, str]):
    web = Path(gateway["HASHTAGSPACE_WEB_DIR"])
    (web / "assets/app.js").unlink()
    assert "lacks assets/app.js" in broken(examine(gateway))["web app"]
    (web / "index.html").unlink()
    assert "no index.html" in broken(examine(gateway))["web app"]
    assert examine(gateway, WEB_DIR="")["web app"].state == "ok"


def test_the_command_prints_lines_or_json_and_its_code_says_which(gateway: dict[str, str]):
    well = run_command(gateway)
    assert well.returncode == 0, well.stdout + well.stderr
    assert well.stdout.splitlines()[0].startswith("ok    contracts file")
    sick = run_command(gateway | {"HASHTAGSPACE_RPC_URL": "http://127.0.0.1:9/key"}, "--json")
    assert sick.returncode == 1
    report = json.loads(sick.stdout)
    assert report["healthy"] is False
    assert {"part", "state", "detail", "remedy"} == set(report["findings"][0])
    assert "/key" not in sick.stdout
    for secret in (PASSWORD, KEYS[1].hex()):
        assert secret not in well.stdout + well.stderr + sick.stdout + sick.stderr


def run_command(environ: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hashtagspace.cli", "doctor", *options],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_whatever_a_part_says_stays_one_line_without_credentials():
    finding = Finding("x", "fail", "first\nsecond http://user:pw@host/key", "do\nthis")
    line = render_lines([finding])
    assert "\n" not in line
    assert "pw" not in line
    assert "pw" not in render_json([finding])


def test_a_network_without_people_is_no_fault(gateway: dict[str, str]):
    findings = examine(gateway)
    assert findings["people"].state == "ok"
    assert "nobody has a level" in findings["people"].detail
    assert "scorer" not in findings
