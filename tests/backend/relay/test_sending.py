"""Fees, nonces, a node or a store that is away: nothing accepted is lost, and health says what is wrong."""

import json
from itertools import pairwise

import pytest
from relay_world import World

from hashtagspace.chain.submit import Fees, bump_fees
from hashtagspace.errors import ConfigError
from hashtagspace.store.outbox_engine import hold_worker_lease


def fees_of(world, nonce=0):
    return [json.loads(raw)[4] for raw in world.chain.sent if json.loads(raw)[2] == nonce]


def test_a_stuck_transaction_is_replaced_with_the_same_nonce_and_a_higher_fee(world):
    world.chain.min_fee = 150
    submission = world.intent()
    world.submit(submission)
    world.tick()
    for _ in range(3):
        world.chain.mine()
        world.seconds += 31
        world.tick()
    paid = fees_of(world)
    assert paid == sorted(paid)
    assert len(paid) >= 3
    assert all(b >= a * 1.1 for a, b in pairwise(paid))
    world.settle()
    assert world.state(submission) == "final"
    assert len(world.chain.anchors()) == 1


def test_fees_are_not_raised_without_end(world):
    world.chain.min_fee = 10**9
    world.submit(world.intent())
    for _ in range(30):
        world.tick()
        world.seconds += 31
    assert max(fees_of(world)) <= 10 * world.chain.proposed


def test_bumped_fees_are_at_least_what_nodes_ask_and_what_is_proposed():
    assert bump_fees(Fees(100, 10), Fees(50, 1)) == Fees(126, 13)
    assert bump_fees(Fees(100, 10), Fees(900, 50)) == Fees(900, 50)


def test_a_node_that_is_away_keeps_everything_and_health_says_so(world):
    submission = world.intent()
    world.submit(submission)
    world.chain.is_down = True
    assert world.tick(3) == ("chain.unavailable",)
    health = world.relay.check()
    assert (health.ok, health.codes, health.queued_intents) == (False, ("chain.unavailable",), 1)
    world.chain.is_down = False
    world.settle()
    assert world.state(submission) == "final"
    assert world.relay.check().ok


def test_a_node_that_forgot_the_transaction_gets_it_again(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    world.chain.pool.clear()
    world.tick()
    assert len(world.chain.pool) == 1
    world.settle()
    assert world.state(submission) == "final"


def test_a_content_store_that_is_away_anchors_nothing_that_nobody_could_read(world):
    submission = world.intent()
    world.submit(submission)
    world.content.is_down = True
    codes = world.tick(2)
    assert len(codes) == 1
    assert world.chain.pool == {}
    world.content.is_down = False
    world.settle()
    assert world.state(submission) == "final"


def test_documents_and_batch_are_in_the_store_before_the_anchor_goes_out(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    assert submission.content in world.content.blocks.values()
    assert submission.record + submission.signature in world.content.blocks.values()


def test_too_low_a_balance_is_said_with_the_address_and_heals(world):
    world.chain.balance = 10
    submission = world.intent()
    world.submit(submission)
    assert world.tick() == ("relay.balance_low",)
    detail = world.relay.check().detail
    assert "0x" + world.chain.address.hex() in detail
    assert "send coins" in detail
    world.chain.balance = 10**18
    world.settle()
    assert world.state(submission) == "final"


def test_a_nonce_taken_by_somebody_with_the_same_key_only_delays(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    stranger = world.chain.sign(b"\x01" * 20, b"", nonce=0, gas=21_000, fees=Fees(10**6, 1))
    world.chain.send(stranger.raw)
    world.settle(16)
    assert world.state(submission) == "final"


def test_a_gap_below_our_nonces_is_closed(world):
    world.chain.send(world.chain.sign(b"\x01" * 20, b"", nonce=0, gas=1, fees=Fees(100, 1)).raw)
    submission = world.intent()
    world.submit(submission)
    world.tick()
    assert sorted(world.chain.pool) == [0, 1]
    world.chain.pool.clear()
    world.settle()
    assert world.state(submission) == "final"


def test_only_so_many_batches_are_under_way_and_the_next_one_grows(world):
    world.chain.min_fee = 10**9
    for n in range(8):
        world.submit(world.intent(f"p{n}", at_ms=world.now() * 1000 + n))
        world.tick()
    assert len(world.chain.pool) == 4
    world.chain.min_fee = 1
    world.settle(16)
    assert sum(world.placed().values()) == 8
    assert len(world.chain.anchors()) == 5


def test_a_second_worker_on_the_same_outbox_is_told(world):
    first = hold_worker_lease(world.outbox)
    busy = pytest.raises(ConfigError, match="Another relay works on this outbox")
    with first, busy, hold_worker_lease(world.outbox):
        pass
    with hold_worker_lease(world.outbox):
        pass


def test_a_silent_worker_is_told(world):
    assert world.relay.check().codes == ("relay.silent",)
    world.tick()
    assert world.relay.check().ok
    world.seconds += 61
    assert world.relay.check().codes == ("relay.silent",)


def test_an_outbox_of_a_newer_release_is_refused(tmp_path):
    from sqlalchemy import update  # noqa: PLC0415

    from hashtagspace.store.outbox_tables import schema_version  # noqa: PLC0415

    world = World(tmp_path)
    with world.outbox.write() as connection:
        connection.execute(update(schema_version).values(version=99))
    with pytest.raises(ConfigError, match="schema version 99"):
        world.restart()
