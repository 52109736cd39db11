"""Real anvil, real processes, real SIGKILL: every accepted intent is anchored exactly once."""

import signal
import sys
import time
from pathlib import Path

import pytest
from deployed import Deployed
from gateway_stack import Stack

from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Settings
from hashtagspace.domain.batch import verify_batch
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import build_post, content_digest
from hashtagspace.domain.intent import Intent, encode_record, intent_id
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.ipfs.open import open_content_store
from hashtagspace.relay.answers import IntentSubmission
from hashtagspace.relay.open import open_relay

FATAL = ("batch.kept", "documents.put", "batch.put", "batch.stored", "slot.signed", "slot.kept", "slot.sent",
         "anchor.seen", "anchor.kept", "batch.final")  # fmt: skip
PROCESS = Path(__file__).parents[2] / "relay_process.py"

pytestmark = [pytest.mark.anvil, pytest.mark.slow]


@pytest.fixture
def stack(deployed: Deployed, tmp_path):
    made = Stack(deployed, tmp_path)
    yield made
    made.stop()


class Author:
    """A registered profile whose wallet signs posts."""

    def __init__(self, deployed: Deployed, wallet: Wallet):
        self.deployed, self.wallet, self.count = deployed, wallet, 0
        self.profile = profile_id_of(wallet.address, 0)
        zero = "0x" + "00" * 20
        register = deployed.profiles.functions.register("alice", zero, bytes(32), bytes(32), (zero, 0, 0))
        deployed.send(register, wallet)

    def post(self, text: str) -> tuple[bytes, IntentSubmission]:
        self.count += 1
        document = build_post(text)
        now = self.deployed.anvil.time() * 1000 + self.count
        intent = Intent(self.profile, Kind.POST, bytes(32), content_digest(document), now)
        signed = self.wallet.sign_intent(intent, self.deployed.deployment.intent_domain)
        submission = IntentSubmission(encode_record(intent), signed.signature, document)
        return intent_id(intent, self.deployed.deployment.intent_domain), submission


def list_anchored(deployed: Deployed, content) -> list[bytes]:
    """Every intent of every Anchored event, as any indexer reads them."""
    found = []
    for log in deployed.posts.events.Anchored().get_logs(from_block=0):
        args = log["args"]
        data = content.get_block(cid_of_digest(args["batchDigest"]))
        domain = deployed.deployment.intent_domain
        found += [
            e.intent_id for e in verify_batch(data, args["batchDigest"], args["count"], args["root"], domain)
        ]
    return found


def test_sigkill_at_every_step_on_a_real_chain(deployed: Deployed, stack: Stack):
    settings = Settings.from_environment(stack.settings)
    content = open_content_store(settings.content_store)
    relay = open_relay(settings, deployed.deployment, None, content)
    author = Author(deployed, Wallet(b"\x21" * 32))
    accepted = []
    for step in FATAL:
        name, submission = author.post(f"before {step}")
        (answer,) = relay.submit_intents([submission], "192.0.2.1")
        assert (answer.intent_id, answer.state) == (name, "pending"), answer
        accepted.append(name)
        child = stack.start("relay", [sys.executable, str(PROCESS), step])
        for _ in range(300):
            if child.poll() is not None:
                break
            deployed.anvil.mine()
            time.sleep(0.1)
        assert child.returncode == -signal.SIGKILL, f"{step}: {stack.log_of('relay')}"
    stack.start("relay", [sys.executable, str(PROCESS), "-"])

    def is_done() -> bool:
        deployed.anvil.mine()
        return all(relay.find_intent(name).state == "final" for name in accepted)

    stack.wait_until(is_done, "some intents are not final")
    assert sorted(list_anchored(deployed, content)) == sorted(accepted)
    relay.close()


def test_a_deep_reorg_of_a_real_chain_brings_the_anchor_back(deployed: Deployed, stack: Stack):
    settings = Settings.from_environment(stack.settings)
    content = open_content_store(settings.content_store)
    relay = open_relay(settings, deployed.deployment, None, content)
    author = Author(deployed, Wallet(b"\x22" * 32))
    deployed.anvil.mine(3)
    name, submission = author.post("hold on")
    relay.submit_intents([submission], "192.0.2.1")
    stack.start("relay", [sys.executable, str(PROCESS), "-"])
    stack.wait_until(lambda: relay.find_intent(name).state == "anchored", stack.log_of("relay"))
    (before,) = deployed.posts.events.Anchored().get_logs(from_block=0)
    deployed.anvil.reorg(2)

    def is_final() -> bool:
        deployed.anvil.mine()
        return relay.find_intent(name).state == "final"

    stack.wait_until(is_final, stack.log_of("relay"))
    (after,) = deployed.posts.events.Anchored().get_logs(from_block=0)
    assert list_anchored(deployed, content) == [name]
    assert after["blockHash"] != before["blockHash"]
    assert relay.find_intent(name).block_number == after["blockNumber"]
    relay.close()
