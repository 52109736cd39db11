"""The outbox on PostgreSQL behaves as on SQLite: kept once, settled, revived, leased, many writers."""

import threading

import pytest
from relay_world import World

from hashtagspace.errors import ConfigError, StoreUnavailable
from hashtagspace.store.outbox_engine import Network, hold_worker_lease, open_outbox

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(postgres_url, tmp_path):
    made = World(tmp_path, url=postgres_url)
    yield made
    made.outbox.close()


def test_from_pending_to_final_across_a_restart_and_a_reorg(world):
    submission = world.intent()
    assert [a.state for a in world.submit(submission, submission)] == ["pending", "pending"]
    world.tick()
    world.chain.mine()
    world.tick()
    assert world.state(submission) == "anchored"
    world.chain.reorg(1, forget=True)
    world.restart()
    world.settle()
    assert world.state(submission) == "final"
    assert world.placed() == {world.id_of(submission): 1}


def test_a_rejected_intent_is_revived_by_another_signature(world):
    submission = world.intent()
    world.submit(submission)
    world.authorise(world.profiles[0], world.keys[0], until=1)
    world.tick()
    assert world.code(submission) == "intent.key_expired"
    again = world.intent(wallet=world.wallets[0], at_ms=int.from_bytes(submission.record[73:], "big"))
    assert world.submit(again)[0].state == "pending"
    world.settle()
    assert world.state(again) == "final"


def test_many_writers_of_the_same_intents_keep_each_once(world):
    submissions = [world.intent(f"{n}", at_ms=world.now() * 1000 + n) for n in range(40)]
    answers = []

    def send(items):
        answers.extend(world.submit(*items))

    threads = [threading.Thread(target=send, args=(submissions[n:] + submissions[:n],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 240
    assert {a.state for a in answers} == {"pending"}
    assert world.relay.check().queued_intents == 40
    world.settle()
    assert set(world.placed().values()) == {1}


def test_one_worker_at_a_time_and_networks_apart(world, postgres_url):
    other = open_outbox(postgres_url, Network(1, b"\x05" * 20, b"\x06" * 32))
    same = open_outbox(postgres_url, Network(31337, b"\xa2" * 20, b"\x01" * 32))
    assert other.network_id != world.outbox.network_id == same.network_id
    refused = pytest.raises(ConfigError)
    with hold_worker_lease(world.outbox), hold_worker_lease(other), refused, hold_worker_lease(same):
        pass
    with hold_worker_lease(same):
        pass
    other.close()
    same.close()


def test_a_database_that_is_not_there_is_unavailable_without_its_password(tmp_path):
    with pytest.raises(StoreUnavailable) as caught:
        World(tmp_path, url="postgresql://me:hunter2@127.0.0.1:9/nothing")
    assert "hunter2" not in str(caught.value)
