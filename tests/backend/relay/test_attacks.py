"""The attacks that the relay was shaped by, one named test each."""

from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.relay_reads import Authority, Span
from hashtagspace.domain.intent import IntentDomain
from hashtagspace.domain.kinds import Kind
from hashtagspace.relay.batching import arrange
from hashtagspace.relay.ports import Inclusion
from hashtagspace.store.outbox_batches import list_batches
from hashtagspace.store.outbox_intents import QueuedIntent, list_batch_intents

HOUR_MS = 3_600_000


def refusal(world, submission):
    (answer,) = world.submit(submission)
    assert answer.state == "rejected"
    return answer.problem.code


def batches(world, state):
    with world.outbox.read() as connection:
        return list_batches(connection, world.outbox.network_id, state)


def test_a_copied_root_that_runs_ahead_of_the_relay_anchors_nothing(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    (batch,) = batches(world, "batched")
    world.chain.pool, kept = {}, world.chain.pool
    world.chain.mine([(batch.root, b"\x66" * 32, batch.count), (batch.root, batch.digest, batch.count + 1)])
    world.tick()
    assert world.state(submission) == "pending"
    world.chain.pool = kept
    block = world.chain.mine()
    world.tick(2)
    answer = world.relay.find_intent(world.id_of(submission))
    assert (answer.state, answer.block_number) == ("anchored", block.head.number)


def test_somebody_who_anchors_exactly_our_batch_did_our_work(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    (batch,) = batches(world, "batched")
    world.chain.pool.clear()
    world.chain.mine([(batch.root, batch.digest, batch.count)])
    world.tick()
    assert world.state(submission) == "anchored"


def test_the_force_included_twin_of_a_refused_intent_is_recognised(world):
    submission = world.intent(wallet=world.wallets[1])
    assert refusal(world, submission) == "intent.unauthorised"
    twin = world.intent()
    world.projection.inclusions[world.id_of(twin)] = Inclusion("anchored", None, 5, b"\x07" * 32)
    world.authorise(world.profiles[0], world.keys[0], revoked=True, until=1)
    (answer,) = world.submit(twin)
    assert (answer.state, answer.problem, answer.block_number) == ("anchored", None, 5)


def test_a_twin_of_an_intent_that_was_rejected_in_the_queue_is_shown_as_the_chain_has_it(world):
    submission = world.intent()
    world.submit(submission)
    world.authorise(world.profiles[0], world.keys[0], until=1)
    world.tick()
    assert world.state(submission) == "rejected"
    world.projection.inclusions[world.id_of(submission)] = Inclusion("final", None, 9, None)
    assert world.state(submission) == "final"


def test_an_inclusion_that_does_not_count_does_not_stop_a_valid_one(world):
    submission = world.intent()
    world.projection.inclusions[world.id_of(submission)] = Inclusion(
        "anchored", "intent.unauthorised", 5, None
    )
    assert world.code(submission) == "intent.unauthorised"
    (answer,) = world.submit(submission)
    assert answer.state == "pending"


def test_a_replay_answers_the_state_and_is_kept_once(world):
    submission = world.intent()
    assert [a.state for a in world.submit(submission, submission)] == ["pending", "pending"]
    assert world.submit(submission)[0].state == "pending"
    world.settle()
    assert world.submit(submission)[0].state == "final"
    assert world.placed() == {world.id_of(submission): 1}


def test_a_malleable_twin_signature_is_refused(world):
    submission = world.intent()
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    s = int.from_bytes(submission.signature[32:64], "big")
    flipped = submission.signature[:32] + (order - s).to_bytes(32, "big")
    flipped += bytes([55 - submission.signature[64]])
    twin = type(submission)(submission.record, flipped, submission.content)
    assert refusal(world, twin) == "signature.malformed"


def test_future_and_past_dates_are_refused(world):
    now = world.now() * 1000
    assert refusal(world, world.intent(at_ms=now + 601_000)) == "intent.future"
    assert refusal(world, world.intent(at_ms=now - 7 * 24 * HOUR_MS)) == "intent.too_old"
    assert world.submit(world.intent(at_ms=now + 590_000))[0].state == "pending"
    assert world.submit(world.intent(at_ms=now - 6 * 24 * HOUR_MS))[0].state == "pending"


def test_an_intent_that_grew_too_old_in_the_queue_is_rejected_with_its_reason(world):
    submission = world.intent(at_ms=world.now() * 1000 - 6 * 24 * HOUR_MS)
    world.submit(submission)
    world.chain.mine(seconds=2 * 86_400)
    world.tick()
    assert (world.state(submission), world.code(submission)) == ("rejected", "intent.too_old")


def test_a_key_that_ends_while_the_intent_waits_rejects_it_and_the_author_is_told(world):
    world.authorise(world.profiles[0], world.keys[0], until=world.now() + 3700)
    submission = world.intent()
    assert world.submit(submission)[0].state == "pending"
    world.chain.mine(seconds=3690)
    world.tick()
    assert (world.state(submission), world.code(submission)) == ("rejected", "intent.key_expired")
    assert world.chain.pool == {}


def test_a_key_revoked_between_batch_and_block_rejects_what_its_block_did_not_accept(world):
    revoked, kept = world.intent(), world.intent(who=1)
    world.submit(revoked, kept)
    world.tick()
    world.authorise(world.profiles[0], world.keys[0], until=world.now(), revoked=True)
    world.settle()
    assert (world.state(revoked), world.code(revoked)) == ("rejected", "intent.key_revoked")
    assert world.state(kept) == "final"


def test_a_reorg_that_drops_the_anchor_brings_it_back(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    world.chain.mine()
    world.tick()
    assert world.state(submission) == "anchored"
    world.chain.reorg(1, forget=True)
    world.tick()
    assert world.state(submission) == "pending"
    world.settle()
    assert world.state(submission) == "final"
    assert world.placed() == {world.id_of(submission): 1}


def test_a_rejection_that_only_the_orphaned_block_justified_is_taken_back(world):
    submission = world.intent()
    world.submit(submission)
    world.tick()
    world.authorise(world.profiles[0], world.keys[0], start=world.now() + 3)
    world.chain.mine()
    world.tick()
    assert world.state(submission) == "rejected"
    world.chain.reorg(1)
    world.tick()
    world.chain.mine()
    world.settle()
    assert world.state(submission) == "final"


def test_a_chain_that_was_reset_never_meets_the_old_intents(world):
    submission = world.intent()
    world.submit(submission)
    world.with_network(b"\x02" * 32)
    assert world.state(submission) == "unknown"
    world.settle()
    assert world.placed() == {}
    world.with_network(b"\x01" * 32)
    assert world.state(submission) == "pending"


def test_a_signature_for_another_chain_is_told_so(world):
    elsewhere = IntentDomain(11155111, world.deployment.post_registry)
    assert refusal(world, world.intent(domain=elsewhere)) == "intent.wrong_chain"


def test_a_signature_for_another_registry_is_unauthorised(world):
    elsewhere = IntentDomain(31337, b"\x99" * 20)
    assert refusal(world, world.intent(domain=elsewhere)) == "intent.unauthorised"


def test_a_fresh_signature_revives_a_rejected_intent_and_the_old_one_does_not(world):
    submission = world.intent()
    world.submit(submission)
    world.authorise(world.profiles[0], world.keys[0], until=1)
    world.tick()
    assert world.submit(submission)[0].problem.code == "intent.key_expired"
    again = world.intent(wallet=world.wallets[0], at_ms=int.from_bytes(submission.record[73:], "big"))
    assert world.id_of(again) == world.id_of(submission)
    assert world.submit(again)[0].state == "pending"
    world.settle()
    assert world.state(again) == "final"


def test_a_profile_whose_registration_is_on_its_way_may_speak_and_waits_for_it(world):
    from hashtagspace.store.outbox_calls import NewCall, insert_call  # noqa: PLC0415

    profile, key, custody = world.profiles[0], world.keys[0], world.wallets[0]
    for signer in (key, custody):
        del world.chain.authorities[profile, signer.address]
        del world.projection.authorities[profile, signer.address]
    call = NewCall(
        b"\x0c" * 32, "registerFor", b"\xa1" * 20, b"data", 0, profile=profile, custody=custody.address,
        key=key.address, key_until=world.now() + 86_400, key_kinds=1 << Kind.POST,
    )  # fmt: skip
    with world.outbox.write() as connection:
        insert_call(connection, world.outbox.network_id, call)
    world.chain.reverts[b"data"] = _unknown_profile()
    allowed, forbidden = world.intent(), world.intent(kind=Kind.REPLY, subject=b"\x05" * 32)
    assert world.submit(allowed)[0].state == "pending"
    assert refusal(world, forbidden) == "intent.key_kind"
    world.chain.is_down = True
    world.tick()
    world.chain.is_down = False
    assert world.state(allowed) == "pending"
    world.chain.reverts.clear()
    world.chain.authorities[profile, key.address] = Authority((Span(world.now(), 2**62, 2),))
    world.settle()
    assert world.state(allowed) == "final"


def _unknown_profile():
    from hashtagspace.chain.reverts import Revert  # noqa: PLC0415

    return Revert("profile.unknown", "Profile is not registered.", True)


def test_intents_of_a_profile_go_in_the_order_of_their_dates(world):
    now = world.now() * 1000
    middle = world.intent("edit", at_ms=now + 5)
    other = world.intent("other", who=1, at_ms=now + 9)
    early = world.intent("post", at_ms=now + 1)
    late = world.intent("edit again", at_ms=now + 7)
    world.submit(middle, other, early, late)
    world.tick()
    (batch,) = batches(world, "batched")
    with world.outbox.read() as connection:
        rows = list_batch_intents(connection, batch.id)
    assert [row.intent_id for row in rows] == [world.id_of(s) for s in (early, other, middle, late)]


@given(st.permutations(range(6)), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_arranging_keeps_each_profile_s_places_and_orders_its_dates(dates, profiles):
    items = [
        QueuedIntent(bytes([n]), who, at, b"", b"", b"")
        for n, (at, who) in enumerate(zip(dates, profiles, strict=True))
    ]
    arranged = arrange(items)
    assert [item.profile for item in arranged] == profiles
    for who in set(profiles):
        own = [item.created_at_ms for item in arranged if item.profile == who]
        assert own == sorted(own)
    assert sorted(item.intent_id for item in arranged) == [item.intent_id for item in items]
