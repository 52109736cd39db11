"""A gateway in which all is well."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import KEYS, Anvil
from deployed import Deployed, deploy
from eth_account import Account
from examining import PASSWORD

from hashtagspace.domain.keccak import keccak256
from hashtagspace.store.engine import open_engine
from hashtagspace.store.outbox_engine import Network, open_outbox
from hashtagspace.store.projection import Projection
from hashtagspace.store.write_checkpoint import Header, Origin


@pytest.fixture(scope="module")
def chain() -> Iterator[Deployed]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield deploy(node)
    node.stop()


@pytest.fixture
def gateway(chain: Deployed, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a gateway in which all is well; the chain is put back afterwards."""
    snapshot = chain.anvil.snapshot()
    key = tmp_path / "relay.json"
    key.write_text(json.dumps(Account.encrypt(KEYS[1], PASSWORD, kdf="pbkdf2", iterations=1000)))
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    for path in (key, password):
        path.chmod(0o600)
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "assets/app.js").write_text("")
    (web / "index.html").write_text(
        '<script src="/assets/app.js"></script><a href="https://x.example/">x</a>'
    )
    environ = {
        "HASHTAGSPACE_RPC_URL": chain.anvil.url,
        "HASHTAGSPACE_DEPLOYMENT": str(write_record(chain, tmp_path / "31337.json")),
        "HASHTAGSPACE_DATA_DIR": str(tmp_path / "data"),
        "HASHTAGSPACE_DATABASE_URL": f"sqlite:///{tmp_path}/data/projection.sqlite3",
        "HASHTAGSPACE_OUTBOX_URL": f"sqlite:///{tmp_path}/data/outbox.sqlite3",
        "HASHTAGSPACE_RELAY_KEY_FILE": str(key),
        "HASHTAGSPACE_RELAY_PASSWORD_FILE": str(password),
        "HASHTAGSPACE_WEB_DIR": str(web),
    }
    (tmp_path / "data").mkdir()
    make_stores(chain, environ)
    chain.anvil.mine()
    yield environ
    chain.anvil.revert(snapshot)


def write_record(chain: Deployed, path: Path) -> Path:
    chain.write(path)
    record = json.loads(path.read_text())
    for entry in record["contracts"].values():
        code = chain.anvil.call("eth_getCode", entry["address"], "latest")
        entry["codeHash"] = "0x" + keccak256(bytes.fromhex(code[2:])).hex()
    path.write_text(json.dumps(record))
    return path


def make_stores(chain: Deployed, environ: dict[str, str]) -> None:
    deployment = chain.deployment
    origin = Origin(
        deployment.chain_id,
        deployment.profile_registry,
        deployment.post_registry,
        deployment.data_market,
        Header(deployment.start_block, deployment.start_block_hash, 0),
    )
    engine = open_engine(environ["HASHTAGSPACE_DATABASE_URL"])
    Projection(engine).open(origin, int(time.time()))
    engine.dispose()
    network = Network(deployment.chain_id, deployment.post_registry, deployment.start_block_hash)
    open_outbox(environ["HASHTAGSPACE_OUTBOX_URL"], network).close()
