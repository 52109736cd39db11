"""Intents and drips over HTTP, through the real relay on a chain held in memory."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from relay_world import World as RelayWorld

from hashtagspace.api.app import create_app
from hashtagspace.api.schemas.submission import CallStatus, IntentResults, IntentStatus
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.intent import decode_record, intent_id
from hashtagspace.relay.answers import IntentSubmission


@pytest.fixture
def relayed(tmp_path) -> Iterator[RelayWorld]:
    made = RelayWorld(tmp_path)
    yield made
    made.outbox.close()


@pytest.fixture
def client(services, relayed):
    return create_app(replace(services, relay=relayed.relay)).test_client()


def as_json(submission: IntentSubmission) -> dict[str, str]:
    body = {"record": "0x" + submission.record.hex(), "signature": "0x" + submission.signature.hex()}
    if submission.content is not None:
        body["content"] = base64.b64encode(submission.content).decode()
    return body


def submit(client, *items: dict[str, str], status: int = 202):
    response = client.post("/v1/intents", json={"intents": list(items)})
    assert response.status_code == status, response.text
    if status == 202:
        IntentResults.model_validate_json(response.data, strict=True)
        return response.json["items"]
    return response.json


def identity(world: RelayWorld, submission: IntentSubmission) -> str:
    return "0x" + intent_id(decode_record(submission.record), world.deployment.intent_domain).hex()


def state_of(client, identity: str):
    response = client.get(f"/v1/intents/{identity}")
    assert response.status_code == 200, response.text
    IntentStatus.model_validate_json(response.data, strict=True)
    return response.json


def test_an_intent_is_pending_at_once_and_final_in_the_end(client, relayed):
    submission = relayed.intent("over http")
    (answer,) = submit(client, as_json(submission))
    assert answer == {"intentId": identity(relayed, submission), "state": "pending"}
    assert state_of(client, answer["intentId"])["state"] == "pending"
    for _ in range(20):
        relayed.worker.tick()
        relayed.chain.mine()
    final = state_of(client, answer["intentId"])
    assert final["state"] == "final"
    assert final["blockNumber"] > 0
    assert len(final["txHash"]) == 66


def test_sending_again_changes_nothing(client, relayed):
    item = as_json(relayed.intent("twice"))
    assert submit(client, item) == submit(client, item)


def test_good_and_bad_are_answered_each_by_itself_in_order(client, relayed):
    good = relayed.intent("good")
    forged = replace(relayed.intent("forged"), signature=relayed.intent("other").signature)
    stranger = relayed.intent("stranger", wallet=Wallet.create())
    items = [{"record": "0x", "signature": "0x"}, as_json(good), as_json(forged), as_json(stranger)]
    unreadable, accepted, *refused = submit(client, *items)
    assert (unreadable["intentId"], unreadable["problem"]["code"]) == (None, "intent.record")
    assert accepted == {"intentId": identity(relayed, good), "state": "pending"}
    for answer in refused:
        assert answer["state"] == "rejected"
        assert answer["problem"]["code"].startswith(("intent.", "signature."))
        assert len(answer["problem"]["detail"].split()) > 3


def test_a_future_date_is_refused_with_its_reason(client, relayed):
    (answer,) = submit(client, as_json(relayed.intent("soon", at_ms=(relayed.now() + 3600) * 1000)))
    assert answer["state"] == "rejected"
    assert "." in answer["problem"]["code"]


def test_a_spent_budget_says_when_to_come_back(services, tmp_path):
    folder = tmp_path / "tight"
    folder.mkdir()
    world = RelayWorld(folder, budgets=Budgets(intents_per_ip_minute=1))
    client = create_app(replace(services, relay=world.relay)).test_client()
    submit(client, as_json(world.intent("one")))
    response = client.post("/v1/intents", json={"intents": [as_json(world.intent("two"))]})
    assert (response.status_code, response.json["code"]) == (429, "relay.budget")
    assert int(response.headers["Retry-After"]) >= 1
    world.outbox.close()


def test_budgets_go_by_the_address_that_a_trusted_proxy_saw(services, tmp_path):
    folder = tmp_path / "proxied"
    folder.mkdir()
    world = RelayWorld(folder, budgets=Budgets(intents_per_ip_minute=1))
    settings = replace(services.settings, trusted_proxies=1)
    client = create_app(replace(services, relay=world.relay, settings=settings)).test_client()

    def status(text: str, forwarded: str) -> int:
        body = {"intents": [as_json(world.intent(text))]}
        return client.post("/v1/intents", json=body, headers={"X-Forwarded-For": forwarded}).status_code

    assert status("a", "6.6.6.6, 192.0.2.1") == 202
    assert status("b", "7.7.7.7, 192.0.2.1") == 429
    assert status("c", "6.6.6.6, 192.0.2.2") == 202
    world.outbox.close()


def test_a_chain_that_is_away_is_said_to_be_away(client, relayed):
    stamp = {"nonce": "00" * 8, "bits": 0, "time": int(relayed.wall())}
    relayed.chain.is_down = True
    response = client.post("/v1/faucet", json={"address": "0x" + "ab" * 20, "stamp": stamp})
    assert (response.status_code, response.json["code"]) == (503, "chain.unavailable")
    assert response.json["retryable"] is True


def test_a_drip_is_queued_and_can_be_followed(client, relayed):
    stamp = {"nonce": "00" * 8, "bits": 0, "time": int(relayed.wall())}
    response = client.post("/v1/faucet", json={"address": "0x" + "ab" * 20, "stamp": stamp})
    assert response.status_code == 202, response.text
    CallStatus.model_validate_json(response.data, strict=True)
    found = client.get(f"/v1/calls/{response.json['callId']}")
    CallStatus.model_validate_json(found.data, strict=True)
    assert found.json["state"] in ("pending", "sent")
